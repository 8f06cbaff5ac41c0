import {
  type HeldPolicy,
  judgePolicy,
  type KnownPolicy,
  keepNewest,
  type Policies,
} from '../service/ports/policies.ts';
import type { Database, Query } from './openDatabase.ts';

const KEY = 'policies';
/**
 * Our own number: texts that are told from new ones. One that comes back after so many others counts as new, which lets
 * an instance that was forgotten that long decide; more are read at each request.
 */
const KEPT = 200;

/**
 * Our own number, less than what lies between two words of an instance: another one has just said the same. Shorter writes the
 * row more often; longer leaves an instance less time to say so again.
 */
const JUST_NOTED_MS = 15_000;

async function read(query: Query, lock = ''): Promise<{ known: readonly KnownPolicy[]; now: number }> {
  const { rows } = await query<{ value: string; now: number }>(
    `SELECT value, floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now
     FROM meta WHERE key = $1 ${lock}`,
    [KEY],
  );
  const [row] = rows;
  return row === undefined ? { known: [], now: 0 } : { known: JSON.parse(row.value), now: row.now };
}

async function write(query: Query, known: readonly KnownPolicy[]): Promise<void> {
  await query('UPDATE meta SET value = $2 WHERE key = $1', [KEY, JSON.stringify(known)]);
}

/** The Policies port: one row, the text that holds last. Times are the server's. */
export function createPolicies(database: Database): Policies {
  return {
    async held() {
      const { rows } = await database.query<{ held: HeldPolicy }>(
        'SELECT value::json -> -1 AS held FROM meta WHERE key = $1',
        [KEY],
      );
      const held = rows[0]?.held;
      if (!held) return undefined;
      const { hash, since, aliveAt, over } = held;
      return {
        ...{ hash, since },
        ...(aliveAt === undefined ? {} : { aliveAt }),
        ...(over === undefined ? {} : { over }),
      };
    },
    async judge(hash, from, silentSince) {
      const { known } = await read(database.query);
      return judgePolicy(known, hash, from, silentSince);
    },
    hold: (hash, from, silentSince) =>
      database.transact(async (query) => {
        await query(`INSERT INTO meta (key, value) VALUES ($1, '[]') ON CONFLICT DO NOTHING`, [KEY]);
        const { known, now } = await read(query, 'FOR UPDATE');
        const age = judgePolicy(known, hash, from, silentSince);
        if (age !== 'newest') return age;
        const others = known.filter((one) => one.hash !== hash).slice(1 - KEPT);
        await write(query, [...others, keepNewest(known, hash, from, now)]);
        return age;
      }),
    noteAlive: (hash) =>
      database.transact(async (query) => {
        const { known, now } = await read(query, 'FOR UPDATE');
        const held = known.at(-1);
        if (held?.hash !== hash || now - (held.aliveAt ?? 0) < JUST_NOTED_MS) return;
        await write(query, [...known.slice(0, -1), { ...held, aliveAt: now }]);
      }),
  };
}
