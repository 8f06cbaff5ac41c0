import { RollcallError } from '../../domain/errors.ts';
import { byActor, byJob, type ProvisioningOptions } from '../context.ts';
import { goOnUndoing, type Passed } from '../door/door.ts';
import { rulesOf } from '../door/taskRules.ts';
import type { Emit } from '../events.ts';
import type { StepOutcome } from '../ports/directory.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import type { Delivery, JobRecord, RowRecord, StoredError } from '../ports/records.ts';
import type { AskToUndo } from './askToUndo.ts';
import { deleteCreated } from './deleteCreated.ts';
import { listMailed } from './delivery/writeMail.ts';
import { describeAlreadyDone, type JobStates, UNDONE } from './jobState.ts';
import type { Jobs } from './jobs.ts';
import { listLastMessages } from './lastMessages.ts';
import { brokenWaitMs } from './runner/patience.ts';
import { hasAccount, toStored } from './runner/rowState.ts';
import { isOver } from './runner/runJob.ts';
import { restoreLicenses } from './steps/restoreLicenses.ts';
import { JOB_SERVICE_WORDS } from './words.ts';

const SAYS = JOB_SERVICE_WORDS.undo;

/** Microsoft Graph: a `$batch` takes 20 requests. */
const BATCH = 20;
/**
 * Without a single success. Throttling passes within Microsoft's window of 2.5 minutes; longer than this is told, and
 * Undo pressed again.
 */
const PATIENCE_MS = 10 * 60_000;

const ROLE_LOST: StoredError = {
  code: 'ROLE_MISSING',
  ...SAYS.roleLost,
};

const DIRECTORY_AWAY: StoredError = {
  code: 'DIRECTORY_DOWN',
  ...SAYS.away,
};

/** Takes back what a job created. */
export interface Undo {
  undo: Jobs['undo'];
  /** Goes on with an undo that a restart cut off; ends it when whoever pressed Undo is no admin any more. */
  resume(job: JobRecord): void;
  drain(): Promise<void>;
}

/** True for what Undo can still take back: an account that was created, licenses that were changed. */
function canUndo(row: RowRecord): boolean {
  if (row.change === undefined) return hasAccount(row);
  return row.undo?.state !== 'done' && row.change.before !== undefined;
}

function isOpen(row: RowRecord): boolean {
  return canUndo(row) && row.undo?.state !== 'failed';
}

/** The mails of a job without those that would bring the passwords of nobody: they are neither tried nor kept for. */
function keepDeliveries({ deliveries }: JobRecord, rows: readonly RowRecord[]): readonly Delivery[] {
  return deliveries.filter(({ state, part }) => state === 'accepted' || listMailed(rows, part).length > 0);
}

/** Why this job cannot be undone now, whoever asks. */
function refuseUndo(job: JobRecord): RollcallError | undefined {
  if (job.task === 'reset') return describeAlreadyDone(SAYS.reset);
  if (job.task === 'restore') return describeAlreadyDone(SAYS.restore);
  if (job.task === 'delete') return describeAlreadyDone(SAYS.deletion);
  if (rulesOf(job.task).hasActs) return describeAlreadyDone(SAYS.acts);
  if (isOver(job)) return undefined;
  return new RollcallError('NOT_YET', SAYS.running.message, SAYS.running);
}

/** What Undo is made with. */
export interface UndoParts {
  oneAtATime: OneAtATime;
  askToUndo: AskToUndo;
  emit: Emit;
}

export function createUndo(
  context: ProvisioningOptions,
  states: JobStates,
  { oneAtATime, askToUndo, emit }: UndoParts,
): Undo {
  const { store, clock, directoryFor, log } = context;
  const running = new Map<string, Promise<void>>();
  const ending = new AbortController();
  const elapsed = () => clock.elapsed?.() ?? clock.now();

  /** What became of one account: durable in the audit first, then in its row. */
  async function keep(job: JobRecord, row: RowRecord, outcome: StepOutcome): Promise<void> {
    const at = clock.now();
    const isDone = outcome.status === 'done';
    const error = outcome.status === 'done' ? undefined : toStored(outcome.error);
    await store.audit(
      byJob(context, job, {
        what: row.change === undefined ? 'account.deleted' : 'license.restored',
        outcome: isDone ? 'done' : 'failed',
        subject: row.person.userPrincipalName,
        detail: { objectId: row.objectId ?? '', ...(error === undefined ? {} : { code: error.code }) },
      }),
    );
    store.record(job.id, [
      { ...row, undo: error === undefined ? { state: 'done', at } : { state: 'failed', error, at } },
    ]);
  }

  /** Takes one batch back. Answers what is left of it, and how long to wait before trying that again. */
  async function takeBackSome(
    job: Passed<JobRecord>,
    rows: readonly RowRecord[],
  ): Promise<{ later: RowRecord[]; waitMs: number }> {
    const directory = directoryFor(job.customer);
    // A pause or a drain ends the wait in the directory's queue.
    const how = { signal: AbortSignal.any([ending.signal, context.brake.pausing()]) };
    const outcomes =
      job.task === 'assign'
        ? await restoreLicenses(
            directory,
            rows,
            askToUndo.needsApproval(job, await store.loadRows(job.id)),
            how,
          )
        : await deleteCreated(directory, rows, how);
    const later: RowRecord[] = [];
    let waitMs = 0;
    for (const [index, row] of rows.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) throw new Error(`${outcomes.length} outcomes for ${rows.length} people.`);
      if (outcome.status === 'later') {
        later.push(row);
        waitMs = Math.max(waitMs, outcome.afterMs);
      } else if (outcome.status !== 'untouched') await keep(job, row, outcome);
    }
    return { later, waitMs };
  }

  function giveUp(job: JobRecord, rows: readonly RowRecord[], error: StoredError): void {
    const at = clock.now();
    store.record(
      job.id,
      rows.map((row) => ({ ...row, undo: { state: 'failed', error, at } })),
    );
  }

  /** Answers false when the process ends before it is through. */
  async function takeBackAll(job: Passed<JobRecord>): Promise<boolean> {
    let open = (await store.loadRows(job.id)).filter(isOpen);
    let patientUntil = elapsed() + PATIENCE_MS;
    while (open.length > 0) {
      if (context.brake.paused() !== undefined) {
        await context.brake.released(ending.signal);
        // Nothing was tried meanwhile, so that nothing is known of the directory.
        patientUntil = elapsed() + PATIENCE_MS;
      }
      if (ending.signal.aborted) return false;
      if (elapsed() > patientUntil) {
        giveUp(job, open, DIRECTORY_AWAY);
        return true;
      }
      const some = open.slice(0, BATCH);
      const { later, waitMs } = await takeBackSome(job, some);
      if (later.length < some.length) patientUntil = elapsed() + PATIENCE_MS;
      open = [...later, ...open.slice(some.length)];
      emit('progress', job.id);
      if (waitMs > 0) await clock.sleep(waitMs, ending.signal);
    }
    return true;
  }

  async function carryOut(job: JobRecord): Promise<void> {
    const passed = goOnUndoing(context.policy, job);
    if (passed === undefined) giveUp(job, (await store.loadRows(job.id)).filter(isOpen), ROLE_LOST);
    else if (!(await takeBackAll(passed))) return;
    await store.flush(job.id);
    const rows = await store.loadRows(job.id);
    await store.updateJob(job.id, (now) => ({
      ...now,
      undo: { state: 'done', at: clock.now() },
      deliveries: keepDeliveries(now, rows),
      messages: listLastMessages(now, clock.now()),
    }));
    emit('finished', job.id);
  }

  /** Goes on from the store whenever something broke, until it is through or the process ends. */
  async function carryOutUntilDone(job: JobRecord): Promise<void> {
    for (let broken = 0; !ending.signal.aborted; broken += 1) {
      try {
        await carryOut(job);
        return;
      } catch (error) {
        const waitMs = brokenWaitMs(broken);
        log.error({ jobId: job.id, err: error, nextTryMs: waitMs }, 'undo.broke');
        await clock.sleep(waitMs, ending.signal);
      }
    }
  }

  function ensure(job: JobRecord): void {
    if (running.has(job.id) || ending.signal.aborted) return;
    running.set(
      job.id,
      carryOutUntilDone(job).finally(() => running.delete(job.id)),
    );
  }

  return {
    undo: (actor, jobId, place) =>
      oneAtATime(jobId, async () => {
        const job = await states.findOwn(actor, jobId, UNDONE);
        const refusal = refuseUndo(job);
        if (refusal !== undefined) return states.refuse(actor, jobId, UNDONE, refusal);
        if (job.undo?.state !== 'running') {
          const rows = (await store.loadRows(jobId)).filter(canUndo);
          if (rows.length === 0) {
            const none = describeAlreadyDone(SAYS.nothing);
            return states.refuse(actor, jobId, UNDONE, none);
          }
          const request = await askToUndo.ask(actor, place ?? job.place, job, rows);
          if (request !== undefined) return { request };
          const detail = { people: rows.length };
          await store.audit(
            byActor(context, actor, { what: UNDONE, outcome: 'done', subject: jobId, detail }),
          );
          // A deletion that failed before is tried again.
          store.record(
            jobId,
            rows.map(({ undo: _before, ...row }) => row),
          );
          await store.flush(jobId);
          await store.updateJob(jobId, (now) => ({
            ...now,
            undo: { state: 'running', at: clock.now() },
            pressedAt: clock.now(),
            messages: now.messages.map((message) => ({ ...message, settled: false })),
          }));
          ensure(job);
        }
        return states.loadOwn(actor, jobId, UNDONE);
      }),
    resume: ensure,
    async drain() {
      ending.abort();
      await Promise.all(running.values());
    },
  };
}
