import type { ProvisioningOptions } from '../../context.ts';
import { isRoleUnknown } from '../../door/readMay.ts';
import type { Emit } from '../../events.ts';
import type { Turn } from '../../ports/engine.ts';
import type { HeldJob } from '../../ports/heldJob.ts';
import type { JobRecord } from '../../ports/records.ts';
import { waitForTurn } from '../../ports/waitForTurn.ts';
import type { AcceptedAudit } from '../acceptedAudit.ts';
import type { Mailing } from '../delivery/mailing.ts';
import type { Control } from './jobRun.ts';
import { createMeter, type Meter } from './meter.ts';
import { brokenWaitMs } from './patience.ts';
import { createPauses } from './pauses.ts';
import { createProgress } from './progress.ts';
import type { RowCounter } from './rowState.ts';
import { type BeforeEnd, isOver, runJob } from './runJob.ts';

/**
 * How often a run looks whether its job is to be stopped, and whoever waits for its end whether it has come. Both are
 * told at once; this is for what was told and lost.
 */
const LOOK_EVERY_MS = 3_000;

/**
 * Jobs of one of several customers that run in this process at the same time. They share their tenant's limit and wait for
 * each other anyway; without a bound, twenty of a customer whose Graph hangs would take every place that the engine has for
 * jobs (`engine/pace.ts`). More lets fewer customers have trouble at once; fewer makes many small jobs of one wait.
 */
const MOST_OF_ONE = 5;
/** When a job of such a customer is looked at again. Later leaves a free place empty; sooner costs the engine a write. */
const PLACE_AGAIN_MS = 3_000;

interface Run {
  control: Control;
  meter: Meter;
  customer: string;
  /** Left out until some of its rows have changed. */
  counter?: RowCounter | undefined;
}

/** The jobs under way, here or in another process: the engine has one run for each, whoever asks for it. */
export interface Runs {
  /** Has the job run; one that runs already is looked at again when that has ended. Durable on return. */
  ensure(job: Pick<JobRecord, 'id' | 'kind'>): Promise<void>;
  /** Carries a job out until it ends. Throws the turn's reason when that was lost before. */
  carryOut(jobId: string, turn: Turn): Promise<void>;
  /** No new creates for this job. The job's state says so already. */
  stop(jobId: string): void;
  /** Until the job has ended, wherever it runs, or until `signal` aborts. */
  settled(jobId: string, signal: AbortSignal): Promise<void>;
  /** What the rows of a job that runs in this process come to; undefined where that is for the store to say. */
  countsOf(jobId: string): Pick<RowCounter, 'counts' | 'writesLeft'> | undefined;
  /** Whole seconds until no row waits; undefined before that can be told. */
  secondsLeft(job: JobRecord, waiting: number, writesLeft: number): Promise<number | undefined>;
}

export function createRuns(
  context: ProvisioningOptions,
  accepted: AcceptedAudit,
  mailing: Mailing,
  emit: Emit,
  beforeEnd: BeforeEnd,
): Runs {
  const { policy, store, engine, clock, log, directoryFor } = context;
  const runs = new Map<string, Run>();

  const quotaMsOf =
    ({ customer }: JobRecord) =>
    (writes: number): number =>
      directoryFor(customer).quotaMs(writes);

  /** True while one of several customers has as many jobs under way here as it may. */
  function hasItsPlaces({ customer, kind }: JobRecord): boolean {
    if (policy.customers.length < 2 || kind !== 'bulk') return false;
    const own = [...runs.values()].filter((run) => run.customer === customer);
    return own.length >= MOST_OF_ONE;
  }

  function stopNow(control: Control): void {
    control.stop = true;
    control.pauses.endAll();
  }

  engine.onWake('stop', (jobId) => {
    const run = runs.get(jobId);
    if (run !== undefined) stopNow(run.control);
  });

  async function watchForStop(jobId: string, control: Control, over: AbortSignal): Promise<void> {
    while (!control.stop) {
      await clock.sleep(LOOK_EVERY_MS, over);
      if (over.aborted) return;
      const job = await store.loadJob(jobId).catch(() => undefined);
      if (job?.state === 'stopping') stopNow(control);
    }
  }

  /** Holds it anew whenever something broke: another may have taken it. */
  async function hold(jobId: string, run: Run, turn: Turn, lastTurn: number): Promise<HeldJob | undefined> {
    const { control, meter } = run;
    await waitForTurn(turn);
    const held = await store.holdJob(jobId);
    const job = await store.loadJob(jobId);
    if (held === undefined || job === undefined) return undefined;
    log.info({ jobId, turn: held.turn }, 'job.taken');
    // What this run itself broke off is known to it; what another did in between is not.
    const isCutOff = held.wasCutOff && held.turn !== lastTurn + 1;
    control.resumed ||= isCutOff;
    control.repeats ||= isCutOff;
    const keep = (secondsLeft: number | undefined) =>
      held.tell({ at: clock.now(), ...(secondsLeft === undefined ? {} : { secondsLeft }) });
    const isUnderWay = () => runs.get(jobId) === run;
    const progress = createProgress({
      clock,
      meter,
      quotaMs: quotaMsOf(job),
      tell: () => isUnderWay() && emit('progress', jobId),
      keep,
    });
    run.counter = undefined;
    control.onProgress = (counter) => {
      run.counter = counter ?? run.counter;
      progress(counter);
    };
    return held;
  }

  /** Runs the job until it ends, from the store anew whenever something broke. */
  async function runToTheEnd(jobId: string, run: Run, turn: Turn): Promise<void> {
    const { control } = run;
    let lastTurn = Number.NaN;
    for (let broken = 0; !control.drain; broken++) {
      try {
        const held = await hold(jobId, run, turn, lastTurn);
        if (held === undefined) return;
        lastTurn = held.turn;
        if (control.resumed && broken === 0) tellResumed(jobId);
        const isAtItsEnd = await runJob(context, accepted, mailing, held, jobId, control, beforeEnd);
        if (control.drain && !isAtItsEnd) return await held.flush();
        await held.letGo();
        if (!isAtItsEnd) return;
        log.info({ jobId }, 'job.ended');
        emit('finished', jobId);
        return;
      } catch (error) {
        turn.signal.throwIfAborted();
        const waitMs = brokenWaitMs(broken);
        const fields = { jobId, err: error, nextTryMs: waitMs };
        if (isRoleUnknown(error)) log.warn(fields, 'job.waits');
        else log.error(fields, 'job.broke');
        control.repeats = true;
        await control.pauses.begin(waitMs).over;
      }
    }
  }

  function tellResumed(jobId: string): void {
    log.info({ jobId }, 'job.resumed');
    emit('resumed', jobId);
  }

  return {
    ensure: ({ id, kind }) => engine.send(kind, id),
    async carryOut(jobId, turn) {
      const job = await store.loadJob(jobId);
      // One that is through is not taken from whoever has it now.
      if (job === undefined || isOver(job)) return;
      if (hasItsPlaces(job)) {
        await engine.send(job.kind, jobId, { startAfter: clock.now() + PLACE_AGAIN_MS });
        return;
      }
      const control: Control = {
        stop: false,
        drain: false,
        resumed: false,
        repeats: false,
        pauses: createPauses(clock),
        onProgress: () => undefined,
      };
      const run: Run = { control, meter: createMeter(clock), customer: job.customer };
      const over = new AbortController();
      const leave = (): void => {
        control.drain = true;
        control.pauses.endAll();
      };
      turn.signal.addEventListener('abort', leave);
      if (turn.signal.aborted) leave();
      runs.set(jobId, run);
      const watching = watchForStop(jobId, control, over.signal);
      try {
        await runToTheEnd(jobId, run, turn);
        // Left before its end, it is taken up elsewhere.
        if (control.drain) turn.signal.throwIfAborted();
      } finally {
        turn.signal.removeEventListener('abort', leave);
        over.abort();
        // The same process may have taken it again by now.
        if (runs.get(jobId) === run) runs.delete(jobId);
        await watching;
        engine.wake('settled', jobId);
      }
    },
    stop(jobId) {
      engine.wake('stop', jobId);
    },
    async settled(jobId, signal) {
      for (;;) {
        const look = new AbortController();
        const unlisten = engine.onWake('settled', (id) => {
          if (id === jobId) look.abort();
        });
        try {
          const job = await store.loadJob(jobId);
          if (job === undefined || isOver(job) || signal.aborted) return;
          await clock.sleep(LOOK_EVERY_MS, AbortSignal.any([look.signal, signal]));
        } finally {
          unlisten();
        }
      }
    },
    countsOf(jobId) {
      const counter = runs.get(jobId)?.counter;
      return counter && { counts: { ...counter.counts }, writesLeft: counter.writesLeft };
    },
    async secondsLeft(job, waiting, writesLeft) {
      const run = runs.get(job.id);
      if (run !== undefined) return run.meter.secondsLeft(waiting, writesLeft, quotaMsOf(job));
      const { at = 0, secondsLeft } = (await store.loadProgress(job.id)) ?? {};
      if (secondsLeft === undefined) return undefined;
      return Math.max(0, Math.round(secondsLeft - (clock.now() - at) / 1_000));
    },
  };
}
