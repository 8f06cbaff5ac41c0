import { RollcallError } from '../../domain/errors.ts';
import type { RowRecord } from '../../service/ports/records.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { Database } from '../openDatabase.ts';
import { createJobRows, type JobRows, ROWS_AT_ONCE } from './jobRows.ts';

/** The part of the store that keeps what became of each person. */
export interface Results extends Pick<Store, 'loadRows' | 'scanRows'> {
  /** Results of a run, which count while no other has taken the job. */
  openTurn(jobId: string, turn: number): JobRows;
  /** Of a job that is dropped. */
  forget(jobId: string): void;
  /** Throws the failure of a result that could not be written and still waits. */
  check(): void;
  flushAll(): Promise<void>;
}

export interface ResultsOptions {
  database: Database;
  flushMs: number;
  clock: Clock;
  log: Log;
  closing: AbortSignal;
}

/** Rows as they are in the database, with what this process is about to write. */
export function createResults(options: ResultsOptions): Results {
  const { database } = options;
  /** By job, and then by the run that records them; `undefined`: no run. */
  const open = new Map<string, Map<number | undefined, JobRows>>();

  function openRows(jobId: string, turn: number | undefined): JobRows {
    const all = open.get(jobId) ?? new Map<number | undefined, JobRows>();
    open.set(jobId, all);
    const rows =
      all.get(turn) ?? createJobRows({ ...options, jobId, ...(turn === undefined ? {} : { turn }) });
    all.set(turn, rows);
    return rows;
  }

  /** What was recorded of a job that somebody else has taken since is lost, and is no failure. */
  async function flushAtEnd(rows: JobRows): Promise<void> {
    if (rows.waiting.size === 0) return;
    await rows.flush().catch((error: unknown) => {
      if (!(error instanceof RollcallError && error.code === 'STORE_LOCKED')) throw error;
    });
  }

  /**
   * The rows after this one, and what is newer of one. All that waits may be a whole job of 50,000, so that none of it is
   * copied: what is written while it is read is noted.
   */
  async function readSome(jobId: string, after: number) {
    const all = [...(open.get(jobId)?.values() ?? [])];
    const written = new Map<string, RowRecord>();
    const stops = all.map((one) => one.noteWritten((rowId, row) => written.set(rowId, row)));
    try {
      const { rows } = await database.query<{ n: number; doc: RowRecord }>(
        'SELECT n, doc FROM rows WHERE job_id = $1 AND n > $2 ORDER BY n LIMIT $3',
        [jobId, after, ROWS_AT_ONCE],
      );
      const runs = [...(open.get(jobId)?.values() ?? [])].reverse();
      const newer = (rowId: string) =>
        runs.find(({ waiting }) => waiting.has(rowId))?.waiting.get(rowId) ?? written.get(rowId);
      return { rows, newer };
    } finally {
      for (const stop of stops) stop();
    }
  }

  async function scan(jobId: string, visit: (row: RowRecord) => void): Promise<void> {
    let last = 0;
    for (;;) {
      const { rows, newer } = await readSome(jobId, last);
      for (const { n, doc } of rows) {
        const own = newer(doc.rowId);
        visit(own === undefined ? doc : structuredClone(own));
        last = n;
      }
      if (rows.length < ROWS_AT_ONCE) return;
    }
  }

  return {
    async loadRows(jobId) {
      const rows: RowRecord[] = [];
      await scan(jobId, (row) => rows.push(row));
      return rows;
    },
    scanRows: scan,
    openTurn(jobId, turn) {
      const rows = openRows(jobId, turn);
      for (const [other, earlier] of open.get(jobId) ?? []) {
        if (other === undefined || other >= turn) continue;
        // What our run right before this one could not write still holds; once another has had the job, it does not.
        const left = earlier.giveUp();
        if (other === turn - 1 && left.length > 0) rows.record(left);
        open.get(jobId)?.delete(other);
      }
      return rows;
    },
    forget(jobId) {
      open.delete(jobId);
    },
    check() {
      for (const all of open.values()) {
        for (const { failure } of all.values()) if (failure !== undefined) throw failure;
      }
    },
    async flushAll() {
      await Promise.all([...open.values()].flatMap((all) => [...all.values()].map(flushAtEnd)));
    },
  };
}
