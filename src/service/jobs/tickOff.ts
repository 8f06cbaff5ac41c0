import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { Emit } from '../events.ts';
import { keyOfLeft } from '../leaving/listLeft.ts';
import type { HeldJob } from '../ports/heldJob.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import type { AuditEntry, LeftForPerson, RowRecord } from '../ports/records.ts';
import { describeAlreadyDone, type JobStates } from './jobState.ts';
import type { Jobs } from './jobs.ts';
import { isOver } from './runner/runJob.ts';
import { whileHeld } from './whileHeld.ts';
import { JOB_SERVICE_WORDS } from './words.ts';

const SAYS = JOB_SERVICE_WORDS.tickOff;

const TICKED = 'person.left_done';
const TAKEN_BACK = 'person.left_not_done';

/** One thing that is left for a person. */
export interface LeftThing extends LeftForPerson {
  /** For `Jobs.tickOff`. */
  key: string;
  row: RowRecord;
}

/** Everything that is left for a person in a job, done or not, in the order of its rows; nothing of who came back since. */
export function listLeftThings(rows: readonly RowRecord[]): LeftThing[] {
  return rows
    .filter(({ license }) => license.state !== 'todo')
    .flatMap((row) =>
      (row.left ?? [])
        .filter(({ needlessAt }) => needlessAt === undefined)
        .map((thing) => ({ ...thing, row, key: keyOfLeft(row.rowId, thing) })),
    );
}

const STILL_RUNS = new RollcallError('NOT_YET', SAYS.running.message, SAYS.running);

/** See {@link Jobs.tickOff}. */
export function createTickOff(
  context: ProvisioningOptions,
  states: JobStates,
  oneAtATime: OneAtATime,
  emit: Emit,
): Jobs['tickOff'] {
  const { store, clock } = context;

  /** One entry for each person and way: what is done, or is not after all, and never a command. */
  function listEntries(
    actor: Actor,
    jobId: string,
    row: RowRecord,
    things: readonly LeftThing[],
  ): AuditEntry[] {
    const { userPrincipalName: subject } = row.person;
    return [TICKED, TAKEN_BACK].flatMap((what) => {
      const own = things.filter(({ doneAt }) => (doneAt === undefined) === (what === TICKED));
      if (own.length === 0) return [];
      const detail = {
        jobId,
        objectId: row.objectId ?? '',
        what: own.map((thing) => thing.what).join('; '),
      };
      return [byActor(context, actor, { what, outcome: 'done', subject, detail })];
    });
  }

  async function tick(
    actor: Actor,
    jobId: string,
    held: HeldJob,
    { done, notDone }: { done: readonly string[]; notDone: readonly string[] },
  ): Promise<void> {
    const job = await states.findOwn(actor, jobId, TICKED);
    if (!isOver(job)) return states.refuse(actor, jobId, TICKED, STILL_RUNS);
    const rows = await store.loadRows(jobId);
    const changed = listLeftThings(rows).filter(({ key, doneAt }) =>
      (doneAt === undefined ? done : notDone).includes(key),
    );
    if (changed.length === 0) {
      const none = describeAlreadyDone(SAYS.same);
      return states.refuse(actor, jobId, TICKED, none);
    }
    const mark = { doneBy: actor.name, doneAt: clock.now() };
    const entries: AuditEntry[] = [];
    const ticked: RowRecord[] = [];
    for (const row of new Set(changed.map((thing) => thing.row))) {
      const own = changed.filter((thing) => thing.row === row);
      const left = (row.left ?? []).map((thing): LeftForPerson => {
        if (own.every(({ key }) => key !== keyOfLeft(row.rowId, thing))) return thing;
        const { doneBy: _by, doneAt, ...open } = thing;
        return doneAt === undefined ? { ...open, ...mark } : open;
      });
      entries.push(...listEntries(actor, jobId, row, own));
      ticked.push({ ...row, left });
    }
    await held.update((now) => now, entries, ticked);
  }

  return (actor, jobId, done, notDone = []) =>
    oneAtATime(jobId, async () => {
      const job = await states.findOwn(actor, jobId, TICKED);
      // One that runs is not taken from its run.
      if (!isOver(job)) return states.refuse(actor, jobId, TICKED, STILL_RUNS);
      await whileHeld(context, jobId, (held) => tick(actor, jobId, held, { done, notDone }));
      emit('tickedOff', jobId);
      return states.show(jobId);
    });
}
