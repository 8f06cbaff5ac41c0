import { describeDatabaseFailure } from '../../postgres/databaseErrors.ts';
import { hearsNotices } from '../../postgres/hearsNotices.ts';
import type { Database } from '../../postgres/openDatabase.ts';
import { type Finding, reportOn } from './finding.ts';

const { ok, unsure, wrong } = reportOn('store');

/** What README says that each takes: 8 for the records, 4 for the tasks, 2 that listen. */
const EACH_CONNECTIONS = 14;
/** Our own numbers: an answer in a chat takes some 20 statements one after the other, and Slack waits 3 s for it. */
const SLOW_MS = 50;
/** Our own number: tasks begin within a second, and a job that waits longer than this has nobody who runs it. */
const STUCK_SECONDS = 120;
const TRIES = 5;

interface Load {
  used: number;
  most: number;
}

const LOAD = `
  SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most`;

interface Waiting {
  name: string;
  count: number;
  /** Seconds past its time. */
  oldest: number;
}

/** What could have begun, and has not. */
const WAITING = `
  SELECT name, count(*)::int AS count, max(extract(epoch FROM now() - start_after))::float8 AS oldest
  FROM pgboss.job WHERE state < 'active' AND start_after <= now() AND name NOT LIKE '\\_\\_pgboss%'
  GROUP BY name ORDER BY name`;

function sayAge(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

async function examineQueues(database: Database): Promise<Finding> {
  const { rows } = await database.query<Waiting>(WAITING);
  if (rows.length === 0) return ok('No task waits in the database.');
  const said = rows
    .map(({ name, count, oldest }) => `${name} ${count}, the oldest for ${sayAge(oldest)}`)
    .join('; ');
  return rows.some(({ oldest }) => oldest > STUCK_SECONDS)
    ? unsure(
        `Tasks wait in the database and nobody begins them: ${said}.`,
        'Start an instance. If one runs, look for "engine." in its log.',
      )
    : ok(`Tasks wait in the database: ${said}.`);
}

async function examineSpeed(database: Database, now: () => number): Promise<Finding> {
  const took: number[] = [];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const since = now();
    await database.query('SELECT 1');
    took.push(now() - since);
  }
  const [middle = 0] = took.toSorted((one, other) => one - other).slice(Math.floor(TRIES / 2));
  const said = `PostgreSQL answers in ${middle < 1 ? 'less than 1' : Math.round(middle)} ms.`;
  return middle > SLOW_MS
    ? unsure(said, 'Run Rollcall nearer to it: an answer in a chat needs some 20 of these, within 3 s.')
    : ok(said);
}

async function examineConnections(database: Database): Promise<Finding> {
  const { rows } = await database.query<Load>(LOAD);
  const { used = 0, most = 0 } = rows[0] ?? {};
  const said = `${used} of ${most} connections to PostgreSQL are used; each instance of Rollcall needs ${EACH_CONNECTIONS}.`;
  return most - used < EACH_CONNECTIONS
    ? unsure(said, 'Raise max_connections before another instance starts, or put a pooler before PostgreSQL.')
    : ok(said);
}

async function examineNotices(directUrl: string): Promise<Finding[]> {
  try {
    if (await hearsNotices(directUrl)) return [];
    return [
      unsure(
        "Notices from PostgreSQL don't arrive: what one instance asks of another takes seconds.",
        'Set DATABASE_DIRECT_URL to an address of PostgreSQL that leads past the pooler.',
      ),
    ];
  } catch (error) {
    const { message, next } = describeDatabaseFailure(error);
    return [
      wrong(
        `DATABASE_DIRECT_URL can't be used. ${message}`,
        next.replaceAll('DATABASE_URL', 'DATABASE_DIRECT_URL'),
      ),
    ];
  }
}

/**
 * What several instances need of the database beside its tables: room, speed, notices, and somebody who works.
 *
 * @param now milliseconds that do not jump
 */
export async function examineInstances(
  database: Database,
  directUrl: string,
  now: () => number,
): Promise<Finding[]> {
  return [
    await examineSpeed(database, now),
    await examineConnections(database),
    await examineQueues(database),
    ...(await examineNotices(directUrl)),
  ];
}
