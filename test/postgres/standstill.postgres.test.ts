import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateRecords } from '../../src/postgres/migrate.ts';
import { openDatabase } from '../../src/postgres/openDatabase.ts';
import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import type { Store } from '../../src/service/ports/store.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import { startTransactionPooler } from '../composition/transactionPooler.ts';
import {
  createTestClock,
  createTestLog,
  masterKeys,
  sampleEntry,
  sampleJob,
  sampleLink,
} from '../store/sampleRecords.ts';

const installation = { tenantId: 'tenant', clientId: 'client' };
const clock = createTestClock();
let database: TestDatabase;
let store: Store;
/** Somebody else, who stands still in the middle of a transaction. */
let other: pg.Client;

beforeEach(async () => {
  database = await openTestDatabase();
  const options = { url: database.url, installation, masterKeys, clock, log: createTestLog() };
  store = await openPostgresStore(options);
  other = new pg.Client({ connectionString: database.url });
  other.on('error', () => undefined);
  await other.connect();
});
afterEach(async () => {
  await other.end().catch(() => undefined);
  await store.close();
  await database.drop();
});

/** Has `work` fail because somebody else has what it needs, lets that go, and waits until the server has done all it will. */
async function failBehind(lock: string, work: () => Promise<unknown>): Promise<void> {
  await other.query('BEGIN');
  await other.query(lock);
  await expect(work()).rejects.toMatchObject({ code: 'STORE_BROKEN' });
  await other.query('COMMIT');
  await sleep(300);
}

describe('what failed because somebody else stood in the way', () => {
  it('opens no link afterwards, and makes none void', async () => {
    await store.saveLinks([sampleLink('hash_1', clock.now())]);
    const lock = "SELECT 1 FROM links WHERE hash = 'hash_1' FOR UPDATE";
    await failBehind(lock, () => store.takeLink('hash_1', clock.now()));
    await failBehind(lock, () => store.voidLinks(['hash_1'], clock.now()));
    expect((await store.takeLink('hash_1', clock.now()))?.won).toBe(true);
  }, 30_000);

  it('takes no key and no job afterwards', async () => {
    await store.accept(sampleJob('job_1', 0), []);
    await store.keepSeen('slack:Ev1', 0);
    await failBehind("SELECT 1 FROM seen WHERE key = 'slack:Ev1' FOR UPDATE", () =>
      store.seen('slack:Ev1', 60_000),
    );
    expect(await store.seen('slack:Ev1', 60_000)).toBe(false);
    await failBehind("SELECT 1 FROM jobs WHERE id = 'job_1' FOR UPDATE", () => store.holdJob('job_1'));
    expect(await store.holdJob('job_1')).toMatchObject({ turn: 1, wasCutOff: false });
  }, 30_000);
});

it('an instance that stands still within a change of the audit fails no entry of another', async () => {
  const frozen = openDatabase({ url: database.url, log: createTestLog() });
  let goOn = (): void => undefined;
  const standing = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let hasLock = (): void => undefined;
  const locked = new Promise<void>((resolve) => {
    hasLock = resolve;
  });
  const change = frozen.transact(async (query) => {
    await query('SELECT seq FROM audit_head FOR UPDATE');
    hasLock();
    await standing;
    await query('SELECT 1');
  });
  const ended = expect(change).rejects.toMatchObject({ code: 'STORE_BROKEN' });
  await locked;
  await store.audit(sampleEntry(1));
  goOn();
  await ended;
  await frozen.close();
}, 30_000);

it('tables that are migrated through a pooler are refused with the way past it', async () => {
  const empty = await openTestDatabase({ empty: true });
  const pooler = await startTransactionPooler(empty.url);
  await expect(migrateRecords(pooler.url)).rejects.toMatchObject({
    next: expect.stringContaining('DATABASE_DIRECT_URL'),
  });
  await pooler.close();
  expect(await migrateRecords(empty.url)).not.toEqual([]);
  await empty.drop();
}, 30_000);
