import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/service/ports/surroundings.ts';

/** Turns of the event loop after which whatever needs no time has happened. */
const TURNS = 6;

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  advance(ms: number): Promise<void>;
  /** The machine's clock is put ahead: no time passes, and whoever sleeps sleeps on. */
  putAhead(ms: number): void;
  /** Lets time pass, from sleeper to sleeper, until `work` is settled. Fails when that takes more than a day. */
  until<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  at: number;
  wake: () => void;
}

async function settleDown(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await setImmediate();
}

export function createManualClock(start = Date.UTC(2026, 0, 5, 9)): ManualClock {
  const sleepers = new Set<Sleeper>();
  let now = start;

  function nextSleeper(): Sleeper | undefined {
    return [...sleepers].sort((a, b) => a.at - b.at)[0];
  }

  async function advance(ms: number): Promise<void> {
    const end = now + ms;
    await settleDown();
    for (let next = nextSleeper(); next !== undefined && next.at <= end; next = nextSleeper()) {
      now = Math.max(now, next.at);
      next.wake();
      await settleDown();
    }
    now = end;
  }

  return {
    now: () => now,
    advance,
    putAhead(ms) {
      now += ms;
      for (const sleeper of sleepers) sleeper.at += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper: Sleeper = {
          at: now + ms,
          wake() {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        if (signal?.aborted) return resolve();
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake);
      }),
    async until(work) {
      const end = now + 24 * 60 * 60 * 1_000;
      let settled = false;
      const done = work.finally(() => {
        settled = true;
      });
      done.catch(() => undefined);
      await settleDown();
      while (!settled) {
        const next = nextSleeper();
        if (now >= end) throw new Error('A day went by.');
        if (next !== undefined) await advance(Math.max(0, next.at - now));
        else await settleDown();
      }
      return done;
    },
  };
}
