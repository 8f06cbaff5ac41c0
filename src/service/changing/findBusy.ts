import type { RollcallError } from '../../domain/errors.ts';
import type { ProvisioningOptions } from '../context.ts';
import { rulesOf } from '../door/taskRules.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import { hasSnapshot } from '../snapshots/snapshots.ts';
import { BUSY, isRunning, listRowsAbout, type RunningRow } from './inRunningJob.ts';

type Options = Pick<ProvisioningOptions, 'store'>;

/** Asked of each row of one job, right before it changes somebody. Throws what the store throws. */
type FindBusy = (row: Pick<RowRecord, 'rowId' | 'objectId'>) => Promise<RollcallError | undefined>;

/**
 * As `refuseInRunningJob`, right before a row changes somebody: two may have pressed together. One of two such rows
 * goes first, the one that has begun or else was accepted first, so that they never wait for each other; other jobs wait for
 * nobody, and are waited for. Each other job is read once for all rows, and again only for whom both are about.
 */
export function createFindBusy(
  options: Options,
  { id: jobId, customer }: Pick<JobRecord, 'id' | 'customer'>,
): FindBusy {
  const known = new Map<string, Promise<ReadonlySet<string>>>();

  async function readWhom(otherId: string): Promise<ReadonlySet<string>> {
    const whom = new Set<string>();
    await options.store.scanRows(otherId, ({ objectId }) => {
      if (objectId !== undefined) whom.add(objectId);
    });
    return whom;
  }

  /** Of people who exist that stands once it is accepted; new people have no account before it is created. */
  async function isAbout({ id, task }: JobRecord, objectId: string): Promise<boolean> {
    if (rulesOf(task).about === 'new') return true;
    const whom = known.get(id) ?? readWhom(id);
    known.set(id, whom);
    try {
      return (await whom).has(objectId);
    } catch (error) {
      known.delete(id);
      throw error;
    }
  }

  async function listTogether({ rowId, objectId = '' }: Parameters<FindBusy>[0]): Promise<RunningRow[]> {
    const found: RunningRow[] = [];
    for (const job of await options.store.listUnfinished()) {
      if (job.customer !== customer || !isRunning(job)) continue;
      if (job.id === jobId) found.push({ job, rowId, isOpen: true });
      else if (await isAbout(job, objectId)) found.push(...(await listRowsAbout(options, job, objectId)));
    }
    return found;
  }

  return async (row) => {
    const running = await listTogether(row);
    const own = running.findIndex(({ job }) => job.id === jobId);
    const others = running.filter(({ job, isOpen }) => job.id !== jobId && isOpen);
    if (others.length === 0) return undefined;
    const hasBegun = await hasSnapshot(options, jobId, row.rowId);
    for (const other of others) {
      if (rulesOf(other.job.task).hasActs !== true) return BUSY;
      const otherHasBegun = await hasSnapshot(options, other.job.id, other.rowId);
      if (otherHasBegun === hasBegun ? running.indexOf(other) < own : otherHasBegun) return BUSY;
    }
    return undefined;
  };
}
