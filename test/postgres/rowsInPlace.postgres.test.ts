import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/postgres/openDatabase.ts';
import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import {
  createTestClock,
  createTestLog,
  hold,
  masterKeys,
  sampleJob,
  sampleRows,
} from '../store/sampleRecords.ts';

const ROWS = 1_000;
/** As many rows change in one flush as a job's batches settle in a second. */
const TOGETHER = 200;
/** What PostgreSQL counts is told within a second ("The Cumulative Statistics System"). */
const COUNTED_MS = 1_500;

/**
 * Until no transaction runs anywhere on the server: while one does, in whichever database, a later snapshot keeps the versions
 * that it may see, and no room is made.
 */
async function untilQuiet(admin: Database): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await admin.query(
      'SELECT 1 FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() LIMIT 1',
    );
    if (rows.length === 0) return;
    await sleep(25);
  }
}

// Again when a transaction of another test began in between.
it('keeps the rows of a job where they are while they change, so that no index is written', {
  retry: 3,
}, async () => {
  const database = await openTestDatabase();
  const installation = { tenantId: 'tenant', clientId: 'client' };
  const clock = createTestClock();
  const log = createTestLog();
  const store = await openPostgresStore({ url: database.url, installation, masterKeys, clock, log });
  const admin = openDatabase({ url: database.url, log });
  try {
    // As long as a row with a license, a password, and what became of both.
    const displayName = 'A name that is long enough. '.repeat(14);
    const rows = sampleRows(ROWS).map((row) => ({ ...row, person: { ...row.person, displayName } }));
    expect(JSON.stringify(rows[0]).length).toBeGreaterThan(700);
    expect(JSON.stringify(rows[0]).length).toBeLessThan(1_000);
    await store.accept(sampleJob('job_1', ROWS), rows);
    const held = await hold(store, 'job_1');
    for (let start = 0; start < ROWS; start += TOGETHER) {
      for (let change = 1; change <= 3; change += 1) {
        held.record(rows.slice(start, start + TOGETHER).map((row) => ({ ...row, passwordDraws: change })));
        await untilQuiet(admin);
        await held.flush();
      }
    }
    await sleep(COUNTED_MS);
    const counted = await admin.query<{ changed: number; inPlace: number }>(
      `SELECT n_tup_upd::int AS changed, n_tup_hot_upd::int AS "inPlace" FROM pg_stat_user_tables WHERE relname = 'rows'`,
    );
    const { changed = 0, inPlace = 0 } = counted.rows[0] ?? {};
    expect(changed).toBe(3 * ROWS);
    expect(inPlace / changed).toBeGreaterThan(0.9);
  } finally {
    await admin.close();
    await store.close();
    await database.drop();
  }
});
