import type { RollcallError } from '../../../domain/errors.ts';
import type { RowRecord, StoredError } from '../../ports/records.ts';
import type { JobCounts } from '../shownJob.ts';

/** What follows the create, in this order. None of them undoes it when it fails. */
const LATE_STEPS = ['license', 'group', 'manager'] as const;
export type LateStep = (typeof LATE_STEPS)[number];

/** What is to be done next for an account that exists. */
export function nextStep(row: RowRecord): LateStep | 'over' {
  return LATE_STEPS.find((step) => row[step]?.state === 'todo') ?? 'over';
}

/** The steps after the create that failed. */
export function listFailed(row: RowRecord): LateStep[] {
  return LATE_STEPS.filter((step) => row[step]?.state === 'failed');
}

/** The steps after the create that are still to be done, or failed. */
export function listOpen(row: RowRecord): LateStep[] {
  return LATE_STEPS.filter((step) => row[step]?.state === 'todo' || row[step]?.state === 'failed');
}

/** Why a row is not what was asked for: its create, or everything that failed after it. */
export function failureOf(row: RowRecord): StoredError | undefined {
  if (row.create.error !== undefined) return row.create.error;
  return joinErrors(LATE_STEPS.flatMap((step) => row[step]?.error ?? []));
}

/** Several errors as one, each sentence once. */
export function joinErrors([first, ...more]: readonly StoredError[]): StoredError | undefined {
  if (first === undefined || more.length === 0) return first;
  const join = (parts: string[]): string => [...new Set(parts)].join(' ');
  const errors = [first, ...more];
  return {
    code: first.code,
    message: join(errors.map(({ message }) => message)),
    next: join(errors.map(({ next }) => next)),
  };
}

/** Exactly one of {@link JobCounts}' five holds for a row. */
export function standingOf(row: RowRecord): Exclude<keyof JobCounts, 'total'> {
  const { create, undo, change } = row;
  if (undo?.state === 'done') return 'undone';
  if (create.state === 'failed') return 'failed';
  if (create.state !== 'done' || nextStep(row) !== 'over') return 'waiting';
  const isSomeDone = row.acts?.some(({ state }) => state === 'done') ?? change === undefined;
  if (listFailed(row).length > 0) return isSomeDone ? 'partly' : 'failed';
  return 'created';
}

/**
 * Something of it was carried out before, or failed. The account of somebody who is changed was there from the start,
 * and says nothing.
 */
export function hasBegun(row: RowRecord): boolean {
  const { attempted, change, create, acts = [] } = row;
  if (attempted || (change === undefined && create.state !== 'todo')) return true;
  return acts.some(({ state }) => state !== 'todo') || LATE_STEPS.some((step) => row[step]?.at !== undefined);
}

/** Writes to the directory that a row still needs; a change of licenses counts as one. */
function countWritesLeft(row: Readonly<RowRecord>): number {
  if (standingOf(row) !== 'waiting') return 0;
  const { create, license, group, manager, groups = [], acts } = row;
  if (acts !== undefined) return acts.filter(({ state }) => state === 'todo').length;
  const own = [create, license, manager].filter((step) => step?.state === 'todo').length;
  return own + (group?.state === 'todo' ? groups.length : 0);
}

/** What a job's rows come to: total = created + failed + partly + undone + waiting. */
export interface RowCounter {
  readonly counts: Readonly<JobCounts>;
  /** Writes to the directory that they still need. */
  readonly writesLeft: number;
  add(row: Readonly<RowRecord>): void;
  /** Takes a row out again, as it was added. */
  remove(row: Readonly<RowRecord>): void;
}

/** Counts rows one by one. */
export function createRowCounter(): RowCounter {
  const counts: JobCounts = { total: 0, created: 0, failed: 0, partly: 0, undone: 0, waiting: 0 };
  let writesLeft = 0;

  function count(row: Readonly<RowRecord>, by: 1 | -1): void {
    counts.total += by;
    counts[standingOf(row)] += by;
    writesLeft += by * countWritesLeft(row);
  }

  return {
    counts,
    get writesLeft() {
      return writesLeft;
    },
    add: (row) => count(row, 1),
    remove: (row) => count(row, -1),
  };
}

/** True when the account exists with the password of the row, whatever became of the steps after it. */
export function hasAccount({ create, undo, change, forgottenAt }: RowRecord): boolean {
  if (forgottenAt !== undefined) return false;
  return change === undefined && create.state === 'done' && undo?.state !== 'done';
}

/** An error as it is stored and shown: what was and was not done belongs to what happened. */
export function toStored({ code, message, done, next }: RollcallError): StoredError {
  return { code, message: done === undefined ? message : `${message} ${done}`, next };
}

/** @param order of the password that somebody who exists was given */
export function withAccount(row: RowRecord, objectId: string, at: number, order?: number): RowRecord {
  return { ...row, objectId, create: { state: 'done', at, ...(order === undefined ? {} : { order }) } };
}

/** @param nothingCreated whether that is certain, so that a retry need not look first */
export function withFailedCreate(
  row: RowRecord,
  error: StoredError,
  at: number,
  nothingCreated: boolean,
): RowRecord {
  return { ...row, attempted: !nothingCreated, create: { state: 'failed', error, at } };
}

export function withStep(row: RowRecord, step: LateStep, at: number, error?: StoredError): RowRecord {
  return { ...row, [step]: error === undefined ? { state: 'done', at } : { state: 'failed', error, at } };
}

/** A failed row as it is before it is tried (again); undefined for a row with nothing to try again. */
export function reopenRow(row: RowRecord): RowRecord | undefined {
  const isOver = row.forgottenAt !== undefined || row.overtakenAt !== undefined;
  if (row.undo?.state === 'done' || isOver) return undefined;
  if (row.create.state === 'failed') {
    // The password in hand was refused, so there is room for new ones again.
    const draws = row.create.error?.code === 'PASSWORD_REFUSED' ? { passwordDraws: 1 } : {};
    return { ...row, ...draws, create: { state: 'todo' } };
  }
  const failed = listFailed(row);
  if (failed.length === 0) return undefined;
  const acts = row.acts?.map((one) =>
    one.state === 'failed'
      ? {
          act: one.act,
          state: 'todo' as const,
          ...(one.sentAt === undefined ? {} : { sentAt: one.sentAt }),
        }
      : one,
  );
  return {
    ...row,
    ...Object.fromEntries(failed.map((step) => [step, { state: 'todo' }])),
    ...(acts === undefined ? {} : { acts }),
  };
}
