import type { Account, CustomerId, Person } from '../../domain/terms.ts';
import type { Store } from '../ports/store.ts';

/** Object id → what each account was created from, for those that Rollcall created and still knows. */
export type FindCreated = (accounts: readonly Account[]) => Promise<ReadonlyMap<string, Person>>;

/** Accounts asked about at once: each is a chain of the audit's index, and all chains are walked together. */
const ASKED_AT_ONCE = 50;

/**
 * Finds by the audit which jobs created accounts, and reads these: somebody who was renamed in the directory since is
 * known by what they were created from. Jobs are kept for a while only; an account that is in none is nobody of ours.
 */
export function createFindCreated(
  store: Pick<Store, 'readAudit' | 'scanRows'>,
  customer: CustomerId,
): FindCreated {
  return async (accounts) => {
    const ids = [...new Set(accounts.map(({ id }) => id))];
    const jobs = new Set<string>();
    for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
      const mentions = ids.slice(at, at + ASKED_AT_ONCE);
      const limit = Number.MAX_SAFE_INTEGER;
      for (const { what, detail } of await store.readAudit({ customer, mentions, limit })) {
        if (what === 'account.created' && typeof detail?.jobId === 'string') jobs.add(detail.jobId);
      }
    }
    const wanted = new Set(ids);
    const found = new Map<string, Person>();
    for (const jobId of jobs) {
      await store.scanRows(jobId, ({ objectId, person }) => {
        if (objectId !== undefined && wanted.has(objectId)) found.set(objectId, { ...person });
      });
    }
    return found;
  };
}
