import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPostgresStore, type PostgresStore } from '../../src/postgres/openPostgresStore.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import {
  createTestClock,
  createTestLog,
  masterKeys,
  sampleEntry,
  sampleJob,
  sampleRows,
} from '../store/sampleRecords.ts';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let store: PostgresStore;
let other: pg.Client;
/** What is under way stays the same for whoever asks within one transaction. */
let killer: pg.Client;

const open = () =>
  openPostgresStore({
    ...{ url: database.url, installation: { tenantId: 'tenant', clientId: 'client' }, masterKeys },
    ...{ clock: createTestClock(), log: createTestLog() },
  });

beforeEach(async () => {
  database = await openTestDatabase();
  store = await open();
  other = new pg.Client({ connectionString: database.url });
  await other.connect();
  killer = new pg.Client({ connectionString: database.url });
  await killer.connect();
  await store.accept(sampleJob('job_1', 2), sampleRows(2));
  await store.accept(sampleJob('job_2', 1), sampleRows(1));
});
afterEach(async () => {
  await store.close();
  await other.end();
  await killer.end();
  await database.drop();
});

async function countRows(): Promise<Record<string, number>> {
  const { rows } = await other.query('SELECT job_id, count(*)::int AS n FROM rows GROUP BY job_id');
  return Object.fromEntries(rows.map(({ job_id, n }) => [job_id, n]));
}

/** As if its rows were so many that their deletion takes a while. */
async function holdRows(): Promise<void> {
  await other.query('BEGIN');
  await other.query("SELECT 1 FROM rows WHERE job_id = 'job_1' FOR UPDATE");
}

/** Ends whoever waits for those rows. */
const KILL = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'DELETE FROM rows%'`;

const drop = () =>
  store.dropJob('job_1', () => true, [sampleEntry(1, { what: 'job.forgotten', subject: 'job_1' })]);

it('others write to the audit while the rows of a large job are deleted', async () => {
  await holdRows();
  let isOver = false;
  const dropped = drop().finally(() => {
    isOver = true;
  });
  while ((await store.loadJob('job_1')) !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  await store.audit(sampleEntry(2, { subject: 'other' }));
  expect(isOver).toBe(false);
  expect((await store.readAudit({ limit: 9 })).map(({ subject }) => subject)).toEqual(['other', 'job_1']);
  await other.query('COMMIT');
  expect(await dropped).toBe(true);
  expect(await countRows()).toEqual({ job_2: 1 });
});

it.each(['the next start', 'the next job that goes', 'what is left'])(
  'rows that a death left behind go with %s',
  async (when) => {
    await holdRows();
    const dropped = expect(drop()).rejects.toMatchObject({ code: 'STORE_BROKEN' });
    await expect.poll(async () => (await killer.query(KILL)).rowCount, { timeout: 10_000 }).toBe(1);
    await dropped;
    await other.query('COMMIT');
    expect(await store.loadJob('job_1')).toBeUndefined();
    expect(await countRows()).toEqual({ job_1: 2, job_2: 1 });
    if (when === 'the next start') {
      await store.close();
      store = await open();
      expect(await countRows()).toEqual({ job_2: 1 });
    } else if (when === 'what is left') {
      await store.dropLeftRows();
      expect(await countRows()).toEqual({ job_2: 1 });
    } else {
      await store.dropJob('job_2', () => true);
      expect(await countRows()).toEqual({});
    }
    expect(await store.readAudit({ subject: 'job_1', limit: 9 })).toHaveLength(1);
  },
);
