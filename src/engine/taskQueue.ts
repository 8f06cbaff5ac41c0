import pg from 'pg';
import type { PgBoss } from 'pg-boss';
import type { TaskKind } from '../service/ports/engine.ts';
import type { Log } from '../service/ports/surroundings.ts';
import { type HeldAttempt, NOTIFY } from './beat.ts';

/** What runs one statement: a pool, or a connection within a transaction. pg-boss's own shape of it. */
export interface TaskDb {
  // biome-ignore lint/suspicious/noExplicitAny: pg-boss's IDatabase says so.
  executeSql(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
}

/** What a task carries: the records have the rest. */
interface TaskData {
  key: string;
  failures: number;
}

interface TaskPool extends TaskDb {
  inTransaction(work: (db: TaskDb) => Promise<void>): Promise<void>;
  /** Also when a connection answers nothing any more. */
  close(): Promise<void>;
}

/** pg-boss's share of an instance's connections: fetching, settling and supervising take turns. */
const MAX_CONNECTIONS = 4;
/** Statements here take milliseconds. Longer hides a database that is gone, shorter gives up on one that is busy. */
const QUERY_TIMEOUT_MS = 5_000;
/** Longer keeps whoever waits behind us waiting too; shorter fails where many end at once. */
const LOCK_TIMEOUT_MS = 3_500;
/**
 * A process that stood still within a transaction holds its locks for this long: less than others wait for them, so that it
 * fails none of theirs. Ours take milliseconds; shorter fails what a process settles that is merely slow.
 */
const IDLE_IN_TRANSACTION_MS = 2_500;
/** For the connections to end. Longer keeps a process from ending whose database answers nothing any more. */
const CLOSE_WITHIN_MS = 2_000;

/** The connections with which tasks are sent, fetched and settled. */
export function openTaskPool(connectionString: string, log: Log): TaskPool {
  const pool = new pg.Pool({
    connectionString,
    max: MAX_CONNECTIONS,
    application_name: 'rollcall tasks',
    connectionTimeoutMillis: QUERY_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'engine.connection_lost'));
  // One that breaks while it is in use fails its statement, and says so once more: unheard, that would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    executeSql: (text, values) => pool.query(text, values),
    async inTransaction(work) {
      const client = await pool.connect();
      let failure: Error | undefined;
      try {
        // Local to it, and not given at connecting: a pooler in transaction mode refuses those.
        await client.query(
          `BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS};
           SET LOCAL idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`,
        );
        await work({ executeSql: (text, values) => client.query(text, values) });
        await client.query('COMMIT');
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        // One that has failed is in an unknown state: closed, and its transaction with it.
        client.release(failure);
      }
    },
    async close() {
      let late: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        late = setTimeout(resolve, CLOSE_WITHIN_MS);
      });
      await Promise.race([pool.end(), patience]);
      clearTimeout(late);
    },
  };
}

/**
 * What waits is made to begin earlier, and locked also where it stays: it then begins after what its sender commits, or
 * has begun and is not found.
 */
const HASTEN = `
  UPDATE pgboss.job SET start_after = LEAST(start_after, pgboss.job_now() + $3::float8 * interval '1 millisecond')
  WHERE name = $1 AND singleton_key = $2 AND state < 'active' RETURNING id`;
const PUT_OFF = `
  UPDATE pgboss.job SET start_after = pgboss.job_now() + $3::float8 * interval '1 millisecond',
    data = jsonb_set(data, '{failures}', to_jsonb($4::int))
  WHERE name = $1 AND id = $2 AND state = 'retry'`;

/** Tasks as rows of pg-boss. Each change of a held one is void, and changes nothing, once another attempt has begun. */
export interface TaskQueue {
  /** `delayMs` from now, by the server's clock. */
  send(db: TaskDb, kind: TaskKind, key: string, delayMs: number): Promise<void>;
  fetch(
    kind: TaskKind,
    limit: number,
  ): Promise<readonly { id: string; retryCount: number; data: TaskData }[]>;
  complete(held: HeldAttempt): Promise<void>;
  /** Others may take it at once. */
  handOver(held: HeldAttempt): Promise<void>;
  putOff(held: HeldAttempt, failures: number, pauseMs: number): Promise<void>;
  notify(db: TaskDb, payload: string): Promise<void>;
}

export function createTaskQueue(boss: PgBoss, pool: TaskPool): TaskQueue {
  async function notify(db: TaskDb, payload: string): Promise<void> {
    await db.executeSql(NOTIFY, [payload]);
  }
  return {
    notify,
    async send(db, kind, key, delayMs) {
      const options = { singletonKey: key, startAfter: `${Math.round(delayMs)} milliseconds`, db };
      for (let sent: string | null = null; sent === null; ) {
        const { rows } = await db.executeSql(HASTEN, [kind, key, delayMs]);
        if (rows.length > 0) break;
        // Null: somebody sent the same in between.
        sent = await boss.send(kind, { key, failures: 0 } satisfies TaskData, options);
      }
      if (delayMs === 0) await notify(db, `sent ${kind}`);
    },
    async fetch(kind, limit) {
      const jobs = await boss.fetch<TaskData>(kind, { batchSize: limit });
      return jobs.map(({ id, retryCount, data }) => ({ id, retryCount, data }));
    },
    async complete({ kind, id, retryCount }) {
      await boss.complete(kind, { id, retryCount });
    },
    async handOver({ kind, id, retryCount }) {
      await boss.fail(kind, { id, retryCount }, { message: 'handed over' });
      await notify(pool, `sent ${kind}`);
    },
    async putOff({ kind, id, retryCount }, failures, pauseMs) {
      await pool.inTransaction(async (db) => {
        await boss.fail(kind, { id, retryCount }, { message: 'failed' }, { db });
        await db.executeSql(PUT_OFF, [kind, id, pauseMs, failures]);
      });
    },
  };
}
