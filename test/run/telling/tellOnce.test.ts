import { expect, it } from 'vitest';
import type { AdminNews } from '../../../src/flows/operating/adminNews.ts';
import { showPolicyRefused } from '../../../src/flows/operating/policyNews.ts';
import { createTellOnce } from '../../../src/run/telling/tellOnce.ts';
import { createManualClock } from '../../service/fakes/manualClock.ts';
import { createMemoryStore } from '../../service/fakes/memoryStore.ts';

const NEWS: AdminNews = (reader) => showPolicyRefused(['This comma has nothing behind it.'], reader);

/** Three instances that find the same in one moment. */
function startThree({ isShared = true } = {}) {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const told: number[] = [];
  const [away, broken, dead] = [new Set<number>(), new Set<number>(), new Set<number>()];
  const tells = [1, 2, 3].map((instance) =>
    createTellOnce({ store, isShared }, async () => {
      if (broken.has(instance)) throw new Error('The chat is broken.');
      if (dead.has(instance)) return new Promise(() => undefined);
      if (away.has(instance)) return false;
      told.push(instance);
      return true;
    }),
  );
  const find = (what: string) => Promise.allSettled(tells.map((tellOnce) => tellOnce(what, NEWS)));
  return { clock, store, told, away, broken, dead, tells, find };
}

it('tells once what three instances find, something else too, and the same again later', async () => {
  const { clock, told, find } = startThree();
  await find('a wrong policy');
  await find('another wrong policy');
  expect(told).toEqual([1, 1]);
  await clock.advance(4 * 60_000);
  await find('a wrong policy');
  expect(told).toHaveLength(2);
  await clock.advance(2 * 60_000);
  await find('a wrong policy');
  expect(told).toHaveLength(3);
});

it('leaves it to the next one who finds it where nobody was reached, and says so', async () => {
  const { told, away, broken, tells } = startThree();
  away.add(1);
  expect(await tells[0]?.('a wrong policy', NEWS)).toBe(false);
  broken.add(2);
  await expect(tells[1]?.('a wrong policy', NEWS)).rejects.toThrow('broken');
  expect(await tells[2]?.('a wrong policy', NEWS)).toBe(true);
  expect(await tells[0]?.('a wrong policy', NEWS)).toBe(true);
  expect(told).toEqual([3]);
});

it('counts as told only what was, where the one that was telling it has died', async () => {
  const { clock, told, dead, tells } = startThree();
  dead.add(1);
  void tells[0]?.('a wrong policy', NEWS);
  await clock.advance(1_000);
  expect(await tells[1]?.('a wrong policy', NEWS)).toBe(false);
  await clock.advance(2 * 60_000);
  expect(await tells[1]?.('a wrong policy', NEWS)).toBe(true);
  expect(told).toEqual([2]);
});

it('tells it although the records are away, rather than never', async () => {
  const { store, told, find } = startThree();
  store.holdKey = () => Promise.reject(new Error('The database is away.'));
  await find('a wrong policy');
  expect(told).toEqual([1, 2, 3]);
});

it('asks nobody where there is one instance only', async () => {
  const { told, find } = startThree({ isShared: false });
  await find('a wrong policy');
  await find('a wrong policy');
  expect(told).toHaveLength(6);
});
