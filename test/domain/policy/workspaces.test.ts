import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import { withWorkspaces } from '../../../src/domain/policy/workspaces.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const POLICY = {
  customers: ['contoso', 'fabrikam'].map((id) => ({ id, name: id, tenantId: TENANT })),
  slackTeams: ['T1', 'T2', 'E3'],
  workspaces: [{ id: 'T2', customers: ['fabrikam'] }],
  people: [
    { id: 'home', name: 'Home', slack: 'U1', roles: ['admin'] },
    { id: 'other', name: 'Other', slack: 'T2/U1', roles: ['helpdesk'] },
    { id: 'both', name: 'Both', slack: 'T2/U2', roles: ['helpdesk'], customers: ['contoso', 'fabrikam'] },
    { id: 'grid', name: 'Grid', slack: 'E3/W1', roles: ['helpdesk'], customers: ['contoso'] },
  ],
};

function problemsOf(change: object): string[] {
  const parsed = policySchema.safeParse({ ...POLICY, ...change });
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

const withPerson = (more: object) => ({ people: [{ id: 'x', name: 'X', roles: ['helpdesk'], ...more }] });

const withGroup = (more: object) => ({ groups: [{ id: 'g', name: 'G', roles: ['helpdesk'], ...more }] });

describe('Slack workspaces in the policy', () => {
  it('let their people act for their customers only, in every chat', () => {
    const { people } = withWorkspaces(policySchema.parse(POLICY));
    expect(people.map(({ id, customers }) => [id, customers])).toEqual([
      ['home', undefined],
      ['other', ['fabrikam']],
      ['both', ['fabrikam']],
      ['grid', ['contoso']],
    ]);
  });

  it('limit the people of the first one, too, whose ids name none', () => {
    const policy = policySchema.parse({
      ...POLICY,
      workspaces: [...POLICY.workspaces, { id: 'T1', customers: ['contoso'] }],
    });
    expect(withWorkspaces(policy).people[0]?.customers).toEqual(['contoso']);
  });

  it('hold the same when they are read twice', () => {
    const once = withWorkspaces(policySchema.parse(POLICY));
    expect(withWorkspaces(policySchema.parse(once))).toEqual(once);
  });

  it.each([
    [
      'a workspace that slackTeams does not name',
      { workspaces: [{ id: 'T9', customers: ['contoso'] }] },
      /"T9" isn't in slackTeams/,
    ],
    [
      'a customer that is none',
      { workspaces: [{ id: 'T2', customers: ['nobody'] }] },
      /no customer "nobody"/,
    ],
    ['one workspace twice', { workspaces: [POLICY.workspaces[0], POLICY.workspaces[0]] }, /used twice/],
    ['no customer at all', { workspaces: [{ id: 'T2', customers: [] }] }, /at least one customer/],
    ['somebody of a workspace that is not named', withPerson({ slack: 'T9/U1' }), /"T9" isn't in slackTeams/],
    ['the first workspace in an id', withPerson({ slack: 'T1/U1' }), /first of slackTeams/],
    ['an id of two workspaces', withPerson({ slack: 'T1/T2/U1' }), /Slack user id/],
    [
      'somebody with no customer left',
      withPerson({ slack: 'T2/U1', customers: ['contoso'] }),
      /may act for none/,
    ],
    [
      'a group with no customer left, in a workspace',
      withGroup({ slack: 'T2/S1', customers: ['contoso'] }),
      /^groups\[0\].customers: the Slack workspace of this group .* would give no one a role/,
    ],
    [
      'a group with no customer left, of an organization',
      {
        ...withGroup({ slack: 'T9/S1', customers: ['contoso'] }),
        workspaces: [{ id: 'E3', customers: ['fabrikam'] }],
      },
      /^groups\[0\].customers: the Slack workspace of this group/,
    ],
  ])('are refused with %s', (_what, change, why) => {
    expect(problemsOf(change)).toContainEqual(expect.stringMatching(why));
  });

  it.each([
    ['for one of two customers', { slack: 'T2/S1', customers: ['contoso', 'fabrikam'] }],
    ['for all that its workspace has', { slack: 'T2/S1' }],
    ['in a workspace without a limit', { slack: 'S1', customers: ['contoso'] }],
    ['in Microsoft Entra', { entra: TENANT, directory: 'contoso', customers: ['contoso'] }],
  ])('take a group %s', (_what, group) => {
    expect(problemsOf(withGroup(group))).toEqual([]);
  });

  it('take a group whose organization only Slack knows', () => {
    const change = { slackTeams: ['T1', 'E2', 'E3'], workspaces: [{ id: 'E2', customers: ['fabrikam'] }] };
    expect(
      problemsOf({ ...change, ...withGroup({ slack: 'T9/S1', customers: ['contoso'] }), people: [] }),
    ).toEqual([]);
  });

  it('tell people with one id apart', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ people: [POLICY.people[1], { ...POLICY.people[1], id: 'again' }] })).toEqual([
      expect.stringMatching(/used twice/),
    ]);
  });
});
