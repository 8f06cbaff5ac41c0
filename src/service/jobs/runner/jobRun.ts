import type { RollcallError } from '../../../domain/errors.ts';
import { type Audited, byJob, type ProvisioningOptions } from '../../context.ts';
import type { Passed } from '../../door/door.ts';
import type { OldCopy } from '../../oldData/oldCopy.ts';
import type { Directory, WriteOptions } from '../../ports/directory.ts';
import type { HeldJob } from '../../ports/heldJob.ts';
import type { JobRecord, RowRecord, StoredError } from '../../ports/records.ts';
import { listUnwritten } from './listUnwritten.ts';
import type { Outage, Patience, Waits } from './patience.ts';
import type { Pauses } from './pauses.ts';
import { type LateStep, nextStep, type RowCounter } from './rowState.ts';

/** How a running job is told from outside. */
export interface Control {
  /** No new creates; what is under way is finished, licensed and mailed. */
  stop: boolean;
  /** The process ends: calls in flight are finished, nothing else is begun. */
  drain: boolean;
  /** Taken up after a restart, so that anything not recorded may still have been sent. */
  resumed: boolean;
  /** What became of its rows may be in the audit already: it ran before, and a crash or a fault lost some of its rows. */
  repeats: boolean;
  pauses: Pauses;
  /** Rows changed, and come to this; or all of them are through, and an email went out. */
  onProgress(counter?: RowCounter): void;
}

/** Where one row stands in this run. */
export interface Ticket {
  row: RowRecord;
  /** The row as the store has it. */
  recorded: RowRecord;
  step: 'create' | 'lookUp' | LateStep | 'over';
  /** Not before this time. */
  due: number;
  /** Why the account is looked up. */
  because: 'resumed' | 'doubt' | 'conflict' | 'passwordRefused';
  /** Look-ups since `because` was set. */
  looks: number;
  /** Creates that stayed without an answer. */
  doubts: number;
  /** An earlier create may have reached the directory. */
  uncertain: boolean;
  /** This step was told to wait. */
  waits: Waits;
  /** Ids of groups that the account is in by now. */
  joined: Set<string>;
}

/** One run of one job. Nothing that changes is shared with another run, except the directory. */
export interface JobRun {
  context: ProvisioningOptions;
  /** All that it writes of its job. */
  held: HeldJob;
  /** Milliseconds that do not jump: what rows wait for, and how long, is counted in these. */
  elapsed(): number;
  job: Passed<JobRecord>;
  directory: Directory;
  control: Control;
  patience: Patience;
  outage: Outage;
  /** Why a row has to wait for another job that is about the same person. */
  findBusy(row: Pick<RowRecord, 'rowId' | 'objectId'>): Promise<RollcallError | undefined>;
  /** The older copy that its records come from, so that any of it may have been done already. Left out: they don't. */
  oldCopy?: OldCopy | undefined;
  tickets: readonly Ticket[];
  /** What its rows come to, as far as they are recorded. All of them counted anew each time would hold up everybody else. */
  counter: RowCounter;
  /** By user name in lower case. */
  byName: ReadonlyMap<string, Ticket>;
  /** Every create is refused for a reason that is the tenant's, not the person's. */
  tenantRefusal: StoredError | undefined;
}

/** A row's ticket at the start of a run. Rows that were sent before are looked up first; `looksFirst`: all of them are. */
export function openTicket(row: RowRecord, now: number, resumed: boolean, looksFirst = false): Ticket {
  const { create, attempted } = row;
  const next =
    create.state === 'todo'
      ? attempted || looksFirst
        ? 'lookUp'
        : 'create'
      : create.state === 'done'
        ? nextStep(row)
        : 'over';
  return {
    row,
    recorded: row,
    step: next,
    due: now,
    because: 'resumed',
    looks: 0,
    doubts: 0,
    uncertain: attempted || resumed || looksFirst,
    waits: new Map(),
    joined: new Set(),
  };
}

/** Calls the directory for this job, in its place in the queue; a stop, a pause or a drain ends the wait in it. */
export async function inQueue<T>(
  { context, control, job }: JobRun,
  call: (how: WriteOptions) => Promise<T>,
): Promise<T> {
  const { signal, end } = control.pauses.signal();
  try {
    const either = AbortSignal.any([signal, context.brake.pausing()]);
    return await call({ priority: job.kind === 'one' ? 'interactive' : 'bulk', signal: either });
  } finally {
    end();
  }
}

/** Hands the rows that changed to the store. */
export function record({ held, counter }: JobRun, tickets: readonly Ticket[]): void {
  const changed = tickets.filter(({ row, recorded }) => row !== recorded);
  if (changed.length === 0) return;
  held.record(changed.map(({ row }) => row));
  for (const ticket of changed) {
    counter.remove(ticket.recorded);
    counter.add(ticket.row);
    ticket.recorded = ticket.row;
  }
}

/**
 * Keeps what became of these rows. The audit is durable first, so that nothing happens unseen; a row that a crash
 * loses before it is on disk is found again by its marker.
 */
export async function settle(
  run: JobRun,
  tickets: readonly Ticket[],
  entries: readonly Audited[],
): Promise<void> {
  const { context, held, job, control } = run;
  const news = control.repeats ? await listUnwritten(context, job.id, entries) : entries;
  await Promise.all(news.map((entry) => held.audit(byJob(context, job, entry))));
  record(run, tickets);
  control.onProgress(run.counter);
}
