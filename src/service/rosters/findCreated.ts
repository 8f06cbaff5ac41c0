import type { Account, CustomerId, Person } from '../../domain/terms.ts';
import type { Store } from '../ports/store.ts';

/** Object id → what each account was created from, for those that Rollcall created and still knows. */
export type FindCreated = (accounts: readonly Account[]) => Promise<ReadonlyMap<string, Person>>;

/** A busy quarter's files; in older ones nobody looks for whom to create now, and each has to be read. */
const JOBS_LOOKED_AT = 200;

/**
 * Looks in the newest jobs for what accounts were created from: somebody who was renamed in the directory since is
 * known by that. Jobs are kept for a while only; an account that is in none is nobody of ours.
 */
export function createFindCreated(
  store: Pick<Store, 'listJobs' | 'scanRows'>,
  customer: CustomerId,
): FindCreated {
  return async (accounts) => {
    const found = new Map<string, Person>();
    if (accounts.length === 0) return found;
    const ids = new Set(accounts.map(({ id }) => id));
    const jobs = await store.listJobs({ limit: JOBS_LOOKED_AT });
    for (const job of jobs) {
      if (job.customer !== customer || job.task !== undefined) continue;
      await store.scanRows(job.id, ({ objectId, person }) => {
        if (objectId !== undefined && ids.has(objectId)) found.set(objectId, { ...person });
      });
      if (found.size === ids.size) break;
    }
    return found;
  };
}
