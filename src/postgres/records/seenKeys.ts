import type { MovableStore, SeenRecord } from '../../service/ports/carried.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { Database } from '../openDatabase.ts';

/** Deliveries between two clean-ups. Each costs a delivery some milliseconds; rarer ones leave more rows behind. */
const CLEAN_EVERY = 500;

/** Keys of deliveries already taken. */
type SeenKeys = Pick<MovableStore, 'seen' | 'keepSeen' | 'listSeen'>;

/** A row for each delivery, until its time is over. */
export function createSeenKeys(database: Database, { clock, log }: { clock: Clock; log: Log }): SeenKeys {
  let count = 0;

  function cleanNowAndThen(): void {
    count += 1;
    if (count % CLEAN_EVERY !== 0) return;
    database
      .query('DELETE FROM seen WHERE until <= $1', [clock.now()])
      .catch((error: unknown) => log.warn({ err: error }, 'store.seen_sweep_failed'));
  }

  return {
    async seen(key, ttlMs) {
      cleanNowAndThen();
      const now = clock.now();
      // A key that is taken after this has failed would be held by nobody.
      const { count: fresh } = await database.transact((query) =>
        query(
          `INSERT INTO seen (key, until) VALUES ($1, $2)
           ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE seen.until <= $3`,
          [key, now + ttlMs, now],
        ),
      );
      return fresh === 0;
    },
    async keepSeen(key, ttlMs) {
      await database.transact((query) =>
        query(
          'INSERT INTO seen (key, until) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET until = excluded.until',
          [key, clock.now() + ttlMs],
        ),
      );
    },
    listSeen: async () => (await database.query<SeenRecord>('SELECT key, until FROM seen')).rows,
  };
}
