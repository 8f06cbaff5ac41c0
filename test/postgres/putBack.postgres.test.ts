import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPostgresStore, type PostgresStore } from '../../src/postgres/openPostgresStore.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import { createTestClock, createTestLog, masterKeys, sampleEntry } from '../store/sampleRecords.ts';

let database: TestDatabase;
let client: pg.Client;
let stores: PostgresStore[];
/** When each of the instances says that what is gone was last there. */
let gone: number[][];
const clock = createTestClock();
const options = () => ({ url: database.url, masterKeys, clock, log: createTestLog() });

beforeEach(async () => {
  database = await openTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  stores = [await openPostgresStore(options()), await openPostgresStore(options())];
  gone = [[], []];
  for (const [index, store] of stores.entries()) store.onPutBack?.((at) => void gone[index]?.push(at));
});
afterEach(async () => {
  await client.end();
  for (const store of stores) await store.close();
  await database.drop();
});

/** What the database was when this was the last line. */
async function putBack(seq: number): Promise<void> {
  await client.query('DELETE FROM audit WHERE seq > $1', [seq]);
  await client.query('UPDATE audit_head SET seq = $1, line = (SELECT line FROM audit WHERE seq = $1)', [seq]);
}

const [first, second] = [(): PostgresStore => at(0), (): PostgresStore => at(1)];
function at(index: number): PostgresStore {
  const store = stores[index];
  if (store === undefined) throw new Error('no store');
  return store;
}

async function write(store: PostgresStore, ...numbers: number[]): Promise<void> {
  for (const n of numbers) await store.audit(sampleEntry(n));
}

describe('a copy that is put back under running instances', () => {
  it.each([
    ['some lines', 3],
    ['the last line', 4],
    ['everything', 0],
  ])('is noticed once by each with its next check, where %s is gone', async (_what, kept) => {
    await write(first(), 1, 2, 3, 4, 5);
    await second().check();
    await putBack(kept);
    for (const store of [...stores, ...stores]) await store.check();
    expect(gone.map((one) => one.length)).toEqual([1, 1]);
    await write(second(), 6);
    await first().check();
    expect(gone.map((one) => one.length)).toEqual([1, 1]);
  });

  it('is noticed by what is written next, also where others have written more since than is gone', async () => {
    await write(first(), 1, 2, 3);
    await putBack(1);
    await write(second(), 4, 5, 6, 7);
    await write(first(), 8);
    expect(gone).toEqual([[expect.any(Number)], []]);
    await first().check();
    expect(gone[0]).toHaveLength(1);
  });

  it('is noticed where as much was written since as is gone', async () => {
    await write(first(), 1, 2);
    await putBack(1);
    await write(second(), 3);
    await first().check();
    expect(gone).toEqual([[expect.any(Number)], []]);
  });
});

it('takes nothing else for it: what others write, what retention drops, changes that fail, many at once', async () => {
  await write(first(), 1, 2, 3);
  await second().check();
  await write(second(), 4, 5, 6);
  for (const store of stores) await store.check();
  // Drops what both have seen last, and puts the line of a cut in the place of the newest that is dropped.
  expect(await first().cutAudit(sampleEntry(7).at + 1, sampleEntry(8).at)).toBeGreaterThan(0);
  for (const store of stores) await store.check();
  await write(second(), 9);
  expect(await first().cutAudit(sampleEntry(9).at + 1, sampleEntry(10).at)).toBeGreaterThan(0);
  await write(second(), 11);
  const some = Array.from({ length: 40 }, (_, n) =>
    Promise.all([first().audit(sampleEntry(20 + n)), second().audit(sampleEntry(20 + n)), at(n % 2).check()]),
  );
  await Promise.all(some);
  await client.query("ALTER TABLE audit ADD CONSTRAINT full_disk CHECK (actor <> 'nobody')");
  await expect(first().audit({ ...sampleEntry(70), actor: 'nobody' })).rejects.toMatchObject({
    code: 'STORE_BROKEN',
  });
  for (const store of stores) await store.check();
  expect(gone).toEqual([[], []]);
});

describe('a database that an instance no longer has', () => {
  const another = new Secret(randomBytes(32));

  it.each([
    ['was moved to a data folder', { moving: { way: 'out' } as const }, /was moved to a data folder/],
    [
      'has other keys',
      { masterKeys: { current: 7, keys: new Map([[7, another], ...masterKeys.keys]) } },
      /SECRET_KEY was replaced/,
    ],
  ])('is left with the next check once it %s, in words', async (_what, more, words) => {
    await write(first(), 1);
    const command = await openPostgresStore({ ...options(), ...more });
    if ('moving' in more) await command.saveMoveMark({ state: 'left', other: 'embedded', at: clock.now() });
    await command.close();
    expect(first().lost.aborted).toBe(false);
    await expect(first().check()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(first().lost.aborted).toBe(true);
    expect(String(first().lost.reason)).toMatch(words);
  });

  it('stays with an instance that knows the newest key, though its own is older', async () => {
    const both = new Map([[7, another], ...masterKeys.keys]);
    const older = await openPostgresStore({
      ...options(),
      masterKeys: { current: masterKeys.current, keys: both },
    });
    const newer = await openPostgresStore({ ...options(), masterKeys: { current: 7, keys: both } });
    await older.check();
    await newer.check();
    expect([older, newer].map(({ lost }) => lost.aborted)).toEqual([false, false]);
    await older.close();
    await newer.close();
  });
});
