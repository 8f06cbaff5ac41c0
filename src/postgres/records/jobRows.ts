import { RollcallError } from '../../domain/errors.ts';
import { describeTakenJob } from '../../service/ports/heldJob.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { JobProgress, RowRecord } from '../../service/ports/records.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { Database } from '../openDatabase.ts';

/** A database that refuses is tried again after 1, 2, 4, … and at most this long. */
const RETRY_AT_MOST_MS = 10_000;
/**
 * Rows in one statement: about half a megabyte. All 50,000 of a large job in one would hold the process up for a second,
 * and take longer than a statement may.
 */
export const ROWS_AT_ONCE = 500;

/** Results of one job that wait to be written together. */
export interface JobRows {
  /** Throws STORE_LOCKED once it is known that somebody else has taken the job. */
  record(rows: readonly RowRecord[]): void;
  /** How far the job is, written with the next rows. */
  tell(progress: JobProgress): void;
  /**
   * Everything recorded so far is in the database. Rejects with STORE_BROKEN, or with STORE_LOCKED when somebody else has
   * taken the job.
   */
  flush(): Promise<void>;
  /** What waits, which is taken out: nothing is recorded any more, as of a run whose job was taken. */
  giveUp(): RowRecord[];
  /** By row id. */
  readonly waiting: ReadonlyMap<string, RowRecord>;
  /** `note` hears of each row that is in the database from now on. Answers what ends that. */
  noteWritten(note: (rowId: string, row: RowRecord) => void): () => void;
  /** The last write's failure, while it has not been made good. */
  readonly failure: unknown;
}

export interface JobRowsOptions {
  database: Database;
  jobId: string;
  /** Of whoever records them: once somebody else has taken the job, they change nothing. Left out: of nobody. */
  turn?: number;
  flushMs: number;
  clock: Clock;
  log: Log;
  /** Aborts when the store closes. */
  closing: AbortSignal;
}

/** Takes the lock of the job's row, so that no other run takes the job before these rows are written. */
const WRITE = `
  WITH held AS MATERIALIZED (SELECT 1 FROM jobs WHERE id = $1 AND turn = coalesce($4, turn) FOR SHARE),
  written AS (
    UPDATE rows SET doc = t.doc::json FROM held, unnest($2::text[], $3::text[]) AS t (row_id, doc)
    WHERE rows.job_id = $1 AND rows.row_id = t.row_id RETURNING 1
  )
  SELECT (SELECT count(*)::int FROM held) AS held, (SELECT count(*)::int FROM written) AS written`;

/** Holds results back for a moment and writes them in one statement. */
export function createJobRows(options: JobRowsOptions): JobRows {
  const { database, jobId, turn, flushMs, clock, log, closing } = options;
  const waiting = new Map<string, RowRecord>();
  const notes = new Set<(rowId: string, row: RowRecord) => void>();
  const oneAtATime = createOneAtATime();
  let failure: unknown;
  let failures = 0;
  let progress: JobProgress | undefined;
  let isLost = false;
  let scheduled = false;

  function lose(): never {
    waiting.clear();
    isLost = true;
    throw describeTakenJob();
  }

  async function writeRows(): Promise<void> {
    const all = [...waiting];
    // Of nobody there is nothing to find out; whoever has a turn hears that it is lost.
    if (all.length === 0 && turn === undefined) return;
    for (let start = 0; start === 0 || start < all.length; start += ROWS_AT_ONCE) {
      await writeSome(all.slice(start, start + ROWS_AT_ONCE));
    }
  }

  async function writeSome(batch: readonly [string, RowRecord][]): Promise<void> {
    const { rows } = await database.query<{ held: number; written: number }>(WRITE, [
      jobId,
      batch.map(([rowId]) => rowId),
      batch.map(([, row]) => JSON.stringify(row)),
      turn ?? null,
    ]);
    const { held = 0, written = 0 } = rows[0] ?? {};
    if (held === 0 && turn !== undefined) lose();
    if (written < batch.length) log.error({ jobId, rows: batch.length - written }, 'store.unknown_row');
    for (const [rowId, row] of batch) {
      for (const note of notes) note(rowId, row);
      if (waiting.get(rowId) === row) waiting.delete(rowId);
    }
  }

  async function writeProgress(): Promise<void> {
    const said = progress;
    if (said === undefined) return;
    progress = undefined;
    const { count } = await database.query(
      'UPDATE jobs SET progress = $3 WHERE id = $1 AND turn = $2 AND held',
      [jobId, turn ?? null, JSON.stringify(said)],
    );
    if (count === 0) lose();
  }

  async function write(): Promise<void> {
    if (isLost) lose();
    await writeRows();
    await writeProgress();
  }

  async function writeNow(): Promise<void> {
    try {
      await oneAtATime(jobId, write);
      failure = undefined;
      failures = 0;
    } catch (error) {
      if (error instanceof RollcallError && error.code === 'STORE_LOCKED') throw error;
      failure = error;
      failures += 1;
      log.error({ err: error, jobId, failures }, 'store.write_failed');
      schedule();
      throw error;
    }
  }

  function schedule(): void {
    if (scheduled || closing.aborted) return;
    scheduled = true;
    const holdMs = failures === 0 ? flushMs : Math.min(RETRY_AT_MOST_MS, 1_000 * 2 ** (failures - 1));
    void clock.sleep(holdMs, closing).then(() => {
      scheduled = false;
      // A failure is kept for check, and schedules the next try; of a run that was replaced nothing is left to write.
      if (!closing.aborted) writeNow().catch(() => undefined);
    });
  }

  return {
    waiting,
    noteWritten(note) {
      notes.add(note);
      return () => void notes.delete(note);
    },
    record(rows) {
      if (isLost) lose();
      for (const row of rows) waiting.set(row.rowId, structuredClone(row));
      schedule();
    },
    tell(said) {
      if (isLost) lose();
      progress = said;
      schedule();
    },
    flush: writeNow,
    giveUp() {
      const left = [...waiting.values()];
      waiting.clear();
      isLost = true;
      return left;
    },
    get failure() {
      // Nothing of one that is lost waits to be written any more.
      return isLost ? undefined : failure;
    },
  };
}
