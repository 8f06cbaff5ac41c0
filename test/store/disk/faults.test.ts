import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../../../src/service/ports/store.ts';
import { openLowdbStore } from '../../../src/store/openLowdbStore.ts';
import { removeFolder } from '../../composition/removeFolder.ts';
import {
  created,
  createTestClock,
  createTestLog,
  hold,
  masterKeys,
  sampleDraft,
  sampleEntry,
  sampleJob,
  sampleRows,
} from '../sampleRecords.ts';
import { createFaultyFs, type FsCall, noSpace } from './faultyFs.ts';

let folder: string;
let fs: ReturnType<typeof createFaultyFs>;
let log: ReturnType<typeof createTestLog>;
let clock: ReturnType<typeof createTestClock>;
const stores: Store[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-faults-'));
  fs = createFaultyFs();
  log = createTestLog();
  clock = createTestClock();
});
afterEach(async () => {
  fs.before = undefined;
  for (const store of stores.splice(0)) await store.close().catch(() => undefined);
  await removeFolder(folder);
});

async function open(flushMs = 10): Promise<Store> {
  const store = await openLowdbStore({ folder, masterKeys, clock, log, flushMs, fs });
  stores.push(store);
  return store;
}

function diskIsFull({ name }: FsCall): void {
  if (name === 'write') throw noSpace();
}

const brokenByFullDisk = {
  code: 'STORE_BROKEN',
  message: "Rollcall couldn't save to its data folder: the disk is full.",
};

describe('a disk that is full', () => {
  it('accepts no job, leaves nothing of it behind, and accepts it once there is room', async () => {
    const store = await open();
    fs.before = diskIsFull;
    await expect(store.accept(sampleJob('job_1', 300), sampleRows(300))).rejects.toMatchObject(
      brokenByFullDisk,
    );
    expect(await store.loadJob('job_1')).toBeUndefined();
    expect(await readdir(join(folder, 'jobs'))).toEqual([]);
    fs.before = undefined;
    expect(await store.accept(sampleJob('job_1', 300), sampleRows(300))).toBe('accepted');
  });

  it('accepts no job when only the last fsync fails, also after a restart', async () => {
    let store = await open();
    let renamed = false;
    fs.before = ({ name, path }) => {
      if (name === 'rename' && path.endsWith('job.json')) renamed = true;
      if (name === 'sync' && renamed) throw noSpace();
    };
    await expect(store.accept(sampleJob('job_1', 1), sampleRows(1))).rejects.toMatchObject(brokenByFullDisk);
    expect(renamed).toBe(true);
    fs.before = undefined;
    await store.close();
    store = await open();
    expect(await store.loadJob('job_1')).toBeUndefined();
  });

  it('says so on flush and on check, keeps the results, and writes them by itself once there is room', async () => {
    const rows = sampleRows(2);
    const store = await open();
    await store.accept(sampleJob('job_1', 2), rows);
    fs.before = diskIsFull;
    const held = await hold(store, 'job_1');
    held.record(rows.map(created));
    await expect(held.flush()).rejects.toMatchObject(brokenByFullDisk);
    await expect(store.check()).rejects.toMatchObject(brokenByFullDisk);
    expect(await store.loadRows('job_1')).toEqual(rows.map(created));
    fs.before = undefined;
    await vi.waitFor(() => store.check(), { timeout: 5_000, interval: 50 });
    const document = await readFile(join(folder, 'jobs/job_1/rows-0001.json'), 'utf8');
    expect(JSON.parse(document).rows).toEqual(rows.map(created));
    await expect(held.flush()).resolves.toBeUndefined();
  });

  it('leaves a job and a draft as they were, and says so', async () => {
    const store = await open();
    await store.accept(sampleJob('job_1', 0), []);
    await store.saveDraft(sampleDraft('draft_1', clock.now() + 60_000));
    fs.before = diskIsFull;
    await expect(store.updateJob('job_1', (job) => ({ ...job, state: 'done' }))).rejects.toMatchObject(
      brokenByFullDisk,
    );
    await expect(store.updateDraft('draft_1', 1, 'new')).rejects.toMatchObject(brokenByFullDisk);
    fs.before = undefined;
    expect((await store.loadJob('job_1'))?.state).toBe('running');
    expect((await store.updateDraft('draft_1', 1, 'new'))?.version).toBe(2);
  });

  it('refuses the audit entry, and the next one starts on a line of its own', async () => {
    const store = await open();
    await store.audit(sampleEntry(1));
    fs.before = diskIsFull;
    await expect(store.audit(sampleEntry(2))).rejects.toMatchObject(brokenByFullDisk);
    fs.before = undefined;
    await store.audit(sampleEntry(3));
    expect((await store.readAudit({ limit: 10 })).map((entry) => entry.at)).toEqual([3, 1]);
    expect((await readFile(join(folder, 'audit.jsonl'), 'utf8')).split('\n')).toHaveLength(3);
  });

  it('still answers which deliveries were seen, and keeps them once there is room', async () => {
    let store = await open();
    fs.before = diskIsFull;
    expect(await store.seen('one', 60_000)).toBe(false);
    await expect.poll(() => log.events.map(({ event }) => event)).toContain('store.write_failed');
    expect(await store.seen('one', 60_000)).toBe(true);
    fs.before = undefined;
    expect(await store.seen('two', 60_000)).toBe(false);
    await store.close();
    store = await open();
    expect(await store.seen('one', 60_000)).toBe(true);
    expect(await store.seen('two', 60_000)).toBe(true);
  });

  it('tells whoever starts it', async () => {
    fs.before = diskIsFull;
    await expect(open()).rejects.toMatchObject(brokenByFullDisk);
    fs.before = undefined;
    await open();
  });
});

describe('what is written to disk', () => {
  it('is flushed before it takes its name, and its name before the answer', async () => {
    const store = await open();
    await store.saveDirect('slack', 'U1', sampleJob('x', 0).place);
    fs.calls.length = 0;
    await store.saveDirect('slack', 'U2', sampleJob('x', 0).place);
    expect(fs.calls.map(({ name }) => name)).toEqual([
      'open',
      'write',
      'sync',
      'rm',
      'link',
      'rename',
      'sync',
    ]);
    expect(fs.calls.at(-1)?.path).toBe(folder);
  });

  it('is nothing at all when a direct place is known already', async () => {
    const store = await open();
    await store.saveDirect('slack', 'U1', sampleJob('x', 0).place);
    fs.calls.length = 0;
    await store.saveDirect('slack', 'U1', sampleJob('x', 0).place);
    expect(fs.calls).toEqual([]);
  });

  it('is a few writes for many results, each of one document of 250 rows', async () => {
    const rows = sampleRows(1_000);
    const store = await open(200);
    await store.accept(sampleJob('job_1', 1_000), rows);
    await store.loadRows('job_1');
    const held = await hold(store, 'job_1');
    fs.calls.length = 0;
    for (const row of rows.slice(250, 500)) held.record([created(row)]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(fs.calls).toEqual([]);
    await expect.poll(() => fs.calls.map(({ name }) => name)).toContain('rename');
    expect(fs.calls.filter(({ name }) => name === 'rename').map(({ path }) => path)).toEqual([
      join(folder, 'jobs/job_1/rows-0002.json'),
    ]);
  });

  it('keeps the version before, on a file system without links too', async () => {
    fs.before = ({ name }) => {
      if (name === 'link') throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
    };
    const store = await open();
    await store.accept(sampleJob('job_1', 0), []);
    await store.updateJob('job_1', (job) => ({ ...job, state: 'done' }));
    const before = JSON.parse(await readFile(join(folder, 'jobs/job_1/job.json.bak'), 'utf8'));
    expect(before.job.state).toBe('running');
  });
});

describe('a file that does not hold what was written', () => {
  it.each([
    ['empty', '', 'it is empty'],
    ['null', 'null', 'it holds no document'],
    ['cut off', '{"schema":1,"job":{"id":"jo', "it isn't whole JSON"],
    ['zeroes', '\0'.repeat(512), "it isn't whole JSON"],
    ['another document', '{"schema":1,"directs":{}}', '"job" is missing'],
    ['from a newer version', '{"schema":2,"job":{}}', 'a newer version of Rollcall wrote it'],
    ['without a version', '{"job":{}}', 'it names no version that this Rollcall knows'],
  ])('%s: refuses to start, and names the file and the version before it', async (_, content, why) => {
    const store = await open();
    await store.accept(sampleJob('job_1', 0), []);
    await store.updateJob('job_1', (job) => ({ ...job, state: 'done' }));
    await store.close();
    const file = join(folder, 'jobs/job_1/job.json');
    await writeFile(file, content);
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_BROKEN',
      message: `The file ${file} can't be used: ${why}.`,
      next: expect.stringContaining(`${file}.bak`),
    });
  });

  it('starts again once the version before is put in its place', async () => {
    let store = await open();
    await store.accept(sampleJob('job_1', 0), []);
    await store.updateJob('job_1', (job) => ({ ...job, state: 'done' }));
    await store.close();
    const file = join(folder, 'jobs/job_1/job.json');
    await writeFile(file, '');
    await expect(open()).rejects.toMatchObject({ code: 'STORE_BROKEN' });
    await writeFile(file, await readFile(`${file}.bak`));
    store = await open();
    expect((await store.loadJob('job_1'))?.state).toBe('running');
  });

  it('never deletes rows whose job.json is gone while the version before is there', async () => {
    const store = await open();
    await store.accept(sampleJob('job_1', 1), sampleRows(1));
    await store.updateJob('job_1', (job) => ({ ...job, state: 'done' }));
    await store.close();
    await rm(join(folder, 'jobs/job_1/job.json'));
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_BROKEN',
      next: expect.stringContaining('.bak'),
    });
    expect(await readdir(join(folder, 'jobs/job_1'))).toContain('rows-0001.json');
  });

  it('refuses a job that lost a document of its rows', async () => {
    let store = await open();
    await store.accept(sampleJob('job_1', 300), sampleRows(300));
    await store.close();
    await rm(join(folder, 'jobs/job_1/rows-0002.json'));
    store = await open();
    await expect(store.loadRows('job_1')).rejects.toMatchObject({
      code: 'STORE_BROKEN',
      message: expect.stringContaining('250 of 300 rows'),
    });
  });

  it('never quotes the file in the error', async () => {
    await writeFile(join(folder, 'directs.json'), '{"password":"Canary-12345"');
    const refusal = await open().catch((error: unknown) => error);
    const { message, next, cause } = refusal as Error & { next: string };
    expect(`${message}${next}${cause}`).not.toContain('Canary');
  });
});

describe('after a crash', () => {
  it('removes a folder of rows that were never accepted', async () => {
    let store = await open();
    await store.accept(sampleJob('job_1', 1), sampleRows(1));
    await store.close();
    await mkdir(join(folder, 'jobs/job_2'));
    await writeFile(join(folder, 'jobs/job_2/rows-0001.json'), '{"schema":1,');
    store = await open();
    expect(await readdir(join(folder, 'jobs'))).toEqual(['job_1']);
    expect(await store.accept(sampleJob('job_2', 1), sampleRows(1))).toBe('accepted');
  });

  it('cuts the last audit line when it is torn, reports it, and goes on after it', async () => {
    let store = await open();
    await store.audit(sampleEntry(1));
    await store.close();
    await appendFile(join(folder, 'audit.jsonl'), '{"schema":1,"at":2,"act');
    store = await open();
    expect(log.events).toContainEqual({
      event: 'store.torn_line_cut',
      fields: { file: 'audit.jsonl', bytes: 23 },
    });
    await store.audit(sampleEntry(3));
    expect((await store.readAudit({ limit: 10 })).map((entry) => entry.at)).toEqual([3, 1]);
  });

  it('shows the history around a spoilt audit line, and reports that line', async () => {
    let store = await open();
    await store.audit(sampleEntry(1));
    await store.close();
    await appendFile(join(folder, 'audit.jsonl'), 'spoilt\n');
    store = await open();
    await store.audit(sampleEntry(3));
    expect((await store.readAudit({ limit: 10 })).map((entry) => entry.at)).toEqual([3, 1]);
    expect(log.events.map(({ event }) => event)).toContain('store.audit_line_unreadable');
  });

  it('starts with a torn line among the deliveries seen', async () => {
    let store = await open();
    await store.seen('one', 60_000);
    await store.close();
    await appendFile(join(folder, 'seen.jsonl'), '[170000');
    store = await open();
    expect(await store.seen('one', 60_000)).toBe(true);
  });

  it('has removed expired drafts from the disk', async () => {
    let store = await open();
    await store.saveDraft(sampleDraft('draft_old', clock.now() + 1_000));
    await store.saveDraft(sampleDraft('draft_new', clock.now() + 60_000));
    await store.close();
    clock.advance(1_000);
    store = await open();
    expect(await readdir(join(folder, 'drafts'))).toEqual(['draft_new.json']);
  });
});

describe('a long life', () => {
  it('forgets expired deliveries on disk instead of growing for ever', async () => {
    const store = await open();
    for (let batch = 0; batch < 5; batch += 1) {
      for (let index = 0; index < 4_000; index += 1) await store.seen(`${batch}-${index}`, 1_000);
      await new Promise((resolve) => setTimeout(resolve, 200));
      clock.advance(1_000);
    }
    await store.close();
    const lines = (await readFile(join(folder, 'seen.jsonl'), 'utf8')).split('\n').length;
    expect(lines).toBeLessThan(13_000);
  });

  it('removes expired drafts whenever another is saved', async () => {
    const store = await open();
    await store.saveDraft(sampleDraft('draft_old', clock.now() + 1_000));
    clock.advance(1_000);
    await store.saveDraft(sampleDraft('draft_new', clock.now() + 60_000));
    expect(await readdir(join(folder, 'drafts'))).toEqual(['draft_new.json']);
  });

  it('gives results of many jobs back, whether their rows are still in memory or not', async () => {
    const store = await open();
    const rows = sampleRows(2);
    for (let index = 0; index < 20; index += 1) {
      await store.accept(sampleJob(`job_${index}`, 2, { state: 'stopped' }), rows);
      (await hold(store, `job_${index}`)).record(rows.slice(1).map(created));
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (let index = 0; index < 20; index += 1) {
      expect((await store.loadRows(`job_${index}`)).map((row) => row.create.state)).toEqual(['todo', 'done']);
    }
  });

  it('writes nothing once it is closed', async () => {
    const store = await open();
    await store.accept(sampleJob('job_1', 0), []);
    await store.close();
    await expect(store.updateJob('job_1', (job) => job)).rejects.toMatchObject({ code: 'STORE_BROKEN' });
    await expect(store.saveDraft(sampleDraft('draft_1', clock.now() + 60_000))).rejects.toMatchObject({
      code: 'STORE_BROKEN',
    });
    await expect(store.audit(sampleEntry(1))).rejects.toMatchObject({ code: 'STORE_BROKEN' });
  });
});
