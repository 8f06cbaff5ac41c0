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

/** What goes to the server with the beginning of a transaction. */
export interface Beginning {
  /** Statements, which save a journey each. Values stand in them as `quoteText` writes them. */
  first?: readonly string[];
  /**
   * Its end waits for no disk. Where the server itself breaks within the second after it, it may be as if it had not been, while
   * everything else is whole (PostgreSQL, "Asynchronous Commit").
   */
  mayBeForgotten?: boolean;
}

/** What a transaction has beside its statements. */
export interface Transaction {
  /** The rows that each of `first` found. */
  found: readonly (readonly unknown[])[];
  /** Ends it together with one statement more, written as `first` is. */
  commitWith(last: string): Promise<void>;
}

/** PostgreSQL. Whatever it throws is a RollcallError STORE_BROKEN, in words. */
export interface Database {
  /** By itself: one that fails here for want of time may still be done on the server afterwards. */
  query: Query;
  /**
   * All or nothing, also for one statement that must not be done once it failed here. What `work` throws undoes it and is thrown on. Work waits for nothing but its own statements: others
   * wait for its locks.
   */
  transact<T>(work: (query: Query, more: Transaction) => Promise<T>, beginning?: Beginning): Promise<T>;
  close(): Promise<void>;
}

/** A text as it stands in a statement that is sent without values. */
export const quoteText = (text: string): string => pg.escapeLiteral(cleanText(text));

function cleanText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

/** PostgreSQL knows no text with U+0000 in it: what holds one is looked for in vain, and not an error. */
function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
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

/** Local to the transaction, and not given at connecting: a pooler takes none of it over to the next connection. */
const BEGIN = [
  'BEGIN',
  `SET LOCAL lock_timeout = ${LOCK_MS}`,
  `SET LOCAL idle_in_transaction_session_timeout = ${IDLE_MS}`,
];
const FORGETTABLE = 'SET LOCAL synchronous_commit = off';

/** Begins a transaction with several statements at once, of which each answers. */
async function begin(client: pg.ClientBase, { first = [], mayBeForgotten = false }: Beginning) {
  const before = [...BEGIN, ...(mayBeForgotten ? [FORGETTABLE] : [])];
  const answers: unknown = await client.query([...before, ...first].join('; '));
  return (answers as pg.QueryResult[]).slice(before.length).map(({ rows }) => rows as readonly unknown[]);
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
      throw describeDatabaseFailure(error, "This change wasn't saved.");
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
    transact: (work, beginning = {}) =>
      withClient(async (client) => {
        const query: Query = (text, values) => run<never>(client, text, values).catch(failInWords);
        const found = await begin(client, beginning).catch(failInWords);
        let isOver = false;
        async function commitWith(last: string): Promise<void> {
          await query(`${last}; COMMIT`);
          isOver = true;
        }
        let result: Awaited<ReturnType<typeof work>>;
        try {
          result = await work(query, { found, commitWith });
        } catch (error) {
          // What went wrong first counts.
          await query('ROLLBACK').catch(() => undefined);
          throw error;
        }
        if (!isOver) await query('COMMIT');
        return result;
      }),
    close: () => pool.end(),
  };
}
