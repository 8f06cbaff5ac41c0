import { creatableDomains } from '../../domain/domains.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Domain, Organization } from '../../domain/tenant.ts';
import type { CustomerId, Group, License } from '../../domain/terms.ts';
import { isUsageLocation } from '../../domain/usageLocations.ts';
import { customerOf, type ProvisioningOptions } from '../context.ts';
import { countHeldSeats, holdSeats } from '../licensing/seatHolds.ts';
import { listDeliveries } from '../people/passwordDelivery.ts';
import type { RequestRecord } from '../ports/requests.ts';
import type { CustomerFacts } from './customerFacts.ts';
import { createFreshValue, type FreshValue } from './freshValue.ts';
import { readGroupOffer } from './groupChoice.ts';
import { createKnownGroups, type KnownGroups } from './knownGroups.ts';

/** Domains and the organization change a few times a year; too old a list costs one refused form. */
const TENANT_MAX_AGE_MS = 60_000;
/** Two people who fill in forms at the same time share a reading; older seat counts would be promises broken. */
const LICENSES_MAX_AGE_MS = 5_000;
/** Names of products only dress up a message, so it does not wait longer for them. */
const NAMES_WAIT_MS = 2_000;
/**
 * Somebody has just pressed Approve and waits. What was approved starts without its seats having been counted again
 * rather than not at all: a row without a seat says so.
 */
const SEATS_WAIT_MS = 3_000;

/** What is known of each customer's tenant. */
export interface Facts {
  /**
   * See {@link CustomerFacts}; of groups, those of `groupIds`. Throws what the directory throws when nothing is known
   * yet.
   */
  read(customer: CustomerId, groupIds?: readonly string[]): Promise<CustomerFacts>;
  /** Groups whose name begins like this and that people can be put into, by name; none where they cannot be read. */
  findGroups(customer: CustomerId, text: string): Promise<readonly Group[]>;
  /** skuId → product name; empty when the directory does not say in time. Never throws. */
  licenseNames(customer: CustomerId): Promise<Readonly<Record<string, string>>>;
  /**
   * Licenses as they are at this moment, where the seats of that request count as left; undefined when the directory
   * does not say in time. Never throws.
   */
  licensesFor(request: Pick<RequestRecord, 'id' | 'customer'>): Promise<readonly License[] | undefined>;
  /** See {@link CustomerFacts}. Throws what the directory throws when it is needed and nothing is known yet. */
  recipientDomains(customer: CustomerId): Promise<readonly string[]>;
  /**
   * Names of the policy's groups whose roles somebody would get by joining one of these (ids), or one that it is in. Throws
   * what the directory throws.
   */
  rolesByJoining(customer: CustomerId, groupIds: readonly string[]): Promise<string[]>;
  /** A job holds seats from now on. */
  seatsHeld(customer: CustomerId): void;
}

interface Cached {
  organization: FreshValue<Organization>;
  domains: FreshValue<Domain[]>;
  groupOffer: FreshValue<CustomerFacts['groupOffer']>;
  groups: KnownGroups;
  licenses: FreshValue<License[]>;
}

function sortLicenses(licenses: readonly License[]): License[] {
  return [...licenses].sort(
    (a, b) => Number(b.assignable) - Number(a.assignable) || a.name.localeCompare(b.name, 'en'),
  );
}

/** Somebody outside the organization gets a password only where the policy says so. */
function listRecipientDomains(
  customer: Pick<Policy['customers'][number], 'recipientDomains'>,
  domains: readonly Domain[],
): readonly string[] {
  return customer.recipientDomains ?? domains.filter((one) => one.isVerified).map(({ id }) => id);
}

type FactsOptions = Pick<
  ProvisioningOptions,
  'policy' | 'directoryFor' | 'store' | 'clock' | 'log' | 'publicUrl'
>;

export function createFacts(options: FactsOptions): Facts {
  const { policy, directoryFor, clock } = options;
  const cache = new Map<CustomerId, Cached>();

  /** Held seats first: one that is assigned meanwhile counts twice for a moment, never not at all. */
  async function listLicenses(customer: CustomerId, exceptRequest?: string): Promise<License[]> {
    const held = await countHeldSeats(options.store, customer, exceptRequest);
    return holdSeats(await directoryFor(customer).listLicenses(), held);
  }

  function cachedFor(customer: CustomerId): Cached {
    const known = cache.get(customer);
    if (known !== undefined) return known;
    const directory = directoryFor(customer);
    const made: Cached = {
      organization: createFreshValue(
        'organization',
        TENANT_MAX_AGE_MS,
        () => directory.readOrganization(),
        options,
      ),
      domains: createFreshValue('domains', TENANT_MAX_AGE_MS, () => directory.listDomains(), options),
      groupOffer: createFreshValue('groups', TENANT_MAX_AGE_MS, () => readGroupOffer(directory), options),
      groups: createKnownGroups(directory, clock),
      licenses: createFreshValue('licenses', LICENSES_MAX_AGE_MS, () => listLicenses(customer), options),
    };
    cache.set(customer, made);
    return made;
  }

  /** What it reads, or the other when that fails or takes longer. */
  async function orElse<Value, Other>(
    read: Promise<Value>,
    ms: number,
    other: Other,
  ): Promise<Value | Other> {
    const waiting = new AbortController();
    const late = clock.sleep(ms, waiting.signal).then(() => other);
    const value = await Promise.race([read.catch(() => other), late]);
    waiting.abort();
    return value;
  }

  return {
    async read(customer, groupIds = []) {
      const known = customerOf(policy, customer);
      const { name, usageLocation, passwordDelivery, temporaryAccessPass } = known;
      const cached = cachedFor(customer);
      const [organization, domains, groupOffer, groups, licenses] = await Promise.all([
        cached.organization.read(),
        cached.domains.read(),
        cached.groupOffer.read(),
        cached.groups.list(groupIds),
        cached.licenses.read(),
      ]);
      const creatable = creatableDomains(domains);
      const ids = new Set(creatable.map(({ id }) => id));
      const tenantLocation = organization.defaultUsageLocation;
      return {
        customer,
        name,
        organization,
        domains: creatable,
        refusedDomains: domains.filter(({ id }) => !ids.has(id)),
        licenses: sortLicenses(licenses),
        licensesAt: cached.licenses.lastAt() ?? clock.now(),
        groupOffer,
        groups,
        defaultUsageLocation:
          usageLocation ??
          (tenantLocation !== undefined && isUsageLocation(tenantLocation) ? tenantLocation : undefined),
        recipientDomains: listRecipientDomains(known, domains),
        maxRows: policy.maxRows,
        ...(policy.prices === undefined ? {} : { prices: policy.prices }),
        deliveries: listDeliveries(options.publicUrl, { temporaryAccessPass }),
        passwordDelivery: passwordDelivery ?? 'password',
      };
    },
    findGroups: (customer, text) => cachedFor(customer).groups.find(text),
    licensesFor: ({ id, customer }) => orElse(listLicenses(customer, id), SEATS_WAIT_MS, undefined),
    async recipientDomains(customer) {
      const known = customerOf(policy, customer);
      if (known.recipientDomains !== undefined) return known.recipientDomains;
      return listRecipientDomains(known, await cachedFor(customer).domains.read());
    },
    async rolesByJoining(customer, groupIds) {
      const giving = policy.groups.filter(({ entra }) => entra !== undefined);
      if (giving.length === 0) return [];
      const ids = giving.map(({ entra = '' }) => entra.toLowerCase());
      const directory = directoryFor(customer);
      const outer = await Promise.all(groupIds.map((id) => directory.findGroupMemberships(id, ids)));
      const joined = new Set([...groupIds.map((id) => id.toLowerCase()), ...outer.flat()]);
      return giving.filter(({ entra = '' }) => joined.has(entra.toLowerCase())).map(({ name }) => name);
    },
    seatsHeld: (customer) => cachedFor(customer).licenses.expire(),
    async licenseNames(customer) {
      // Of one that is gone from the policy what was there is still shown.
      if (policy.customers.every(({ id }) => id !== customer)) return {};
      const { licenses } = cachedFor(customer);
      const known = licenses.last() ?? (await orElse(licenses.read(), NAMES_WAIT_MS, []));
      return Object.fromEntries(known.map(({ skuId, name }) => [skuId, name]));
    },
  };
}
