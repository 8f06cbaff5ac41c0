/** The sandbox's made-up organization: its people in both chats, its tenant and its policy. */

export const TENANT_ID = '2f1c7a90-5b7e-4c55-9a54-7e0f3c1d8b21';
export const SLACK_TEAM_ID = 'T0CONTOSO';
/** The Slack app, where workspaces are added to it. */
export const SLACK_CLIENT_ID = '1234567890.9876543210';
export const BOT_APP_ID = '7d1d3c1e-0c5e-4a5e-8a39-4c1f2f0b6a11';
export const GRAPH_CLIENT_ID = '9b3f6d52-3c0c-4c8a-b0a5-5f2f6a1f0c77';

/** People who can be played in the sandbox, with their ids in both chats. */
export const CAST = {
  helpdesk: {
    id: 'mia',
    name: 'Mia Meyer',
    slack: 'U0MIAMEYER',
    teams: 'a1b6b0f2-1111-4f6f-9d0e-111111111111',
    roles: ['helpdesk'],
  },
  admin: {
    id: 'omar',
    name: 'Omar Haddad',
    slack: 'U0OMARHADD',
    teams: 'a1b6b0f2-2222-4f6f-9d0e-222222222222',
    roles: ['helpdesk', 'admin'],
  },
  manager: {
    id: 'grace',
    name: 'Grace Okafor',
    slack: 'U0GRACEOKA',
    teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333333',
    roles: ['approver'],
  },
  /** Known to both chats, not to the policy. */
  stranger: {
    id: 'sam',
    name: 'Sam Stone',
    slack: 'U0SAMSTONE',
    teams: 'a1b6b0f2-4444-4f6f-9d0e-444444444444',
    roles: [],
  },
} as const;

export const DOMAINS = [
  { id: 'contoso.com', isVerified: true, isDefault: true, isInitial: false, authenticationType: 'Managed' },
  {
    id: 'contoso.onmicrosoft.com',
    isVerified: true,
    isDefault: false,
    isInitial: true,
    authenticationType: 'Managed',
  },
  {
    id: 'corp.contoso.com',
    isVerified: true,
    isDefault: false,
    isInitial: false,
    authenticationType: 'Federated',
  },
] as const;

/** skuId, part number, prepaid enabled, consumed by people we do not list, warning units, target class. */
export const SKUS = [
  {
    skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900',
    partNumber: 'ENTERPRISEPACK',
    enabled: 25,
    consumed: 13,
    warning: 0,
  },
  {
    skuId: '05e9a617-0261-4cee-bb44-138d3ef5d965',
    partNumber: 'SPE_E3',
    enabled: 10,
    consumed: 10,
    warning: 0,
  },
  {
    skuId: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
    partNumber: 'SPE_E5',
    enabled: 5,
    consumed: 4,
    warning: 0,
  },
  {
    skuId: '3b555118-da6a-4418-894f-7df1e2096870',
    partNumber: 'O365_BUSINESS_ESSENTIALS',
    enabled: 300,
    consumed: 40,
    warning: 0,
  },
  {
    skuId: '078d2b04-f1bd-4111-bbd4-b4b1b354cef4',
    partNumber: 'AAD_PREMIUM',
    enabled: 100,
    consumed: 72,
    warning: 0,
  },
  {
    skuId: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
    partNumber: 'SPB',
    enabled: 20,
    consumed: 21,
    warning: 5,
  },
] as const;

/** What the admin center calls the products of {@link SKUS}; Graph itself has no names of products. */
export const PRODUCTS: Readonly<Record<string, string>> = {
  '6fd2c87f-b296-42f0-b197-1e91e994b900': 'Office 365 E3',
  '05e9a617-0261-4cee-bb44-138d3ef5d965': 'Microsoft 365 E3',
  '06ebc4ee-1bb5-47dd-8120-11324bc54e06': 'Microsoft 365 E5',
  '3b555118-da6a-4418-894f-7df1e2096870': 'Microsoft 365 Business Basic',
  '078d2b04-f1bd-4111-bbd4-b4b1b354cef4': 'Microsoft Entra ID P1',
  'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46': 'Microsoft 365 Business Premium',
};

/** People the tenant already has. */
export const USERS = [
  {
    userPrincipalName: 'ada@contoso.com',
    displayName: 'Ada Lovelace',
    givenName: 'Ada',
    surname: 'Lovelace',
    usageLocation: 'GB',
    licenses: ['3b555118-da6a-4418-894f-7df1e2096870'],
    /** Days since she signed in. */
    away: 120,
  },
  {
    userPrincipalName: 'mia.meyer@contoso.com',
    displayName: 'Mia Meyer',
    id: CAST.helpdesk.teams,
    givenName: 'Mia',
    surname: 'Meyer',
  },
  {
    userPrincipalName: 'omar.haddad@contoso.com',
    displayName: 'Omar Haddad',
    id: CAST.admin.teams,
    givenName: 'Omar',
    surname: 'Haddad',
  },
  {
    userPrincipalName: 'grace.okafor@contoso.com',
    displayName: 'Grace Okafor',
    id: CAST.manager.teams,
    givenName: 'Grace',
    surname: 'Okafor',
  },
  {
    userPrincipalName: 'sam.stone@contoso.com',
    displayName: 'Sam Stone',
    id: CAST.stranger.teams,
    givenName: 'Sam',
    surname: 'Stone',
  },
  {
    userPrincipalName: 'rosalind.franklin@corp.contoso.com',
    displayName: 'Rosalind Franklin',
    givenName: 'Rosalind',
    surname: 'Franklin',
    usageLocation: 'GB',
    /** From the Active Directory that the federated domain stands for. */
    onPremisesSyncEnabled: true,
  },
] as const;

/** Groups and directory roles, with who is in them: groups of each kind that Graph knows. */
export const GROUPS = [
  { type: 'group', displayName: 'All staff', members: ['ada@contoso.com', 'mia.meyer@contoso.com'] },
  { type: 'group', displayName: 'Engineering', members: ['ada@contoso.com'] },
  { type: 'group', displayName: 'Berlin office', description: 'Doors and printers in Berlin', members: [] },
  {
    type: 'group',
    kind: 'microsoft365',
    displayName: 'Newcomers',
    mail: 'newcomers@contoso.com',
    members: [],
  },
  { type: 'group', kind: 'dynamic', displayName: 'Everybody in Berlin', members: [] },
  { type: 'group', kind: 'synced', displayName: 'Finance', members: [] },
  { type: 'group', kind: 'distribution', displayName: 'Notices', mail: 'notices@contoso.com', members: [] },
  { type: 'group', kind: 'roleAssignable', displayName: 'Password helpers', members: [] },
  { type: 'group', displayName: 'Project Phoenix', description: 'The office move', members: [] },
  { type: 'group', displayName: 'Project Phoenix', description: 'The new website', members: [] },
  { type: 'directoryRole', displayName: 'User Administrator', members: ['omar.haddad@contoso.com'] },
] as const;

/** Who is whose manager. */
export const MANAGERS = [
  ['ada@contoso.com', 'grace.okafor@contoso.com'],
  ['mia.meyer@contoso.com', 'grace.okafor@contoso.com'],
] as const;

/** The policy file the sandbox hands to the bot. */
export function sandboxPolicy(): object {
  return {
    customers: [
      {
        id: 'contoso',
        name: 'Contoso',
        tenantId: TENANT_ID,
        userNamePattern: 'first.last',
        leavePresets: [
          {
            name: 'Leaves for good',
            steps: ['block', 'signOut', 'password', 'reply', 'methods', 'groups', 'licenses'],
          },
          {
            name: 'Long leave',
            steps: ['block', 'signOut', 'reply'],
            reply: '{name} is on leave. Please write to {manager} meanwhile.',
          },
        ],
        temporaryAccessPass: true,
        // The mail catcher shows what such a mail says.
        passwordDelivery: 'password',
      },
    ],
    people: Object.values(CAST)
      .filter((person) => person.roles.length > 0)
      .map(({ id, name, slack, teams, roles }) => ({ id, name, slack, teams, roles })),
    slackTeams: [SLACK_TEAM_ID],
    teamsTenants: [TENANT_ID],
    approvals: [{ name: 'Microsoft 365 E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } }],
    prices: { currency: 'USD', perMonth: { ENTERPRISEPACK: 23, SPE_E3: 39, SPE_E5: 60 } },
    askForAccess: 'Omar Haddad',
  };
}
