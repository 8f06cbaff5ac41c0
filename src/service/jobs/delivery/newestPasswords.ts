import type { CustomerId } from '../../../domain/terms.ts';
import type { JobRecord, RowRecord } from '../../ports/records.ts';
import type { Store } from '../../ports/store.ts';

/** The newest password that a job gave to somebody who exists. */
export interface NewestPassword {
  /** When it was set, and when its job was asked for: milliseconds. */
  set: readonly [at: number, askedAt: number];
  /** Nobody knows it: they were offboarded. */
  isUnknown: boolean;
}

/** When this row gave its person a password; undefined: it did not. */
function passwordSetAt({ task }: JobRecord, { create, acts = [] }: Readonly<RowRecord>): number | undefined {
  const step = task === 'reset' ? create : acts.find(({ act }) => act.kind === 'password');
  return step?.state === 'done' ? (step.at ?? 0) : undefined;
}

/** Of two that were set at the same moment, the one that was asked for later counts. */
export function isNewer(one: readonly [number, number], other: readonly [number, number]): boolean {
  return one[0] === other[0] ? one[1] > other[1] : one[0] > other[0];
}

/**
 * By object id, of the jobs of one customer that were not over by `since` (milliseconds). A job that was asked for earlier
 * counts too, because it may have come to the person later. Throws what the store throws.
 */
export async function readNewestPasswords(
  store: Pick<Store, 'listJobs' | 'scanRows'>,
  { customer, since, except }: { customer: CustomerId; since: number; except?: string },
): Promise<ReadonlyMap<string, NewestPassword>> {
  const jobs = (await store.listJobs({ limit: Number.MAX_SAFE_INTEGER })).filter(
    ({ id, task, customer: whose, finishedAt = Number.POSITIVE_INFINITY }) =>
      id !== except && whose === customer && (task === 'reset' || task === 'leave') && finishedAt >= since,
  );
  const newest = new Map<string, NewestPassword>();
  for (const job of jobs) {
    await store.scanRows(job.id, (row) => {
      const at = passwordSetAt(job, row);
      if (at === undefined || row.objectId === undefined) return;
      const set = [at, job.createdAt] as const;
      const before = newest.get(row.objectId);
      if (before !== undefined && !isNewer(set, before.set)) return;
      newest.set(row.objectId, { set, isUnknown: job.task === 'leave' });
    });
  }
  return newest;
}
