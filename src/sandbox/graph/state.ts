import { createHash, randomUUID } from 'node:crypto';
import { DOMAINS, SKUS, TENANT_ID, USERS } from '../contoso.ts';
import { type LoopbackUser, UserMap } from './userMap.ts';

/** A subscription of the tenant. It has one service plan, see `planOf`. */
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

/** Somebody the tenant has from the start. */
interface Seed {
  userPrincipalName: string;
  displayName: string;
  licenses?: readonly string[];
  /** Days since the last sign-in; 1 when it is left out. */
  away?: number;
}

const DAY_MS = 86_400_000;

/** What the tenant holds. Tests may change all of it. */
export interface GraphState {
  tenantId: string;
  users: UserMap;
  /** By id. The name of each has its id, without dashes, in front. */
  deleted: Map<string, LoopbackUser>;
  skus: Map<string, LoopbackSku>;
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

/** The servicePlanId of a subscription: made up, and always the same. */
export function planOf(skuId: string): string {
  const hash = createHash('sha256').update(`plan ${skuId}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** Contoso as it is in the morning. */
export function createState(now: () => number): GraphState {
  const users = new UserMap();
  for (const { licenses = [], away = 1, ...seed } of USERS as readonly Seed[]) {
    const id = randomUUID();
    const lastSignIn = new Date(now() - away * DAY_MS).toISOString();
    users.set(id, {
      id,
      ...seed,
      signInActivity: { lastSignInDateTime: lastSignIn, lastNonInteractiveSignInDateTime: null },
      accountEnabled: true,
      mailNickname: seed.userPrincipalName.split('@')[0] ?? '',
      password: randomUUID(),
      assignedLicenses: licenses.map((skuId) => ({ skuId, disabledPlans: [] })),
      onPremisesExtensionAttributes: {},
      createdDateTime: '2026-01-05T09:00:00Z',
      createdAt: now() - DAY_MS,
    });
  }
  const skus = new Map(SKUS.map((sku) => [sku.skuId as string, { ...sku, appliesTo: 'User' as const }]));
  return {
    tenantId: TENANT_ID,
    users,
    deleted: new Map(),
    skus,
    exclusivePlans: [],
    planNeeds: new Map(),
    domains: DOMAINS.map((domain) => ({ ...domain })),
    findUser: (userPrincipalName) => users.findByName(userPrincipalName),
    consumed: (skuId) => (skus.get(skuId)?.consumed ?? 0) + users.countSeats(skuId),
  };
}
