import { createOneAtATime } from '../service/ports/oneAtATime.ts';
import type { Changed, Quota } from '../service/ports/quota.ts';
import { type Database, type Query, quoteText } from './openDatabase.ts';

interface Row {
  state: unknown;
  now: number;
}

/** The server's clock is read once the lock is held, so that it never goes back from one change to the next. */
const lockOf = (key: string): string => `
  SELECT state, extract(epoch FROM clock_timestamp())::float8 * 1000 AS now
  FROM (SELECT state FROM quota WHERE key = ${quoteText(key)} FOR UPDATE) AS locked`;

async function lock(query: Query, key: string): Promise<Row> {
  await query(`INSERT INTO quota (key, state) VALUES ($1, 'null') ON CONFLICT DO NOTHING`, [key]);
  const { rows } = await query<Row>(lockOf(key));
  return rows[0] ?? lock(query, key);
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
        database.transact(
          async (query, { found, commitWith }) => {
            const [there] = found[0] as Row[];
            const { state: before, now } = there ?? (await lock(query, key));
            const { state, result } = change((before as State | null) ?? undefined, now);
            const text = JSON.stringify(state);
            await commitWith(`UPDATE quota SET state = ${quoteText(text)} WHERE key = ${quoteText(key)}`);
            return result;
          },
          // Each batch of writes waits for this. What a server that breaks forgets of the last second is counted by Microsoft, too,
          // whose answers say so.
          { first: [lockOf(key)], mayBeForgotten: true },
        ),
      ),
  };
}
