import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import { mayBeOne } from '../../../src/domain/policy/roleGroups.ts';
import { listWithheld, withGroups } from '../../../src/domain/policy/withGroups.ts';

const GROUP = 'c0ffee00-0000-4000-8000-000000000001';
const OTHER = 'c0ffee00-0000-4000-8000-00000000000b';
const ADA = 'c0ffee00-0000-4000-8000-00000000000a';
const entra = { id: 'a', name: 'Admins', entra: GROUP, roles: ['admin'] };
const slack = { id: 's', name: 'Chiefs', slack: 'S012AB3CD', roles: ['admin', 'helpdesk'] };

function write(groups: object[], people: object[] = [], customers = ['contoso']): object {
  const tenantId = GROUP;
  return { customers: customers.map((id) => ({ id, name: id, tenantId })), people, groups };
}

const read = (...args: Parameters<typeof write>) => policySchema.parse(write(...args));
const known = (id: string, ...groups: string[]) =>
  new Map([[id, { id, name: 'Ada', groups: new Set(groups) }]]);

describe('groups in the policy', () => {
  it.each([
    ['neither of the two', [{ ...entra, entra: undefined }], 'groups: give each either "slack" or "entra"'],
    ['both of them', [{ ...entra, slack: 'S012AB3CD' }], 'groups: give each either "slack" or "entra"'],
    ['no Slack group', [{ ...slack, slack: 'U012AB3CD' }], 'groups[0].slack: give a Slack user group id'],
    ['no object id', [{ ...entra, entra: 'admins@contoso.com' }], 'groups[0].entra: give the object id'],
    ['no role', [{ ...entra, roles: [] }], 'groups[0].roles: give at least one role'],
    ['an unknown role', [{ ...entra, roles: ['boss'] }], 'groups[0].roles[0]: give one of helpdesk'],
    ['a group twice', [entra, { ...entra, id: 'b' }], `groups[1].entra: "${GROUP}" is used twice`],
    ['an id twice', [entra, { ...slack, id: 'a' }], 'groups[1].id: "a" is used twice'],
    ['no customer', [{ ...entra, customers: ['fabrikam'] }], 'There is no customer "fabrikam"'],
    ['no directory', [{ ...entra, directory: 'fabrikam' }], 'groups[0].directory: There is no customer'],
    ['a misspelled key', [{ ...entra, role: 'admin' }], '"role" isn\'t a known key'],
  ])('are refused with %s', (_, groups, said) => {
    const { error } = policySchema.safeParse(write(groups));
    expect(error?.issues.map(({ message }) => message).join('\n')).toContain(said);
  });

  it.each([
    ['S1', true],
    ['T2/S1', true],
    ['T1/S1', '"T1" is the first of slackTeams, whose ids are written without it. Remove "T1/".'],
    ['T9/S1', '"T9" isn\'t in slackTeams. It names T1, T2. Add it there, or correct it.'],
  ])('name a workspace as people do: %s', (id, said) => {
    const policy = { ...write([{ ...slack, slack: id }]), slackTeams: ['T1', 'T2'] };
    const { error } = policySchema.safeParse(policy);
    const [issue] = error?.issues ?? [];
    expect(issue?.message ?? true).toBe(said === true ? true : `groups[0].slack: ${said}`);
  });

  it.each([
    ['S1', ['E1'], undefined],
    ['T9/S1', ['E1'], undefined],
    ['T9/S1', ['T1', 'E1'], undefined],
    ['T1/S1', ['T1', 'E1'], '"T1" is the first of slackTeams'],
    ['T9/S1', ['E1', 'E2'], undefined],
    ['T9/S1', ['T1', 'T2'], '"T9" isn\'t in slackTeams'],
    ['E1/S1', ['E1'], '"T012AB3CD/S012AB3CD" with the id of its workspace'],
  ])('may be in a workspace of an organization that is named: %s beside %s', (id, slackTeams, said) => {
    const { error } = policySchema.safeParse({ ...write([{ ...slack, slack: id }]), slackTeams });
    const words = error?.issues.map(({ message }) => message).join(' ');
    if (said === undefined) expect(words).toBeUndefined();
    else expect(words).toContain(said);
  });

  it('say whose directory keeps them where there are several, and are 20 at most', () => {
    const two = ['contoso', 'fabrikam'];
    const said = (groups: object[]) =>
      policySchema.safeParse(write(groups, [], two)).error?.issues.map(({ message }) => message) ?? [];
    expect(said([entra])[0]).toContain("say which customer's directory keeps this group");
    expect(said([{ ...entra, directory: 'fabrikam' }, slack])).toEqual([]);
    const many = Array.from({ length: 21 }, (_, index) => ({
      ...slack,
      id: `s${index}`,
      slack: `S0${index}`,
    }));
    expect(said(many)).toEqual(['groups[20]: at most 20 groups are read.']);
  });

  it('let an entry be without a role', () => {
    const person = { id: 'omar', name: 'Omar', slack: 'U1' };
    expect(policySchema.safeParse(write([], [person])).error?.issues[0]?.message).toContain(
      'people[0].roles: give at least one role',
    );
    expect(read([entra], [person]).people[0]?.roles).toEqual([]);
  });

  it('count as approvers of a rule that asks them', () => {
    const approvals = [{ name: 'All', by: { role: 'approver' } }];
    const check = (roles: string[]) =>
      policySchema.safeParse({ ...write([{ ...entra, roles }]), approvals }).success;
    expect(check(['admin'])).toBe(false);
    expect(check(['approver'])).toBe(true);
  });
});

describe('what groups give', () => {
  const omar = { id: 'omar', name: 'Omar', slack: 'U1', roles: ['auditor'] };

  it('adds to what an entry gives, within its customers', () => {
    const two = ['contoso', 'fabrikam'];
    const groups = [{ ...slack, roles: ['helpdesk'], customers: ['contoso'] }];
    const rolesOf = (more: object) =>
      withGroups(read(groups, [{ ...omar, ...more }], two), known('omar', 's'))[0]?.roles;
    expect(rolesOf({ customers: ['contoso'] })).toEqual(['auditor', 'helpdesk']);
    expect(rolesOf({ customers: ['fabrikam'] })).toEqual(['auditor']);
    expect(rolesOf({})).toEqual(['auditor']);
  });

  it('holds for the customers of the first group, for whoever has no entry', () => {
    const groups = [
      { ...slack, roles: ['helpdesk'], customers: ['contoso'] },
      { ...slack, id: 't', slack: 'S2', roles: ['auditor'], customers: ['fabrikam'] },
      { ...slack, id: 'u', slack: 'S3', roles: ['auditor'] },
    ];
    const policy = read(groups, [], ['contoso', 'fabrikam']);
    const given = (...ids: string[]) => withGroups(policy, known('slack:U1', ...ids))[0];
    expect(given('s', 't')).toMatchObject({ slack: 'U1', roles: ['helpdesk'], customers: ['contoso'] });
    expect(given('s', 'u')).toMatchObject({ roles: ['helpdesk', 'auditor'], customers: ['contoso'] });
    expect(given('t')).toMatchObject({ roles: ['auditor'], customers: ['fabrikam'] });
  });

  it('of Slack makes only those admins whose account the policy knows', () => {
    const rolesOf = (more: object) =>
      withGroups(read([slack], [{ ...omar, ...more }]), known('omar', 's'))[0]?.roles;
    expect(rolesOf({ teams: ADA })).toEqual(['auditor', 'admin', 'helpdesk']);
    expect(rolesOf({})).toEqual(['auditor', 'helpdesk']);
    expect(withGroups(read([slack]), known('slack:U1', 's'))[0]?.roles).toEqual(['helpdesk']);
    const member = { groups: new Set(['s']) };
    expect(listWithheld(read([slack]), {}, member)).toEqual([{ name: 'Chiefs', roles: ['admin'] }]);
    expect(listWithheld(read([slack]), { teams: ADA }, member)).toEqual([]);
  });
});

describe('two who may be one', () => {
  const people = [
    { id: 'both', slack: 'U1', teams: ADA },
    { id: 'slack', slack: 'U2' },
    { id: 'teams', teams: GROUP },
    { id: 'partner', slack: 'T2/U3', teams: OTHER },
  ];
  it.each([
    ['slack:U9', `entra:${ADA}`, true],
    ['slack:U9', 'slack:U8', false],
    ['slack:U9', 'both', false],
    ['slack:U9', 'slack', false],
    ['slack:U9', 'teams', true],
    [`entra:${ADA}`, 'slack', true],
    [`entra:${ADA}`, 'teams', false],
    ['slack', 'teams', false],
    ['slack:T2/U9', 'both', true],
    ['slack:T2/U9', 'slack:U9', true],
    ['slack:T2/U9', 'slack:T3/U9', true],
    ['slack:T2/U9', 'slack:T2/U8', false],
    ['slack:T2/U9', 'partner', false],
    ['slack:U9', 'partner', true],
    [`entra:${ADA}`, 'partner', false],
  ])('%s and %s: %s', (one, other, may) => {
    expect(mayBeOne({ people }, one, other)).toBe(may);
    expect(mayBeOne({ people }, other, one)).toBe(may);
  });
});
