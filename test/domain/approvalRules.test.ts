import { describe, expect, it } from 'vitest';
import { approversOf, findApproval } from '../../src/domain/approvalRules.ts';
import { type Policy, policySchema } from '../../src/domain/policy/policy.ts';

const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const PEOPLE = [
  { id: 'mia', name: 'Mia', slack: 'U0MIA', roles: ['helpdesk', 'approver'] },
  { id: 'grace', name: 'Grace', slack: 'U0GRACE', roles: ['approver'] },
  { id: 'omar', name: 'Omar', slack: 'U0OMAR', roles: ['admin'] },
  { id: 'far', name: 'Far', slack: 'U0FAR', roles: ['approver'], customers: ['fabrikam'] },
];
const CUSTOMERS = [
  { id: 'contoso', name: 'Contoso', tenantId: 'a1b6b0f2-1111-4f6f-9d0e-111111111111' },
  { id: 'fabrikam', name: 'Fabrikam', tenantId: 'a1b6b0f2-2222-4f6f-9d0e-111111111111' },
];

function readPolicy(...approvals: object[]): Policy {
  return policySchema.parse({ customers: CUSTOMERS, people: PEOPLE, approvals });
}

function complaintsOf(...approvals: object[]): string {
  const result = policySchema.safeParse({ customers: CUSTOMERS, people: PEOPLE, approvals });
  return result.success ? '' : result.error.issues.map(({ message }) => message).join('\n');
}

const asked = (more: object = {}) => ({
  customer: 'contoso',
  requester: 'omar',
  people: 1,
  licenses: [{ skuId: E5, skuPartNumber: 'SPE_E5' }],
  ...more,
});

const byRole = { by: { role: 'approver' } };

describe('a rule for approval', () => {
  it.each([
    [
      'a license by part number',
      { licenses: ['SPE_E5'] },
      {},
      { licenses: [{ skuId: 'x', skuPartNumber: 'SPB' }] },
    ],
    [
      'a license by id',
      { licenses: [E5.toUpperCase()] },
      {},
      { licenses: [{ skuId: 'x', skuPartNumber: 'SPE_E5' }] },
    ],
    ['many people', { people: 10 }, { people: 10 }, { people: 9 }],
    ['a requester', { requester: ['omar'] }, {}, { requester: 'mia' }],
    ['a customer', { customer: 'contoso' }, {}, { customer: 'fabrikam' }],
  ])('holds for %s, and for nothing else', (_what, when, like, unlike) => {
    const policy = readPolicy({ name: 'rule', when, ...byRole });
    expect(findApproval(policy, asked(like))?.rule.name).toBe('rule');
    expect(findApproval(policy, asked(unlike))).toBeUndefined();
  });

  it('holds only when all it says holds, and the first one counts', () => {
    const policy = readPolicy(
      { name: 'both', when: { licenses: ['SPE_E5'], people: 5 }, ...byRole },
      { name: 'any', ...byRole },
    );
    expect(findApproval(policy, asked({ people: 5 }))?.rule.name).toBe('both');
    expect(findApproval(policy, asked())?.rule.name).toBe('any');
  });

  it('holds for a license whose part number is not known', () => {
    const policy = readPolicy({ name: 'rule', when: { licenses: ['SPE_E5'] }, ...byRole });
    expect(findApproval(policy, asked({ licenses: [{ skuId: 'x' }] }))).toBeDefined();
  });

  it('asks those with the role and those named, for their own customers, and never the requester', () => {
    const policy = readPolicy({ name: 'rule', by: { role: 'approver', people: ['omar'] } });
    const approvers = (requester: string) => findApproval(policy, asked({ requester }))?.approvers;
    expect(approvers('omar')).toEqual(['mia', 'grace']);
    expect(approvers('mia')).toEqual(['grace', 'omar']);
    const [rule] = policy.approvals;
    expect(rule && approversOf(policy, rule, { customer: 'fabrikam', requester: '' })).toContain('far');
  });

  it('stops the request when nobody, or too few, are left to ask', () => {
    const own = readPolicy({ name: 'own', by: { people: ['omar'] } });
    expect(() => findApproval(own, asked())).toThrow(expect.objectContaining({ code: 'NO_APPROVER' }));
    expect(findApproval(own, asked({ requester: 'mia' }))?.approvers).toEqual(['omar']);
    const two = readPolicy({ name: 'two', by: { role: 'approver' }, count: 2 });
    expect(() => findApproval(two, asked({ requester: 'mia' }))).toThrow(/no one can give it/);
    expect(findApproval(two, asked())?.approvers).toHaveLength(2);
  });
});

describe('a policy refuses to start for a rule', () => {
  it.each([
    ['that asks an unknown manager', { name: 'r', by: { manager: 'boss' } }, /by\.manager.*"requester"/],
    ['that names nobody', { name: 'r', by: {} }, /approvals\[0\].*names no one/],
    [
      'with an unknown approver',
      { name: 'r', by: { people: ['bob'] } },
      /by\.people\[0\].*no one called "bob"/,
    ],
    [
      'with an unknown requester',
      { name: 'r', when: { requester: ['bob'] }, ...byRole },
      /no one called "bob"/,
    ],
    ['for an unknown customer', { name: 'r', when: { customer: 'acme' }, ...byRole }, /no customer "acme"/],
    ['that can never hold', { name: 'r', when: { people: 9_000 }, ...byRole }, /never hold/],
    [
      'that reminds too late',
      { name: 'r', ...byRole, remindAfterHours: 72 },
      /remindAfterHours.*no one would be/,
    ],
    ['that asks more than there are', { name: 'r', by: { people: ['omar'] }, count: 2 }, /names only 1/],
    [
      'with a misspelled key',
      { name: 'r', when: { licences: ['SPE_E5'] }, ...byRole },
      /"licences" isn't a known key/,
    ],
    [
      'with an unknown fallback',
      { name: 'r', ...byRole, fallback: { people: ['bob'] } },
      /fallback\.people\[0\].*no one called "bob"/,
    ],
    ['whose fallback names nobody', { name: 'r', ...byRole, fallback: {} }, /fallback.*names no one/],
    ['that passes it on to nobody', { name: 'r', ...byRole, passOnAfterHours: 4 }, /no one to pass it on to/],
    [
      'that passes it on too late',
      { name: 'r', by: { people: ['omar'] }, fallback: byRole.by, passOnAfterHours: 72 },
      /passOnAfterHours.*never be passed on/,
    ],
    ['that expires after a year', { name: 'r', ...byRole, expireAfterHours: 8_760 }, /1 to 720/],
  ])('%s, and says where', (_what, rule, words) => {
    expect(complaintsOf(rule)).toMatch(words);
  });

  it('that another one leaves nothing for', () => {
    const e5 = { licenses: ['SPE_E5'] };
    expect(complaintsOf({ name: 'any', ...byRole }, { name: 'E5', when: e5, ...byRole })).toMatch(
      /approvals\[1\]\.when: this rule can never hold: "any", which comes before it/,
    );
    const many = { name: 'many', when: { people: 5 }, ...byRole };
    expect(complaintsOf(many, { name: 'both', when: { people: 9, ...e5 }, ...byRole })).toMatch(
      /never hold: "many"/,
    );
    const grace = { name: 'r', when: { requester: ['grace'] }, ...byRole };
    expect(complaintsOf(grace)).toMatch(/none of grace may ask for anything/);
  });

  it('not when each still holds for something', () => {
    const e5 = { licenses: ['SPE_E5'] };
    expect(
      complaintsOf(
        { name: 'many E5', when: { people: 5, ...e5 }, ...byRole },
        { name: 'E5', when: e5, ...byRole },
        { name: 'E5 or E3', when: { licenses: ['SPE_E5', 'SPE_E3'] }, ...byRole },
        { name: 'of Omar', when: { requester: ['omar'] }, ...byRole },
        { name: 'any', ...byRole },
      ),
    ).toBe('');
  });

  it('named twice', () => {
    expect(complaintsOf({ name: 'r', ...byRole }, { name: 'r', ...byRole })).toMatch(/used twice/);
  });
});
