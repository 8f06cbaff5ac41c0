import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Engine, TaskHandler, Turn } from '../../src/service/ports/engine.ts';

export interface EngineHarness {
  engine: Engine;
  /** As the engine's clock has it. */
  now(): number;
  pass(ms: number): Promise<void>;
  /** The process dies where it stands: the next one, on what it left. */
  crash(): Promise<Engine>;
  /** After a drain: the next one. */
  restart(): Promise<Engine>;
  dispose(): Promise<void>;
}

/** How long a test waits for what has to come: longer than a lost task takes to be found. */
const PATIENCE_MS = 30_000;
const STEP_MS = 100;
/** How much later than its time a task may begin: two looks at the queue. */
const LATE_MS = 2_500;

/** A handler that ends when it is told to. */
function createHeldHandler() {
  const said: string[] = [];
  const turns: Turn[] = [];
  const ends: (() => void)[] = [];
  const handler: TaskHandler = async (id, turn) => {
    said.push(`begin ${id}`);
    turns.push(turn);
    await new Promise<void>((resolve) => ends.push(resolve));
    said.push(`end ${id}`);
  };
  return {
    said,
    turns,
    handler,
    endAll() {
      for (const end of ends.splice(0)) end();
    },
  };
}

/** What every Engine must do. Tests run at the same time, since most of each is waiting. */
export function describeEngine(name: string, open: () => Promise<EngineHarness>): void {
  const it = test.extend<{
    harness: EngineHarness;
    engine: Engine;
    until(isSo: () => boolean): Promise<void>;
  }>({
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads which fixtures are asked for from the pattern.
    harness: async ({}, use) => {
      const harness = await open();
      await use(harness);
      await harness.dispose();
    },
    engine: ({ harness }, use) => use(harness.engine),
    until: ({ harness }, use) =>
      use(async (isSo) => {
        for (let passed = 0; !isSo(); passed += STEP_MS) {
          if (passed > PATIENCE_MS) throw new Error('It did not happen.');
          await harness.pass(STEP_MS);
        }
      }),
  });

  describe.concurrent(`${name} engine`, () => {
    it('runs what was sent once, not before its time', async ({ harness, engine, until }) => {
      const ran: { id: string; at: number }[] = [];
      engine.work('due', async (id) => void ran.push({ id, at: harness.now() }));
      const startAfter = harness.now() + 2_000;
      await engine.send('due', 'later', { startAfter });
      await engine.send('due', 'soon');
      await until(() => ran.length === 2);
      expect(ran.map(({ id }) => id)).toEqual(['soon', 'later']);
      const at = ran[1]?.at ?? 0;
      expect(at).toBeGreaterThanOrEqual(startAfter);
      expect(at).toBeLessThan(startAfter + LATE_MS);
      await harness.pass(3_000);
      expect(ran).toHaveLength(2);
    });

    it('has what was sent also after a crash, at its time', async ({ harness, engine, until }) => {
      const startAfter = harness.now() + 1_500;
      await engine.send('due', 'a', { startAfter });
      const next = await harness.crash();
      const ran: number[] = [];
      next.work('due', async () => void ran.push(harness.now()));
      await until(() => ran.length > 0);
      expect(ran[0]).toBeGreaterThanOrEqual(startAfter);
    });

    it('runs again what a process died in the middle of', async ({ harness, engine, until }) => {
      engine.work('bulk', () => new Promise(() => undefined));
      await engine.send('bulk', 'a');
      await harness.pass(1_500);
      const next = await harness.crash();
      const ran: string[] = [];
      next.work('bulk', async (id) => void ran.push(id));
      await until(() => ran.length > 0);
      await harness.pass(3_000);
      expect(ran).toEqual(['a']);
    });

    it('takes it for one task, at the earliest of its times, however often it is sent while it waits', async ({
      harness,
      engine,
      until,
    }) => {
      const ran: number[] = [];
      engine.work('due', async () => void ran.push(harness.now()));
      const begun = harness.now();
      for (const seconds of [8, 1, 4]) {
        await engine.send('due', 'a', { startAfter: begun + seconds * 1_000 });
      }
      await until(() => ran.length > 0);
      expect(ran[0]).toBeGreaterThanOrEqual(begun + 1_000);
      expect(ran[0]).toBeLessThan(begun + 1_000 + LATE_MS);
      await harness.pass(begun + 9_000 - harness.now());
      expect(ran).toHaveLength(1);
    });

    it('takes many sent at the same time for one', async ({ harness, engine, until }) => {
      const ran: string[] = [];
      const startAfter = harness.now() + 500;
      await Promise.all(Array.from({ length: 20 }, () => engine.send('due', 'a', { startAfter })));
      engine.work('due', async (id) => void ran.push(id));
      await until(() => ran.length > 0);
      await harness.pass(3_000);
      expect(ran).toEqual(['a']);
    });

    it('has one wait while one runs for the same id, and runs it after that; other ids do not wait', async ({
      harness,
      engine,
      until,
    }) => {
      const { said, handler, endAll } = createHeldHandler();
      engine.work('undo', handler);
      await engine.send('undo', 'a');
      await until(() => said.length === 1);
      await Promise.all([engine.send('undo', 'a'), engine.send('undo', 'a'), engine.send('undo', 'b')]);
      await until(() => said.length === 2);
      await harness.pass(2_500);
      expect(said).toEqual(['begin a', 'begin b']);
      endAll();
      await until(() => said.length === 5);
      endAll();
      await until(() => said.length === 6);
      await harness.pass(2_500);
      expect(said).toEqual(['begin a', 'begin b', 'end a', 'end b', 'begin a', 'end a']);
    });

    it('keeps what was sent from within its own run', async ({ harness, engine, until }) => {
      const startAfter = harness.now() + 3_000;
      let sent = false;
      engine.work('due', async (id) => {
        await engine.send('due', id, { startAfter });
        sent = true;
      });
      await engine.send('due', 'a');
      await until(() => sent);
      await harness.pass(1_000);
      const next = await harness.crash();
      const ran: number[] = [];
      next.work('due', async () => void ran.push(harness.now()));
      await until(() => ran.length > 0);
      expect(ran[0]).toBeGreaterThanOrEqual(startAfter);
    });

    it('tries again after a pause while the handler throws, and at once when it is sent again', async ({
      harness,
      engine,
      until,
    }) => {
      const tries: number[] = [];
      engine.work('tell', async () => {
        tries.push(harness.now());
        if (tries.length < 3) throw new Error('the chat is down');
      });
      await engine.send('tell', 'a');
      await until(() => tries.length === 2);
      const [first = 0, second = 0] = tries;
      expect(second - first).toBeGreaterThanOrEqual(5_000);
      expect(second - first).toBeLessThan(5_000 + LATE_MS);
      await harness.pass(1_000);
      expect(tries).toHaveLength(2);
      await engine.send('tell', 'a');
      await until(() => tries.length === 3);
      expect((tries[2] ?? 0) - second).toBeLessThan(1_000 + LATE_MS);
    });

    it('waits for a handler of its kind', async ({ harness, engine, until }) => {
      const ran: string[] = [];
      engine.work('due', async (id) => void ran.push(`due ${id}`));
      await engine.send('tell', 'a');
      await harness.pass(2_500);
      expect(ran).toEqual([]);
      engine.work('tell', async (id) => void ran.push(`tell ${id}`));
      await until(() => ran.length > 0);
      expect(ran).toEqual(['tell a']);
    });

    it('gives each run a turn that lets it act, and lasts', async ({ harness, engine, until }) => {
      const { said, turns, handler, endAll } = createHeldHandler();
      engine.work('one', handler);
      await engine.send('one', 'a');
      await until(() => said.length === 1);
      const [turn] = turns;
      expect(turn?.mayAct()).toBe(true);
      await harness.pass(12_000);
      expect(turn?.mayAct()).toBe(true);
      expect(turn?.signal.aborted).toBe(false);
      endAll();
      await until(() => said.length === 2);
    });

    it('has a drain end what runs, which goes on at once in the next process, and leave what waits', async ({
      harness,
      engine,
      until,
    }) => {
      let begun = false;
      engine.work('bulk', (_, turn) => {
        begun = true;
        return new Promise((_resolve, reject) => {
          turn.signal.addEventListener('abort', () => reject(turn.signal.reason), { once: true });
        });
      });
      await engine.send('bulk', 'runs');
      await until(() => begun);
      await engine.send('tell', 'waits');
      await engine.drain();
      const drainedAt = harness.now();
      const next = await harness.restart();
      const ran: string[] = [];
      next.work('bulk', async (id) => void ran.push(id));
      next.work('tell', async (id) => void ran.push(id));
      await until(() => ran.length === 2);
      expect(harness.now() - drainedAt).toBeLessThan(LATE_MS);
      expect(ran.sort()).toEqual(['runs', 'waits']);
    });

    it('has a drain wait for a run that ends by itself, which is then over', async ({
      harness,
      engine,
      until,
    }) => {
      const { said, handler, endAll } = createHeldHandler();
      engine.work('bulk', handler);
      await engine.send('bulk', 'a');
      await until(() => said.length === 1);
      let drained = false;
      const draining = engine.drain().then(() => {
        drained = true;
      });
      await harness.pass(500);
      expect(drained).toBe(false);
      endAll();
      await until(() => drained);
      await draining;
      const next = await harness.restart();
      next.work('bulk', async (id) => void said.push(`again ${id}`));
      await harness.pass(3_000);
      expect(said).toEqual(['begin a', 'end a']);
    });

    it('carries a wake to whoever listens for its topic, until they no longer do', async ({
      engine,
      until,
    }) => {
      const heard: string[] = [];
      const forget = engine.onWake('stop', (id) => heard.push(`stop ${id}`));
      engine.onWake('settled', (id) => heard.push(`settled ${id}`));
      engine.wake('stop', 'a');
      engine.wake('settled', 'b');
      await until(() => heard.length === 2);
      expect(heard.sort()).toEqual(['settled b', 'stop a']);
      forget();
      engine.wake('stop', 'c');
      engine.wake('settled', 'd');
      await until(() => heard.length === 3);
      await wait(50);
      expect(heard.sort()).toEqual(['settled b', 'settled d', 'stop a']);
    });
  });
}
