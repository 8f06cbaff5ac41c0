import type { Directory } from '../../service/ports/directory.ts';
import type { Tenants } from '../../service/ports/tenants.ts';
import { findTenant, writeConsentLink } from './findTenant.ts';

/** The app that admins of tenants consent to, and the login it signs in at. */
export interface TenantsOptions {
  authorityHost: string;
  /** The login of the cloud, also where it is reached by another way. */
  cloudLogin: string;
  clientId: string;
  audience: string;
  fetch: typeof fetch;
  /** A directory that keeps nothing of the one before. */
  directoryOf(tenantId: string): Pick<Directory, 'readOrganization' | 'listLicenses'>;
}

/** Tenants that may be nobody's customer yet, by Microsoft's login and Graph. */
export function createTenants(options: TenantsOptions): Tenants {
  return {
    find: (name) => findTenant(name, options, options.fetch),
    consentLink: (tenantId, back) => writeConsentLink(options, tenantId, back),
    async look(tenantId) {
      const directory = options.directoryOf(tenantId);
      // The token's tenant first: whoever has no consent there has nothing else to say.
      const { displayName, verifiedDomains, tenantId: own } = await directory.readOrganization();
      return {
        ...{ tenantId: own, displayName, domains: verifiedDomains },
        licenses: await directory.listLicenses(),
      };
    },
  };
}
