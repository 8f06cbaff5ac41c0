import type { TaskKind } from '../service/ports/engine.ts';

/** Waits after a handler that threw; the last one repeats. What stands still until the next start is the worse failure. */
const RETRY_AFTER_MS = [5_000, 30_000, 2 * 60_000, 10 * 60_000, 60 * 60_000];

/** How long a task waits whose handler has thrown so many times, the last time included. */
export function findPauseMs(failures: number): number {
  return RETRY_AFTER_MS[Math.min(failures, RETRY_AFTER_MS.length) - 1] ?? 0;
}

/**
 * How many of a kind run in one process at a time. Jobs share one quota and wait for it more than they work, so that too
 * few of them make people wait behind a large one; too many hold their rows in memory, 5,000 in each. Handlers of `tell`
 * and `due` may read a job of thousands of rows, and all chats and mails share one pace anyhow.
 */
export const AT_ONCE: Readonly<Record<TaskKind, number>> = {
  one: 100,
  bulk: 20,
  undo: 20,
  tell: 4,
  due: 4,
  sweep: 1,
};
