import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../src/service/ports/surroundings.ts';

/** A process in which one thing happens at a time, in an order that is the same in every run. */
export interface Turns {
  /** Stands still while there is anything to do, and then goes on to the next moment somebody waits for. */
  clock: Clock;
  /** Does this when its turn has come. It takes `ms` of the clock. */
  take<T>(ms: number, work: () => Promise<T>): Promise<T>;
  /** The process is over: nothing of it happens any more, and its clock stands still. */
  stop(): void;
}

/** Event loop turns in which whoever was answered can ask for the next thing. */
const QUIET_TURNS = 3;
/** While its time may not pass, it is asked again so often. */
const ASK_EVERY_MS = 5;

interface Sleeper {
  at: number;
  wake(): void;
}

/**
 * @param startedAt milliseconds since the epoch
 * @param mayPass whether nothing is under way that takes no turn: as long as something is, like a store that waits for its next
 *   real sign of life on a busy machine, no time passes
 */
export function createTurns(startedAt: number, mayPass: () => boolean = () => true): Turns {
  const waiting: (() => Promise<void>)[] = [];
  let sleepers: Sleeper[] = [];
  let now = startedAt;
  let running = false;
  let stopped = false;

  function wakeDue(): boolean {
    const due = sleepers.filter(({ at }) => at <= now).sort((one, other) => one.at - other.at);
    sleepers = sleepers.filter(({ at }) => at > now);
    for (const { wake } of due) wake();
    return due.length > 0;
  }

  async function goOn(): Promise<void> {
    while (!stopped) {
      for (let turn = 0; turn < QUIET_TURNS; turn += 1) await setImmediate();
      if (wakeDue()) continue;
      const next = waiting.shift();
      if (next !== undefined) await next();
      else if (!mayPass()) await wait(ASK_EVERY_MS);
      else if (sleepers.length > 0) now = Math.min(...sleepers.map(({ at }) => at));
      else break;
    }
    running = false;
  }

  function start(): void {
    if (running || stopped) return;
    running = true;
    void goOn();
  }

  return {
    clock: {
      now: () => now,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted) {
            resolve();
            return;
          }
          const sleeper: Sleeper = { at: now + Math.max(0, ms), wake: resolve };
          sleepers.push(sleeper);
          signal?.addEventListener('abort', () => {
            sleepers = sleepers.filter((one) => one !== sleeper);
            resolve();
          });
          start();
        }),
    },
    take: (ms, work) =>
      new Promise((resolve, reject) => {
        waiting.push(() => {
          now += ms;
          return work().then(resolve, reject);
        });
        start();
      }),
    stop() {
      stopped = true;
      waiting.length = 0;
      sleepers = [];
    },
  };
}
