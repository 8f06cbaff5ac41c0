import { type HeldPolicy, judgePolicy, type Policies } from '../service/ports/policies.ts';
import type { Database, Query } from './openDatabase.ts';

const KEY = 'policies';
/**
 * Our own number: texts that are told from new ones. One that comes back after so many others counts as new, which lets
 * an instance that was forgotten that long decide; more are read at each request.
 */
const KEPT = 200;

async function read(query: Query, lock = ''): Promise<readonly HeldPolicy[]> {
  const { rows } = await query<{ value: string }>(`SELECT value FROM meta WHERE key = $1 ${lock}`, [KEY]);
  return rows[0] === undefined ? [] : JSON.parse(rows[0].value);
}

/** The Policies port: one row, the text that holds last. Times are the server's. */
export function createPolicies(database: Database): Policies {
  return {
    async held() {
      const { rows } = await database.query<{ held: HeldPolicy }>(
        'SELECT value::json -> -1 AS held FROM meta WHERE key = $1',
        [KEY],
      );
      return rows[0]?.held ?? undefined;
    },
    judge: async (hash, from) => judgePolicy(await read(database.query), hash, from),
    hold: (hash, from) =>
      database.transact(async (query) => {
        await query(`INSERT INTO meta (key, value) VALUES ($1, '[]') ON CONFLICT DO NOTHING`, [KEY]);
        const known = await read(query, 'FOR UPDATE');
        const age = judgePolicy(known, hash, from);
        if (age !== 'newest') return age;
        const { rows } = await query<{ now: number }>(
          'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
        );
        const since = rows[0]?.now ?? 0;
        const others = known.filter((one) => one.hash !== hash).slice(1 - KEPT);
        await query('UPDATE meta SET value = $2 WHERE key = $1', [
          KEY,
          JSON.stringify([...others, { hash, since }]),
        ]);
        return age;
      }),
  };
}
