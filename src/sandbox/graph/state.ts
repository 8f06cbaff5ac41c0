import { createHash, randomUUID } from 'node:crypto';
import { DOMAINS, SKUS, TENANT_ID, USERS } from '../contoso.ts';

export interface LoopbackUser {
  id: string;
  userPrincipalName: string;
  displayName: string;
  accountEnabled: boolean;
  mailNickname: string;
  /** As it was created or last set; never answered over HTTP. */
  password: string;
  usageLocation?: string;
  assignedLicenses: { skuId: string; disabledPlans: string[] }[];
  onPremisesExtensionAttributes: Record<string, string | null>;
  createdDateTime: string;
  /** Milliseconds: when it was created. */
  createdAt: number;
  [property: string]: unknown;
}

export interface LoopbackSku {
  skuId: string;
  partNumber: string;
  enabled: number;
  /** Held by people who are not listed. */
  consumed: number;
  warning: number;
  appliesTo: 'User' | 'Company';
}

export interface GraphState {
  tenantId: string;
  users: Map<string, LoopbackUser>;
  deleted: Map<string, LoopbackUser>;
  skus: Map<string, LoopbackSku>;
  domains: {
    id: string;
    isVerified: boolean;
    isDefault: boolean;
    isInitial: boolean;
    authenticationType: string;
  }[];
  findUser(userPrincipalName: string): LoopbackUser | undefined;
  consumed(skuId: string): number;
}

export function planOf(skuId: string): string {
  const hash = createHash('sha256').update(`plan ${skuId}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

export function createState(now: () => number): GraphState {
  const users = new Map<string, LoopbackUser>();
  for (const seed of USERS) {
    const id = randomUUID();
    users.set(id, {
      id,
      ...seed,
      accountEnabled: true,
      mailNickname: seed.userPrincipalName.split('@')[0] ?? '',
      password: randomUUID(),
      assignedLicenses: [],
      onPremisesExtensionAttributes: {},
      createdDateTime: '2026-01-05T09:00:00Z',
      createdAt: now() - 86_400_000,
    });
  }
  const state: GraphState = {
    tenantId: TENANT_ID,
    users,
    deleted: new Map(),
    skus: new Map(SKUS.map((sku) => [sku.skuId, { ...sku, appliesTo: 'User' }])),
    domains: DOMAINS.map((domain) => ({ ...domain })),
    findUser(userPrincipalName) {
      const wanted = userPrincipalName.toLowerCase();
      for (const user of users.values()) if (user.userPrincipalName.toLowerCase() === wanted) return user;
      return undefined;
    },
    consumed(skuId) {
      let held = state.skus.get(skuId)?.consumed ?? 0;
      for (const user of users.values())
        held += user.assignedLicenses.some((each) => each.skuId === skuId) ? 1 : 0;
      return held;
    },
  };
  return state;
}
