import { describe, expect, it } from 'vitest';
import { backoffMs, readRetryAfter } from '../../../src/graph/client/retryAfter.ts';
import { createWritePacer } from '../../../src/graph/client/writePacer.ts';
import type { Clock } from '../../../src/service/ports/surroundings.ts';
import { createFakeClock } from '../graphDouble.ts';

/** Sleeps end only when they are cut short. */
function createStandingClock(): Clock {
  return {
    now: createFakeClock().now,
    sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
  };
}

describe('the pace of writes to one directory', () => {
  it('lets what the limit allows through at once but for a reserve, then 20 a second', async () => {
    const clock = createFakeClock();
    const pacer = createWritePacer(clock, () => 1);
    const start = clock.now();
    for (let sent = 0; sent < 2940; sent += 20) await pacer.take(20, 'bulk');
    expect(clock.now()).toBe(start);
    for (let sent = 0; sent < 200; sent += 20) await pacer.take(20, 'bulk');
    expect(clock.now() - start).toBe(10_000);
  });

  it('keeps the reserve for people at a form', async () => {
    const clock = createFakeClock();
    const pacer = createWritePacer(clock, () => 1);
    await pacer.take(2940, 'bulk');
    const start = clock.now();
    for (let sent = 0; sent < 60; sent += 1) await pacer.take(1, 'interactive');
    expect(clock.now()).toBe(start);
    await pacer.take(1, 'interactive');
    expect(clock.now() - start).toBe(50);
  });

  it('fills up again while nothing is written, and no further', async () => {
    const clock = createFakeClock();
    const pacer = createWritePacer(clock, () => 1);
    await pacer.take(3000, 'interactive');
    clock.advance(3_600_000);
    const start = clock.now();
    await pacer.take(3000, 'interactive');
    expect(clock.now()).toBe(start);
    await pacer.take(1, 'interactive');
    expect(clock.now() - start).toBe(50);
  });

  it('ends the wait of whoever gives it up, and lets the next one go in its place', async () => {
    const pacer = createWritePacer(createStandingClock(), () => 1);
    await pacer.take(2_920, 'bulk');
    const stop = new AbortController();
    const given = pacer.take(40, 'bulk', stop.signal);
    const next = pacer.take(20, 'bulk');
    stop.abort();
    expect(await given).toBe(false);
    expect(await next).toBe(true);
    expect(await pacer.take(20, 'bulk', stop.signal)).toBe(false);
  });

  it('lets somebody at a form go ahead of a bulk job', async () => {
    const clock = createFakeClock();
    const pacer = createWritePacer(clock, () => 1);
    await pacer.take(3000, 'bulk');
    const order: string[] = [];
    await Promise.all([
      ...['bulk 1', 'bulk 2', 'bulk 3'].map((name) => pacer.take(20, 'bulk').then(() => order.push(name))),
      pacer.take(1, 'interactive').then(() => order.push('form')),
    ]);
    expect(order).toEqual(['form', 'bulk 1', 'bulk 2', 'bulk 3']);
  });

  it('wakes for somebody at a form while a batch waits for its tokens', async () => {
    const pacer = createWritePacer(createStandingClock(), () => 1);
    await pacer.take(2999, 'bulk');
    let bulkWent = false;
    void pacer.take(20, 'bulk').then(() => {
      bulkWent = true;
    });
    await pacer.take(1, 'interactive');
    expect(bulkWent).toBe(false);
  });

  it('lets through whoever asks again the moment they were let through', async () => {
    const pacer = createWritePacer(createFakeClock(), () => 1);
    let count = 0;
    const ask = async (): Promise<void> => {
      await pacer.take(1, 'bulk');
      count += 1;
      if (count < 100) await ask();
    };
    await ask();
    expect(count).toBe(100);
  });

  it('pauses every write for as long as Graph asks', async () => {
    const clock = createFakeClock();
    const pacer = createWritePacer(clock, () => 1);
    expect(pacer.throttled(7_000)).toBe(7_000);
    expect(pacer.throttled(2_000)).toBe(2_000);
    const start = clock.now();
    await pacer.take(1, 'interactive');
    expect(clock.now() - start).toBe(7_000);
  });

  it('waits longer each time Graph throttles without a time, until a write goes through', () => {
    const pacer = createWritePacer(createFakeClock(), () => 1);
    const waits = Array.from({ length: 8 }, () => pacer.throttled(undefined));
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    pacer.wentThrough(undefined);
    expect(pacer.throttled(undefined)).toBe(500);
  });

  it('believes Graph about how much of the limit is used', async () => {
    const clock = createFakeClock();
    const pacer = createWritePacer(clock, () => 1);
    pacer.wentThrough(0.9);
    const start = clock.now();
    await pacer.take(300, 'interactive');
    expect(clock.now()).toBe(start);
    await pacer.take(20, 'interactive');
    expect(clock.now() - start).toBe(1000);
    pacer.wentThrough(Number.NaN);
    pacer.wentThrough(1.8);
    await pacer.take(20, 'interactive');
    expect(clock.now() - start).toBe(2000);
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 5, 12);
  it.each([
    ['10', 10_000],
    ['0.249', 249],
    ['0', 0],
    ['-5', 0],
    ['999999', 180_000],
    ['Mon, 05 Jan 2026 12:00:30 GMT', 30_000],
    ['Mon, 05 Jan 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s is %s ms', (header, ms) => {
    expect(readRetryAfter(header, now)).toBe(ms);
  });

  it('is replaced by a wait between half and whole of a doubling time', () => {
    expect([0, 1, 2].map((attempt) => backoffMs(attempt, () => 0))).toEqual([250, 500, 1000]);
    expect(backoffMs(50, () => 1)).toBe(30_000);
  });
});
