import pg from 'pg';
import type { Log } from '../service/ports/surroundings.ts';
import { describeDatabaseFailure } from './databaseErrors.ts';

/**
 * A statement takes milliseconds; one that takes seconds waits for something that is broken. Shorter fails during a
 * checkpoint of a slow disk, longer keeps clicks waiting beyond what chats wait for an answer.
 */
const QUERY_MS = 5_000;
/** Longer keeps whoever waits behind us waiting too; shorter fails where 50 people press at once. */
const LOCK_MS = 3_500;
/**
 * An instance that froze in the middle of a change holds its locks for this long: less than others wait for them, so that
 * it fails none of theirs. Ours take milliseconds; shorter fails the changes of a process that is merely slow.
 */
const IDLE_MS = 2_500;
/** Of 14 for each instance: 8 here, 4 for the engine, 2 that listen. */
const CONNECTIONS = 8;

/** What a statement answered. */
export interface Answer<Row> {
  rows: Row[];
  /** How many rows it found or changed. */
  count: number;
}

/** Runs one statement, alone or in a transaction. `$1` takes the place of a value; objects are given as JSON text. */
export type Query = <Row = Record<string, never>>(
  text: string,
  values?: readonly unknown[],
) => Promise<Answer<Row>>;

/** PostgreSQL. Whatever it throws is a RollcallError STORE_BROKEN, in words. */
export interface Database {
  /** By itself: one that fails here for want of time may still be done on the server afterwards. */
  query: Query;
  /**
   * All or nothing, also for one statement that must not be done once it failed here. What `work` throws undoes it and is thrown on. Work waits for nothing but its own statements: others
   * wait for its locks.
   */
  transact<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** PostgreSQL knows no text with U+0000 in it: what holds one is looked for in vain, and not an error. */
function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  return Array.isArray(value) ? value.map(cleanValue) : value;
}

async function run<Row>(
  client: pg.ClientBase,
  text: string,
  values: readonly unknown[] = [],
): Promise<Answer<Row>> {
  const { rows, rowCount } = await client.query(text, values.map(cleanValue));
  return { rows: rows as Row[], count: rowCount ?? 0 };
}

/**
 * Opens a pool of connections; none is made before the first statement.
 *
 * @param name what PostgreSQL shows of them; left out: that of an instance
 */
export function openDatabase({
  url,
  log,
  name = 'rollcall',
}: {
  url: string;
  log: Log;
  name?: string;
}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max: CONNECTIONS,
    connectionTimeoutMillis: QUERY_MS,
    query_timeout: QUERY_MS,
    keepAlive: true,
  });
  // One that waits for its next use breaks when the server stops; the pool makes another.
  pool.on('error', (error) => log.warn({ err: describeDatabaseFailure(error) }, 'store.connection_lost'));

  // One that breaks while it is in use fails its statement, and says so once more: unheard, that would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));

  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      throw describeDatabaseFailure(error);
    }
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      // After a failure nobody knows what is still on its way on this connection (node-postgres #3399).
      client.release(true);
      throw error;
    }
  }

  const failInWords = (error: unknown): never => {
    throw describeDatabaseFailure(error);
  };

  return {
    query: (text, values) => withClient((client) => run<never>(client, text, values).catch(failInWords)),
    transact: (work) =>
      withClient(async (client) => {
        const query: Query = (text, values) => run<never>(client, text, values).catch(failInWords);
        // Local to the transaction, and not given at connecting: a pooler takes neither over to the next connection.
        await query(
          `BEGIN; SET LOCAL lock_timeout = ${LOCK_MS}; SET LOCAL idle_in_transaction_session_timeout = ${IDLE_MS}`,
        );
        let result: Awaited<ReturnType<typeof work>>;
        try {
          result = await work(query);
        } catch (error) {
          // What went wrong first counts.
          await query('ROLLBACK').catch(() => undefined);
          throw error;
        }
        await query('COMMIT');
        return result;
      }),
    close: () => pool.end(),
  };
}
