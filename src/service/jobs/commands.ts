import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { STOPPED } from '../door/haltJob.ts';
import type { Emit } from '../events.ts';
import type { HeldJob } from '../ports/heldJob.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import type { JobRecord, RowRecord, StoredError } from '../ports/records.ts';
import { describeBeingUndone, isBeingUndone } from './beingUndone.ts';
import type { RevealClaims } from './delivery/revealClaims.ts';
import { checkPasswordsKept } from './jobErrors.ts';
import { describeAlreadyDone, type JobStates } from './jobState.ts';
import type { Jobs } from './jobs.ts';
import { closeOvertaken, findOvertaking, isToRetry } from './overtaken.ts';
import { hasAccount, reopenRow, standingOf } from './runner/rowState.ts';
import { isOver } from './runner/runJob.ts';
import type { Runs } from './runner/runs.ts';
import { whileHeld } from './whileHeld.ts';
import { JOB_SERVICE_WORDS } from './words.ts';

export interface Commands extends Pick<Jobs, 'stop' | 'retry'> {
  /**
   * Stops one part of a file for several customers, for whoever may stop that file: neither the part nor its customer has to
   * be theirs. Harmless twice.
   */
  stopPart(actor: Actor, jobId: string): Promise<void>;
}

/** A password that was shown stays shown, so that the job can show those of people who are created now. */
function keepShown(row: RowRecord, { revealedAt }: JobRecord): RowRecord {
  const shown = revealedAt !== undefined && row.revealedAt === undefined && hasAccount(row);
  return shown ? { ...row, revealedAt } : row;
}

const RETRIED = 'job.retried';

/** What can be asked of a job once it runs. Each is durable before it takes effect, and harmless twice. */
export function createCommands(
  context: ProvisioningOptions,
  states: JobStates,
  runs: Runs,
  oneAtATime: OneAtATime,
  claims: RevealClaims,
  emit: Emit,
): Commands {
  const { store, clock } = context;

  /** Takes the failed rows up again. Answers whether there is something to run now. */
  async function reopen(actor: Actor, jobId: string, held: HeldJob): Promise<boolean> {
    const job = await states.findOwn(actor, jobId, RETRIED);
    if (!isOver(job)) return false;
    if (isBeingUndone(job))
      return states.refuse(
        actor,
        jobId,
        RETRIED,
        describeBeingUndone(JOB_SERVICE_WORDS.beingUndone.notRetried),
      );
    const rows: RowRecord[] = await store.loadRows(jobId);
    const open: RowRecord[] = [];
    let overtaken: StoredError | undefined;
    for (const row of rows) {
      const error = isToRetry(row) ? await findOvertaking(context, job, row) : undefined;
      overtaken ??= error;
      open.push(error === undefined ? (reopenRow(row) ?? row) : closeOvertaken(row, error, clock.now()));
    }
    const again = claims.wasShown(job) ? open.map((row) => keepShown(row, job)) : open;
    const people = again.filter((row) => standingOf(row) === 'waiting').length;
    if (people === 0 && overtaken !== undefined) {
      await held.update(
        (now) => now,
        [],
        open.filter((row, index) => row !== rows[index]),
      );
      emit('tickedOff', jobId);
      const { code, message, next } = overtaken;
      return states.refuse(actor, jobId, RETRIED, new RollcallError(code, message, { next }));
    }
    if (people === 0) {
      const { message, next } = JOB_SERVICE_WORDS.nothingToRetry;
      const all = describeAlreadyDone({ message: message((job.task ?? 'create') === 'create'), next });
      return states.refuse(actor, jobId, RETRIED, all);
    }
    const gone = checkPasswordsKept(job);
    if (gone !== undefined && !again.every(hasAccount)) {
      return states.refuse(actor, jobId, RETRIED, gone);
    }
    const detail = { ...auditTask(job), people };
    const entry = byActor(context, actor, { what: RETRIED, outcome: 'done', subject: jobId, detail });
    const reopened = await held.update(
      ({
        revealedAt: _kept,
        revealUnsure: _unsure,
        finishedAt: _before,
        finishedOrder: _then,
        haltedAt: _why,
        haltedFor: _whose,
        ...now
      }) =>
        isOver(now) && !isBeingUndone(now)
          ? {
              ...now,
              state: 'running',
              pressedAt: clock.now(),
              messages: now.messages.map((message) => ({ ...message, settled: false })),
            }
          : undefined,
      [entry],
      again.filter((row, index) => row !== rows[index]),
    );
    return reopened !== undefined;
  }

  /** For whoever was found to be allowed to. */
  async function stopFound(actor: Actor, found: JobRecord): Promise<void> {
    const { id: subject } = found;
    // Not audited with it: a stop that waits for the audit's disk creates more people.
    const stopped = await store.updateJob(subject, (job) =>
      job.state === 'running' ? { ...job, state: 'stopping', pressedAt: clock.now() } : undefined,
    );
    if (stopped === undefined) return;
    runs.stop(subject);
    const entry = { what: STOPPED, outcome: 'done', subject, detail: auditTask(found) } as const;
    await store.audit(byActor(context, actor, entry));
  }

  return {
    async stop(actor, jobId) {
      await stopFound(actor, await states.findToStop(actor, jobId));
      return states.show(jobId);
    },

    async stopPart(actor, jobId) {
      const job = await store.loadJob(jobId);
      if (job !== undefined) await stopFound({ ...actor, customer: job.customer }, job);
    },

    retry: (actor, jobId) =>
      oneAtATime(jobId, async () => {
        const now = await states.findOwn(actor, jobId, RETRIED);
        // One that runs is not taken from its run.
        const isReopened =
          isOver(now) && (await whileHeld(context, jobId, (held) => reopen(actor, jobId, held)));
        if (isReopened) await runs.ensure(now);
        return states.loadOwn(actor, jobId, RETRIED);
      }),
  };
}
