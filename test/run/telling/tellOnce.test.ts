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
  const away = new Set<number>();
  const tells = [1, 2, 3].map((instance) =>
    createTellOnce({ store, isShared }, async () => {
      if (away.has(instance)) throw new Error('The chat is away.');
      told.push(instance);
    }),
  );
  const find = (what: string) => Promise.allSettled(tells.map((tellOnce) => tellOnce(what, NEWS)));
  return { clock, store, told, away, tells, find };
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

it('leaves it to the next one who finds it where it could not be told', async () => {
  const { told, away, tells } = startThree();
  away.add(1);
  await expect(tells[0]?.('a wrong policy', NEWS)).rejects.toThrow('away');
  await tells[1]?.('a wrong policy', NEWS);
  await tells[2]?.('a wrong policy', NEWS);
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
