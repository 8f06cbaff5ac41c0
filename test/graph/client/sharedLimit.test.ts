import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createWritePacer } from '../../../src/graph/client/writePacer.ts';
import { createMemoryQuota, type Quota } from '../../../src/service/ports/quota.ts';
import type { Clock } from '../../../src/service/ports/surroundings.ts';
import { createFakeClock } from '../graphDouble.ts';

/** Several sleep at once; time goes on to the end of the first of them once nobody does anything else. */
function createSharedClock(): Clock {
  let now = 1_000_000;
  const sleeping: { until: number; wake(): void }[] = [];
  async function run(): Promise<void> {
    while (sleeping.length > 0) {
      for (let turn = 0; turn < 5; turn += 1) await turnOfLoop();
      sleeping.sort((one, other) => one.until - other.until);
      const next = sleeping.shift();
      now = Math.max(now, next?.until ?? now);
      next?.wake();
    }
  }
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        sleeping.push({ until: now + ms, wake: resolve });
        signal?.addEventListener('abort', () => resolve(), { once: true });
        if (sleeping.length === 1) void run();
      }),
  };
}

/** As many pacers as there are processes, which count together. */
function openPacers(clock: Clock, quota: Quota = createMemoryQuota(clock)) {
  return [1, 2, 3].map(() => createWritePacer(clock, () => 1, { quota, key: 'writes' }));
}

describe('the limit of one tenant that three processes write to', () => {
  it('is used up once by all of them, at the pace of one', async () => {
    const clock = createSharedClock();
    const startedAt = clock.now();
    let sent = 0;
    await Promise.all(
      openPacers(clock).map(async (pacer) => {
        for (let part = 0; part < 100; part += 1) {
          await pacer.take(20, 'bulk');
          sent += 20;
          const seconds = (clock.now() - startedAt) / 1_000;
          expect(sent).toBeLessThanOrEqual(3_000 + seconds * 20);
        }
      }),
    );
    expect(sent).toBe(6_000);
    // 6,000, of which 2,940 at once: the rest at 20 a second.
    expect((clock.now() - startedAt) / 1_000).toBeGreaterThanOrEqual(153);
    expect((clock.now() - startedAt) / 1_000).toBeLessThan(153 * 1.03);
  });

  it('leaves its reserve to a form, whichever of them it is at', async () => {
    const clock = createFakeClock();
    const [one, other] = openPacers(clock);
    await one?.take(2_940, 'bulk');
    const startedAt = clock.now();
    for (let sent = 0; sent < 60; sent += 1) await other?.take(1, 'interactive');
    expect(clock.now()).toBe(startedAt);
  });

  it('holds all of them up when one is throttled, and all know how much Graph has left', async () => {
    const clock = createFakeClock();
    const [one, other, third] = openPacers(clock);
    const startedAt = clock.now();
    one?.throttled(7_000);
    await other?.take(1, 'interactive');
    expect(clock.now() - startedAt).toBe(7_000);
    one?.wentThrough(1);
    await third?.take(20, 'interactive');
    expect(clock.now() - startedAt).toBe(8_000);
  });

  it('counts nothing for somebody who gave up while it was asked', async () => {
    const clock = createFakeClock();
    const memory = createMemoryQuota(clock);
    const slow: Quota = {
      async change(key, change) {
        const result = await memory.change(key, change);
        await turnOfLoop();
        return result;
      },
    };
    const [one, other] = openPacers(clock, slow);
    const stop = new AbortController();
    const given = one?.take(3_000, 'interactive', stop.signal);
    await turnOfLoop();
    stop.abort();
    expect(await given).toBe(false);
    const startedAt = clock.now();
    await one?.take(1_500, 'interactive');
    await other?.take(1_500, 'interactive');
    expect(clock.now()).toBe(startedAt);
  });

  it('lets nothing through while the count cannot be reached, and forgets nothing that Graph said', async () => {
    const clock = createFakeClock();
    const memory = createMemoryQuota(clock);
    let isDown = true;
    const quota: Quota = {
      change: (key, change) => (isDown ? Promise.reject(new Error('down')) : memory.change(key, change)),
    };
    const pacer = createWritePacer(
      {
        ...clock,
        async sleep(ms) {
          await clock.sleep(ms);
          if (clock.now() - startedAt >= 5_000) isDown = false;
        },
      },
      () => 1,
      { quota, key: 'writes' },
    );
    const startedAt = clock.now();
    pacer.throttled(2_000);
    await pacer.take(1, 'interactive');
    // Five seconds without it, and what was asked for while it was down counts from then on.
    expect(clock.now() - startedAt).toBe(7_000);
  });
});
