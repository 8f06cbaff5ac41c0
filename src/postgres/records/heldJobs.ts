import { describeTakenJob, type HeldJob } from '../../service/ports/heldJob.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { AuditEntry, JobProgress, RowRecord } from '../../service/ports/records.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Audit } from '../audit/audit.ts';
import type { Database, Query } from '../openDatabase.ts';
import { type JobRows, ROWS_AT_ONCE } from './jobRows.ts';
import { changeJob } from './jobs.ts';
import type { Results } from './results.ts';

interface Parts {
  database: Database;
  audit: Audit;
  results: Results;
}

/** Rows in the transaction of something else, whose job's lock it has. */
async function writeRows(query: Query, jobId: string, rows: readonly RowRecord[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const some = rows.slice(start, start + ROWS_AT_ONCE);
    await query(
      `UPDATE rows SET doc = t.doc::json FROM unnest($2::text[], $3::text[]) AS t (row_id, doc)
       WHERE rows.job_id = $1 AND rows.row_id = t.row_id`,
      [jobId, some.map(({ rowId }) => rowId), some.map((row) => JSON.stringify(row))],
    );
  }
}

/** The hold that `turn` is, on a job that this process has just taken. */
function createHold(
  { database, audit, results }: Parts,
  jobId: string,
  turn: number,
  wasCutOff: boolean,
): HeldJob {
  const own: JobRows = results.openTurn(jobId, turn);
  const oneAtATime = createOneAtATime();

  function mayChange(now: number): void {
    if (now !== turn) throw describeTakenJob();
  }

  return {
    turn,
    wasCutOff,
    record: own.record,
    tell: own.tell,
    flush: own.flush,
    update: (change, entries = [], rows = []) =>
      oneAtATime(jobId, async () => {
        // What was recorded of these rows before must not be written over them.
        if (rows.length > 0) await own.flush();
        const makeIn = (query: Query, append?: (entries: readonly AuditEntry[]) => Promise<void>) =>
          changeJob(query, jobId, {
            ...{ change, mayChange },
            async before(write) {
              await append?.(entries);
              await writeRows(write, jobId, rows);
            },
          });
        return entries.length === 0 ? database.transact((query) => makeIn(query)) : audit.transact(makeIn);
      }),
    audit: (entry) => audit.audit(entry, { jobId, turn }),
    async letGo() {
      await own.flush();
      const { count } = await database.query(
        'UPDATE jobs SET held = false, progress = NULL WHERE id = $1 AND turn = $2',
        [jobId, turn],
      );
      if (count === 0) throw describeTakenJob();
    },
  };
}

/** Who carries out a job, or changes its rows: one at a time, on whichever instance. */
export function createHeldJobs(parts: Parts): Pick<Store, 'holdJob' | 'loadProgress'> {
  const { database } = parts;
  return {
    async holdJob(jobId) {
      // One that is taken after this has failed would be taken from its holder for nobody.
      const { rows } = await database.transact((query) =>
        query<{ turn: number; was_held: boolean }>(
          `UPDATE jobs SET turn = turn + 1, was_held = held, held = true, progress = NULL WHERE id = $1
           RETURNING turn::float8 AS turn, was_held`,
          [jobId],
        ),
      );
      return rows.map(({ turn, was_held }) => createHold(parts, jobId, turn, was_held))[0];
    },
    async loadProgress(jobId) {
      const { rows } = await database.query<{ progress: JobProgress | null }>(
        'SELECT progress FROM jobs WHERE id = $1',
        [jobId],
      );
      return rows[0]?.progress ?? undefined;
    },
  };
}
