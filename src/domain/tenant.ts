import type { Account } from './terms.ts';

/** A domain of the tenant. */
export interface Domain {
  id: string;
  isVerified: boolean;
  isDefault: boolean;
  isInitial: boolean;
  authenticationType: 'Managed' | 'Federated';
}

export interface Organization {
  tenantId: string;
  displayName: string;
  /** Names of its verified domains, as the organization itself lists them. */
  verifiedDomains: readonly string[];
  defaultUsageLocation?: string;
}

/** Somebody who holds a license, and when they were last seen. */
export interface Holder extends Account {
  licenses: readonly string[];
  /** The last sign-in of any kind, by the person or by an app on their behalf. Left out: never. */
  lastSignInDateTime?: string;
}
