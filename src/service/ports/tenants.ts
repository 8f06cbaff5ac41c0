import type { License } from '../../domain/terms.ts';

/** What a tenant says of itself to the app. */
export interface TenantLook {
  tenantId: string;
  displayName: string;
  /** Verified ones; people's mail addresses end with them. */
  domains: readonly string[];
  licenses: readonly License[];
}

/** Tenants that may be nobody's customer yet. */
export interface Tenants {
  /**
   * The id of a tenant, by that id or by one of its domains. Throws RollcallError NOT_FOUND, INPUT_INVALID for a tenant of
   * another cloud, and DIRECTORY_DOWN.
   */
  find(tenantIdOrDomain: string): Promise<string>;
  /** Where an admin of the tenant consents to the app. Left out: they are sent back nowhere. */
  consentLink(tenantId: string, back?: { to: string; state: string }): string;
  /** Throws what the directory throws: CREDENTIALS_REFUSED where nobody has consented. */
  look(tenantId: string): Promise<TenantLook>;
}
