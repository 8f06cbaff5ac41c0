import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import { createMemoryQuota, type Quota } from '../../service/ports/quota.ts';
import type { Clock } from '../../service/ports/surroundings.ts';
import {
  foreseeQuotaMs,
  giveBackQuota,
  hearQuota,
  landQuota,
  leftOfQuota,
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
  /** Writes that Graph still allows, as far as this process knows. */
  quotaLeft(): number;
  /** So many of those that were let through are under way no more: answered, or lost. Told before what the answer says. */
  landed(writes: number): void;
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
  priority: Priority;
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

  async function change(next?: Next): Promise<void> {
    let told = 0;
    known = await quota.change<QuotaState, QuotaState>(key, (before, now) => {
      told = news.length;
      // What an earlier version kept may lack something.
      const first = { ...startQuota(now), ...before };
      const changes = next === undefined ? news : [...news, next];
      const state = changes.reduce((after, apply) => apply(after, now), first);
      return { state, result: state };
    });
    news.splice(0, told);
  }

  /**
   * Counts those who may go now, in their order; one question for all of them. Whoever waits behind them does so for
   * `waitMs`; 0: there is nobody.
   */
  async function ask(): Promise<{ counted: Waiting[]; waitMs: number }> {
    let counted: Waiting[] = [];
    let waitMs = 0;
    try {
      await oneAtATime(key, () =>
        change((before, now) => {
          counted = [];
          let state = before;
          for (const one of [...waiting.interactive, ...waiting.bulk]) {
            waitMs = waitForQuota(state, now, one.writes, one.priority);
            if (waitMs > 0) break;
            state = spendQuota(state, now, one.writes);
            counted.push(one);
          }
          return state;
        }),
      );
      return { counted, waitMs };
    } catch {
      return { counted: [], waitMs: AGAIN_MS };
    }
  }

  function tell(next: Next): void {
    news.push(next);
    // What has gone with another change by then needs none of its own: all processes wait for the same row. Where it
    // cannot be reached, nobody may write either; then it goes with what is asked for next.
    void oneAtATime(key, async () => {
      if (news.length > 0) await change();
    }).catch(() => undefined);
  }

  function letGo(one: Waiting): void {
    const line = waiting[one.priority];
    if (line.includes(one)) {
      waiting[one.priority] = line.filter((other) => other !== one);
      one.go();
    } else {
      // It gave up while it was asked.
      tell((state) => giveBackQuota(state, one.writes));
    }
  }

  async function letThrough(): Promise<void> {
    while (waiting.interactive.length > 0 || waiting.bulk.length > 0) {
      wake = new AbortController();
      const { counted, waitMs } = await ask();
      for (const one of counted) letGo(one);
      // Somebody may have come or gone while it was asked.
      if (waitMs > 0 && !wake.signal.aborted) await clock.sleep(waitMs, wake.signal);
    }
    // Before anything else runs, so that whoever was let through can ask again at once.
    letting = false;
  }

  return {
    quotaMs: (writes) => foreseeQuotaMs(known, clock.now(), writes),
    quotaLeft: () => leftOfQuota(known, clock.now()),
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
        const mine: Waiting = { writes, priority, go };
        signal?.addEventListener('abort', giveUp, { once: true });
        waiting[priority].push(mine);
        // Somebody at a form must not wait behind the sleep of a large batch.
        if (priority === 'interactive') wake.abort();
        if (letting) return;
        letting = true;
        void letThrough();
      });
    },
    landed(writes) {
      tell((state) => landQuota(state, writes));
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
