import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { HOLD_MS, takeDelivery } from '../../../src/service/ports/takeDelivery.ts';
import { createMemory } from '../../slack/startRoom.ts';

const KEPT_MS = 60_000;
/** Slack: "Acknowledging requests". */
const SLACK_WAITS_MS = 3_000;

describe('a delivery that comes twice', () => {
  it('waits for the answer to the first, and is a double then, also long after the hold', async () => {
    const { store } = createMemory();
    const first = await takeDelivery(store, 'one', KEPT_MS);
    expect(first.isDouble).toBe(false);
    let second: boolean | undefined;
    const waiting = takeDelivery(store, 'one', KEPT_MS).then(({ isDouble }) => {
      second = isDouble;
    });
    await sleep(300);
    expect(second).toBeUndefined();
    await first.answered();
    await waiting;
    expect(second).toBe(true);
    await store.keepSeen('one', 0);
    expect((await takeDelivery(store, 'one', KEPT_MS)).isDouble).toBe(true);
    expect((await takeDelivery(store, 'other', KEPT_MS)).isDouble).toBe(false);
  });

  it('is carried out in time for an answer where the process that had it has died', async () => {
    const { store } = createMemory();
    // As a process leaves it that gives no sign any more.
    await store.seen('one', HOLD_MS);
    const since = performance.now();
    const second = await takeDelivery(store, 'one', KEPT_MS);
    expect(second.isDouble).toBe(false);
    const waited = performance.now() - since;
    expect(waited).toBeGreaterThan(HOLD_MS - 500);
    expect(waited).toBeLessThan(SLACK_WAITS_MS);
    await second.answered();
    expect((await takeDelivery(store, 'one', KEPT_MS)).isDouble).toBe(true);
  }, 20_000);

  it('is left to a process that takes long, and carried out where that never answers', async () => {
    const { store } = createMemory();
    await takeDelivery(store, 'one', KEPT_MS);
    const since = performance.now();
    const second = await takeDelivery(store, 'one', KEPT_MS);
    expect(second.isDouble).toBe(false);
    expect(performance.now() - since).toBeGreaterThan(SLACK_WAITS_MS);
    await second.answered();
  }, 20_000);

  it('is held no longer by whoever has answered it', async () => {
    const { store } = createMemory();
    const kept: string[] = [];
    const { keepSeen } = store;
    store.keepSeen = (key, ttlMs) => {
      kept.push(key);
      return keepSeen(key, ttlMs);
    };
    const first = await takeDelivery(store, 'one', KEPT_MS);
    await first.answered();
    await sleep(1_200);
    expect(kept).toEqual(['one:answered']);
  });

  it('is a double where a version before remembers it for longer', async () => {
    const { store } = createMemory();
    await store.keepSeen('one', KEPT_MS);
    expect((await takeDelivery(store, 'one', KEPT_MS)).isDouble).toBe(true);
  }, 20_000);
});
