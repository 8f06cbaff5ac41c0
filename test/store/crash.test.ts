import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { compileSource } from '../compileSource.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { createTestClock, createTestLog, masterKeys, sampleRows } from './sampleRecords.ts';

let compiled: Awaited<ReturnType<typeof compileSource>>;
let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  compiled = await compileSource(new URL('./workingProcess.ts', import.meta.url));
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-crash-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await removeFolder(folder);
});

/** A process that works on the folder, and what it was promised so far. */
async function startWorker(): Promise<{ promises: string[]; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, [compiled.script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const promises: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => promises.push(line));
  const drained = once(lines, 'close');
  await Promise.race([once(lines, 'line'), drained]);
  expect(promises[0]).toMatch(/^open /);
  return {
    promises,
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await Promise.all([drained, gone]);
    },
  };
}

function openHere() {
  return openLowdbStore({ folder, masterKeys, clock: createTestClock(), log: createTestLog() });
}

describe('a process killed in the middle of its work', () => {
  it('loses nothing that it was promised, whenever it dies', async () => {
    const total = sampleRows(600).length;
    const promises: string[] = [];
    for (const afterMs of [30, 65, 110, 175, 240, 600, 1_200]) {
      const worker = await startWorker();
      await wait(afterMs);
      await worker.kill();
      promises.push(...worker.promises);
    }
    const store = await openHere();
    const audited = new Set(
      (await store.readAudit({ limit: 1_000_000 })).map((entry) => `${entry.subject} ${entry.at}`),
    );
    const kinds = new Set<string>();
    for (const line of promises) {
      const [kind = '', jobId = '', count] = line.split(' ');
      kinds.add(kind);
      if (kind === 'open') continue;
      if (kind === 'audited') {
        expect(audited).toContain(`${jobId} ${count}`);
        continue;
      }
      const rows = await store.loadRows(jobId);
      expect(rows).toHaveLength(total);
      if (kind === 'flushed') {
        expect(rows.slice(0, Number(count)).every((row) => row.create.state === 'done')).toBe(true);
      }
      if (kind === 'done') expect((await store.loadJob(jobId))?.state).toBe('done');
    }
    expect([...kinds].sort()).toEqual(['accepted', 'audited', 'done', 'flushed', 'open']);
    for (const job of await store.listJobs({ limit: 10_000 })) {
      expect(await store.loadRows(job.id)).toHaveLength(total);
    }
    await store.close();
  });

  it('leaves no half-written file behind once the store was opened again', async () => {
    const worker = await startWorker();
    await wait(60);
    await worker.kill();
    await (await openHere()).close();
    const names = await readdir(folder, { recursive: true });
    expect(names.filter((name) => name.includes('.tmp'))).toEqual([]);
    for (const job of await readdir(join(folder, 'jobs'))) {
      expect(names).toContain(join('jobs', job, 'job.json'));
    }
  });
});

describe('two processes on one data folder', () => {
  it('the second is told that another instance runs, and gets the folder once the first is gone', async () => {
    const worker = await startWorker();
    const pid = worker.promises[0]?.split(' ')[1];
    await expect(openHere()).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: expect.stringContaining('Another instance of Rollcall is running'),
      next: expect.stringContaining(`process ${pid}`),
    });
    await worker.kill();
    const store = await openHere();
    await expect(openHere()).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    await store.close();
    await (await openHere()).close();
  });
});

describe('file modes', () => {
  it('are 0600 for files and 0700 for folders after writes of every kind', async () => {
    const worker = await startWorker();
    await wait(150);
    await worker.kill();
    const store = await openHere();
    await store.saveDirect('slack', 'U1', {
      platform: 'slack',
      workspace: 'T1',
      conversationId: 'D1',
      kind: 'direct',
    });
    await store.saveDirect('slack', 'U2', {
      platform: 'slack',
      workspace: 'T1',
      conversationId: 'D2',
      kind: 'direct',
    });
    await store.seen('key', 60_000);
    await store.close();
    const names = await readdir(folder, { recursive: true });
    expect(names).toEqual(
      expect.arrayContaining(['directs.json', 'directs.json.bak', 'seen.jsonl', 'audit.jsonl']),
    );
    for (const name of ['.', ...names]) {
      const found = await stat(join(folder, name));
      expect([name, (found.mode & 0o777).toString(8)]).toEqual([name, found.isDirectory() ? '700' : '600']);
    }
  });
});
