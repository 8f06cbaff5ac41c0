import type { Clock } from '../service/ports/surroundings.ts';
import { backoffMs } from './retryAfter.ts';

export type Priority = 'interactive' | 'bulk';

/** Lets writes to one directory through at the rate Graph allows. */
export interface WritePacer {
  /** Resolves when so many writes may be sent. Interactive ones go ahead of bulk. */
  take(writes: number, priority: Priority): Promise<void>;
  /**
   * Graph throttled a write: all writes wait. Answers for how long, in milliseconds; without a Retry-After, longer
   * each time until a write goes through.
   */
  throttled(retryAfterMs: number | undefined): number;
  /** A write went through; `usedShare` is its x-ms-throttle-limit-percentage (0.8 to 1.8), when it had one. */
  wentThrough(usedShare: number | undefined): void;
}

interface Waiting {
  writes: number;
  go(): void;
}

/**
 * Microsoft: "Identity and access service limits": an application may write 3,000 times in 2 minutes 30 seconds to
 * one tenant, counted with a token bucket.
 */
const BUCKET = 3_000;
const WINDOW_MS = 150_000;

/** One token bucket for one directory. It is full at the start; a throttled answer halves what it holds. */
export function createWritePacer(clock: Clock, random: () => number): WritePacer {
  const waiting: Record<Priority, Waiting[]> = { interactive: [], bulk: [] };
  let held = BUCKET;
  let filledAt = clock.now();
  let pausedUntil = 0;
  let throttledInARow = 0;
  let letting = false;
  let wake = new AbortController();

  function fill(): void {
    const now = clock.now();
    held = Math.min(BUCKET, held + (Math.max(0, now - filledAt) * BUCKET) / WINDOW_MS);
    filledAt = now;
  }

  /** Milliseconds until these writes may go. */
  function waitFor(writes: number): number {
    fill();
    const untilFilled = ((Math.min(writes, BUCKET) - held) * WINDOW_MS) / BUCKET;
    return Math.ceil(Math.max(untilFilled, pausedUntil - clock.now(), 0));
  }

  async function letThrough(): Promise<void> {
    for (;;) {
      const line = waiting.interactive.length > 0 ? waiting.interactive : waiting.bulk;
      const first = line[0];
      if (first === undefined) {
        // Before anything else runs, so that whoever was let through can ask again at once.
        letting = false;
        return;
      }
      const waitMs = waitFor(first.writes);
      if (waitMs === 0) {
        line.shift();
        held -= first.writes;
        first.go();
      } else {
        wake = new AbortController();
        await clock.sleep(waitMs, wake.signal);
      }
    }
  }

  return {
    take(writes, priority) {
      return new Promise((resolve) => {
        waiting[priority].push({ writes, go: resolve });
        // Somebody at a form must not wait behind the sleep of a large batch.
        if (priority === 'interactive') wake.abort();
        if (letting) return;
        letting = true;
        void letThrough();
      });
    },
    throttled(retryAfterMs) {
      const waitMs = retryAfterMs ?? backoffMs(throttledInARow, random);
      throttledInARow += 1;
      fill();
      held /= 2;
      pausedUntil = Math.max(pausedUntil, clock.now() + waitMs);
      return waitMs;
    },
    wentThrough(usedShare) {
      throttledInARow = 0;
      if (usedShare === undefined || Number.isNaN(usedShare)) return;
      fill();
      // Graph's own count is better than ours: it knows what was written before this process started.
      held = Math.min(held, Math.round(BUCKET * Math.max(0, 1 - usedShare)));
    },
  };
}
