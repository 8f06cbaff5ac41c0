import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import type { License } from '../../../src/domain/terms.ts';
import { checkApproval, sayInConfirm, sayInForm } from '../../../src/flows/approvals/foreseen.ts';
import { type FormTask, foreseeInForm } from '../../../src/service/approvals/foresee.ts';

const PEOPLE = ['Mia', 'Grace', 'Omar', 'Ada', 'Zoe'].map((name) => ({
  id: name.toLowerCase(),
  name,
  slack: `U${name.toUpperCase()}`,
  roles: name === 'Mia' ? ['helpdesk', 'approver'] : ['approver'],
}));
const license = (skuPartNumber: string): License => ({
  skuId: `sku-${skuPartNumber}`,
  skuPartNumber,
  name: skuPartNumber,
  total: 5,
  consumed: 0,
  left: 5,
  warning: 0,
  assignable: true,
});
const FORM: FormTask = { task: 'create', people: 1, licenses: [license('SPE_E5'), license('SPE_E3')] };

function sayFor(rule: object, form: Partial<FormTask> = {}) {
  const policy = policySchema.parse({
    customers: [{ id: 'contoso', name: 'Contoso', tenantId: '11111111-1111-4111-8111-111111111111' }],
    people: PEOPLE,
    approvals: [{ name: 'A rule', ...rule }],
  });
  return sayInForm(foreseeInForm(policy, { id: 'mia', customer: 'contoso' }, { ...FORM, ...form }));
}

describe('C3: what a form says about approval', () => {
  it('stands beside the license that needs it, and beside no other', () => {
    expect(sayFor({ when: { licenses: ['SPE_E5'] }, by: { people: ['grace'] } })).toEqual({
      licenseApprovals: { 'sku-SPE_E5': "needs Grace's approval" },
    });
  });

  it('stands at the top once so many people need it, and not below that', () => {
    const rule = { when: { people: 50 }, by: { people: ['grace'] } };
    expect(sayFor(rule, { people: 50 })).toEqual({ approval: "This needs Grace's approval." });
    expect(sayFor(rule, { people: 49 })).toEqual({});
  });

  it.each([
    [{ people: ['grace', 'omar'] }, {}, 'This needs approval from Grace or Omar.'],
    [{ people: ['grace', 'omar'] }, { count: 2 }, 'This needs approval from Grace and Omar.'],
    [{ role: 'approver' }, {}, 'This needs approval from Grace, Omar, or 2 others.'],
    [{ role: 'approver' }, { count: 2 }, 'This needs approval from 2 of 4 approvers.'],
    [{ manager: 'requester' }, {}, "This needs your manager's approval."],
    [{ manager: 'person' }, {}, "This needs approval from each person's manager."],
  ])('names whom %j asks, and never who asks', (by, more, said) => {
    expect(sayFor({ when: {}, by, ...more }).approval).toBe(said);
  });

  it('is nothing for a task that no rule asks about', () => {
    expect(sayFor({ when: {}, by: { role: 'approver' } }, { task: 'reset' })).toEqual({});
  });
});

describe('C3: the reason', () => {
  const foreseen = { names: ['Grace'], needed: 1 };

  it('is asked for where somebody has to approve', () => {
    expect(checkApproval(foreseen, ' ').reason).toContain("needs Grace's approval. Enter a reason");
    expect(sayInConfirm(foreseen).approval).toContain("This needs Grace's approval.");
  });

  it('may be left out elsewhere, and is enough where it is given', () => {
    expect(checkApproval(undefined, '')).toEqual({});
    expect(checkApproval(foreseen, 'TICKET-1')).toEqual({});
    expect(sayInConfirm(undefined)).toEqual({});
  });
});

describe('an approval that nobody can give', () => {
  it('is said in the form, and leads to no button that would ask for it', () => {
    const problem = new RollcallError('NO_APPROVER', 'No one can give it.', { next: 'Try again.' });
    expect(checkApproval({ problem }, 'TICKET-1')).toEqual({ '': 'No one can give it. Try again.' });
    expect(() => sayInConfirm({ problem })).toThrow('No one can give it.');
  });
});
