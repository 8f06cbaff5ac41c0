import { RollcallError } from '../../domain/errors.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { CustomerEntry } from '../ports/policies.ts';
import type { TenantLook, Tenants } from '../ports/tenants.ts';
import { ADDING_WORDS } from './words.ts';

/** A slow tenant of another customer holds up no addition; then two may have one domain, and whoever adds it has seen its name. */
const OTHERS_WAIT_MS = 3_000;

/** As ids of tenants and domains are compared. */
export const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Why a tenant becomes no customer. */
export function refuseTenant(said: { message: string; next: string }): RollcallError {
  return new RollcallError('INPUT_INVALID', said.message, { done: ADDING_WORDS.nothing, next: said.next });
}

/** Checks a tenant against what was asked for, and against the customers that there are. */
export function createVerifyTenant(
  { policy, directoryFor, clock }: Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'clock'>,
  { tenants, ownTenantId }: { tenants: Pick<Tenants, 'look'>; ownTenantId: string },
) {
  /** The customer that has this tenant already. */
  function findCustomerOf(tenantId: string): { name: string } | undefined {
    return policy.customers.find((one) => isSame(one.tenantId ?? ownTenantId, tenantId));
  }

  /** A domain is verified in one tenant: whatever says it has one of another customer's is not what it seems. */
  async function findShared(look: TenantLook): Promise<{ domain: string; name: string } | undefined> {
    const own = new Set(look.domains.map((domain) => domain.toLowerCase()));
    const ended = new AbortController();
    const found = await Promise.all(
      policy.customers.map(async ({ id, name }) => {
        const late = clock.sleep(OTHERS_WAIT_MS, ended.signal).then(() => undefined);
        const read = directoryFor(id)
          .readOrganization()
          .catch(() => undefined);
        const organization = await Promise.race([read, late]);
        const domain = organization?.verifiedDomains.find((one) => own.has(one.toLowerCase()));
        return domain === undefined ? [] : [{ domain, name }];
      }),
    );
    ended.abort();
    return found.flat()[0];
  }

  /** Throws what keeps this tenant from being a customer. */
  async function look({ entry, domain }: { entry: CustomerEntry; domain?: string }): Promise<TenantLook> {
    const known = findCustomerOf(entry.tenantId);
    if (known !== undefined) throw refuseTenant(ADDING_WORDS.thereAlready(known.name));
    const seen = await tenants.look(entry.tenantId);
    if (!isSame(seen.tenantId, entry.tenantId)) throw refuseTenant(ADDING_WORDS.otherTenant);
    if (domain !== undefined && !seen.domains.some((one) => isSame(one, domain))) {
      throw refuseTenant(ADDING_WORDS.withoutDomain(domain));
    }
    const shared = await findShared(seen);
    if (shared !== undefined) throw refuseTenant(ADDING_WORDS.shared(shared.domain, shared.name));
    return seen;
  }

  return { findCustomerOf, look };
}
