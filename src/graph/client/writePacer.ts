import type { Clock } from '../../service/ports/surroundings.ts';
import { createQuotaModel } from './quotaModel.ts';
import { backoffMs } from './retryAfter.ts';

export type Priority = 'interactive' | 'bulk';

/** Lets writes to one directory through at the rate Graph allows. */
export interface WritePacer {
  /**
   * Resolves with true when so many writes may be sent, with false when the signal came first. Interactive ones go
   * ahead of bulk.
   */
  take(writes: number, priority: Priority, signal?: AbortSignal): Promise<boolean>;
  /** See {@link QuotaModel.quotaMs}. */
  quotaMs(writes: number): number;
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

/** One quota for one directory. It is whole at the start; all of it waits when Graph throttles. */
export function createWritePacer(clock: Clock, random: () => number): WritePacer {
  const waiting: Record<Priority, Waiting[]> = { interactive: [], bulk: [] };
  const quota = createQuotaModel(() => clock.now());
  let pausedUntil = 0;
  let throttledInARow = 0;
  let letting = false;
  let wake = new AbortController();

  async function letThrough(): Promise<void> {
    for (;;) {
      const priority = waiting.interactive.length > 0 ? 'interactive' : 'bulk';
      const line = waiting[priority];
      const first = line[0];
      if (first === undefined) {
        // Before anything else runs, so that whoever was let through can ask again at once.
        letting = false;
        return;
      }
      const waitMs = Math.max(quota.waitFor(first.writes, priority), pausedUntil - clock.now(), 0);
      if (waitMs === 0) {
        line.shift();
        quota.spend(first.writes);
        first.go();
      } else {
        wake = new AbortController();
        await clock.sleep(waitMs, wake.signal);
      }
    }
  }

  return {
    quotaMs: (writes) => Math.max(quota.quotaMs(writes), pausedUntil - clock.now(), 0),
    take(writes, priority, signal) {
      if (signal?.aborted) return Promise.resolve(false);
      return new Promise((resolve) => {
        const giveUp = (): void => {
          waiting[priority] = waiting[priority].filter((one) => one !== mine);
          wake.abort();
          resolve(false);
        };
        const go = (): void => {
          signal?.removeEventListener('abort', giveUp);
          resolve(true);
        };
        const mine: Waiting = { writes, go };
        signal?.addEventListener('abort', giveUp, { once: true });
        waiting[priority].push(mine);
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
      quota.throttled(retryAfterMs);
      pausedUntil = Math.max(pausedUntil, clock.now() + waitMs);
      return waitMs;
    },
    wentThrough(usedShare) {
      throttledInARow = 0;
      if (usedShare === undefined || Number.isNaN(usedShare)) return;
      quota.heard(usedShare);
    },
  };
}
