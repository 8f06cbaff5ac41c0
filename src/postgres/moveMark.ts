import { RollcallError } from '../domain/errors.ts';
import type { MoveMark, Moving } from '../service/ports/carried.ts';
import type { Database, Query } from './openDatabase.ts';

const KEY = 'moved';
/** Of the database itself: whose it is and how it was made, and how much of what is shared was used up lately. */
const NO_RECORDS = ['meta', 'migrations', 'quota', 'audit_head'];

/** Undefined: the database is as any other. */
export async function loadMark(query: Query): Promise<MoveMark | undefined> {
  const { rows } = await query<{ value: string }>('SELECT value FROM meta WHERE key = $1', [KEY]);
  return rows[0] === undefined ? undefined : parseMark(rows[0].value);
}

/** What `meta` keeps of it. */
export const parseMark = (value: string): MoveMark => JSON.parse(value);

/** Durable on return. */
export async function saveMark(query: Query, mark: MoveMark | undefined): Promise<void> {
  if (mark === undefined) await query('DELETE FROM meta WHERE key = $1', [KEY]);
  else {
    await query(
      'INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      [KEY, JSON.stringify(mark)],
    );
  }
}

/** Every table that keeps records, those of later versions too. */
async function listRecordTables(query: Query): Promise<string[]> {
  const { rows } = await query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = current_schema() AND tablename <> ALL ($1) ORDER BY 1`,
    [NO_RECORDS],
  );
  return rows.map(({ name }) => name);
}

async function findFilled(query: Query): Promise<string[]> {
  const filled: string[] = [];
  for (const table of await listRecordTables(query)) {
    if ((await query(`SELECT 1 FROM ${table} LIMIT 1`)).count > 0) filled.push(table);
  }
  return filled;
}

function refuse(message: string, next: string): RollcallError {
  return new RollcallError('CONFIG_INVALID', message, { done: 'Nothing was changed.', next });
}

/** Refuses a database that a move has left, or has not finished filling. */
export function refuseMoved(mark: MoveMark | undefined): void {
  if (mark?.state === 'left') {
    throw refuse(
      `What was in the database in DATABASE_URL was moved to a data folder on ${new Date(mark.at).toISOString().slice(0, 10)}.`,
      'Take DATABASE_URL away, and set DATA_DIR to that folder. To go back to PostgreSQL, create a new database, run "npm run migrate", and run "npm run move -- --to postgres".',
    );
  }
  if (mark?.state === 'arriving') {
    throw refuse(
      "A move into the database in DATABASE_URL isn't finished.",
      'Run "npm run move -- --to postgres" again. To go on with the data folder instead, take DATABASE_URL away.',
    );
  }
}

/**
 * Makes the database ready to be moved into, or out of. What an unfinished move has left in it goes. Throws RollcallError
 * CONFIG_INVALID for one that isn't empty, and for one that isn't whole.
 */
export async function prepareMove(database: Database, moving: Moving, at: number): Promise<void> {
  const mark = await loadMark(database.query);
  const filled = await findFilled(database.query);
  if (moving.way === 'out') {
    if (mark?.state === 'left') return;
    refuseMoved(mark);
    if (filled.length > 0) return;
    throw refuse(
      'Rollcall never ran with the database in DATABASE_URL: nothing is kept there.',
      'Set DATABASE_URL to the database that Rollcall runs with.',
    );
  }
  if (moving.isBegun && (mark?.state !== 'arriving' || mark.move !== moving.move)) {
    throw refuse(
      'There is no unfinished move into the database in DATABASE_URL.',
      'Start Rollcall with what everything was moved to.',
    );
  }
  if (mark?.state !== 'arriving' && filled.length > 0) {
    throw refuse(
      `The database in DATABASE_URL isn't empty: Rollcall has run with it (${filled.join(', ')}).`,
      'Create a new database, set DATABASE_URL to it, and run "npm run migrate".',
    );
  }
  await saveMark(database.query, {
    state: 'arriving',
    other: 'embedded',
    at,
    ...(moving.move === undefined ? {} : { move: moving.move }),
  });
  await database.transact(async (query) => {
    for (const table of filled) await query(`DELETE FROM ${table}`);
    await query('UPDATE audit_head SET seq = 0, line = NULL');
  });
}

/** Connections of running instances from one machine. */
export interface Connected {
  /** An IP address; null: over a socket of PostgreSQL's own machine. */
  address: string | null;
  count: number;
}

/**
 * Which connections of running instances there are. Sees them only where nothing pools connections in between, and
 * leaves out those of operators' commands that begin after this.
 */
export async function listInstances(query: Query): Promise<Connected[]> {
  const { rows } = await query<Connected>(
    `SELECT host(client_addr) AS address, count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND application_name IN ('rollcall', 'rollcall tasks', 'rollcall beat')
     GROUP BY client_addr ORDER BY count(*) DESC, client_addr`,
  );
  return rows;
}
