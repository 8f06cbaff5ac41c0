import { describe, expect, it } from 'vitest';
import { createLocalEngine } from '../../src/engine/localEngine.ts';
import type { Engine } from '../../src/service/ports/engine.ts';
import { createManualClock, type ManualClock } from '../service/fakes/manualClock.ts';
import { createMemoryStore, type MemoryStore } from '../service/fakes/memoryStore.ts';
import { always } from '../testTurn.ts';

const HOUR_MS = 3_600_000;
const log = { debug() {}, info() {}, warn() {}, error() {} };

interface Setting {
  clock: ManualClock;
  store: MemoryStore;
  engine: Engine;
}

function setUp(clock = createManualClock(), store = createMemoryStore(clock)): Setting {
  return { clock, store, engine: createLocalEngine({ store, turn: always, clock, log }) };
}

/** The process dies where it stands; the next one finds what was on disk. */
function restart({ clock, store }: Setting): Setting {
  return setUp(clock, store.kill());
}

describe('what is sent to the engine', () => {
  it('runs once, not before its time, and is forgotten then', async () => {
    const { clock, store, engine } = setUp();
    const ran: string[] = [];
    engine.work('due', async (id) => void ran.push(id));
    await engine.send('due', 'soon');
    await engine.send('due', 'later', { startAfter: clock.now() + HOUR_MS });
    await clock.advance(HOUR_MS - 1);
    expect(ran).toEqual(['soon']);
    await clock.advance(1);
    expect(ran).toEqual(['soon', 'later']);
    expect(await store.listTasks()).toEqual([]);
    await clock.advance(24 * HOUR_MS);
    expect(ran).toHaveLength(2);
  });

  it('is one task, at the earliest of its times, however often it is sent while it waits', async () => {
    const { clock, store, engine } = setUp();
    const ran: number[] = [];
    engine.work('due', async () => void ran.push(clock.now()));
    const begun = clock.now();
    for (const hours of [3, 1, 2]) {
      await engine.send('due', 'a', { startAfter: begun + hours * HOUR_MS });
    }
    expect(await store.listTasks()).toHaveLength(1);
    await clock.advance(24 * HOUR_MS);
    expect(ran).toEqual([begun + HOUR_MS]);
  });

  it('is tried again with growing pauses while its handler throws, and after a restart at once', async () => {
    const before = setUp();
    const tries: number[] = [];
    before.engine.work('tell', async () => {
      tries.push(before.clock.now());
      throw new Error('the chat is down');
    });
    await before.engine.send('tell', 'a');
    await before.clock.advance(4 * HOUR_MS);
    const pauses = tries.slice(1).map((at, index) => (at - (tries[index] ?? 0)) / 1_000);
    expect(pauses).toEqual([5, 30, 120, 600, 3_600, 3_600, 3_600]);
    const { clock, engine } = restart(before);
    const ran: string[] = [];
    engine.work('tell', async (id) => void ran.push(id));
    await clock.advance(0);
    expect(ran).toEqual(['a']);
  });

  it('waits no longer than it was sent for when the clock was put back between two processes', async () => {
    const before = setUp();
    await before.engine.send('due', 'a', { startAfter: before.clock.now() + HOUR_MS });
    const clock = createManualClock(before.clock.now() - 1_000 * HOUR_MS);
    const { engine } = setUp(clock, before.store.kill());
    const ran: string[] = [];
    engine.work('due', async (id) => void ran.push(id));
    await clock.advance(HOUR_MS);
    expect(ran).toEqual(['a']);
  });

  it('waits for months without a timer that Node would cut short', async () => {
    const { clock, engine } = setUp();
    const sleep = clock.sleep;
    const slept: number[] = [];
    clock.sleep = (ms, signal) => {
      slept.push(ms);
      return sleep(ms, signal);
    };
    engine.work('due', async () => undefined);
    await engine.send('due', 'a', { startAfter: clock.now() + 90 * 24 * HOUR_MS });
    await clock.advance(10 * 60_000);
    expect(slept.length).toBeGreaterThan(9);
    expect(Math.max(...slept)).toBeLessThanOrEqual(60_000);
  });

  it('is left for the next start by a drain, which waits for what runs', async () => {
    const before = setUp();
    let release = (): void => undefined;
    before.engine.work('due', () => new Promise<void>((resolve) => (release = resolve)));
    await before.engine.send('due', 'runs');
    await before.clock.advance(0);
    let drained = false;
    const draining = before.engine.drain().then(() => {
      drained = true;
    });
    await before.engine.send('due', 'waits');
    await before.clock.advance(1_000);
    expect(drained).toBe(false);
    release();
    await before.clock.advance(0);
    await draining;
    expect(await before.store.listTasks()).toMatchObject([{ id: 'waits' }]);
  });

  it('waits for a handler of its kind, and one of an unknown kind is left alone', async () => {
    const before = setUp();
    await before.store.saveTask({ kind: 'of a later version', id: 'x', startAfter: 0, sentAt: 0 });
    await before.engine.send('tell', 'a');
    const { clock, store, engine } = restart(before);
    await clock.advance(HOUR_MS);
    const ran: string[] = [];
    engine.work('tell', async (id) => void ran.push(id));
    await clock.advance(0);
    expect(ran).toEqual(['a']);
    expect(await store.listTasks()).toMatchObject([{ kind: 'of a later version' }]);
  });
});
