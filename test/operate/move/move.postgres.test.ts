import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CARRIERS, KEPT_BY } from '../../../src/operate/move/carriers.ts';
import { takeInventory } from '../../../src/operate/move/moveEverything.ts';
import { openPostgresStore } from '../../../src/postgres/openPostgresStore.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import { openLowdbStore } from '../../../src/store/openLowdbStore.ts';
import { openTestDatabase, type TestDatabase } from '../../composition/openTestDatabase.ts';
import { removeFolder } from '../../composition/removeFolder.ts';
import { createTestClock, createTestLog } from '../../store/sampleRecords.ts';
import { type MoveRun, runMove } from './runMove.ts';
import { fillAll } from './sampleStore.ts';

const KEY = randomBytes(32);
const masterKeys = { current: 1, keys: new Map([[1, new Secret(KEY)]]) };
const common = () => ({ masterKeys, clock: createTestClock(), log: createTestLog() });

let folder: string;
let database: TestDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-move-'));
  database = await openTestDatabase();
});
afterEach(async () => {
  await removeFolder(folder);
  await database.drop();
});

const dataDir = (name = 'data') => join(folder, name);
const openFolder = (name?: string) => openLowdbStore({ folder: dataDir(name), ...common() });
const openShared = (url = database.url) => openPostgresStore({ url, ...common() });
const env = (more: Record<string, string | undefined> = {}) => ({
  DATA_DIR: dataDir(),
  DATABASE_URL: database.url,
  SECRET_KEY: KEY.toString('base64'),
  ...more,
});

async function fillFolder(): Promise<void> {
  const store = await openFolder();
  await fillAll(store, masterKeys);
  await store.close();
}

async function ask<Row>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

function refuses({ code, said }: MoveRun, words: RegExp): void {
  expect(said).toMatch(words);
  expect(code).toBe(1);
}

describe('a move', () => {
  it('has a carrier for whatever a method of the store is about', () => {
    const kinds = new Set<string>(Object.values(KEPT_BY));
    kinds.delete('store');
    kinds.delete('progress');
    kinds.delete('engine');
    expect([...kinds].sort()).toEqual(Object.keys(CARRIERS).sort());
  });

  it('takes every record there and back, with the same in it', async () => {
    await fillFolder();
    const store = await openFolder();
    // An engine's own: pg-boss would never take it out again, and a folder would take it for new months later.
    await store.saveTask({ kind: 'due', id: 'start_1', startAfter: 1, sentAt: 0 });
    const before = await takeInventory(store);
    const files = (await readdir(dataDir())).filter((name) => /\.jsonl?$/.test(name));
    await store.close();
    for (const [kind, { count }] of Object.entries(before)) expect([kind, count > 0]).toEqual([kind, true]);

    const there = await runMove('postgres', env());
    expect(there.said).toMatch(
      /All of it arrived: \d+ records.*The audit is whole.*A stored password opens/s,
    );
    expect(there.code).toBe(0);
    // A table of a later version is empty here until its records are carried.
    const tables = await ask<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables.filter(({ name }) => !['quota', 'tasks'].includes(name))) {
      expect([name, (await ask(`SELECT 1 FROM ${name} LIMIT 1`)).length]).toEqual([name, 1]);
    }
    const shared = await openShared();
    expect((await takeInventory(shared)).jobs).toEqual(before.jobs);
    expect(await shared.listTasks()).toEqual([]);
    await shared.saveTask({ kind: 'due', id: 'start_1', startAfter: 1, sentAt: 0 });
    expect((await shared.listJobs({ limit: 9 })).map(({ id }) => id)).toEqual(['job_3', 'job_2', 'job_1']);
    // As after a crash: what was sent last may not be on record.
    expect((await shared.holdJob('job_1'))?.wasCutOff).toBe(true);
    expect((await shared.holdJob('job_2'))?.wasCutOff).toBe(false);
    await shared.close();

    const back = await runMove('embedded', env({ DATA_DIR: dataDir('back') }));
    expect(back.said).toMatch(/All of it arrived/);
    const again = await openFolder('back');
    const after = await takeInventory(again);
    expect({ ...after, audit: undefined }).toEqual({ ...before, audit: undefined });
    // One that says so, for each move.
    expect(after.audit.count).toBe(before.audit.count + 2);
    expect((await again.readAudit({ limit: 1 }))[0]).toMatchObject({
      what: 'store.moved',
      detail: { to: 'embedded' },
    });
    expect(await again.seen('event 1', 1_000)).toBe(true);
    expect(await again.listTasks()).toEqual([]);
    await again.close();
    const filesBack = await readdir(dataDir('back'));
    for (const name of files.filter((one) => one !== 'tasks.json')) expect(filesBack).toContain(name);
  });

  it.each([1, 5, 9, 14, 15])(
    'begins anew when it was killed after %i lines, and loses nothing',
    async (lines) => {
      await fillFolder();
      const killed = await runMove('postgres', env(), { line: lines });
      const isOver = killed.said.includes('All of it arrived');
      // Until it is over, Rollcall belongs where it was.
      if (!isOver)
        await expect(openShared()).rejects.toMatchObject({
          code: 'CONFIG_INVALID',
          message: expect.stringMatching(/isn't finished/),
        });
      const again = await runMove('postgres', env());
      if (!isOver) expect(again.said).toMatch(/All of it arrived/);
      const shared = await openShared();
      expect((await shared.loadRows('job_1')).length).toBe(300);
      expect(await shared.listJobs({ limit: 9 })).toHaveLength(3);
      expect(
        (await shared.readAudit({ limit: 99 })).filter(({ what }) => what === 'store.moved'),
      ).toHaveLength(1);
      await shared.close();
    },
  );

  it('takes what changed meanwhile, when it was killed and Rollcall went on where it was', async () => {
    await fillFolder();
    expect((await runMove('postgres', env(), { line: 5 })).code).toBeNull();
    const store = await openFolder();
    await store.dropJob('job_2', () => true);
    await store.saveNote('later', 1);
    await store.close();
    expect((await runMove('postgres', env())).code).toBe(0);
    const shared = await openShared();
    expect(await shared.loadJob('job_2')).toBeUndefined();
    expect(await shared.loadNote('later')).toBe(1);
    await shared.close();
  });

  it('leaves a store that refuses to start, whichever it was', async () => {
    await fillFolder();
    await runMove('postgres', env());
    await expect(openFolder()).rejects.toMatchObject({
      message: expect.stringMatching(/was moved to PostgreSQL on/),
    });
    refuses(await runMove('postgres', env()), /Everything was moved already/);
    await runMove('embedded', env({ DATA_DIR: dataDir('back') }));
    await expect(openShared()).rejects.toMatchObject({
      message: expect.stringMatching(/was moved to a data folder on/),
    });
    await (await openFolder('back')).close();
  });
});

describe('a move is refused, in words, and changes nothing', () => {
  it('when it is not said where to, or where from', async () => {
    refuses(await runMove(undefined, env()), /It isn't clear where to move everything/);
    refuses(await runMove('postgres', env({ DATABASE_URL: undefined })), /DATABASE_URL isn't set/);
    await writeFile(join(folder, 'secret.key'), `1:${KEY.toString('base64')}\n`, { mode: 0o600 });
    refuses(
      await runMove('postgres', env({ SECRET_KEY: undefined, DATA_DIR: folder })),
      /Set it to what secret.key in DATA_DIR holds/,
    );
  });

  it('while Rollcall runs with the folder, or with the database', async () => {
    await fillFolder();
    const store = await openFolder();
    refuses(await runMove('postgres', env()), /Another instance of Rollcall is running on this data folder/);
    await store.close();
    const shared = await openShared();
    await shared.check();
    refuses(await runMove('postgres', env()), /Rollcall is running on the database/);
    refuses(
      await runMove('embedded', env({ DATA_DIR: dataDir('back') })),
      /Rollcall is running on the database/,
    );
    await shared.close();
  });

  it('from where Rollcall never ran, which a path with a mistake in it names', async () => {
    const DATA_DIR = dataDir('typo');
    refuses(await runMove('postgres', env({ DATA_DIR })), /Rollcall never ran with the data folder .*typo/);
    expect(await readdir(folder)).toEqual([]);
    refuses(
      await runMove('embedded', env({ DATA_DIR: dataDir('back') })),
      /Rollcall never ran with the database/,
    );
    expect(await readdir(folder)).toEqual([]);
    await fillFolder();
    expect((await runMove('postgres', env())).code).toBe(0);
  });

  it('a second time into another target, also one that an earlier try has begun to fill', async () => {
    await fillFolder();
    const other = await openTestDatabase();
    try {
      const DATABASE_URL = other.url;
      expect((await runMove('postgres', env({ DATABASE_URL }), { line: 5 })).code).toBeNull();
      expect((await runMove('postgres', env())).code).toBe(0);
      refuses(
        await runMove('postgres', env({ DATABASE_URL })),
        /Everything was moved already.*no unfinished move/s,
      );
      await expect(openShared(other.url)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    } finally {
      await other.drop();
    }
    const fresh = await openTestDatabase();
    try {
      refuses(await runMove('postgres', env({ DATABASE_URL: fresh.url })), /Everything was moved already/);
      const store = await openShared(fresh.url);
      expect(await store.listJobs({ limit: 1 })).toEqual([]);
      await store.close();
    } finally {
      await fresh.drop();
    }
    await (await openShared()).close();
  });

  it('with another SECRET_KEY, from either', async () => {
    await fillFolder();
    const other = randomBytes(32).toString('base64');
    refuses(await runMove('postgres', env({ SECRET_KEY: other })), /written with another SECRET_KEY/);
    expect(await ask(`SELECT 1 FROM meta WHERE key = 'keys'`)).toEqual([]);
    expect((await runMove('postgres', env())).code).toBe(0);
    refuses(
      await runMove('embedded', env({ SECRET_KEY: other, DATA_DIR: dataDir('back') })),
      /written with another SECRET_KEY/,
    );
  });

  it('from a folder that is broken, which leaves the database empty', async () => {
    await fillFolder();
    await writeFile(dataDir('data/presets.json'), '{"schema":1,');
    await rm(dataDir('data/presets.json.bak'), { force: true });
    refuses(await runMove('postgres', env()), /presets\.json/);
    expect(await ask('SELECT 1 FROM jobs')).toEqual([]);
    expect(await ask('SELECT 1 FROM notes')).toEqual([]);
  });

  it('into a target that is not empty', async () => {
    await fillFolder();
    const shared = await openShared();
    await shared.saveNote('kept', 1);
    await shared.close();
    refuses(await runMove('postgres', env()), /The database in DATABASE_URL isn't empty.*\(notes\)/s);
    refuses(await runMove('embedded', env()), /The data folder .* isn't empty/);
    const again = await openShared();
    expect(await again.loadNote('kept')).toBe(1);
    await again.close();
    await (await openFolder()).close();
  });
});
