import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { AuditEntry, JobRecord, RowRecord } from '../../service/ports/records.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Audit } from '../audit/audit.ts';
import { changeRecord } from '../changeRecord.ts';
import type { Database, Query } from '../openDatabase.ts';
import { dropRows, markDropped } from './droppedRows.ts';
import { ROWS_AT_ONCE } from './jobRows.ts';

/** The part of the store that keeps jobs. */
export type Jobs = Pick<
  Store,
  'accept' | 'dropJob' | 'dropLeftRows' | 'loadJob' | 'listUnfinished' | 'listJobs' | 'updateJob'
>;

const isUnsettled = ({ messages }: JobRecord): boolean => messages.some(({ settled }) => !settled);

async function insertRows(query: Query, jobId: string, rows: readonly RowRecord[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const some = rows.slice(start, start + ROWS_AT_ONCE);
    await query(
      `INSERT INTO rows (job_id, n, row_id, doc)
       SELECT $1, $2 + n, row_id, doc::json FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS t (row_id, doc, n)`,
      [jobId, start, some.map(({ rowId }) => rowId), some.map((row) => JSON.stringify(row))],
    );
  }
}

/** Writes a job that is there anew. */
function writeJob(query: Query, job: JobRecord): Promise<unknown> {
  return query('UPDATE jobs SET state = $2, unsettled = $3, doc = $4 WHERE id = $1', [
    job.id,
    job.state,
    isUnsettled(job),
    JSON.stringify(job),
  ]);
}

const SELECT_JOB = 'SELECT doc, turn::float8 AS turn FROM jobs WHERE id = $1';

/** What is stored with a change of a job, or not at all. */
export interface JobChange {
  change: (job: JobRecord) => JobRecord | undefined;
  /** What is done before it in the same transaction. */
  before?: (query: Query) => Promise<void>;
  /** Hears the turn of whoever holds the job now, and throws where that is another one. */
  mayChange?: (turn: number) => void;
}

/** Reads, changes and writes a job in a transaction. Undefined: it is not there, or was left as it is. */
export function changeJob(
  query: Query,
  jobId: string,
  { change, before, mayChange }: JobChange,
): Promise<JobRecord | undefined> {
  return changeRecord<JobRecord, { doc: JobRecord; turn: number }>(
    query,
    { select: SELECT_JOB, id: [jobId] },
    (job, { turn }) => {
      mayChange?.(turn);
      return change(job);
    },
    async (write, job) => {
      await before?.(write);
      await writeJob(write, job);
    },
  );
}

/** Sends what is to run a job, in the transaction that accepts it. Throws what keeps it from being sent. */
export type SendWithAccept = (query: Query, job: Pick<JobRecord, 'id' | 'kind'>) => Promise<void>;

/**
 * A row for each job, and a row for each person in it.
 *
 * @param sending holds what is sent with an accepted job, once there is an engine
 */
export function createJobs(database: Database, audit: Audit, sending: { withAccept?: SendWithAccept }): Jobs {
  const oneAtATime = createOneAtATime();

  return {
    accept: (job, rows) =>
      oneAtATime(job.id, async () => {
        if (rows.length !== job.total) {
          throw new Error(`${job.id} counts ${job.total} rows but has ${rows.length}.`);
        }
        if (new Set(rows.map(({ rowId }) => rowId)).size !== rows.length) {
          throw new Error(`Two rows of ${job.id} have the same row id.`);
        }
        return database.transact(async (query) => {
          const { count } = await query(
            `INSERT INTO jobs (id, customer, actor, state, unsettled, created_at, doc)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
            [
              job.id,
              job.customer,
              job.requestedBy.actorId,
              job.state,
              isUnsettled(job),
              job.createdAt,
              JSON.stringify(job),
            ],
          );
          if (count === 0) return 'exists';
          await insertRows(query, job.id, rows);
          await sending.withAccept?.(query, job);
          return 'accepted';
        });
      }),
    async dropJob(jobId, isStill, entries = []) {
      const drop = async (query: Query, append: () => Promise<void>) => {
        const { rows } = await query<{ doc: JobRecord }>(`${SELECT_JOB} FOR UPDATE`, [jobId]);
        const [found] = rows;
        if (found === undefined) return true;
        if (!isStill(found.doc)) return false;
        await append();
        await query('DELETE FROM jobs WHERE id = $1', [jobId]);
        await markDropped(query, jobId);
        return true;
      };
      const isGone = await (entries.length === 0
        ? database.transact((query) => drop(query, async () => undefined))
        : audit.transact((query, append) => drop(query, () => append(entries))));
      if (isGone) await dropRows(database);
      return isGone;
    },
    dropLeftRows: () => dropRows(database),
    async loadJob(jobId) {
      return (await database.query<{ doc: JobRecord }>(SELECT_JOB, [jobId])).rows[0]?.doc;
    },
    async listUnfinished() {
      const { rows } = await database.query<{ doc: JobRecord }>(
        "SELECT doc FROM jobs WHERE state IN ('running', 'stopping') OR unsettled ORDER BY n",
      );
      return rows.map(({ doc }) => doc);
    },
    async listJobs({ actorId, after, limit }) {
      const { rows } = await database.query<{ doc: JobRecord }>(
        `SELECT doc FROM jobs
         WHERE ($1::text IS NULL OR actor = $1) AND created_at > coalesce($2, '-Infinity'::float8)
         ORDER BY created_at DESC, n DESC LIMIT $3`,
        [actorId ?? null, after ?? null, Math.max(0, limit)],
      );
      return rows.map(({ doc }) => doc);
    },
    // One connection for each job, however many press at once here.
    updateJob: (jobId: string, change: JobChange['change'], entries: readonly AuditEntry[] = []) =>
      oneAtATime(jobId, () =>
        entries.length === 0
          ? database.transact((query) => changeJob(query, jobId, { change }))
          : audit.transact((query, append) =>
              changeJob(query, jobId, { change, before: () => append(entries) }),
            ),
      ),
  };
}
