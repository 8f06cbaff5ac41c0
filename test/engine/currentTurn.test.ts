import { describe, expect, it } from 'vitest';
import { createCurrentTurn } from '../../src/engine/currentTurn.ts';
import { createTestTurn } from '../testTurn.ts';

describe("the process's turn", () => {
  it("is the task's too within its handler, also later and deeper in it, and nowhere else", async () => {
    const ofProcess = createTestTurn();
    const ofTask = createTestTurn();
    const { turn, runWith } = createCurrentTurn(ofProcess);
    let proceed = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (proceed = resolve));
    const seen: boolean[] = [];
    const running = runWith(ofTask, async () => {
      seen.push(turn.mayAct());
      await waiting;
      await Promise.resolve().then(() => seen.push(turn.mayAct()));
      expect(() => turn.signal.throwIfAborted()).toThrow('taken over');
    });
    ofTask.lose();
    expect(turn.mayAct()).toBe(true);
    expect(turn.signal.aborted).toBe(false);
    proceed();
    await running;
    expect(seen).toEqual([true, false]);
  });

  it('is lost for every task when the process has lost it', async () => {
    const ofProcess = createTestTurn();
    const { turn, runWith } = createCurrentTurn(ofProcess);
    await runWith(createTestTurn(), async () => {
      ofProcess.isOurs = false;
      expect(turn.mayAct()).toBe(false);
    });
  });

  it("stays the task's for what a handler left behind that ended without its turn", async () => {
    const ofTask = createTestTurn();
    const { turn, runWith } = createCurrentTurn(createTestTurn());
    let left = Promise.resolve(true);
    let proceed = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (proceed = resolve));
    const running = runWith(ofTask, async () => {
      left = waiting.then(() => turn.mayAct());
      ofTask.lose();
      throw new Error('one of its calls was refused');
    });
    await expect(running).rejects.toThrow('refused');
    proceed();
    expect(await left).toBe(false);
  });

  it("is the process's alone for what a handler left behind that ended with its turn", async () => {
    const ofTask = createTestTurn();
    const { turn, runWith } = createCurrentTurn(createTestTurn());
    let left = Promise.resolve(false);
    let proceed = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (proceed = resolve));
    await runWith(ofTask, async () => {
      left = waiting.then(() => turn.mayAct());
    });
    ofTask.lose();
    proceed();
    expect(await left).toBe(true);
  });
});
