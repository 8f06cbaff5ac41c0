import { describe, expect, it } from 'vitest';
import { policySchema } from '../../src/domain/policy/policy.ts';
import { explainPerson } from '../../src/operate/doctor/explainPerson.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const ADA = 'c0ffee00-0000-4000-8000-00000000000f';
const policy = policySchema.parse({
  customers: ['contoso', 'fabrikam'].map((id) => ({ id, name: id, tenantId: TENANT })),
  slackTeams: ['T0A', 'T0B', 'E0C'],
  workspaces: [{ id: 'T0B', customers: ['fabrikam'] }],
  people: [
    { id: 'sam', name: 'Sam', slack: 'U0SAM' },
    { id: 'pia', name: 'Pia', slack: 'T0B/U0PIA', roles: ['auditor'] },
    { id: 'omar', name: 'Omar', slack: 'U0OMAR', teams: ADA.replace('f', 'e'), roles: ['admin', 'approver'] },
  ],
  groups: [
    { id: 'desk', name: 'Desk', slack: 'S0DESK', roles: ['helpdesk', 'approver'] },
    { id: 'chiefs', name: 'Chiefs', slack: 'T0B/S0CHIEFS', roles: ['helpdesk'] },
    { id: 'grid', name: 'Grid', slack: 'T0C1/S0GRID', roles: ['admin', 'helpdesk'] },
    {
      ...{ id: 'heads', name: 'Heads', entra: TENANT, directory: 'contoso' },
      roles: ['admin', 'approver'],
    },
  ],
  approvals: [
    { name: 'Many', when: { people: 50 }, by: { people: ['omar'] } },
    { name: 'Role', by: { role: 'approver' } },
  ],
});

function explain(whose: string) {
  const { well, lines } = explainPerson(policy, whose);
  return { well, said: lines.join('\n') };
}

describe('what a person may do, as the doctor says it', () => {
  it.each(['sam', 'U0SAM', 'U0NEW', 'u0new', 'slack:U0NEW'])('depends on their groups: %s', (whose) => {
    const { well, said } = explain(whose);
    expect(said).toContain(
      '- may create one person if they are in the group “Desk” (helpdesk); approval where a rule holds: "Many", "Role"',
    );
    // Slack makes nobody an approver whose account the policy doesn't know.
    expect(said).toContain('- may not create many people from a file: that needs the role admin');
    expect(said).toContain('- decides no request');
    expect(said).toContain('Only Slack and Microsoft know which groups someone is in.');
    expect(well).toBe(true);
  });

  it.each([
    ['their own workspace', 'T0B/U0NEW', '“Chiefs” (helpdesk)'],
    ['the organization that has it', 'E0C/U0NEW', '“Grid” (helpdesk)'],
  ])('counts a group of %s alone', (_what, whose, group) => {
    expect(explain(whose).said).toContain(`- may create one person if they are in the group ${group};`);
  });

  it('knows what a group in Microsoft Entra would give, to decide on requests, too', () => {
    const { said } = explain(ADA);
    expect(said).toContain(
      '- may create many people from a file if they are in the group “Heads” (admin, approver)',
    );
    expect(said).toContain(
      '- may be asked to approve what others ask for if they are in the group “Heads” (admin, approver), by the rules "Role"',
    );
    expect(explain(`entra:${ADA}`).said).toContain('“Heads”');
  });

  it('begins with whom the policy names, and where their workspace lets them', () => {
    expect(explain('sam').said).toContain(
      'Sam (sam) has no role of their own, and acts for contoso, fabrikam (all',
    );
    expect(explain('pia').said).toContain('Pia (pia) has the roles auditor, for fabrikam.');
    expect(explain('U0NEW').said).toContain(
      'U0NEW isn\'t in "people", so what they may do depends on the groups that they are in.',
    );
    expect(explain('omar').said).toContain('- may create many people from a file: as admin;');
    expect(explain('omar').said).toContain('by the rules "Many", "Role"; never their own');
  });

  it.each([
    ['an id that no group can have', 'T0X/U0NEW', 'only tells them who to ask.\nKnown are: sam, pia, omar.'],
    ['a name of nobody', 'somebody', 'give their Slack id or their object id.'],
  ])('is nothing for %s', (_what, whose, expected) => {
    expect(explain(whose)).toEqual({ well: false, said: expect.stringContaining(expected) });
  });
});
