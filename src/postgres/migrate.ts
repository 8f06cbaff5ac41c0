import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { RollcallError } from '../domain/errors.ts';
import { describeDatabaseFailure } from './databaseErrors.ts';
import type { Database } from './openDatabase.ts';

/** Beside the source, wherever the build is: nothing copies them. */
function findFolder(from = dirname(fileURLToPath(import.meta.url))): string {
  const folder = join(from, 'src/postgres/migrations');
  if (existsSync(folder)) return folder;
  if (dirname(from) === from) throw new Error('There is no src/postgres/migrations above this file.');
  return findFolder(dirname(from));
}

/** Where node-pg-migrate notes what it has run. */
const TABLE = 'migrations';
/**
 * In the name of a migration that takes away or changes what versions before it use. All others only add, so that an
 * instance of the version before goes on, and starts again, while others are updated one after the other.
 */
const CONTRACTS = '_contract_';
/**
 * A table that is altered keeps everybody from it who comes after, for as long as somebody is still in it: less than
 * the 3.5 s that instances wait for a lock, so that none of them fails. Shorter never gets its turn on a busy database.
 */
const LOCK_MS = 1_000;
/** With a pause as long in between: two minutes, after which whoever is in the way has to be ended by hand. */
const LOCK_TRIES = 60;
const RUN_IT = 'Run "npm run migrate" once, with the DATABASE_URL of the instances, then start Rollcall.';

const listKnown = (): string[] =>
  readdirSync(findFolder())
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.slice(0, -'.sql'.length))
    .sort();

async function runMissing(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, lock_timeout: LOCK_MS });
  // What breaks it fails the query that is under way, or nothing any more.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const done = await runner({
      dbClient: client,
      dir: findFolder(),
      migrationsTable: TABLE,
      direction: 'up',
      singleTransaction: true,
      // Otherwise the second of two is refused, and not what it waits for.
      advisoryLockMode: 'wait',
      log: () => undefined,
    });
    return done.map(({ name }) => name);
  } catch (error) {
    const failure = describeDatabaseFailure(error);
    throw failure.detail.sqlstate === '08P01' ? describePooler(failure) : failure;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A pooler in transaction mode takes no limit at connecting, and would lose the lock that keeps a second one waiting. */
function describePooler(cause: RollcallError): RollcallError {
  return new RollcallError('STORE_BROKEN', "Tables can't be migrated through a pooler.", {
    done: 'Nothing was changed.',
    next: 'Set DATABASE_DIRECT_URL to an address of PostgreSQL that leads past the pooler, and run "npm run migrate" again.',
    detail: cause.detail,
    cause,
  });
}

const isInTheWay = (error: unknown): boolean =>
  error instanceof RollcallError && error.detail.sqlstate === '55P03';

/**
 * Makes Rollcall's tables what this version needs, in one transaction, also while instances run. Answers what it ran. Of
 * two that run at once, one does it. Throws RollcallError STORE_BROKEN in words.
 */
export async function migrateRecords(url: string): Promise<string[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await runMissing(url);
    } catch (error) {
      if (!isInTheWay(error) || tries === LOCK_TRIES) throw error;
      await wait(LOCK_MS);
    }
  }
}

function refuse(message: string, next: string): RollcallError {
  return new RollcallError('CONFIG_INVALID', message, { done: 'Nothing was changed.', next });
}

async function listRun(database: Database): Promise<string[]> {
  try {
    const { rows } = await database.query<{ name: string }>(`SELECT name FROM ${TABLE} ORDER BY id`);
    return rows.map(({ name }) => name);
  } catch (error) {
    if (error instanceof RollcallError && error.detail.sqlstate === '42P01') return [];
    throw error;
  }
}

const listMissing = (run: readonly string[]): string[] => listKnown().filter((name) => !run.includes(name));

/** Whether nothing is to be run. */
export async function isUpToDate(database: Database): Promise<boolean> {
  return listMissing(await listRun(database)).length === 0;
}

/** Throws RollcallError CONFIG_INVALID for tables of a newer version that have lost something this one uses. */
export async function refuseTakenAway(database: Database): Promise<void> {
  refuseStrange(await listRun(database));
}

function refuseStrange(run: readonly string[]): void {
  const known = listKnown();
  const strange = run.filter((name) => !known.includes(name) && name.includes(CONTRACTS));
  if (strange.length === 0) return;
  throw refuse(
    `The tables in the database are of a newer version of Rollcall, and this one can't run on them any more: ${strange.join(', ')} took away what it uses.`,
    'Start that version or a newer one. To go back, restore the backup from before the update.',
  );
}

/**
 * Refuses tables that are older than this version, and newer ones that have lost something it uses, in words. An instance
 * never changes them itself: others, of the version before, may still run on them.
 */
export async function checkTables(database: Database): Promise<void> {
  const run = await listRun(database);
  if (run.length === 0) throw refuse('The database in DATABASE_URL has no tables of Rollcall yet.', RUN_IT);
  const missing = listMissing(run);
  if (missing.length > 0) {
    throw refuse(
      `The tables in the database are older than this version: ${missing.join(', ')} is missing.`,
      RUN_IT,
    );
  }
  refuseStrange(run);
}
