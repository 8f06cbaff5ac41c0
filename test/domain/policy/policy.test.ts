import { describe, expect, it } from 'vitest';
import { findHuman, policySchema } from '../../../src/domain/policy/policy.ts';
import { CAST, sandboxPolicy } from '../../../src/sandbox/contoso.ts';

const GUID = 'a1b6b0f2-1111-4f6f-9d0e-111111111111';
const CUSTOMER = { id: 'contoso', name: 'Contoso' };
const MIA = { id: 'mia', name: 'Mia', slack: 'U0MIA', roles: ['helpdesk'] };

function complaintsOf(policy: unknown): string[] {
  const result = policySchema.safeParse(policy);
  return result.success ? [] : result.error.issues.map(({ message }) => message);
}

describe('a policy', () => {
  it('needs little', () => {
    expect(policySchema.parse({ customers: [CUSTOMER], people: [MIA] })).toEqual({
      customers: [{ ...CUSTOMER, userNamePattern: 'first.last', marker: 'extensionAttribute15' }],
      people: [MIA],
      groups: [],
      slackTeams: [],
      teamsTenants: [],
      maxRows: 5000,
      resetAdmins: false,
      resetGlobalAdmins: false,
      waves: { first: 1, atOnce: 5, failures: 1 },
      retention: { drafts: 7, rows: 30, audit: 400, passwords: 7, snapshots: 90 },
      approvals: [],
      controlDays: 30,
    });
  });

  it('may say everything', () => {
    const whole = {
      customers: [
        {
          ...CUSTOMER,
          tenantId: GUID,
          userNamePattern: 'flast',
          marker: 'extensionAttribute1',
          usageLocation: 'US',
          recipientDomains: ['contoso.com'],
        },
      ],
      people: [{ ...MIA, teams: GUID, roles: ['helpdesk', 'admin'], customers: ['contoso'] }],
      groups: [{ id: 'admins', name: 'Admins', entra: GUID, roles: ['admin'], customers: ['contoso'] }],
      slackTeams: ['T0CONTOSO'],
      teamsTenants: [GUID],
      maxRows: 10,
      resetAdmins: true,
      resetGlobalAdmins: true,
      waves: { first: 2, atOnce: 9, failures: 3 },
      retention: { drafts: 1, rows: 2, audit: 3, passwords: 1, snapshots: 4 },
      approvals: [
        {
          name: 'E5',
          when: { licenses: ['SPE_E5'], people: 2, requester: ['mia'], customer: 'contoso' },
          by: { people: ['mia'], role: 'approver' },
          count: 1,
          expireAfterHours: 24,
        },
      ],
      controlDays: 2,
      askForAccess: 'Omar',
    };
    expect(policySchema.parse(whole)).toEqual(whole);
    expect(complaintsOf(sandboxPolicy())).toEqual([]);
  });

  const withPerson = (more: object) => ({ customers: [CUSTOMER], people: [{ ...MIA, ...more }] });
  const withCustomer = (more: object) => ({ customers: [{ ...CUSTOMER, ...more }], people: [MIA] });

  it.each([
    [
      'new passwords for Global Administrators alone',
      { customers: [CUSTOMER], people: [MIA], resetGlobalAdmins: true },
      'resetGlobalAdmins: needs "resetAdmins": true.',
    ],
    ['nothing', undefined, 'the policy: missing'],
    ['a list', [], 'the policy: give'],
    [
      'passes where there are none',
      withCustomer({ passwordDelivery: 'pass' }),
      'customers[0].passwordDelivery: "pass" needs "temporaryAccessPass": true',
    ],
    ['no customers', { customers: [], people: [] }, 'customers: give at least one customer'],
    ['no people', { customers: [CUSTOMER] }, 'people: missing'],
    [
      'a misspelled key',
      { customers: [CUSTOMER], people: [], maxRow: 3 },
      'the policy: "maxRow" isn\'t a known key',
    ],
    [
      'a key of __proto__',
      JSON.parse('{"customers":[{"id":"a","name":"A"}],"people":[],"__proto__":{}}'),
      '__proto__',
    ],
    ['a misspelled key inside', withPerson({ role: 'admin' }), 'people[0]: "role" isn\'t a known key'],
    ['a role nobody knows', withPerson({ roles: ['boss'] }), 'people[0].roles[0]: give one of helpdesk'],
    ['no role', withPerson({ roles: [] }), 'people[0].roles: give at least one role'],
    ['no chat id', withPerson({ slack: undefined }), 'people[0]: give "slack", "teams" or both'],
    [
      'a Slack name in place of an id',
      withPerson({ slack: '@mia' }),
      'people[0].slack: give a Slack user id',
    ],
    ['a mail address in place of an id', withPerson({ teams: 'mia@contoso.com' }), 'people[0].teams: give'],
    [
      'a customer nobody knows',
      withPerson({ customers: ['x'] }),
      'people[0].customers[0]: There is no customer "x"',
    ],
    [
      'an unknown pattern',
      withCustomer({ userNamePattern: 'last' }),
      'customers[0].userNamePattern: give one of',
    ],
    ['a marker out of range', withCustomer({ marker: 'extensionAttribute16' }), 'customers[0].marker: give'],
    [
      'a location that is no code',
      withCustomer({ usageLocation: 'USA' }),
      'customers[0].usageLocation: give',
    ],
    [
      'a location that no country has',
      withCustomer({ usageLocation: 'UK' }),
      'customers[0].usageLocation: give',
    ],
    [
      'an empty list of mail domains',
      withCustomer({ recipientDomains: [] }),
      'customers[0].recipientDomains',
    ],
    ['a limit of nothing', { customers: [CUSTOMER], people: [MIA], maxRows: 0 }, 'maxRows: give a number'],
    [
      'a customer twice',
      { customers: [CUSTOMER, CUSTOMER], people: [] },
      'customers[1].id: "contoso" is used twice',
    ],
    [
      'two customers of one name',
      {
        customers: [
          { ...CUSTOMER, tenantId: GUID },
          { id: 'b', name: ` ${CUSTOMER.name.toUpperCase()} `, tenantId: GUID },
        ],
        people: [],
      },
      'customers[1].name: "CONTOSO" (b) can\'t be told from "Contoso" (contoso)',
    ],
    [
      'a customer whose name is the id of another',
      {
        customers: [
          { ...CUSTOMER, name: 'Contoso Ltd', tenantId: GUID },
          { id: 'b', name: 'Contoso', tenantId: GUID },
        ],
        people: [],
      },
      'customers[1].name: "Contoso" (b) can\'t be told from "Contoso Ltd" (contoso)',
    ],
    [
      'two customers without tenants',
      { customers: [CUSTOMER, { id: 'b', name: 'B', tenantId: GUID }], people: [] },
      'customers[0].tenantId: missing',
    ],
    [
      'one Slack id for two people',
      { customers: [CUSTOMER], people: [MIA, { ...MIA, id: 'omar' }] },
      'people[1].slack: "U0MIA" is used twice',
    ],
    [
      'requests kept for fewer days than drafts',
      { customers: [CUSTOMER], people: [], retention: { drafts: 9, rows: 8 } },
      'retention.rows: give at least 9',
    ],
    [
      'the audit kept for fewer days than requests',
      { customers: [CUSTOMER], people: [], retention: { audit: 29 } },
      'retention.audit: give at least 30',
    ],
    [
      'a misspelled keeping time',
      { customers: [CUSTOMER], people: [], retention: { password: 1 } },
      '"password" isn\'t a known key',
    ],
    [
      'one Teams id for two people, in other case',
      {
        customers: [CUSTOMER],
        people: [
          { ...MIA, teams: GUID },
          { id: 'omar', name: 'O', teams: GUID.toUpperCase(), roles: ['admin'] },
        ],
      },
      'people[1].teams',
    ],
  ])('with %s is refused', (_what, policy, words) => {
    expect(complaintsOf(policy).join('\n')).toContain(words);
  });
});

describe('finding a human', () => {
  const policy = policySchema.parse(sandboxPolicy());

  it('goes by the id of each chat', () => {
    expect(findHuman(policy, 'slack', CAST.helpdesk.slack)?.id).toBe('mia');
    expect(findHuman(policy, 'teams', CAST.helpdesk.teams.toUpperCase())?.id).toBe('mia');
  });

  it.each([
    ['slack', CAST.helpdesk.teams],
    ['teams', CAST.helpdesk.slack],
    ['slack', CAST.stranger.slack],
    ['slack', ''],
    ['teams', ''],
    ['slack', 'mia'],
    ['slack', CAST.helpdesk.slack.toLowerCase()],
  ] as const)('knows nobody in %s as %j', (platform, userId) => {
    expect(findHuman(policy, platform, userId)).toBeUndefined();
  });
});
