import { AsyncLocalStorage } from 'node:async_hooks';
import type { Turn } from '../service/ports/engine.ts';

interface Run {
  turn: Turn;
  isOver: boolean;
}

/** The process's turn, which within a task's handler is the task's own too. */
export interface CurrentTurn {
  turn: Turn;
  /** Runs a handler with its task's turn, wherever in it the process's turn is asked. */
  runWith<Result>(turn: Turn, run: () => Promise<Result>): Promise<Result>;
}

/**
 * Whoever has an effect asks the process's turn. A process that stood still is let act again by the same beat that says
 * which of its tasks others have taken: their calls wait in the fence then, and must not go out. What a handler left
 * behind when it ended is the process's again, unless it ended without its turn: then its other calls may still be on
 * their way.
 */
export function createCurrentTurn(ofProcess: Turn): CurrentTurn {
  const current = new AsyncLocalStorage<Run>();
  const findTask = (): Turn | undefined => {
    const run = current.getStore();
    return run === undefined || run.isOver ? undefined : run.turn;
  };
  return {
    turn: {
      mayAct: () => ofProcess.mayAct() && (findTask()?.mayAct() ?? true),
      get signal() {
        return findTask()?.signal ?? ofProcess.signal;
      },
    },
    async runWith(turn, run) {
      const entry: Run = { turn, isOver: false };
      try {
        return await current.run(entry, run);
      } finally {
        entry.isOver = turn.mayAct();
      }
    },
  };
}
