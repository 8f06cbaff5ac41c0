import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { byActor, byJob, type ProvisioningOptions } from '../context.ts';
import { goOnUndoing, type Passed } from '../door/door.ts';
import { leaveIfOlder, readPatiently } from '../door/readMay.ts';
import { rulesOf } from '../door/taskRules.ts';
import type { Emit } from '../events.ts';
import type { Turn } from '../ports/engine.ts';
import type { HeldJob } from '../ports/heldJob.ts';
import { inTurns } from '../ports/inTurns.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import type { JobRecord, RowRecord, StoredError } from '../ports/records.ts';
import { waitForTurn } from '../ports/waitForTurn.ts';
import type { AskToUndo } from './askToUndo.ts';
import { deleteCreated } from './deleteCreated.ts';
import { keepDeliveries } from './delivery/writeMail.ts';
import { describeAlreadyDone, type JobStates, UNDONE } from './jobState.ts';
import type { Jobs } from './jobs.ts';
import { listLastMessages } from './lastMessages.ts';
import { listUnwritten } from './runner/listUnwritten.ts';
import { brokenWaitMs } from './runner/patience.ts';
import { hasAccount, toStored } from './runner/rowState.ts';
import { isOver } from './runner/runJob.ts';
import { restoreLicenses } from './steps/restoreLicenses.ts';
import { whileHeld } from './whileHeld.ts';
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

function describeUnread({ message }: RollcallError): StoredError {
  return { code: 'ROLE_UNKNOWN', message: SAYS.unread.message(message), next: SAYS.unread.next };
}

const DIRECTORY_AWAY: StoredError = {
  code: 'DIRECTORY_DOWN',
  ...SAYS.away,
};

/** Takes back what a job created. */
export interface Undo {
  undo: Jobs['undo'];
  /**
   * Carries an undo that was pressed to its end, also one that was cut off; ends it when whoever pressed Undo is no admin
   * any more, and leaves it to a newer policy file while an older one stands in by which they are none. Throws the turn's reason
   * once that is lost.
   */
  carryOut(jobId: string, turn: Turn): Promise<void>;
}

/** True for what Undo can still take back: an account that was created, licenses that were changed. */
function canUndo(row: RowRecord): boolean {
  if (row.change === undefined) return hasAccount(row);
  return row.undo?.state !== 'done' && row.change.before !== undefined;
}

function isOpen(row: RowRecord): boolean {
  return canUndo(row) && row.undo?.state !== 'failed';
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

/** What became of one row; undefined: it was taken back. */
interface Ended {
  row: RowRecord;
  error: StoredError | undefined;
}

/** One hold of one undo. */
interface UndoRun {
  held: HeldJob;
  /** Aborts when nothing more is to be begun. */
  signal: AbortSignal;
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
  const { store, engine, clock, directoryFor, log } = context;
  const elapsed = () => clock.elapsed?.() ?? clock.now();

  /**
   * What became of these accounts: durable in the audit first, then in their rows. A row that a crash lost in between is taken
   * back once more, which changes nothing, and isn't told again.
   */
  async function keep(held: HeldJob, job: JobRecord, ended: readonly Ended[]): Promise<void> {
    const at = clock.now();
    const entries = ended.map(({ row, error }) => ({
      what: row.change === undefined ? 'account.deleted' : 'license.restored',
      outcome: error === undefined ? ('done' as const) : ('failed' as const),
      subject: row.person.userPrincipalName,
      detail: { objectId: row.objectId ?? '', ...(error === undefined ? {} : { code: error.code }) },
    }));
    const news = held.wasCutOff ? await listUnwritten(context, job.id, entries) : entries;
    await Promise.all(news.map((entry) => held.audit(byJob(context, job, entry))));
    held.record(
      ended.map(({ row, error }) => ({
        ...row,
        undo: error === undefined ? { state: 'done', at } : { state: 'failed', error, at },
      })),
    );
  }

  /** Takes one batch back. Answers what is left of it, and how long to wait before trying that again. */
  async function takeBackSome(
    { held, signal }: UndoRun,
    job: Passed<JobRecord>,
    rows: readonly RowRecord[],
  ): Promise<{ later: RowRecord[]; waitMs: number }> {
    const directory = directoryFor(job.customer);
    // A pause or a drain ends the wait in the directory's queue.
    const how = { signal: AbortSignal.any([signal, context.brake.pausing()]) };
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
    const ended: Ended[] = [];
    let waitMs = 0;
    for (const [index, row] of rows.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) throw new Error(`${outcomes.length} outcomes for ${rows.length} people.`);
      if (outcome.status === 'later') {
        later.push(row);
        waitMs = Math.max(waitMs, outcome.afterMs);
      } else if (outcome.status === 'done') ended.push({ row, error: undefined });
      else if (outcome.status !== 'untouched') ended.push({ row, error: toStored(outcome.error) });
    }
    if (ended.length > 0) await keep(held, job, ended);
    return { later, waitMs };
  }

  async function giveUp(held: HeldJob, rows: readonly RowRecord[], error: StoredError): Promise<void> {
    const at = clock.now();
    for await (const some of inTurns(rows)) {
      held.record(some.map((row) => ({ ...row, undo: { state: 'failed', error, at } })));
    }
  }

  /** False: it was canceled while Rollcall was paused. */
  async function takeBackAll(run: UndoRun, job: Passed<JobRecord>): Promise<boolean> {
    const { held, signal } = run;
    let open = (await store.loadRows(job.id)).filter(isOpen);
    let patientUntil = elapsed() + PATIENCE_MS;
    while (open.length > 0) {
      if (context.brake.paused() !== undefined) {
        await context.brake.released(signal);
        // Nothing was tried meanwhile, so that nothing is known of the directory.
        patientUntil = elapsed() + PATIENCE_MS;
        if ((await loadUndone(job.id)) === undefined) return false;
      }
      signal.throwIfAborted();
      if (elapsed() > patientUntil) {
        await giveUp(held, open, DIRECTORY_AWAY);
        return true;
      }
      const some = open.slice(0, BATCH);
      const { later, waitMs } = await takeBackSome(run, job, some);
      if (later.length < some.length) patientUntil = elapsed() + PATIENCE_MS;
      open = [...later, ...open.slice(some.length)];
      emit('progress', job.id);
      if (waitMs > 0) await clock.sleep(waitMs, signal);
    }
    return true;
  }

  async function carryOutHeld(run: UndoRun, job: JobRecord): Promise<void> {
    const { held } = run;
    const read = await readPatiently(context, PATIENCE_MS, run.signal, () => goOnUndoing(context, job));
    if (await leaveIfOlder(context, read, 'undo', job.id)) return held.letGo();
    if (read.may !== 'yes') {
      const why = read.may === 'no' ? ROLE_LOST : describeUnread(read.why);
      await giveUp(held, (await store.loadRows(job.id)).filter(isOpen), why);
    } else if (!(await takeBackAll(run, read.by))) {
      await held.letGo();
      emit('finished', job.id);
      return;
    }
    await held.flush();
    const rows = await store.loadRows(job.id);
    await held.update((now) => ({
      ...now,
      undo: { state: 'done', at: clock.now() },
      deliveries: keepDeliveries(now, rows),
      messages: listLastMessages(now, clock.now()),
    }));
    await held.letGo();
    emit('finished', job.id);
  }

  async function loadUndone(jobId: string): Promise<JobRecord | undefined> {
    const job = await store.loadJob(jobId);
    return job?.undo?.state === 'running' ? job : undefined;
  }

  async function carryOut(jobId: string, turn: Turn): Promise<void> {
    // One that is through is not taken from whoever has it now.
    if ((await loadUndone(jobId)) === undefined) return;
    await waitForTurn(turn);
    const held = await store.holdJob(jobId);
    const job = await loadUndone(jobId);
    if (held !== undefined && job !== undefined) await carryOutHeld({ held, signal: turn.signal }, job);
  }

  /** Everything of it is in the records, so that it is asked for after they are. */
  async function press(actor: Actor, jobId: string, place: Place | undefined, held: HeldJob) {
    const job = await states.findOwn(actor, jobId, UNDONE);
    const refusal = refuseUndo(job);
    if (refusal !== undefined) return states.refuse(actor, jobId, UNDONE, refusal);
    if (job.undo?.state === 'running') return undefined;
    const rows = (await store.loadRows(jobId)).filter(canUndo);
    if (rows.length === 0) {
      const none = describeAlreadyDone(SAYS.nothing);
      return states.refuse(actor, jobId, UNDONE, none);
    }
    const request = await askToUndo.ask(actor, place ?? job.place, job, rows);
    if (request !== undefined) return request;
    const detail = { ...auditTask(job), people: rows.length };
    const entry = byActor(context, actor, { what: UNDONE, outcome: 'done', subject: jobId, detail });
    await held.update(
      (now) => ({
        ...now,
        undo: { state: 'running', at: clock.now() },
        pressedAt: clock.now(),
        messages: now.messages.map((message) => ({ ...message, settled: false })),
      }),
      [entry],
      // A deletion that failed before is tried again.
      rows.map(({ undo: _before, ...row }) => row),
    );
    return undefined;
  }

  return {
    undo: (actor, jobId, place) =>
      oneAtATime(jobId, async () => {
        const job = await states.findOwn(actor, jobId, UNDONE);
        const refusal = refuseUndo(job);
        if (refusal !== undefined) return states.refuse(actor, jobId, UNDONE, refusal);
        if (job.undo?.state !== 'running') {
          const request = await whileHeld(context, jobId, (held) => press(actor, jobId, place, held));
          if (request !== undefined) return { request };
        }
        await engine.send('undo', jobId);
        return states.loadOwn(actor, jobId, UNDONE);
      }),
    async carryOut(jobId, turn) {
      for (let broken = 0; ; broken += 1) {
        try {
          return await carryOut(jobId, turn);
        } catch (error) {
          turn.signal.throwIfAborted();
          const waitMs = brokenWaitMs(broken);
          log.error({ jobId, err: error, nextTryMs: waitMs }, 'undo.broke');
          await clock.sleep(waitMs, turn.signal);
          turn.signal.throwIfAborted();
        }
      }
    },
  };
}
