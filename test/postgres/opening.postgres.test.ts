import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RollcallError } from '../../src/domain/errors.ts';
import { migrateRecords } from '../../src/postgres/migrate.ts';
import { type Database, openDatabase } from '../../src/postgres/openDatabase.ts';
import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import {
  createTestClock,
  createTestLog,
  hold,
  masterKeys,
  sampleEntry,
  sampleJob,
  sampleRows,
} from '../store/sampleRecords.ts';

const installation = { tenantId: 'tenant', clientId: 'client' };
let database: TestDatabase;
let admin: Database;

beforeEach(async () => {
  database = await openTestDatabase();
  admin = openDatabase({ url: database.url, log: createTestLog() });
});
afterEach(async () => {
  await admin.close();
  await database.drop();
});

type Options = Partial<Parameters<typeof openPostgresStore>[0]>;

const open = (more: Options = {}) =>
  openPostgresStore({
    ...{ url: database.url, installation, masterKeys, clock: createTestClock(), log: createTestLog() },
    ...more,
  });

/** What an operator reads. */
async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RollcallError)) throw new Error(`no refusal: ${String(error)}`);
  return `${error.code} ${error.message} ${error.next}`;
}

const keysOf = (...versions: readonly number[]) => ({
  current: versions[0] ?? 1,
  keys: new Map(versions.map((version) => [version, new Secret(Buffer.alloc(32, version))])),
});

describe('the tables', () => {
  it('are made once, however often and by however many that is asked', async () => {
    const empty = await openTestDatabase({ empty: true });
    expect(await refusalOf(open({ url: empty.url }))).toMatch(/has no tables .* "npm run migrate"/);
    const ran = await Promise.all([migrateRecords(empty.url), migrateRecords(empty.url)]);
    expect(ran.flat()).toEqual([
      '0001_records',
      '0002_installations',
      '0003_rows_in_place',
      '0004_audit_of_time',
      '0005_drafts_of_kind',
    ]);
    expect(await migrateRecords(empty.url)).toEqual([]);
    await (await open({ url: empty.url })).close();
    await empty.drop();
  });

  it('of an older version are refused, and say what to run', async () => {
    await admin.query("UPDATE migrations SET name = '0000_before' WHERE name = '0001_records'");
    expect(await refusalOf(open())).toMatch(
      /CONFIG_INVALID .*older.*0001_records is missing.*npm run migrate/,
    );
  });

  it('of a newer version do as long as they only have more, and are migrated by neither', async () => {
    const store = await open();
    await admin.query("INSERT INTO migrations (name, run_on) VALUES ('9998_later', now())");
    await admin.query('ALTER TABLE jobs ADD COLUMN later text');
    await store.accept(sampleJob('job_1', 1), sampleRows(1));
    await store.close();
    const restarted = await open();
    await restarted.accept(sampleJob('job_2', 1), sampleRows(1));
    expect((await restarted.listUnfinished()).map(({ id }) => id)).toEqual(['job_1', 'job_2']);
    await restarted.close();
    expect(await migrateRecords(database.url)).toEqual([]);
  });

  it('of a newer version are refused once they have lost what this one uses', async () => {
    await admin.query("INSERT INTO migrations (name, run_on) VALUES ('9998_later', now())");
    await admin.query("INSERT INTO migrations (name, run_on) VALUES ('9999_contract_jobs', now())");
    expect(await refusalOf(open())).toMatch(/CONFIG_INVALID .*newer version.*: 9999_contract_jobs took away/);
  });

  it('are migrated once whoever is in the way has left', async () => {
    let migrating: Promise<string[]> | undefined;
    await admin.transact(async (query) => {
      await query('LOCK TABLE migrations IN ACCESS EXCLUSIVE MODE');
      migrating = migrateRecords(database.url);
      migrating.catch(() => undefined);
      // Longer than one try lasts.
      await sleep(1_500);
    });
    expect(await migrating).toEqual([]);
  });
});

describe('whose database it is', () => {
  it('is noted at the first start, and another tenant or app is refused at each one after', async () => {
    await (await open()).close();
    await (await open()).close();
    for (const other of [
      { ...installation, tenantId: 'other' },
      { ...installation, clientId: 'other' },
    ]) {
      expect(await refusalOf(open({ installation: other }))).toMatch(
        /belongs to another installation: tenant tenant/,
      );
    }
  });

  it('is told by the key, too: one that is not known is refused', async () => {
    await (await open({ masterKeys: keysOf(1) })).close();
    expect(await refusalOf(open({ masterKeys: keysOf(2) }))).toMatch(/another SECRET_KEY/);
    await (await open({ masterKeys: keysOf(1) })).close();
  });

  it('lets a key be replaced once, and no instance go back to the one before', async () => {
    const before = await open({ masterKeys: keysOf(1) });
    await before.audit(sampleEntry(1));
    const after = await open({ masterKeys: keysOf(2, 1) });
    await after.audit(sampleEntry(2));
    expect((await after.readAudit({ limit: 9 })).map(({ what }) => what)).toContain('audit.keyed');
    // It still runs, and would prove the audit by a key that nobody takes any more.
    expect(await refusalOf(before.audit(sampleEntry(3)))).toMatch(/Another SECRET_KEY proves the audit/);
    await Promise.all([before.close(), after.close()]);
    expect(await refusalOf(open({ masterKeys: keysOf(1) }))).toMatch(/another instance has replaced/);
    expect(await refusalOf(open({ masterKeys: keysOf(1, 2) }))).toMatch(/another instance has replaced/);
    await (await open({ masterKeys: keysOf(2) })).close();
  });
});

describe('a database that cannot be used', () => {
  const elsewhere = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  it.each([
    [
      'nothing listens there',
      (url: URL) => (url.port = '1'),
      /Nothing listens at the address in DATABASE_URL/,
    ],
    ['the password is wrong', (url: URL) => (url.password = 'wrong'), /refused the password/],
    ['there is no such database', (url: URL) => (url.pathname = '/nowhere'), /doesn't exist.*createdb/],
    [
      'the server has no TLS',
      (url: URL) => (url.search = '?sslmode=verify-full'),
      /takes no encrypted connections/,
    ],
  ])('is refused in words when %s', async (_why, change, words) => {
    expect(await refusalOf(open({ url: elsewhere(change) }))).toMatch(words);
  });

  it('is refused in words when something accepts and says nothing', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    expect(await refusalOf(open({ url: elsewhere((url) => (url.port = String(port))) }))).toMatch(
      /didn't answer in time/,
    );
    silent.close();
  });

  it('is refused in words when it can only be read, at the start and later', async () => {
    const store = await open();
    await expect(store.check()).resolves.toBeUndefined();
    const name = new URL(database.url).pathname.slice(1);
    await admin.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = $1',
      [name],
    );
    expect(await refusalOf(open())).toMatch(/can only be read/);
    await expect.poll(() => refusalOf(store.check())).toMatch(/can only be read/);
    await store.close();
  });

  it('is refused in words when its role lacks a right', async () => {
    const role = `rollcall_${randomBytes(6).toString('hex')}`;
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'weak'`);
    const url = elsewhere((one) => {
      one.username = role;
      one.password = 'weak';
    });
    expect(await refusalOf(open({ url }))).toMatch(/lacks a right/);
    expect(await refusalOf(migrateRecords(url))).toMatch(/lacks a right/);
    await admin.query(`DROP ROLE ${role}`);
  });

  it('is used again by itself once its server is there again', async () => {
    const store = await open();
    await store.audit(sampleEntry(1));
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
    );
    await expect.poll(() => store.check().then(() => 'well')).toBe('well');
    await store.audit(sampleEntry(2));
    await store.close();
  });
});

describe('what is kept', () => {
  it('may hold any character, and what is looked for with one that no text has is not found', async () => {
    const store = await open();
    const [row] = sampleRows(1);
    if (row === undefined) throw new Error('no row');
    const odd = { ...row, person: { ...row.person, displayName: 'a\0b\ud800 "\\\n' } };
    await store.accept(sampleJob('job_1', 1, { reason: 'x\0y' }), [odd]);
    expect((await store.loadRows('job_1'))[0]?.person.displayName).toBe('a\0b\ud800 "\\\n');
    expect((await store.loadJob('job_1'))?.reason).toBe('x\0y');
    for (const id of ['job_1\0', "'; DROP TABLE jobs; --"]) {
      expect(await store.loadJob(id)).toBeUndefined();
      expect(await store.loadDraft(id)).toBeUndefined();
      expect(await store.readAudit({ about: id, limit: 5 })).toEqual([]);
    }
    await store.audit(sampleEntry(1, { subject: 'a\0b' }));
    expect(await store.readAudit({ limit: 5 })).toMatchObject([{ subject: 'a\0b' }]);
    await store.close();
  });

  it('waits for the database when it is gone for a while, and is written then', async () => {
    const log = createTestLog();
    const store = await open({ flushMs: 10, log });
    const rows = sampleRows(2);
    await store.accept(sampleJob('job_1', 2), rows);
    const held = await hold(store, 'job_1');
    await admin.query('ALTER TABLE rows RENAME TO gone');
    held.record(rows.map((row) => ({ ...row, attempted: true })));
    expect(await refusalOf(held.flush())).toMatch(/A table is missing/);
    expect(await refusalOf(store.check())).toMatch(/A table is missing/);
    await admin.query('ALTER TABLE gone RENAME TO rows');
    await expect
      .poll(() =>
        store.check().then(
          () => 'well',
          () => 'not yet',
        ),
      )
      .toBe('well');
    expect((await store.loadRows('job_1')).map(({ attempted }) => attempted)).toEqual([true, true]);
    expect(JSON.stringify(log.events)).not.toContain('contoso.com');
    await store.close();
  });
});
