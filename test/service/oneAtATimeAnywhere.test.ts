import { describe, expect, it } from 'vitest';
import { createOneAtATimeAnywhere } from '../../src/service/oneAtATimeAnywhere.ts';
import { createManualClock } from './fakes/manualClock.ts';
import { createMemoryStore } from './fakes/memoryStore.ts';

describe('what runs one after the other at several instances', () => {
  function open() {
    const clock = createManualClock();
    const store = createMemoryStore(clock);
    return { clock, store, instances: [1, 2].map(() => createOneAtATimeAnywhere({ store, clock })) };
  }

  it('does not overlap for one key, whichever of them it is asked at, also where it fails', async () => {
    const { clock, instances } = open();
    let running = 0;
    let most = 0;
    const work = async (index: number): Promise<number> => {
      running += 1;
      most = Math.max(most, running);
      await clock.sleep(50);
      running -= 1;
      if (index % 5 === 0) throw new Error('broken');
      return index;
    };
    const asked = Array.from({ length: 10 }, (_, index) => instances[index % 2]?.('key', () => work(index)));
    const ended = await clock.until(Promise.allSettled(asked));
    expect(most).toBe(1);
    expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  });

  it('does not wait for other keys', async () => {
    const { instances } = open();
    void instances[0]?.('key', () => new Promise(() => undefined));
    expect(await instances[1]?.('other', async () => 'done')).toBe('done');
  });

  it('goes on after one whose instance has died', async () => {
    const { clock, instances } = open();
    void instances[0]?.('key', () => new Promise(() => undefined));
    const from = clock.now();
    expect(await clock.until(instances[1]?.('key', async () => 'done') ?? Promise.reject())).toBe('done');
    expect(clock.now() - from).toBeGreaterThanOrEqual(30_000);
    expect(clock.now() - from).toBeLessThan(31_000);
  });

  it('never frees what is the next one’s by then', async () => {
    const { clock, store, instances } = open();
    const third = createOneAtATimeAnywhere({ store, clock });
    const log: string[] = [];
    const work = (name: string, ms: number) => async () => {
      log.push(`${name} begins`);
      await clock.sleep(ms);
      log.push(`${name} ends`);
    };
    void instances[0]?.('key', work('first', 31_000));
    await clock.advance(30_200);
    void instances[1]?.('key', work('second', 20_000));
    await clock.advance(1_500);
    const ended = third('key', work('third', 1_000));
    await clock.until(ended);
    expect(log.slice(1)).toEqual([
      'second begins',
      'first ends',
      'second ends',
      'third begins',
      'third ends',
    ]);
  });
});
