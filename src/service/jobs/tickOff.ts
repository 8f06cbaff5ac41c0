import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { Emit } from '../events.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import type { LeftForPerson, RowRecord } from '../ports/records.ts';
import { describeAlreadyDone, type JobStates } from './jobState.ts';
import type { Jobs } from './jobs.ts';
import { isOver } from './runner/runJob.ts';

const TICKED = 'person.left_done';

/** One thing that is left for a person. */
export interface LeftThing extends LeftForPerson {
  /** For `Jobs.tickOff`. */
  key: string;
  row: RowRecord;
}

/** Everything that is left for a person in a job, done or not, in the order of its rows. */
export function listLeftThings(rows: readonly RowRecord[]): LeftThing[] {
  return rows
    .filter(({ license }) => license.state !== 'todo')
    .flatMap((row) =>
      (row.left ?? []).map((thing, index) => ({ ...thing, row, key: `${row.rowId} ${index}` })),
    );
}

const STILL_RUNS = new RollcallError('NOT_YET', 'This job still runs.', {
  done: 'Nothing was ticked off.',
  next: 'Wait for the message with its results, and tick it off then.',
});

/** See {@link Jobs.tickOff}. */
export function createTickOff(
  context: Pick<ProvisioningOptions, 'store' | 'clock'>,
  states: JobStates,
  oneAtATime: OneAtATime,
  emit: Emit,
): Jobs['tickOff'] {
  const { store, clock } = context;

  /** One entry for each person: what is done, and never a command. */
  async function audit(
    actor: Actor,
    jobId: string,
    row: RowRecord,
    things: readonly string[],
  ): Promise<void> {
    const { userPrincipalName: subject } = row.person;
    const detail = { jobId, objectId: row.objectId ?? '', what: things.join('; ') };
    await store.audit(byActor(context, actor, { what: TICKED, outcome: 'done', subject, detail }));
  }

  return (actor, jobId, keys) =>
    oneAtATime(jobId, async () => {
      const job = await states.findOwn(actor, jobId, TICKED);
      if (!isOver(job)) return states.refuse(actor, jobId, TICKED, STILL_RUNS);
      const rows = await store.loadRows(jobId);
      const ticked = listLeftThings(rows).filter(
        ({ key, doneAt }) => keys.includes(key) && doneAt === undefined,
      );
      if (ticked.length === 0) {
        const none = describeAlreadyDone(
          'Nothing of this is left to tick off.',
          'See the newest message with the results.',
        );
        return states.refuse(actor, jobId, TICKED, none);
      }
      const done = { doneBy: actor.name, doneAt: clock.now() };
      for (const row of new Set(ticked.map((thing) => thing.row))) {
        const own = new Set(ticked.filter((thing) => thing.row === row).map(({ key }) => key));
        const left = (row.left ?? []).map((thing, index) =>
          own.has(`${row.rowId} ${index}`) ? { ...thing, ...done } : thing,
        );
        await audit(
          actor,
          jobId,
          row,
          ticked.filter((thing) => thing.row === row).map(({ what }) => what),
        );
        store.record(jobId, [{ ...row, left }]);
      }
      await store.flush(jobId);
      emit('tickedOff', jobId);
      return states.show(jobId);
    });
}
