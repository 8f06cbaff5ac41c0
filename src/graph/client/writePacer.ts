import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import { createMemoryQuota, type Quota } from '../../service/ports/quota.ts';
import type { Clock } from '../../service/ports/surroundings.ts';
import {
  foreseeQuotaMs,
  giveBackQuota,
  hearQuota,
  type QuotaState,
  spendQuota,
  startQuota,
  throttleQuota,
  waitForQuota,
} from './quotaModel.ts';
import { backoffMs } from './retryAfter.ts';

export type Priority = 'interactive' | 'bulk';

/** Lets writes to one directory through at the rate Graph allows. */
export interface WritePacer {
  /**
   * Resolves with true when so many writes may be sent, with false when the signal came first. Interactive ones go
   * ahead of bulk.
   */
  take(writes: number, priority: Priority, signal?: AbortSignal): Promise<boolean>;
  /** Milliseconds until so many writes of bulk will have gone, as far as this process knows; 0 when they may all go now. */
  quotaMs(writes: number): number;
  /**
   * Graph throttled a write: all writes wait. Answers for how long, in milliseconds; without a Retry-After, longer
   * each time until a write goes through.
   */
  throttled(retryAfterMs: number | undefined): number;
  /** A write went through; `usedShare` is its x-ms-throttle-limit-percentage (0.8 to 1.8), when it had one. */
  wentThrough(usedShare: number | undefined): void;
}

/** What is written under one limit, and where that is counted. */
export interface SharedLimit {
  quota: Quota;
  /** The same in all processes for writes of one app to one tenant. */
  key: string;
}

interface Waiting {
  writes: number;
  go(): void;
}

type Next = (state: QuotaState, now: number) => QuotaState;

/**
 * Asked again after this when the count could not be reached. Our own number: nothing may be written then anyhow, and
 * more often only costs the database more.
 */
const AGAIN_MS = 1_000;

/**
 * One limit for one directory, which several processes may use up together; who waits in this one for how much is known
 * in it alone. It is whole at the start; all of it waits when Graph throttles. Left out, this process is alone.
 */
export function createWritePacer(
  clock: Clock,
  random: () => number,
  { quota, key }: SharedLimit = { quota: createMemoryQuota(clock), key: 'writes' },
): WritePacer {
  const waiting: Record<Priority, Waiting[]> = { interactive: [], bulk: [] };
  const oneAtATime = createOneAtATime();
  /** As this process saw it last. */
  let known = startQuota(clock.now());
  /** What Graph said here and is not counted yet: it goes with the next change. */
  const news: Next[] = [];
  let throttledInARow = 0;
  let letting = false;
  let wake = new AbortController();

  function change(next: Next): Promise<void> {
    return oneAtATime(key, async () => {
      let told = 0;
      known = await quota.change<QuotaState, QuotaState>(key, (before, now) => {
        told = news.length;
        // What an earlier version kept may lack something.
        const first = { ...startQuota(now), ...before };
        const state = [...news, next].reduce((after, apply) => apply(after, now), first);
        return { state, result: state };
      });
      news.splice(0, told);
    });
  }

  /** Milliseconds until so many writes may go; 0: they are counted. */
  async function ask(writes: number, priority: Priority): Promise<number> {
    let waitMs = 0;
    try {
      await change((state, now) => {
        waitMs = waitForQuota(state, now, writes, priority);
        return waitMs === 0 ? spendQuota(state, now, writes) : state;
      });
      return waitMs;
    } catch {
      return AGAIN_MS;
    }
  }

  function tell(next: Next): void {
    news.push(next);
    // Where it cannot be reached, nobody may write either; then it goes with what is asked for next.
    void change((state) => state).catch(() => undefined);
  }

  async function letThrough(): Promise<void> {
    for (;;) {
      const priority = waiting.interactive.length > 0 ? 'interactive' : 'bulk';
      const [first] = waiting[priority];
      if (first === undefined) {
        // Before anything else runs, so that whoever was let through can ask again at once.
        letting = false;
        return;
      }
      wake = new AbortController();
      const waitMs = await ask(first.writes, priority);
      if (waitMs > 0) {
        // Somebody may have come or gone while it was asked.
        if (!wake.signal.aborted) await clock.sleep(waitMs, wake.signal);
      } else if (waiting[priority].includes(first)) {
        waiting[priority] = waiting[priority].filter((one) => one !== first);
        first.go();
      } else {
        tell((state) => giveBackQuota(state, first.writes));
      }
    }
  }

  return {
    quotaMs: (writes) => foreseeQuotaMs(known, clock.now(), writes),
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
      tell((state, now) => throttleQuota(state, now, { waitMs, retryAfterMs }));
      return waitMs;
    },
    wentThrough(usedShare) {
      throttledInARow = 0;
      if (usedShare === undefined || Number.isNaN(usedShare)) return;
      tell((state, now) => hearQuota(state, now, usedShare));
    },
  };
}
