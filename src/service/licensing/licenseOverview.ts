import { RollcallError } from '../../domain/errors.ts';
import type { Holder } from '../../domain/tenant.ts';
import type { CustomerId, License } from '../../domain/terms.ts';
import { customerOf, type ProvisioningOptions } from '../context.ts';
import type { Facts } from '../facts/facts.ts';
import { createFreshValue, type FreshValue } from '../facts/freshValue.ts';
import { LICENSE_PROBLEMS } from './words.ts';

const { idle: SAYS } = LICENSE_PROBLEMS;

/** Microsoft: "How to detect and investigate inactive user accounts" looks at 90 to 180 days; the shorter finds more. */
export const IDLE_DAYS = 90;
/** Signing in is a matter of days, and a large tenant takes minutes to read. */
const HOLDERS_MAX_AGE_MS = 3_600_000;
/** People wait for the list of licenses; who is idle can be looked at a minute later. */
const HOLDERS_WAIT_MS = 6_000;
/**
 * Nearly out: a tenth, because that is what a team of new starters takes, and never fewer than three seats, because
 * ordering more through a reseller takes days. A warning too early costs a look, one too late a start without a license.
 */
const NEARLY_OUT_SHARE = 0.1;
const NEARLY_OUT_SEATS = 3;

/** A reading with all its tries is over by then: older seats are those of before, because the directory gave none now. */
const OLD_AFTER_MS = 60_000;

const DAY_MS = 86_400_000;

/**
 * Why a license needs somebody's attention, most urgent first: `over` more are used than there are; `out` none left;
 * `grace` some seats are of an expired subscription; `low` nearly out; `off` cannot be assigned, though it is used.
 */
export type Attention = 'over' | 'out' | 'grace' | 'low' | 'off' | 'fine';
const URGENCY: readonly Attention[] = ['over', 'out', 'grace', 'low', 'off', 'fine'];

export interface LicenseUse {
  license: License;
  attention: Attention;
  /** Seats of people who have not signed in for {@link IDLE_DAYS} days; undefined when that is not known. */
  idle: number | undefined;
}

/** Every license of a customer, what needs attention first, and who does not use theirs. */
export interface LicenseOverview {
  customer: string;
  licenses: readonly LicenseUse[];
  /** When the seats were counted, where the directory does not answer now. */
  countedAt?: number;
  /** Longest away first; or why it is not known. */
  idle: { people: readonly Holder[] } | { reason: string };
}

/** What is read of licenses. */
export interface LicenseOverviews {
  /** Throws what the directory throws when it cannot say what licenses there are. */
  read(customer: CustomerId): Promise<LicenseOverview>;
}

/** What needs attention about one license. */
export function weighLicense(license: License): Attention {
  const { total, consumed, left, warning, suspended = 0, assignable } = license;
  if (!assignable) return consumed > 0 || suspended > 0 ? 'off' : 'fine';
  if (consumed > total) return 'over';
  if (left === 0) return 'out';
  if (warning > 0) return 'grace';
  return left <= Math.max(NEARLY_OUT_SEATS, total * NEARLY_OUT_SHARE) ? 'low' : 'fine';
}

/** When somebody was last known to be there; a new account has not had its time yet. */
function lastSeen({ lastSignInDateTime, createdDateTime }: Holder): number {
  const at = Date.parse(lastSignInDateTime ?? createdDateTime ?? '');
  return Number.isNaN(at) ? 0 : at;
}

function findIdle(holders: readonly Holder[], now: number): Holder[] {
  const before = now - IDLE_DAYS * DAY_MS;
  return holders
    .filter((holder) => lastSeen(holder) < before)
    .sort((a, b) => lastSeen(a) - lastSeen(b) || a.displayName.localeCompare(b.displayName, 'en'));
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'clock' | 'log'>;

export function createLicenseOverviews(options: Options, facts: Facts): LicenseOverviews {
  const { policy, directoryFor, clock } = options;
  const cache = new Map<CustomerId, FreshValue<Holder[]>>();

  function holdersOf(customer: CustomerId): FreshValue<Holder[]> {
    const known = cache.get(customer);
    if (known !== undefined) return known;
    const read = () => directoryFor(customer).listHolders();
    const made = createFreshValue('holders', HOLDERS_MAX_AGE_MS, read, options);
    cache.set(customer, made);
    return made;
  }

  async function readIdle(customer: CustomerId): Promise<LicenseOverview['idle']> {
    const waiting = new AbortController();
    try {
      const holders = await Promise.race([
        holdersOf(customer).read(),
        clock.sleep(HOLDERS_WAIT_MS, waiting.signal).then(() => undefined),
      ]);
      if (holders !== undefined) return { people: findIdle(holders, clock.now()) };
      return { reason: SAYS.slow };
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      return { reason: error.code === 'FORBIDDEN' ? SAYS.noPermission(error.message) : error.message };
    } finally {
      waiting.abort();
    }
  }

  return {
    async read(customer) {
      const [{ licenses, licensesAt }, idle] = await Promise.all([facts.read(customer), readIdle(customer)]);
      const people = 'people' in idle ? idle.people : undefined;
      const uses = licenses.map(
        (license): LicenseUse => ({
          license,
          attention: weighLicense(license),
          idle: people?.filter((holder) => holder.licenses.includes(license.skuId)).length,
        }),
      );
      return {
        customer: customerOf(policy, customer).name,
        ...(clock.now() - licensesAt < OLD_AFTER_MS ? {} : { countedAt: licensesAt }),
        licenses: uses.sort(
          (a, b) =>
            URGENCY.indexOf(a.attention) - URGENCY.indexOf(b.attention) ||
            a.license.name.localeCompare(b.license.name, 'en'),
        ),
        idle,
      };
    },
  };
}
