import { RollcallError } from '../../domain/errors.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Emit } from '../events.ts';
import { isOver } from '../jobs/runner/runJob.ts';
import { whileHeld } from '../jobs/whileHeld.ts';
import type { HeldJob } from '../ports/heldJob.ts';
import type { JobRecord, LeftForPerson, RowRecord } from '../ports/records.ts';
import { jobIdOf } from '../snapshots/snapshots.ts';

/**
 * What earlier offboardings leave for a person to do by hand is needless for people who were put back, restored or allowed
 * to sign in since: whoever works through the list would do it to somebody who works here. What was done stays said. The
 * messages of those jobs are drawn anew. Harmless twice. Throws what the store throws.
 */
export type EndLeft = (job: JobRecord, rows: readonly RowRecord[]) => Promise<void>;

export function createEndLeft(
  context: Pick<ProvisioningOptions, 'policy' | 'store' | 'clock' | 'randomInt'>,
  emit: Emit,
): EndLeft {
  const { store, clock } = context;

  function end(thing: LeftForPerson): LeftForPerson {
    const isOpen = thing.doneAt === undefined && thing.needlessAt === undefined;
    return isOpen ? { ...thing, needlessAt: clock.now() } : thing;
  }

  async function endIn(jobId: string, objectIds: ReadonlySet<string>, held: HeldJob): Promise<boolean> {
    const job = await store.loadJob(jobId);
    // One that still runs is no earlier one.
    if (job === undefined || !isOver(job)) return false;
    const changed = (await store.loadRows(jobId)).flatMap((row): RowRecord[] => {
      if (row.objectId === undefined || !objectIds.has(row.objectId)) return [];
      const { left = [] } = row;
      const ended = left.map(end);
      return ended.some((thing, index) => thing !== left[index]) ? [{ ...row, left: ended }] : [];
    });
    if (changed.length === 0) return false;
    await held.update((now) => now, [], changed);
    return true;
  }

  return async ({ id, customer, createdAt }, rows) => {
    const wanted = new Map<string, Set<string>>();
    for (const { objectId } of rows) {
      if (objectId === undefined) continue;
      for (const kept of await store.listSnapshots({ customer, objectId })) {
        const jobId = jobIdOf(kept);
        if (kept.task !== 'leave' || jobId === id) continue;
        const job = await store.loadJob(jobId);
        // What came after this one, which may be tried again, decides over it.
        if (job === undefined || job.createdAt > createdAt) continue;
        wanted.set(jobId, (wanted.get(jobId) ?? new Set()).add(objectId));
      }
    }
    for (const [jobId, objectIds] of wanted) {
      try {
        if (await whileHeld(context, jobId, (held) => endIn(jobId, objectIds, held)))
          emit('tickedOff', jobId);
      } catch (error) {
        // Its time was over meanwhile.
        if (!(error instanceof RollcallError) || error.code !== 'NOT_FOUND') throw error;
      }
    }
  };
}
