import type { Task } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { orderOf } from '../ports/order.ts';
import type { JobRecord, RowRecord, StoredError } from '../ports/records.ts';
import type { SnapshotRecord } from '../ports/snapshots.ts';
import { snapshotIdOf } from '../snapshots/snapshots.ts';
import { listOpen, standingOf, withStep } from './runner/rowState.ts';
import { JOB_SERVICE_WORDS } from './words.ts';

const SAYS = JOB_SERVICE_WORDS.overtaken;

type Came = keyof typeof SAYS.came;

/** What a later job did to somebody that decides over an earlier one. */
function cameOf({ task, did }: SnapshotRecord): Came | undefined {
  if (task === 'putBack' || task === 'restore' || task === 'leave' || task === 'delete') return task;
  return did.includes('allow') ? 'allow' : did.includes('block') ? 'block' : undefined;
}

/** One offboarding may go on after another: both want the same. */
function decidesOver(task: Task | undefined, came: Came): boolean {
  return task !== 'leave' || (came !== 'leave' && came !== 'block');
}

/**
 * Why a row is not taken up again: since it began, somebody had the same person put back, restored, offboarded, deleted,
 * blocked or allowed to sign in, and what it still has to do would take that back unasked. Undefined while nothing of it
 * came. Throws what the store throws.
 *
 * @param isBegun only a row that has begun is looked at: one that has not waits for whoever was asked for before it
 */
export async function findOvertaking(
  { store }: Pick<ProvisioningOptions, 'store'>,
  job: JobRecord,
  { rowId, objectId }: RowRecord,
  isBegun = false,
): Promise<StoredError | undefined> {
  if (objectId === undefined) return undefined;
  const { id, customer, task } = job;
  const kept = await store.listSnapshots({ customer, objectId });
  const own = kept.find((one) => one.id === snapshotIdOf(id, rowId));
  if (own === undefined && isBegun) return undefined;
  const since = orderOf(own ?? job);
  for (const one of kept) {
    const came = orderOf(one) > since && one.id !== own?.id ? cameOf(one) : undefined;
    if (came !== undefined && decidesOver(task, came)) {
      return { code: 'FORBIDDEN', message: SAYS.message(SAYS.came[came]), next: SAYS.next };
    }
  }
  return undefined;
}

/** A row that is over because of what came after it; what was done of it stays done. */
export function closeOvertaken(row: RowRecord, error: StoredError, at: number): RowRecord {
  const isOpen = ({ state }: { state: string }): boolean => state === 'todo' || state === 'failed';
  const closed: RowRecord = { ...row, overtakenAt: at };
  if (row.create.state !== 'done') return { ...closed, create: { state: 'failed', error, at } };
  const acts = row.acts?.map((one) => (isOpen(one) ? { ...one, state: 'failed' as const, error, at } : one));
  return listOpen(row).reduce((now, step) => withStep(now, step, at, error), {
    ...closed,
    ...(acts === undefined ? {} : { acts }),
  });
}

/** Try again would do something for this row. */
export function isToRetry(row: RowRecord): boolean {
  if (row.overtakenAt !== undefined) return false;
  const standing = standingOf(row);
  return standing === 'failed' || standing === 'partly' || standing === 'waiting';
}
