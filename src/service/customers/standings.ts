import { customersOf } from '../../domain/customers.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { CustomerId, License } from '../../domain/terms.ts';
import { isOverdue } from '../approvals/waiting/overdue.ts';
import type { ProvisioningOptions } from '../context.ts';
import { type Attention, weighLicense } from '../licensing/licenseOverview.ts';
import type { Checked, Checks } from './checks.ts';
import type { Trouble, Troubles } from './troubles.ts';
import { readWeek, weekOf } from './week.ts';

/** Whoever looks again within a minute reads the same; older seats would send somebody to buy what is there. */
const MAX_AGE_MS = 60_000;
/** Whoever mends what was wrong looks at once whether it helped. */
const TROUBLE_MAX_AGE_MS = 5_000;
/**
 * Our own number: somebody looks at the list. A tenant that is slower has its line without licenses, and is there the next
 * time. Longer lets one tenant hold up all; shorter leaves out tenants that are far away.
 */
const WAIT_MS = 2_500;

/** How one customer stands, and what of it needs somebody. */
export interface Standing {
  id: CustomerId;
  name: string;
  /** Its directory can't be used. */
  trouble?: Trouble;
  /** What the last check found, where that was anything. */
  checked?: Checked;
  /** Its directory hasn't answered yet. */
  isSlow?: true;
  /** Those that need attention, the most urgent first. */
  licenses: readonly (Pick<License, 'name' | 'left'> & { attention: Attention })[];
  /** Requests that wait for an approval. */
  waiting: number;
  /** People whose offboarding is planned for the next seven days. */
  leaving: number;
  /** Emails with passwords that came to nothing in the last seven days. */
  undelivered: number;
}

/** What is known of several customers at once. */
export interface Standings {
  /** Those of these that are in the policy, what needs attention first. Never throws for a directory's sake. */
  list(customers: readonly CustomerId[]): Promise<Standing[]>;
}

type Seats = Pick<Standing, 'licenses' | 'trouble' | 'isSlow'>;

/** When it was begun, and ended, to read them. */
interface KeptSeats {
  at: number;
  readAt?: number;
  maxAgeMs: number;
  reading: Promise<Seats>;
}

const URGENCY: readonly Attention[] = ['over', 'out', 'grace', 'low', 'off', 'fine'];

/** What stands first: what keeps everybody from working, then what somebody waits for. */
function weigh({ trouble, checked, licenses, undelivered, waiting, leaving, isSlow }: Standing): number {
  const isOut = licenses.some(({ attention }) => attention === 'over' || attention === 'out');
  const parts = [
    trouble !== undefined,
    checked !== undefined,
    undelivered > 0,
    isOut,
    waiting > 0,
    isSlow === true,
  ];
  const rest = [licenses.length > 0, leaving > 0];
  return [...parts, ...rest].reduce((sum, is) => sum * 2 + Number(is), 0);
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'clock'>;

/** One request to a directory for each look at it, however many look. */
export function createStandings(
  { policy, directoryFor, store, clock }: Options,
  troubles: Troubles,
  checks: Pick<Checks, 'last'>,
): Standings {
  const seats = new Map<CustomerId, KeptSeats>();

  async function readSeats(customer: CustomerId): Promise<Seats> {
    try {
      const licenses = (await directoryFor(customer).listLicenses())
        .map((license) => ({ ...license, attention: weighLicense(license) }))
        .filter(({ attention }) => attention !== 'fine')
        .sort((one, other) => URGENCY.indexOf(one.attention) - URGENCY.indexOf(other.attention))
        .map(({ name, left, attention }) => ({ name, left, attention }));
      await troubles.note(customer, undefined);
      return { licenses };
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      const trouble = await troubles.note(customer, error);
      return { licenses: [], ...(trouble === undefined ? {} : { trouble }) };
    }
  }

  /** The same for whoever looks meanwhile. What is slow goes on, and is there for the next one. */
  async function seatsOf(customer: CustomerId): Promise<Seats> {
    const noted = await troubles.load(customer);
    const known = seats.get(customer);
    // Somebody else's call has met a trouble since, of which admins may have heard.
    const isOutdated = noted !== undefined && known?.readAt !== undefined && noted.since > known.readAt;
    const isFresh = known !== undefined && !isOutdated && clock.now() - known.at < known.maxAgeMs;
    const reading = isFresh ? known.reading : readSeats(customer);
    if (!isFresh) {
      const kept: KeptSeats = { at: clock.now(), maxAgeMs: MAX_AGE_MS, reading };
      seats.set(customer, kept);
      reading.then(
        ({ trouble }) => {
          kept.readAt = clock.now();
          if (trouble !== undefined) kept.maxAgeMs = TROUBLE_MAX_AGE_MS;
        },
        () => seats.delete(customer),
      );
    }
    const waiting = new AbortController();
    const late = clock.sleep(WAIT_MS, waiting.signal).then((): Seats => ({ licenses: [], isSlow: true }));
    try {
      return await Promise.race([reading, late]);
    } finally {
      waiting.abort();
    }
  }

  return {
    async list(customers) {
      const now = clock.now();
      const theirs = customersOf(policy, { customers });
      const [requests, week, all, checked] = await Promise.all([
        store.listRequests({ state: 'waiting' }),
        readWeek(store, now),
        Promise.all(theirs.map(({ id }) => seatsOf(id))),
        Promise.all(theirs.map(({ id }) => checks.last(id))),
      ]);
      const standings = theirs.map(({ id, name }, index): Standing => {
        const { leaving, undelivered } = weekOf(week, id);
        const last = checked[index];
        return {
          ...{ id, name, licenses: [], ...all[index] },
          ...(last === undefined || last.wrong === 0 ? {} : { checked: last }),
          waiting: requests.filter((one) => one.customer === id && !isOverdue(one, now)).length,
          leaving: leaving.reduce((sum, { asked }) => sum + asked.people.length, 0),
          undelivered: undelivered.length,
        };
      });
      return standings.toSorted((one, other) => weigh(other) - weigh(one));
    },
  };
}
