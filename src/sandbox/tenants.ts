import { DOMAINS, GROUPS, MANAGERS, SKUS, sandboxPolicy, TENANT_ID, USERS } from './contoso.ts';
import type { GraphSwitches } from './graph/switches.ts';

/** Somebody a tenant has from the start. */
interface SeedUser {
  /** Object id: that of people who can speak in Teams is the one they speak with. */
  id?: string;
  userPrincipalName: string;
  displayName: string;
  givenName?: string;
  surname?: string;
  usageLocation?: string;
  licenses?: readonly string[];
  onPremisesSyncEnabled?: true;
  /** Days since the last sign-in; 1 when it is left out. */
  away?: number;
}

interface SeedGroup {
  type: 'group' | 'directoryRole';
  kind?: 'microsoft365' | 'dynamic' | 'synced' | 'distribution' | 'roleAssignable';
  displayName: string;
  description?: string;
  mail?: string;
  /** User names. */
  members: readonly string[];
}

/** A made-up tenant as it is in the morning. */
export interface Tenant {
  /** As the policy calls the customer. */
  id: string;
  name: string;
  tenantId: string;
  domains: readonly {
    id: string;
    isVerified: boolean;
    isDefault: boolean;
    isInitial: boolean;
    authenticationType: string;
  }[];
  skus: readonly { skuId: string; partNumber: string; enabled: number; consumed: number; warning: number }[];
  users: readonly SeedUser[];
  groups: readonly SeedGroup[];
  /** User names: who, and the manager. */
  managers: readonly (readonly [string, string])[];
  /** What is wrong with it. */
  trouble?: Partial<GraphSwitches>;
  /** No customer yet, and no admin there has consented: it can be added. */
  isNew?: true;
}

function domainsOf(name: string): Tenant['domains'] {
  const managed = { isVerified: true, authenticationType: 'Managed' };
  return [
    { id: `${name}.com`, isDefault: true, isInitial: false, ...managed },
    { id: `${name}.onmicrosoft.com`, isDefault: false, isInitial: true, ...managed },
  ];
}

const [OFFICE_E3, MICROSOFT_E3, , BASIC] = SKUS;

export const CONTOSO: Tenant = {
  id: 'contoso',
  name: 'Contoso',
  tenantId: TENANT_ID,
  domains: DOMAINS,
  skus: SKUS,
  users: USERS,
  groups: GROUPS,
  managers: MANAGERS,
};

/** A small company with few licenses, and somebody who is called as one of Contoso's is. */
export const FABRIKAM: Tenant = {
  id: 'fabrikam',
  name: 'Fabrikam',
  tenantId: '5d0c1b6e-7f0a-4a53-8b0e-2f4f6c9d1e32',
  domains: domainsOf('fabrikam'),
  skus: [
    { ...OFFICE_E3, enabled: 6, consumed: 1 },
    { ...BASIC, enabled: 40, consumed: 12 },
  ],
  users: [
    {
      userPrincipalName: 'ada@fabrikam.com',
      displayName: 'Ada Palmer',
      givenName: 'Ada',
      surname: 'Palmer',
      usageLocation: 'US',
      licenses: [BASIC.skuId],
    },
    { userPrincipalName: 'konrad.zuse@fabrikam.com', displayName: 'Konrad Zuse', usageLocation: 'DE' },
  ],
  groups: [
    { type: 'group', displayName: 'All staff', members: ['ada@fabrikam.com'] },
    { type: 'group', displayName: 'Workshop', members: ['konrad.zuse@fabrikam.com'] },
  ],
  managers: [],
};

/** Without a license left, without Microsoft Entra ID P1, and slow. */
export const TAILSPIN: Tenant = {
  id: 'tailspin',
  name: 'Tailspin Toys',
  tenantId: '8a3f2c41-1d6b-4b0f-9c77-6e5d4c3b2a19',
  domains: domainsOf('tailspintoys'),
  skus: [{ ...MICROSOFT_E3, enabled: 4, consumed: 4 }],
  users: [{ userPrincipalName: 'ruth@tailspintoys.com', displayName: 'Ruth Handler', usageLocation: 'US' }],
  groups: [{ type: 'group', displayName: 'All staff', members: ['ruth@tailspintoys.com'] }],
  managers: [],
  trouble: { noPremium: true, passesOff: true, latencyMs: 400 },
};

/** Nobody's customer so far: `customers`, Add customer. */
export const WINGTIP: Tenant = {
  id: 'wingtip',
  name: 'Wingtip',
  tenantId: 'c7b0e5d2-9a41-4f6e-8d35-2b1a0f9e8c47',
  domains: domainsOf('wingtip'),
  skus: [{ ...BASIC, enabled: 15, consumed: 3 }],
  users: [{ userPrincipalName: 'grace@wingtip.com', displayName: 'Grace Moreno', usageLocation: 'US' }],
  groups: [{ type: 'group', displayName: 'All staff', members: ['grace@wingtip.com'] }],
  managers: [],
  isNew: true,
};

/** A tenant of another cloud, of which no more is known here than that. */
export const TREY_RESEARCH = {
  tenantId: 'e4d9a6b3-7c15-4f28-b0de-93a8c6f1d524',
  domains: ['treyresearch.us'],
  isNew: true,
  isInUsGov: true,
} as const;

/** The policy of the sandbox with all three: each with what is its own, and the same people for all of them. */
export function severalPolicy(): object {
  const policy = sandboxPolicy() as { customers: object[] };
  const others = [FABRIKAM, TAILSPIN].map(({ id, name, tenantId }) => ({
    id,
    name,
    tenantId,
    userNamePattern: 'first',
    passwordDelivery: 'password',
  }));
  return { ...policy, customers: [...policy.customers, ...others] };
}
