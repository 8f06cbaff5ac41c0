import { expect, it } from 'vitest';
import { orderOf, takeOrder } from '../../../src/service/ports/order.ts';
import { createManualClock } from '../fakes/manualClock.ts';
import { createMemoryStore } from '../fakes/memoryStore.ts';

const HOUR_MS = 3_600_000;

it('grows with each that is taken, whatever the clock says, and goes by the clock once that is ahead', async () => {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const first = await takeOrder({ store, clock });
  expect(first).toBe(clock.now());
  expect(await takeOrder({ store, clock })).toBe(first + 1);
  clock.putAhead(-30 * HOUR_MS);
  // Another process, which knows what is on disk and no more.
  expect(await takeOrder({ store: store.kill(), clock })).toBe(first + 2);
  clock.putAhead(31 * HOUR_MS);
  expect(await takeOrder({ store: createMemoryStore(clock), clock })).toBe(clock.now());
});

it('is given once, however many ask together', async () => {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const taken = await Promise.all(Array.from({ length: 20 }, () => takeOrder({ store, clock })));
  expect(new Set(taken).size).toBe(20);
});

it('is the time of what has none', () => {
  expect(orderOf({ createdAt: 5 })).toBe(5);
  expect(orderOf({ takenAt: 6 })).toBe(6);
  expect(orderOf({ createdAt: 5, order: 7 })).toBe(7);
});
