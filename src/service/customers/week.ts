import type { CustomerId } from '../../domain/terms.ts';
import { isPlanned, withoutWithdrawn } from '../approvals/startableRequests.ts';
import type { Delivery, JobRecord } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import type { Store } from '../ports/store.ts';

const WEEK_MS = 7 * 86_400_000;
/** As many jobs of a week as are looked through; more than that says nothing more to whoever reads it. */
const MOST_JOBS = 1_000;

/** An email with passwords that came to nothing. */
export interface FailedEmail {
  customer: CustomerId;
  job: JobRecord;
  delivery: Delivery;
}

/** What is to happen in the next seven days, and what came to nothing in the last. */
export interface Week {
  /** Planned offboardings, the soonest first, without whoever was taken out of them. */
  leaving: readonly RequestRecord[];
  /** The newest first. */
  undelivered: readonly FailedEmail[];
}

/** Of all customers. */
export async function readWeek(store: Pick<Store, 'listRequests' | 'listJobs'>, now: number): Promise<Week> {
  const [planned, jobs] = await Promise.all([
    store.listRequests({ state: 'approved' }),
    store.listJobs({ after: now - WEEK_MS, limit: MOST_JOBS }),
  ]);
  const startOf = ({ asked }: RequestRecord): number => asked.startsAt ?? 0;
  return {
    leaving: planned
      .map(withoutWithdrawn)
      .filter(
        (request) =>
          request.asked.task === 'leave' && isPlanned(request) && startOf(request) <= now + WEEK_MS,
      )
      .toSorted((one, other) => startOf(one) - startOf(other)),
    undelivered: jobs.flatMap((job) =>
      job.deliveries
        .filter(({ state }) => state === 'refused' || state === 'unreachable')
        .map((delivery) => ({ customer: job.customer, job, delivery })),
    ),
  };
}

/** One customer's own. */
export function weekOf({ leaving, undelivered }: Week, customer: CustomerId): Week {
  const isTheirs = (one: { customer: CustomerId }) => one.customer === customer;
  return { leaving: leaving.filter(isTheirs), undelivered: undelivered.filter(isTheirs) };
}
