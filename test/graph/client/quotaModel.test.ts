import { describe, expect, it } from 'vitest';
import { createWritePacer } from '../../../src/graph/client/writePacer.ts';
import { createFakeClock } from '../graphDouble.ts';

const LIMIT = 3_000;
const PERIOD_MS = 150_000;

/** Graph with its limit: counts writes, refuses above it, and tells its share in hundredths above 0.8. */
function createGraph(refills: 'steadily' | 'at once', now: () => number) {
  let used = 0;
  let at = now();
  let refused = 0;
  return {
    get refused() {
      return refused;
    },
    /** Undefined when it went through without a share, a share, or how long to wait. */
    write(writes: number): { share?: number; retryAfterMs?: number } {
      const elapsed = now() - at;
      if (refills === 'steadily') {
        used = Math.max(0, used - (elapsed * LIMIT) / PERIOD_MS);
        at = now();
      } else if (elapsed >= PERIOD_MS) {
        used = 0;
        at = now();
      }
      if (used + writes > LIMIT) {
        refused += writes;
        const waitMs = refills === 'steadily' ? 1_000 : at + PERIOD_MS - now();
        return { retryAfterMs: Math.max(1_000, waitMs) };
      }
      used += writes;
      const share = used / LIMIT;
      return share > 0.8 ? { share: Number(share.toFixed(2)) } : {};
    },
  };
}

function play(refills: 'steadily' | 'at once') {
  const clock = createFakeClock();
  const pacer = createWritePacer(clock, () => 1);
  const graph = createGraph(refills, clock.now);
  const startedAt = clock.now();
  async function send(writes: number, priority: 'interactive' | 'bulk'): Promise<void> {
    await pacer.take(writes, priority);
    const { share, retryAfterMs } = graph.write(writes);
    pacer.landed(writes);
    if (retryAfterMs === undefined) pacer.wentThrough(share);
    else {
      pacer.throttled(retryAfterMs);
      await send(writes, priority);
    }
  }
  return {
    clock,
    pacer,
    graph,
    async sendBulk(writes: number, atOnce = 20) {
      for (let sent = 0; sent < writes; sent += atOnce) await send(atOnce, 'bulk');
    },
    sendOne: () => send(1, 'interactive'),
    seconds: () => (clock.now() - startedAt) / 1_000,
  };
}

describe('the write limit of Graph', () => {
  it('is used up to the reserve when it refills steadily, and never exceeded', async () => {
    const { graph, sendBulk, seconds } = play('steadily');
    await sendBulk(10_000);
    expect(graph.refused).toBe(0);
    expect(seconds()).toBeGreaterThanOrEqual(350);
    expect(seconds()).toBeLessThan(355);
  });

  it('leaves little unused once it is known to refill steadily', async () => {
    const { graph, sendBulk, seconds } = play('steadily');
    await sendBulk(3_500);
    expect(graph.refused).toBe(0);
    // 500 of them at 20 a second, a second for whoever comes to a form, and less than a step of Graph's count.
    expect(seconds()).toBeGreaterThanOrEqual(25);
    expect(seconds()).toBeLessThanOrEqual(26.5);
  });

  it("leaves nothing unused for the rounding of Graph's count, which hundreds of answers tell one by one", async () => {
    const { graph, sendBulk, seconds } = play('steadily');
    await sendBulk(3_500, 1);
    expect(graph.refused).toBe(0);
    // The same without a step of the count.
    expect(seconds()).toBeLessThanOrEqual(26.1);
  });

  it('is used window by window when it refills at once, and never exceeded', async () => {
    const { graph, sendBulk, seconds } = play('at once');
    await sendBulk(10_000);
    expect(graph.refused).toBe(0);
    expect(seconds()).toBeGreaterThanOrEqual(450);
    expect(seconds()).toBeLessThan(460);
  });

  it.each(['steadily', 'at once'] as const)(
    'leaves something for a form at any time when it refills %s',
    async (refills) => {
      const { clock, graph, sendBulk, sendOne } = play(refills);
      for (let part = 0; part < 10; part += 1) {
        await sendBulk(1_000);
        const askedAt = clock.now();
        for (let one = 0; one < 10; one += 1) await sendOne();
        expect(clock.now()).toBe(askedAt);
      }
      expect(graph.refused).toBe(0);
    },
  );

  it.each(['steadily', 'at once'] as const)(
    'tells how long the rest will take when it refills %s',
    async (refills) => {
      const { clock, pacer, sendBulk } = play(refills);
      expect(pacer.quotaMs(2_940)).toBe(0);
      const told: { at: number; ms: number }[] = [];
      const writes = 10_000;
      for (let sent = 0; sent < writes; sent += 500) {
        if (sent >= 3_500) told.push({ at: clock.now(), ms: pacer.quotaMs(writes - sent) });
        await sendBulk(500);
      }
      const end = clock.now();
      for (const { at, ms } of told) expect(Math.abs(ms - (end - at))).toBeLessThan(5_000);
      expect(told.length).toBeGreaterThan(10);
    },
  );

  it('waits as long as Graph says when another program used the same limit', async () => {
    const { graph, sendBulk, seconds } = play('at once');
    await sendBulk(6_000);
    // Somebody else's program used up what was left.
    graph.write(40);
    const refused = graph.refused;
    await sendBulk(3_000);
    expect(graph.refused - refused).toBeLessThanOrEqual(40);
    expect(seconds()).toBeLessThan(470);
  });

  it.each(['steadily', 'at once'] as const)(
    'is not mistaken when many writes are under way while Graph tells its count, and it refills %s',
    async (refills) => {
      const { clock, pacer, graph, sendBulk, seconds } = play(refills);
      const answer = (writes: number): void => {
        for (let sent = 0; sent < writes; sent += 20) {
          const { share } = graph.write(20);
          pacer.landed(20);
          pacer.wentThrough(share);
        }
      };
      for (let sent = 0; sent < 2_940; sent += 20) await pacer.take(20, 'bulk');
      answer(2_800);
      await clock.sleep(5_000);
      // On their way until now: Graph's count grows by them while nothing is sent.
      answer(140);
      await sendBulk(2_860);
      expect(graph.refused).toBe(0);
      expect(seconds()).toBeLessThan(refills === 'steadily' ? 146 : 155);
    },
  );

  it('is not mistaken when what was sent while it listens is not in the count yet', async () => {
    const { pacer, graph, sendBulk, seconds } = play('at once');
    await sendBulk(2_800);
    // Each waits a second for the last one's answer, which does not come.
    for (let sent = 0; sent < 120; sent += 20) await pacer.take(20, 'bulk');
    for (let answered = 0; answered < 120; answered += 20) {
      const { share } = graph.write(20);
      pacer.landed(20);
      pacer.wentThrough(share);
    }
    await sendBulk(200);
    expect(graph.refused).toBe(0);
    expect(seconds()).toBeGreaterThanOrEqual(150);
  });

  it('is not mistaken when it stood still while it listened, and the count began anew', async () => {
    const { clock, graph, sendBulk, seconds } = play('at once');
    await sendBulk(2_800);
    await clock.sleep(PERIOD_MS);
    await sendBulk(3_100);
    expect(graph.refused).toBe(0);
    expect(seconds()).toBeLessThan(320);
  });

  it('goes back to a steady pace when a long wait was no window', async () => {
    const clock = createFakeClock();
    const pacer = createWritePacer(clock, () => 1);
    pacer.throttled(60_000);
    await pacer.take(20, 'bulk');
    pacer.throttled(1_000);
    const start = clock.now();
    for (let sent = 0; sent < 200; sent += 20) await pacer.take(20, 'bulk');
    expect(clock.now() - start).toBeGreaterThanOrEqual(10_000);
  });
});
