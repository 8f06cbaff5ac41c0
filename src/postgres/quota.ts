import { createOneAtATime } from '../service/ports/oneAtATime.ts';
import type { Changed, Quota } from '../service/ports/quota.ts';
import type { Database, Query } from './openDatabase.ts';

interface Row {
  state: unknown;
  now: number;
}

/** The server's clock is read once the lock is held, so that it never goes back from one change to the next. */
const LOCK = `
  SELECT state, extract(epoch FROM clock_timestamp())::float8 * 1000 AS now
  FROM (SELECT state FROM quota WHERE key = $1 FOR UPDATE) AS locked`;

async function lock(query: Query, key: string): Promise<Row> {
  const { rows } = await query<Row>(LOCK, [key]);
  if (rows[0] !== undefined) return rows[0];
  await query(`INSERT INTO quota (key, state) VALUES ($1, 'null') ON CONFLICT DO NOTHING`, [key]);
  return lock(query, key);
}

/** The Quota port: a row for each key, on the clock of the server. */
export function createQuota(database: Database): Quota {
  // Those of one process do not take all its connections to wait for one another.
  const oneAtATime = createOneAtATime();
  return {
    change: <State, Result>(
      key: string,
      change: (state: State | undefined, now: number) => Changed<State, Result>,
    ): Promise<Result> =>
      oneAtATime(key, () =>
        database.transact(async (query) => {
          const { state: before, now } = await lock(query, key);
          const { state, result } = change((before as State | null) ?? undefined, now);
          await query('UPDATE quota SET state = $2 WHERE key = $1', [key, JSON.stringify(state)]);
          return result;
        }),
      ),
  };
}
