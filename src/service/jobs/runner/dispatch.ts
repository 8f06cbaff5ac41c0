import type { Task } from '../../../domain/terms.ts';
import type { Audited } from '../../context.ts';
import type { StoredError } from '../../ports/records.ts';
import {
  ACT_DIRECTORY_AWAY,
  CHANGE_DIRECTORY_AWAY,
  CREATE_IN_DOUBT,
  DIRECTORY_AWAY,
  GROUP_DIRECTORY_AWAY,
  LICENSE_DIRECTORY_AWAY,
  MANAGER_DIRECTORY_AWAY,
  RESET_DIRECTORY_AWAY,
} from '../jobErrors.ts';
import { actRows, giveUpActs } from '../steps/actRows.ts';
import { changeRows } from '../steps/changeRows.ts';
import { createRows } from '../steps/createRows.ts';
import { groupRows } from '../steps/groupRows.ts';
import { licenseRows } from '../steps/licenseRows.ts';
import { lookUpRows } from '../steps/lookUpRows.ts';
import { managerRows, waitsForManager } from '../steps/managerRows.ts';
import { markFailed, markStepFailed } from '../steps/outcomes.ts';
import { markResetFailed, resetRows } from '../steps/resetRows.ts';
import { type JobRun, settle, type Ticket } from './jobRun.ts';
import type { LateStep } from './rowState.ts';

/**
 * Calls under way for one job. Graph's `$batch` takes 20 requests, so four are 80 people at once; Microsoft's write
 * limit (20 a second) is reached long before, and fewer in flight leave fewer in doubt after a crash.
 */
const CALLS_AT_ONCE = 4;

type Step = Exclude<Ticket['step'], 'over'>;

/** What tasks do that are made of acts. */
const ACTS = {
  step: 'license',
  perform: actRows,
  away: (run: JobRun, ticket: Ticket) => giveUpActs(run, ticket, ACT_DIRECTORY_AWAY),
} as const;

/**
 * What a task does first, and in which step, with what is said when the directory does not answer for it. Accounts that
 * were not created by the job have it in their license step.
 */
const FIRST: Readonly<
  Record<
    Task,
    {
      step: 'create' | 'license';
      perform: typeof createRows;
      away?: (run: JobRun, ticket: Ticket) => Audited | Audited[];
    }
  >
> = {
  create: { step: 'create', perform: createRows },
  reset: {
    step: 'create',
    perform: resetRows,
    away: (run, ticket) => markResetFailed(run, ticket, RESET_DIRECTORY_AWAY),
  },
  assign: {
    step: 'license',
    perform: changeRows,
    away: (run, ticket) => markStepFailed(run, ticket, 'license', CHANGE_DIRECTORY_AWAY),
  },
  restore: ACTS,
  change: ACTS,
  putBack: ACTS,
  leave: ACTS,
  delete: ACTS,
};

function firstOf({ job }: JobRun): (typeof FIRST)[Task] {
  return FIRST[job.task ?? 'create'];
}

/** What is under way comes before what is new, so that a stop finds little half done. Look-ups are single calls. */
const STEPS: readonly { step: Step; size: number; perform: typeof createRows }[] = [
  { step: 'lookUp', size: 5, perform: lookUpRows },
  {
    step: 'license',
    size: 20,
    perform: (run, batch) =>
      (firstOf(run).step === 'license' ? firstOf(run).perform : licenseRows)(run, batch),
  },
  { step: 'group', size: 20, perform: groupRows },
  { step: 'manager', size: 20, perform: managerRows },
  {
    step: 'create',
    size: 20,
    perform: (run, batch) => firstOf(run).perform(run, batch),
  },
];

const LATE_DIRECTORY_AWAY: Readonly<Record<LateStep, StoredError>> = {
  license: LICENSE_DIRECTORY_AWAY,
  group: GROUP_DIRECTORY_AWAY,
  manager: MANAGER_DIRECTORY_AWAY,
};

/** Gives up on rows that the directory does not answer for. */
function giveUp(run: JobRun, ticket: Ticket): Audited | Audited[] {
  const { away } = firstOf(run);
  if (away !== undefined) return away(run, ticket);
  const { step } = ticket;
  if (step === 'license' || step === 'group' || step === 'manager') {
    return markStepFailed(run, ticket, step, LATE_DIRECTORY_AWAY[step]);
  }
  const error = ticket.uncertain ? CREATE_IN_DOUBT : DIRECTORY_AWAY;
  return markFailed(run, ticket, error, !ticket.uncertain);
}

/** Takes those that are over out of the list, in place: with 50,000 rows a new list for each call is gigabytes in all. */
function dropOver(tickets: Ticket[]): void {
  let kept = 0;
  for (const ticket of tickets) {
    if (ticket.step === 'over') continue;
    tickets[kept] = ticket;
    kept += 1;
  }
  tickets.length = kept;
}

/** Rows that a stop leaves alone are not open. */
function listOpen(run: JobRun, notOver: Ticket[]): Ticket[] {
  dropOver(notOver);
  if (!run.control.stop) return notOver;
  const first: Step = firstOf(run).step;
  const isLeft = (ticket: Ticket): boolean => ticket.step === first || waitsForManager(run, ticket);
  return notOver.filter((ticket) => !isLeft(ticket));
}

function takeBatch(
  run: JobRun,
  open: readonly Ticket[],
  busy: ReadonlySet<Ticket>,
  now: number,
): { batch: Ticket[]; perform: typeof createRows } | undefined {
  for (const { step, size, perform } of STEPS) {
    const batch: Ticket[] = [];
    for (const ticket of open) {
      if (batch.length === size) break;
      const isDue = ticket.step === step && ticket.due <= now && !busy.has(ticket);
      if (isDue && !waitsForManager(run, ticket)) batch.push(ticket);
    }
    if (batch.length > 0) return { batch, perform };
  }
  return undefined;
}

/** Something that holds for all rows at once: a tenant that refuses, a directory that is away. */
function isHopeless({ tenantRefusal, outage }: JobRun, now: number): boolean {
  return tenantRefusal !== undefined || outage.isOver(now);
}

/** While Rollcall is paused: until a call under way ends, it goes on, or a stop or a drain wants to be looked at. */
async function holdStill({ context, control }: JobRun, inFlight: ReadonlySet<Promise<void>>): Promise<void> {
  const pause = control.pauses.begin(Number.POSITIVE_INFINITY);
  const ended = new AbortController();
  await Promise.race([...inFlight, context.brake.released(ended.signal), pause.over]);
  ended.abort();
  pause.end();
}

/** Nothing is tried while Rollcall is paused: that time says nothing of an outage, nor of what a row waits for. */
function startAnew({ outage, tickets }: JobRun): void {
  outage.answered();
  for (const { waits } of tickets) waits.clear();
}

async function giveUpTogether(run: JobRun, open: readonly Ticket[]): Promise<void> {
  const { tenantRefusal } = run;
  run.tenantRefusal = undefined;
  if (tenantRefusal === undefined) {
    const entries = open.flatMap((ticket) => giveUp(run, ticket));
    await settle(run, open, entries);
    return;
  }
  const alike = open.filter(({ step, uncertain }) => step === 'create' && !uncertain);
  const entries = alike.map((ticket) => markFailed(run, ticket, tenantRefusal, true));
  await settle(run, alike, entries);
}

/**
 * Carries out every row's steps, a few calls at a time, until all are over; after a stop, until none is half done;
 * on a drain, until no call is under way. Throws what the store or a broken directory throws, once no call is
 * under way; the rows are then as the store has them.
 */
export async function dispatch(run: JobRun): Promise<void> {
  const { control } = run;
  const inFlight = new Set<Promise<void>>();
  const busy = new Set<Ticket>();
  const notOver = [...run.tickets];
  let failure: { error: unknown } | undefined;

  function launch(batch: readonly Ticket[], perform: typeof createRows): void {
    for (const ticket of batch) busy.add(ticket);
    const { log } = run.context;
    const rowIds = batch.map(({ row }) => row.rowId);
    const step = batch[0]?.step;
    const call = (log.within?.({ step, rowIds }, () => perform(run, batch)) ?? perform(run, batch))
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        for (const ticket of batch) busy.delete(ticket);
        inFlight.delete(call);
      });
    inFlight.add(call);
  }

  for (;;) {
    const now = run.elapsed();
    const ending = failure !== undefined || control.drain;
    const open = listOpen(run, notOver);
    if (inFlight.size === 0 && (ending || open.length === 0)) break;
    if (run.context.brake.paused() !== undefined && !ending) {
      await holdStill(run, inFlight);
      startAnew(run);
      // Pressed in the pause, by whoever ended it: nothing more may begin before that is heard of.
      const isStopped = (await run.context.store.loadJob(run.job.id))?.state === 'stopping';
      control.stop ||= isStopped;
      continue;
    }
    const hopeless = isHopeless(run, now);
    if (inFlight.size === 0 && hopeless) {
      await giveUpTogether(run, open);
      continue;
    }
    const holding = ending || hopeless;
    while (!holding && inFlight.size < CALLS_AT_ONCE) {
      const next = takeBatch(run, open, busy, now);
      if (next === undefined) break;
      launch(next.batch, next.perform);
    }
    const waiting = holding ? [] : open.filter((ticket) => !busy.has(ticket) && ticket.due > now);
    const nextDue = Math.min(...waiting.map(({ due }) => due));
    const pause = control.pauses.begin(nextDue - now);
    await Promise.race([...inFlight, pause.over]);
    pause.end();
  }
  if (failure !== undefined) throw failure.error;
}
