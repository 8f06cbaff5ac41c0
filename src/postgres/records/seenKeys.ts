import type { MovableStore, SeenRecord } from '../../service/ports/carried.ts';
import type { Log } from '../../service/ports/surroundings.ts';
import type { Database } from '../openDatabase.ts';

/** Deliveries between two clean-ups. Each costs a delivery some milliseconds; rarer ones leave more rows behind. */
const CLEAN_EVERY = 500;

/** Keys of deliveries already taken, and of what one has at a time. */
type SeenKeys = Pick<MovableStore, 'seen' | 'keepSeen' | 'holdKey' | 'freeKey' | 'listSeen'>;

/** The server's clock, which all instances share: one of theirs that is put right would free what others hold. */
const NOW = 'COALESCE($1::float8, extract(epoch FROM clock_timestamp())::float8 * 1000)';

/**
 * A row for each key, until its time is over.
 *
 * @param now milliseconds since the epoch in the place of the server's clock: for a move, whose clock stands still, and for tests
 */
export function createSeenKeys(database: Database, { log, now }: { log: Log; now?: () => number }): SeenKeys {
  let count = 0;
  const given = () => now?.() ?? null;

  function cleanNowAndThen(): void {
    count += 1;
    if (count % CLEAN_EVERY !== 0) return;
    database
      .query(`DELETE FROM seen WHERE until <= ${NOW}`, [given()])
      .catch((error: unknown) => log.warn({ err: error }, 'store.seen_sweep_failed'));
  }

  async function holdKey(key: string, forMs: number): Promise<number | undefined> {
    cleanNowAndThen();
    // A key that is taken after this has failed would be held by nobody.
    const { rows } = await database.transact((query) =>
      query<{ until: number }>(
        `INSERT INTO seen (key, until) VALUES ($2, ${NOW} + $3)
         ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE seen.until <= excluded.until - $3
         RETURNING until`,
        [given(), key, forMs],
      ),
    );
    return rows[0]?.until;
  }

  return {
    holdKey,
    seen: async (key, ttlMs) => (await holdKey(key, ttlMs)) === undefined,
    async keepSeen(key, ttlMs) {
      await database.transact((query) =>
        query(
          `INSERT INTO seen (key, until) VALUES ($2, ${NOW} + $3)
           ON CONFLICT (key) DO UPDATE SET until = excluded.until`,
          [given(), key, ttlMs],
        ),
      );
    },
    async freeKey(key, hold) {
      await database.query('DELETE FROM seen WHERE key = $1 AND until = $2', [key, hold]);
    },
    listSeen: async () => (await database.query<SeenRecord>('SELECT key, until FROM seen')).rows,
  };
}
