import { describe, expect, it } from 'vitest';
import { listPolicyWarnings } from '../../../src/domain/policy/listPolicyWarnings.ts';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import { sandboxPolicy } from '../../../src/sandbox/contoso.ts';

const ONE = 'a1b6b0f2-1111-4f6f-9d0e-11111111111a';
const TWO = 'a1b6b0f2-2222-4f6f-9d0e-22222222222b';
const human = (id: string, more: object) => ({
  id,
  name: `The ${id}`,
  slack: `U0${id.toUpperCase()}`,
  ...more,
});
const warningsOf = (people: object[], approvals: object[] = []) =>
  listPolicyWarnings(
    policySchema.parse({ customers: [{ id: 'contoso', name: 'Contoso' }], people, approvals }),
  );

describe('what a policy is warned of', () => {
  it('is an approver, an admin or somebody whom a rule names without the account in the directory (D9)', () => {
    const people = [
      human('mia', { roles: ['helpdesk'] }),
      human('omar', { roles: ['admin'] }),
      human('grace', { roles: ['approver'] }),
      human('kim', { roles: ['auditor'] }),
      human('lena', { roles: ['approver'], teams: ONE }),
    ];
    const warnings = warningsOf(people, [{ name: 'All', by: { people: ['kim'] } }]);
    expect(warnings.map((warning) => /"(\w+)"/.exec(warning)?.[1])).toEqual(['omar', 'grace', 'kim']);
    expect(warnings[0]).toContain('Add their object id: entra.microsoft.com');
    expect(warningsOf([people[0] ?? {}, people[4] ?? {}])).toEqual([]);
  });

  it('is one name in two entries; one account in two is refused', () => {
    const warnings = warningsOf([
      human('mia', { roles: ['helpdesk'], teams: ONE }),
      human('kim', { roles: ['helpdesk'], teams: TWO }),
      human('kim2', { roles: ['helpdesk'], name: ' the  KIM' }),
    ]);
    expect(warnings).toEqual([expect.stringContaining('"kim" and "kim2" have the same name')]);
    const twice = [ONE, ONE.toUpperCase()].map((teams, at) => human(`mia${at}`, { roles: [], teams }));
    expect(() => warningsOf(twice)).toThrow('is used twice');
  });

  it('is nothing in the policy of the sandbox', () => {
    expect(listPolicyWarnings(policySchema.parse(sandboxPolicy()))).toEqual([]);
  });
});
