import { expect, it } from 'vitest';
import type { ProvisioningOptions } from '../../../src/service/context.ts';
import { type Alive, sayRestored } from '../../../src/service/oldData/alive.ts';
import { createOldData } from '../../../src/service/oldData/oldData.ts';
import { createOneAtATime } from '../../../src/service/ports/oneAtATime.ts';
import { createTestLog } from '../../store/sampleRecords.ts';
import { createManualClock } from '../fakes/manualClock.ts';
import { createMemoryStore } from '../fakes/memoryStore.ts';

const MINUTE_MS = 60_000;
const NOTE = 'data.alive';

/** Instances on one database, each of whose clocks is so much ahead; what each is asked, and what was noticed. */
function startInstances(ahead: readonly number[]) {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const oneAtATime = createOneAtATime();
  const stop = new AbortController();
  const asked = ahead.map(() => 0);
  const brake = { load: async () => undefined, paused: () => undefined, pauseItself: async () => undefined };
  const hearing: ((seenAt: number) => void)[] = [];
  ahead.forEach((ms, index) => {
    const own = { ...clock, now: () => clock.now() + ms };
    const ofOne = Object.create(store, {
      onPutBack: { value: (hear: (seenAt: number) => void) => void hearing.push(hear) },
    });
    const context = {
      store: ofOne,
      clock: own,
      brake,
      log: createTestLog(),
    } as unknown as ProvisioningOptions;
    const oldData = createOldData(context, oneAtATime, () => undefined);
    // One after the other, as they start.
    void clock.sleep(1_000 * index).then(() =>
      oldData.keepAlive(stop.signal, async () => {
        asked[index] = (asked[index] ?? 0) + 1;
      }),
    );
  });
  return {
    ...{ clock, store, asked },
    load: async () => (await store.loadNote(NOTE)) as Alive,
    readNoticed: async () => (await store.loadNote('data.old')) as { savedAt: number } | undefined,
    sayGone: (index: number, seenAt: number) => hearing[index]?.(seenAt),
    async end() {
      stop.abort();
      await clock.advance(MINUTE_MS);
    },
  };
}

it('instances whose clocks are ten minutes apart take each other for no older copy', async () => {
  const { clock, asked, load, readNoticed, end } = startInstances([0, 10 * MINUTE_MS, -10 * MINUTE_MS]);
  await clock.advance(30 * MINUTE_MS);
  expect(asked).toEqual([0, 0, 0]);
  expect(await readNoticed()).toBeUndefined();
  expect((await load()).count).toBeGreaterThanOrEqual(90);
  await end();
});

it('records that are put back are noticed by one of them, with the time of the copy, whatever their clocks say', async () => {
  const { clock, store, asked, load, readNoticed, end } = startInstances([0, 10 * MINUTE_MS, 0]);
  await clock.advance(5 * MINUTE_MS);
  const copy = await load();
  await clock.advance(2 * MINUTE_MS);
  await store.saveNote(NOTE, copy);
  await clock.advance(5 * MINUTE_MS);
  expect(asked.reduce((sum, one) => sum + one)).toBe(1);
  expect(await readNoticed()).toMatchObject({ savedAt: copy.at });
  // Once more, from a copy of after that.
  const second = await load();
  await clock.advance(2 * MINUTE_MS);
  await store.saveNote(NOTE, second);
  await clock.advance(5 * MINUTE_MS);
  expect(asked.reduce((sum, one) => sum + one)).toBe(2);
  expect(await readNoticed()).toMatchObject({ savedAt: second.at });
  await end();
});

it('records that are put back to a younger copy are noticed at once by what is gone, and by one instance', async () => {
  const { clock, store, asked, readNoticed, sayGone, end } = startInstances([0, 0]);
  await clock.advance(5 * MINUTE_MS + 20_000);
  const copy = await store.loadNote(NOTE);
  const seenAt = clock.now();
  await clock.advance(5_000);
  sayGone(0, seenAt);
  await clock.advance(1);
  expect(asked).toEqual([1, 0]);
  expect(await readNoticed()).toMatchObject({ savedAt: (copy as Alive).at });
  // What another one has noticed since is no news; what is gone once more is.
  sayGone(1, seenAt);
  await clock.advance(5 * MINUTE_MS);
  expect(asked).toEqual([1, 0]);
  sayGone(1, clock.now());
  await clock.advance(1);
  expect(asked).toEqual([1, 1]);
  await end();
});

it('what is gone is looked into again within seconds while nothing can be written of it', async () => {
  const { clock, store, asked, sayGone, end } = startInstances([0]);
  await clock.advance(MINUTE_MS);
  const { saveNote } = store;
  store.saveNote = () => Promise.reject(new Error('The database is away.'));
  sayGone(0, clock.now());
  await clock.advance(10_000);
  expect(asked).toEqual([0]);
  store.saveNote = saveNote;
  await clock.advance(2_000);
  expect(asked).toEqual([1]);
  await end();
});

it('what an operator says of them is heard by an instance that runs, and not written over before', async () => {
  const { clock, store, asked, load, readNoticed, end } = startInstances([0]);
  await clock.advance(3 * MINUTE_MS);
  const { updateNote } = store;
  let isSaid = false;
  // Between its look and its note.
  store.updateNote = async (name, change) => {
    if (!isSaid) {
      isSaid = true;
      await sayRestored(store);
    }
    return updateNote(name, change);
  };
  await clock.advance(MINUTE_MS);
  expect(await load()).toMatchObject({ restored: true, at: clock.now() });
  expect(asked).toEqual([0]);
  const before = (await load()).at;
  await clock.advance(2 * MINUTE_MS);
  expect(asked).toEqual([1]);
  expect(await readNoticed()).toMatchObject({ savedAt: before });
  expect((await load()).restored).toBeUndefined();
  await end();
});

it('saying that they are restored takes nothing of what an instance notes meanwhile', async () => {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  await store.saveNote(NOTE, { at: clock.now(), count: 1 });
  const { loadNote, readAudit } = store;
  const noteMeanwhile = () => store.saveNote(NOTE, { at: clock.now(), count: 2 });
  store.loadNote = (name) => loadNote(name).finally(noteMeanwhile);
  store.readAudit = (filter) => readAudit(filter).finally(noteMeanwhile);
  await sayRestored(store);
  expect(await loadNote(NOTE)).toEqual({ at: clock.now(), count: 2, restored: true });
});

it('an instance of a version before, which counts nothing, is taken for no older copy', async () => {
  const { clock, store, asked, load, end } = startInstances([0]);
  await clock.advance(3 * MINUTE_MS);
  const { count = 0 } = await load();
  await store.saveNote(NOTE, { at: clock.now() });
  await clock.advance(3 * MINUTE_MS);
  expect(asked).toEqual([0]);
  expect((await load()).count).toBeGreaterThan(count);
  await end();
});
