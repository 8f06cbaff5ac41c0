import type { Approvals } from '../approvals/approvals.ts';
import type { FindNeeded } from '../approvals/asking.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { Events } from '../events.ts';
import type { Facts } from '../facts/facts.ts';
import { createPlanDeletions } from '../leaving/deletions.ts';
import { followDeletions } from '../leaving/deletionsNow.ts';
import { createEndLeft } from '../leaving/endLeft.ts';
import type { TaskHandler } from '../ports/engine.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import { type Accepting, createAccept } from './accept.ts';
import { createAcceptedAudit } from './acceptedAudit.ts';
import { createAskToUndo } from './askToUndo.ts';
import { type Commands, createCommands } from './commands.ts';
import { createMailing, MAIL_TASK } from './delivery/deliver.ts';
import { createReveal } from './delivery/reveal.ts';
import { createRevealClaims, type RevealClaims } from './delivery/revealClaims.ts';
import { createSendAgain } from './delivery/sendAgain.ts';
import { createJobStates, type JobStates } from './jobState.ts';
import type { Jobs } from './jobs.ts';
import { writeJobResults } from './results.ts';
import { isOver } from './runner/runJob.ts';
import { createRuns, type Runs } from './runner/runs.ts';
import { createTickOff } from './tickOff.ts';
import { createUndo } from './undo.ts';

/**
 * Whoever ran a job tries for a minute and a half to say how it ended (`flows/jobs/notify.ts`), and hands that to the
 * engine then. Sooner says it twice, later leaves people without the news of an instance that died.
 */
const TOLD_WITHIN_MS = 5 * 60_000;

/**
 * A job whose run has ended is told by the instance that ran it, at once. Others look so much later whether that was done,
 * as that one may have died. Sooner says it twice; later only makes people wait for the news of one that died.
 */
export const TOLD_BY_OTHERS_AFTER_MS = 20_000;

/** What jobs are made with. */
export interface JobParts {
  facts: Facts;
  drafts: Drafts;
  events: Events;
  oneAtATime: OneAtATime;
  findNeeded: FindNeeded;
  /** An undo that gives licenses back may need somebody's yes, and so may a deletion after an offboarding. */
  approvals: Pick<Approvals, 'submit' | 'read' | 'dropDeletions'> & {
    /** Starts what was approved on an instance that died before it was started. */
    startLost(): Promise<void>;
  };
}

/** Jobs, with what the rest of the service needs of them. */
export interface JobWork {
  jobs: Jobs;
  accepting: Accepting;
  states: JobStates;
  claims: RevealClaims;
  stopPart: Commands['stopPart'];
  /** Until a job has no run under way. */
  settled: Runs['settled'];
  /** Sends the mail that the engine woke it for. */
  sendLate(taskId: string): Promise<void>;
  /** Begins to work on jobs, and takes up what a restart cut off. */
  resume(): Promise<void>;
  /** No mail is begun any more. */
  end(): void;
}

export function createJobs(context: ProvisioningOptions, parts: JobParts): JobWork {
  const { store, engine, clock, sweepEveryMs } = context;
  const { facts, drafts, events, oneAtATime, findNeeded, approvals } = parts;
  const accepted = createAcceptedAudit(context);
  followDeletions(context, events);
  const mailing = createMailing(context, events.emit);
  const endLeft = createEndLeft(context, events.emit);
  const planDeletions = createPlanDeletions(context, approvals, endLeft);
  const runs = createRuns(context, accepted, mailing, events.emit, planDeletions);
  const states = createJobStates(context, facts, runs);
  const claims = createRevealClaims(context);
  const claim = createReveal(context, states, oneAtATime, claims);
  const askToUndo = createAskToUndo(context, drafts, findNeeded, approvals);
  const undo = createUndo(context, states, { oneAtATime, askToUndo, emit: events.emit });
  const { stopPart, ...commands } = createCommands(context, states, runs, oneAtATime, claims, events.emit);
  const accepting = createAccept(context, { drafts, accepted, runs, findNeeded, facts });

  /** Has the engine run again whatever the records say is not through: it may have lost that. */
  async function findUnrun(): Promise<void> {
    for (const job of await store.listUnfinished()) {
      if (job.undo?.state === 'running') await engine.send('undo', job.id);
      else if (!isOver(job)) await runs.ensure(job);
    }
  }

  async function sweepLater(): Promise<void> {
    if (sweepEveryMs === undefined) return;
    await engine.send('sweep', 'records', { startAfter: clock.now() + sweepEveryMs });
  }

  async function sweep(): Promise<void> {
    await findUnrun();
    for (const job of await store.listUnfinished()) {
      if (isOver(job) && clock.now() - (job.finishedAt ?? 0) > TOLD_WITHIN_MS)
        await engine.send('tell', job.id);
    }
    await approvals.startLost();
    events.emit('swept', 'records');
    await sweepLater();
  }

  /** Before the run is over for the engine: whoever dies after that has left a task behind, and before that the run. */
  function thenTold(run: TaskHandler): TaskHandler {
    return async (jobId, turn) => {
      await run(jobId, turn);
      if (sweepEveryMs === undefined) return;
      await engine.send('tell', jobId, { startAfter: clock.now() + TOLD_BY_OTHERS_AFTER_MS });
    };
  }

  return {
    accepting,
    states,
    claims,
    stopPart,
    settled: runs.settled,
    jobs: {
      accept: accepting.accept,
      load: (actor, jobId) => states.loadOwn(actor, jobId, 'job.opened'),
      read: (jobId) => states.read(jobId),
      ...commands,
      async tell(actor, jobId, { message: _pressed, ...place }) {
        await states.findOwn(actor, jobId, 'job.opened');
        await store.updateJob(jobId, (job) => {
          const others = job.messages.filter(({ kind }) => kind !== 'progress' && kind !== 'results');
          const kind = isOver(job) ? 'results' : 'progress';
          return { ...job, messages: [...others, { kind, place, settled: false }] };
        });
        events.emit('tickedOff', jobId);
      },
      ...createSendAgain(context, states, runs, oneAtATime, facts),
      undo: undo.undo,
      tickOff: createTickOff(context, states, oneAtATime, events.emit),
      // Its messages offer the reveal no longer, and again when it was released.
      async claimPasswords(actor, jobId) {
        const { shown, release, ...claimed } = await claim(actor, jobId);
        events.emit('revealed', jobId);
        return {
          ...claimed,
          async shown() {
            await shown();
            events.emit('revealed', jobId);
          },
          async release(reason) {
            await release(reason);
            events.emit('revealed', jobId);
          },
        };
      },
      writeResults: writeJobResults,
    },
    async sendLate(taskId) {
      if (taskId.startsWith(MAIL_TASK)) await mailing.deliverLate(taskId.slice(MAIL_TASK.length));
    },
    async resume() {
      for (const kind of ['one', 'bulk'] as const) engine.work(kind, thenTold(runs.carryOut));
      engine.work('undo', thenTold(undo.carryOut));
      engine.work('sweep', sweep);
      await findUnrun();
      await mailing.resumeLate();
      await sweepLater();
    },
    end: mailing.end,
  };
}
