import { createHash, randomUUID } from 'node:crypto';
import { CONTOSO, type Tenant } from '../tenants.ts';
import { type LoopbackUser, UserMap } from './people/userMap.ts';

/** A subscription of the tenant. It has the service plans of `plansOf`. */
export interface LoopbackSku {
  skuId: string;
  partNumber: string;
  /** Seats that are paid for. */
  enabled: number;
  /** Held by people who are not listed. */
  consumed: number;
  /** Seats of an expired subscription in its days of grace. */
  warning: number;
  appliesTo: 'User' | 'Company';
}

/** The services of a subscription: its own, and in the suites those that people know. */
export function plansOf({ skuId, partNumber }: LoopbackSku): { id: string; name: string }[] {
  const own = { id: planOf(skuId), name: `${partNumber}_PLAN` };
  return SUITES.has(partNumber) ? [own, ...SUITE_PLANS] : [own];
}

const SUITES: ReadonlySet<string> = new Set([
  'ENTERPRISEPACK',
  'SPE_E3',
  'SPE_E5',
  'O365_BUSINESS_ESSENTIALS',
]);
/** With Microsoft's ids. */
const SUITE_PLANS = [
  { id: '57ff2da0-773e-42df-b2af-ffb7a2317929', name: 'TEAMS1' },
  { id: 'a23b959c-7ce8-4e57-9140-b90eb88a9e97', name: 'SWAY' },
];

const DAY_MS = 86_400_000;

/** A way to sign in beside the password. */
export interface LoopbackMethod {
  id: string;
  /** As in `#microsoft.graph.phoneAuthenticationMethod`. */
  type: string;
  /** The one that is asked for first. */
  isDefault?: true;
}

/** A group, or a directory role that people hold. */
export interface LoopbackGroup {
  type: 'group' | 'directoryRole';
  /** Left out: a security group that members can be added to. */
  kind?: 'microsoft365' | 'dynamic' | 'synced' | 'distribution' | 'roleAssignable';
  id: string;
  displayName: string;
  description?: string;
  mail?: string;
  members: Set<string>;
  /** skuIds that its direct members get. */
  licenses?: string[];
  /** Ids of groups that are in it. */
  nested?: Set<string>;
}

/** An admin role of a user or of a role-assignable group; `unit`: over an administrative unit only. */
export interface RoleAssignment {
  principalId: string;
  role: string;
  unit?: string;
}

/** A part of the tenant that admins can be limited to. */
export interface LoopbackUnit {
  id: string;
  displayName: string;
  /** Ids of users and groups. */
  members: Set<string>;
  /** Its members follow from a rule, and nobody is put in. */
  dynamic?: true;
  /** Only admins of this unit may change its members. */
  restricted?: true;
}

/** Who may become a member or an owner of a group: Microsoft Entra PIM for Groups. */
export interface GroupEligibility {
  principalId: string;
  groupId: string;
  accessId: 'member' | 'owner';
}

/** What the tenant holds. Tests may change all of it. */
export interface GraphState {
  tenantId: string;
  /** Of the organization. */
  name: string;
  users: UserMap;
  /** By id. The name of each has its id, without dashes, in front. */
  deleted: Map<string, LoopbackUser>;
  skus: Map<string, LoopbackSku>;
  /** Groups and directory roles, and the ids of who is in them. */
  groups: LoopbackGroup[];
  /** By id. */
  units: Map<string, LoopbackUnit>;
  /** Beside what the members of directory roles have. */
  roleAssignments: RoleAssignment[];
  /** Roles that can be activated: Microsoft Entra PIM. */
  roleEligibilities: RoleAssignment[];
  groupEligibilities: GroupEligibility[];
  /** User id → the Temporary Access Pass made last. */
  passes: Map<string, string>;
  /** User id → ways to sign in beside the password. */
  methods: Map<string, LoopbackMethod[]>;
  /** User id → mailbox settings, once they were set. */
  mailboxes: Map<string, object>;
  /** User id → the id of the manager. */
  managers: Map<string, string>;
  /** Pairs of service plans that nobody can hold together. */
  exclusivePlans: [string, string][];
  /** Service plans that a service plan needs. */
  planNeeds: Map<string, string[]>;
  domains: {
    id: string;
    isVerified: boolean;
    isDefault: boolean;
    isInitial: boolean;
    authenticationType: string;
  }[];
  /** A live user, whatever the case of the name. */
  findUser(userPrincipalName: string): LoopbackUser | undefined;
  /** Seats in use: those of listed users and the others. */
  consumed(skuId: string): number;
}

/** The servicePlanId of a subscription's own service: made up, and always the same. */
export function planOf(skuId: string): string {
  const hash = createHash('sha256').update(`plan ${skuId}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function idsOf(users: UserMap, names: readonly string[]): string[] {
  return names.flatMap((name) => users.findByName(name)?.id ?? []);
}

function seedGroups(users: UserMap, { groups }: Tenant): LoopbackGroup[] {
  return groups.map(({ members, ...seed }) => ({
    ...seed,
    id: randomUUID(),
    members: new Set(idsOf(users, members)),
  }));
}

function seedManagers(users: UserMap, { managers }: Tenant): Map<string, string> {
  return new Map(
    managers.flatMap(([who, manager]) => {
      const [id, managerId] = idsOf(users, [who, manager]);
      return id === undefined || managerId === undefined ? [] : [[id, managerId] as const];
    }),
  );
}

/** A tenant as it is in the morning. */
export function createState(now: () => number, tenant: Tenant = CONTOSO): GraphState {
  const users = new UserMap();
  for (const { id = randomUUID(), licenses = [], away = 1, ...seed } of tenant.users) {
    const lastSignIn = new Date(now() - away * DAY_MS).toISOString();
    users.set(id, {
      id,
      ...seed,
      signInActivity: { lastSignInDateTime: lastSignIn, lastNonInteractiveSignInDateTime: null },
      accountEnabled: true,
      mail: seed.userPrincipalName,
      mailNickname: seed.userPrincipalName.split('@')[0] ?? '',
      password: randomUUID(),
      assignedLicenses: licenses.map((skuId) => ({ skuId, disabledPlans: [] })),
      onPremisesExtensionAttributes: {},
      createdDateTime: '2026-01-05T09:00:00Z',
      lastPasswordChangeDateTime: '2026-01-05T09:00:00Z',
      createdAt: now() - DAY_MS,
    });
  }
  const skus = new Map(tenant.skus.map((sku) => [sku.skuId, { ...sku, appliesTo: 'User' as const }]));
  return {
    tenantId: tenant.tenantId,
    name: tenant.name,
    users,
    deleted: new Map(),
    roleAssignments: [],
    roleEligibilities: [],
    groupEligibilities: [],
    passes: new Map(),
    methods: new Map(),
    mailboxes: new Map(),
    skus,
    groups: seedGroups(users, tenant),
    units: new Map(),
    managers: seedManagers(users, tenant),
    exclusivePlans: [],
    planNeeds: new Map(),
    domains: tenant.domains.map((domain) => ({ ...domain })),
    findUser: (userPrincipalName) => users.findByName(userPrincipalName),
    consumed: (skuId) => (skus.get(skuId)?.consumed ?? 0) + users.countSeats(skuId),
  };
}
