import type { CustomerId } from '../../../domain/terms.ts';
import { orderOf } from '../../ports/order.ts';
import type { JobRecord, RowRecord } from '../../ports/records.ts';
import type { Store } from '../../ports/store.ts';

/** The newest password that a job gave to somebody who exists. */
export interface NewestPassword {
  /** The orders in which it was set, and its job asked for. */
  set: readonly [set: number, asked: number];
  /** Nobody knows it: they were offboarded. */
  isUnknown: boolean;
}

/** The order in which this row gave its person a password; undefined: it did not. */
function passwordOrderOf(
  { task }: JobRecord,
  { create, acts = [] }: Readonly<RowRecord>,
): number | undefined {
  const step = task === 'reset' ? create : acts.find(({ act }) => act.kind === 'password');
  return step?.state === 'done' ? (step.order ?? step.at ?? 0) : undefined;
}

/** Of two that were set at the same moment, the one that was asked for later counts. */
export function isNewer(one: readonly [number, number], other: readonly [number, number]): boolean {
  return one[0] === other[0] ? one[1] > other[1] : one[0] > other[0];
}

/**
 * By object id, of the jobs of one customer that were not over by `since`, an order. A job that was asked for earlier
 * counts too, because it may have come to the person later. Throws what the store throws.
 */
export async function readNewestPasswords(
  store: Pick<Store, 'listJobs' | 'scanRows'>,
  { customer, since, except }: { customer: CustomerId; since: number; except?: string },
): Promise<ReadonlyMap<string, NewestPassword>> {
  const jobs = (await store.listJobs({ limit: Number.MAX_SAFE_INTEGER })).filter(
    // The code of before ends what is run again by its time alone, and leaves the order of the first end.
    ({ id, task, customer: whose, finishedAt = Number.POSITIVE_INFINITY, finishedOrder = 0 }) =>
      id !== except &&
      whose === customer &&
      (task === 'reset' || task === 'leave') &&
      Math.max(finishedAt, finishedOrder) >= since,
  );
  const newest = new Map<string, NewestPassword>();
  for (const job of jobs) {
    await store.scanRows(job.id, (row) => {
      const order = passwordOrderOf(job, row);
      if (order === undefined || row.objectId === undefined) return;
      const set = [order, orderOf(job)] as const;
      const before = newest.get(row.objectId);
      if (before !== undefined && !isNewer(set, before.set)) return;
      newest.set(row.objectId, { set, isUnknown: job.task === 'leave' });
    });
  }
  return newest;
}
