import type { RollcallError } from '../../domain/errors.ts';
import type { RowRecord, StoredError } from '../ports/records.ts';
import type { JobCounts } from '../provisioning.ts';

/** Exactly one of {@link JobCounts}' five holds for a row. */
export function standingOf({ create, license, undo, change }: RowRecord): Exclude<keyof JobCounts, 'total'> {
  if (undo?.state === 'done') return 'undone';
  if (create.state === 'failed') return 'failed';
  if (create.state !== 'done' || license.state === 'todo') return 'waiting';
  if (license.state === 'failed') return change === undefined ? 'partly' : 'failed';
  return 'created';
}

/** Counts of a job's rows: total = created + failed + partly + undone + waiting. */
export function countRows(rows: readonly RowRecord[]): JobCounts {
  const counts: JobCounts = { total: rows.length, created: 0, failed: 0, partly: 0, undone: 0, waiting: 0 };
  for (const row of rows) counts[standingOf(row)] += 1;
  return counts;
}

/** True when the account exists with the password of the row, whatever became of the steps after it. */
export function hasAccount({ create, undo, change }: RowRecord): boolean {
  return change === undefined && create.state === 'done' && undo?.state !== 'done';
}

/** An error as it is stored and shown: what was and was not done belongs to what happened. */
export function toStored({ code, message, done, next }: RollcallError): StoredError {
  return { code, message: done === undefined ? message : `${message} ${done}`, next };
}

export function withAccount(row: RowRecord, objectId: string, at: number): RowRecord {
  return { ...row, objectId, create: { state: 'done', at } };
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

export function withLicense(row: RowRecord, at: number, error?: StoredError): RowRecord {
  return { ...row, license: error === undefined ? { state: 'done', at } : { state: 'failed', error, at } };
}

/** A failed row as it is before it is tried (again); undefined for a row with nothing to try again. */
export function reopenRow(row: RowRecord): RowRecord | undefined {
  if (row.undo?.state === 'done') return undefined;
  if (row.create.state === 'failed') {
    // The password in hand was refused, so there is room for new ones again.
    const draws = row.create.error?.code === 'PASSWORD_REFUSED' ? { passwordDraws: 1 } : {};
    return { ...row, ...draws, create: { state: 'todo' } };
  }
  if (row.license.state === 'failed') return { ...row, license: { state: 'todo' } };
  return undefined;
}
