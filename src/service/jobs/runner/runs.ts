import type { ProvisioningOptions } from '../../context.ts';
import type { Emit } from '../../events.ts';
import type { JobRecord } from '../../ports/records.ts';
import type { AcceptedAudit } from '../acceptedAudit.ts';
import type { Mailing } from '../delivery/mailing.ts';
import type { Control } from './jobRun.ts';
import { createMeter, type Meter } from './meter.ts';
import { brokenWaitMs } from './patience.ts';
import { createPauses } from './pauses.ts';
import { runJob } from './runJob.ts';

/** Three a second are plenty: chats take fewer, and each makes somebody read all rows. */
const PROGRESS_EVERY_MS = 350;
/** Service managers kill after 30 s (Kubernetes' terminationGracePeriodSeconds); what is cut off is looked up later. */
const DRAIN_MS = 25_000;

interface Run {
  control: Control;
  meter: Meter;
  /** Asked for again while it was ending. */
  again: boolean;
  done: Promise<void>;
}

/** The jobs under way: one run for each, whoever asks for it. */
export interface Runs {
  /** Starts a run, unless one is under way; that one then looks at the job again before it ends. */
  ensure(jobId: string, resumed: boolean): void;
  /** No new creates for this job. The job's state says so already. */
  stop(jobId: string): void;
  /** Until the job has no run under way. */
  settled(jobId: string): Promise<void>;
  /** Whole seconds until no row waits; undefined before that can be told. */
  secondsLeft(job: JobRecord, waiting: number, writesLeft: number): number | undefined;
  drain(): Promise<void>;
}

export function createRuns(
  context: ProvisioningOptions,
  accepted: AcceptedAudit,
  mailing: Mailing,
  emit: Emit,
  beforeEnd: (job: JobRecord) => Promise<void>,
): Runs {
  const { store, clock, log, directoryFor } = context;
  const runs = new Map<string, Run>();
  let draining = false;

  function createProgress(jobId: string, meter: Meter): (waiting: number) => void {
    let next = 0;
    let scheduled = false;
    const tell = (): void => {
      next = clock.now() + PROGRESS_EVERY_MS;
      emit('progress', jobId);
    };
    return (waiting) => {
      meter.sample(waiting);
      const early = next - clock.now();
      if (scheduled) return;
      if (early <= 0) {
        tell();
        return;
      }
      scheduled = true;
      void clock.sleep(early).then(() => {
        scheduled = false;
        if (runs.has(jobId)) tell();
      });
    };
  }

  /** Runs the job until it ends, from the store anew whenever something broke. */
  async function runToTheEnd(jobId: string, { control }: Run): Promise<void> {
    for (let broken = 0; !control.drain; broken++) {
      try {
        if (await runJob(context, accepted, mailing, jobId, control, beforeEnd)) emit('finished', jobId);
        return;
      } catch (error) {
        const waitMs = brokenWaitMs(broken);
        log.error({ jobId, err: error, nextTryMs: waitMs }, 'job.broke');
        control.repeats = true;
        if (control.drain) return;
        await control.pauses.begin(waitMs).over;
      }
    }
  }

  async function carryOut(jobId: string, run: Run): Promise<void> {
    do {
      run.again = false;
      run.control.stop = false;
      await runToTheEnd(jobId, run);
    } while (run.again && !run.control.drain);
    runs.delete(jobId);
  }

  function ensure(jobId: string, resumed: boolean): void {
    if (draining) return;
    const under = runs.get(jobId);
    if (under !== undefined) {
      under.again = true;
      return;
    }
    const meter = createMeter(clock);
    const run: Run = {
      meter,
      again: false,
      control: {
        stop: false,
        drain: false,
        resumed,
        repeats: resumed,
        pauses: createPauses(clock),
        onProgress: createProgress(jobId, meter),
      },
      done: Promise.resolve(),
    };
    runs.set(jobId, run);
    run.done = carryOut(jobId, run);
  }

  return {
    ensure,
    stop(jobId) {
      const run = runs.get(jobId);
      if (run === undefined) {
        ensure(jobId, false);
        return;
      }
      run.control.stop = true;
      run.control.pauses.endAll();
    },
    settled: (jobId) => runs.get(jobId)?.done ?? Promise.resolve(),
    secondsLeft({ id, customer }, waiting, writesLeft) {
      const quotaMs = (writes: number): number => directoryFor(customer).quotaMs(writes);
      return runs.get(id)?.meter.secondsLeft(waiting, writesLeft, quotaMs);
    },
    async drain() {
      draining = true;
      const under = [...runs];
      for (const [, { control }] of under) {
        control.drain = true;
        control.pauses.endAll();
      }
      const ended = new AbortController();
      const all = Promise.all(under.map(([, { done }]) => done));
      await Promise.race([all, clock.sleep(DRAIN_MS, ended.signal)]);
      ended.abort();
      const flushed = await Promise.allSettled(under.map(([jobId]) => store.flush(jobId)));
      for (const result of flushed) if (result.status === 'rejected') throw result.reason;
    },
  };
}
