import { describe, expect, it } from 'vitest';
import { policySchema } from '../../src/domain/policy/policy.ts';

const GRACE = '33333333-3333-3333-3333-333333333333';

function complaintsOf(...whens: object[]): string[] {
  const read = policySchema.safeParse({
    customers: [{ id: 'contoso', name: 'Contoso' }],
    people: [{ id: 'grace', name: 'Grace', teams: GRACE, roles: ['approver'] }],
    approvals: whens.map((when, index) => ({ name: `Rule ${index}`, when, by: { role: 'approver' } })),
  });
  return read.success ? [] : read.error.issues.map(({ message }) => message);
}

describe('the tasks of an approval rule', () => {
  it('may be any of the four, also beside a rule for everything else', () => {
    expect(complaintsOf({ tasks: ['reset'] }, { tasks: ['create', 'assign', 'restore'] })).toEqual([]);
    // A rule without tasks does not ask about new passwords, so that it hides none that does.
    expect(complaintsOf({}, { tasks: ['reset'] })).toEqual([]);
  });

  it.each<[string, object[], RegExp]>([
    ['a task that nobody knows', [{ tasks: ['rename'] }], /create, assign, reset, restore/],
    ['no task', [{ tasks: [] }], /at least one task/],
    ['a new password with a license', [{ tasks: ['reset'], licenses: ['SPE_E5'] }], /can never hold/],
    ['new passwords for many', [{ tasks: ['reset'], people: 2 }], /can never hold/],
    ['a task that a rule before it asks about', [{}, { tasks: ['assign'] }], /can never hold: "Rule 0"/],
  ])('are refused for %s', (_what, whens, words) => {
    expect(complaintsOf(...whens).join(' ')).toMatch(words);
  });
});
