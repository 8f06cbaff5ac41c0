import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
import { createFaultyFs, noSpace } from './faultyFs.ts';

const rows = sampleRows(260);
const clock = createTestClock();
const log = createTestLog();

/** Does a bit of everything, and says what the store promised. Goes on after what was refused. */
async function work(folder: string, fs: ReturnType<typeof createFaultyFs>): Promise<Set<string>> {
  const promised = new Set<string>();
  const attempt = async (name: string, step: () => Promise<unknown>): Promise<void> => {
    try {
      await step();
      promised.add(name);
    } catch (error) {
      expect(error).toMatchObject({ code: 'STORE_BROKEN' });
    }
  };
  await attempt('opened', async () => {
    const store = await openLowdbStore({ folder, masterKeys, clock, log, fs });
    await attempt('accepted', () => store.accept(sampleJob('job_1', rows.length), rows));
    await attempt('audited', () => store.audit(sampleEntry(1)));
    if (promised.has('accepted')) {
      const held = await hold(store, 'job_1');
      held.record([...rows.slice(0, 1), ...rows.slice(-1)].map(created));
      await attempt('flushed', () => held.flush());
      await attempt('done', () => store.updateJob('job_1', (job) => ({ ...job, state: 'done' })));
    }
    await attempt('drafted', () => store.saveDraft(sampleDraft('draft_1', clock.now() + 60_000)));
    if (promised.has('drafted')) {
      await attempt('redrafted', async () => {
        const next = await store.updateDraft('draft_1', 1, 'new');
        if (next === undefined) throw new Error('the draft is gone');
      });
    }
    await attempt('audited again', () => store.audit(sampleEntry(2)));
    await store.seen('delivery', 60_000);
    await attempt('closed', () => store.close());
  });
  return promised;
}

/** Opens what is left on a disk that works again, and holds the store to what it promised. */
async function check(folder: string, promised: Set<string>, refusalsLast: boolean): Promise<void> {
  const store = await openLowdbStore({ folder, masterKeys, clock, log });
  const job = await store.loadJob('job_1');
  if (promised.has('accepted')) expect(job).toBeDefined();
  else if (refusalsLast) expect(job).toBeUndefined();
  if (job !== undefined) {
    const found = await store.loadRows('job_1');
    expect(found.map(({ rowId }) => rowId)).toEqual(rows.map(({ rowId }) => rowId));
    if (promised.has('flushed')) {
      expect([found[0], found.at(-1)].map((row) => row?.create.state)).toEqual(['done', 'done']);
    }
    if (promised.has('done')) expect(job.state).toBe('done');
  }
  const times = (await store.readAudit({ limit: 10 })).map(({ at }) => at);
  if (promised.has('audited')) expect(times).toContain(1);
  if (promised.has('audited again')) expect(times).toContain(2);
  const draft = await store.loadDraft('draft_1');
  if (promised.has('drafted')) expect(draft).toBeDefined();
  if (promised.has('redrafted')) expect(draft).toMatchObject({ version: 2, data: 'new' });
  await store.check();
  await store.close();
}

it.each([
  ['once', true],
  ['from then on', false],
])('whichever call to the disk fails, %s, the store keeps its promises', async (_, once) => {
  let calls = 0;
  // The first round has no fault, and counts the calls.
  for (let nth = 0; nth <= calls; nth += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-every-'));
    const fs = createFaultyFs();
    let count = 0;
    fs.before = () => {
      count += 1;
      if (nth > 0 && (once ? count === nth : count >= nth)) throw noSpace();
    };
    const promised = await work(folder, fs);
    calls = Math.max(calls, count);
    fs.before = undefined;
    await check(folder, promised, once).catch((error: unknown) => {
      throw new Error(`after call ${nth} failed (promised ${[...promised].join(', ')})`, { cause: error });
    });
    await removeFolder(folder);
  }
  expect(calls).toBeGreaterThan(50);
});
