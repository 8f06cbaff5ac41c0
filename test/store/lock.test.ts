import { link, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Lock, takeLock } from '../../src/store/lock.ts';
import { identifyProcess } from '../../src/store/processIdentity.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { createTestLog } from './sampleRecords.ts';

const BEAT_MS = 40;
let folder: string;
let file: string;
const locks: Lock[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-lock-'));
  file = join(folder, 'lock');
});
afterEach(async () => {
  for (const lock of locks.splice(0)) await lock.release();
  await removeFolder(folder);
});

async function take(log = createTestLog()): Promise<Lock> {
  const lock = await takeLock(folder, log, BEAT_MS);
  locks.push(lock);
  return lock;
}

/** A lock as somebody else left it. */
async function leaveLock(holder: object): Promise<void> {
  await writeFile(file, JSON.stringify({ ...(await identifyProcess()), token: 'theirs', ...holder }));
}

describe('the lock of a data folder', () => {
  it('is refused while its holder lives, and free once it lets go', async () => {
    const lock = await take();
    await expect(take()).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    await expect(lock.check()).resolves.toBeUndefined();
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    await take();
  });

  it('is taken over at once from a process that is gone', async () => {
    // Larger than any pid Linux gives away (2^22).
    await leaveLock({ pid: 4_999_999 });
    const log = createTestLog();
    const lock = await take(log);
    await expect(lock.check()).resolves.toBeUndefined();
    expect(log.events.map(({ event }) => event)).toEqual(['store.lock_taken_over']);
  });

  it('is taken over when its pid now belongs to another process', async () => {
    await leaveLock({ started: '1' });
    await expect((await take()).check()).resolves.toBeUndefined();
  });

  it.each([
    ['another container', { pidNamespace: 'pid:[1]' }],
    ['before the last boot', { boot: 'earlier' }],
    ['another host', { host: 'elsewhere' }],
  ])('from %s: is taken over after two beats without a sign of life', async (_, holder) => {
    await leaveLock(holder);
    const started = Date.now();
    await take();
    expect(Date.now() - started).toBeGreaterThanOrEqual(2 * BEAT_MS);
  });

  it('from another container: is refused while that one shows signs of life', async () => {
    const lock = await take();
    const text = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...text, pidNamespace: 'pid:[1]' }));
    await expect(take()).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    await lock.release();
  });

  it('that says nothing readable is watched, and then taken over', async () => {
    await writeFile(file, '');
    await expect((await take()).check()).resolves.toBeUndefined();
  });

  it('goes to one of several that find it left behind', async () => {
    await leaveLock({ pid: 4_999_999 });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => take()));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('tells its holder when somebody else took it, and leaves theirs alone', async () => {
    const log = createTestLog();
    const lock = await take(log);
    await leaveLock({ host: 'elsewhere' });
    await expect(lock.check()).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      next: expect.stringContaining('elsewhere'),
    });
    await expect.poll(() => log.events.map(({ event }) => event)).toContain('store.lock_lost');
    await lock.release();
    expect(JSON.parse(await readFile(file, 'utf8')).token).toBe('theirs');
  });

  it('shows a sign of life with every beat', async () => {
    await take();
    const { mtimeMs } = await stat(file);
    await wait(3 * BEAT_MS);
    expect((await stat(file)).mtimeMs).toBeGreaterThan(mtimeMs);
  });

  it('D5: is waited for longer when its holder showed a sign of life at the last moment', async () => {
    await leaveLock({ host: 'elsewhere' });
    const theirs = join(folder, 'theirs');
    await link(file, theirs);
    const started = Date.now();
    const taking = take();
    // After the watch, while the new one's name settles.
    await expect.poll(async () => (await stat(theirs)).nlink, { interval: 5 }).toBe(1);
    await utimes(theirs, new Date(), new Date());
    await taking;
    expect(Date.now() - started).toBeGreaterThanOrEqual(2.5 * BEAT_MS + 2 * BEAT_MS + 100);
  });

  it('D5: lets its holder act, but after a standstill only from the next beat on', async () => {
    const lock = await take();
    expect(lock.mayAct()).toBe(true);
    // Nothing else of this process runs meanwhile, as when it is stopped.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * BEAT_MS + 5);
    expect(lock.mayAct()).toBe(false);
    await expect.poll(() => lock.mayAct()).toBe(true);
    expect(lock.signal.aborted).toBe(false);
  });

  it('D5: does not let its holder act after the machine slept, which its steady clock does not know', async () => {
    const lock = await take();
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3 * BEAT_MS);
    onTestFinished(() => clock.mockRestore());
    expect(lock.mayAct()).toBe(false);
  });

  it.each([
    ['taken by another', () => leaveLock({ host: 'elsewhere' })],
    ['removed', () => rm(file)],
  ])('D5: that was %s ends its holder’s turn for good', async (_, loseIt) => {
    const lock = await take();
    await loseIt();
    await expect.poll(() => lock.signal.aborted).toBe(true);
    expect(lock.mayAct()).toBe(false);
    await wait(3 * BEAT_MS);
    expect(lock.mayAct()).toBe(false);
  });

  it('D5: lets nobody act who has let go of it', async () => {
    const lock = await take();
    await lock.release();
    expect(lock.mayAct()).toBe(false);
  });
});
