import type { Clock } from '../../ports/surroundings.ts';

/** Long enough to see past one slow call, short enough to notice a throttled directory. */
const WINDOW_MS = 30_000;
/** Writes that go out together. */
const ONE_BATCH = 20;
/** Below this a rate is luck. */
const LEAST_MS = 1_000;

/** Measures how fast rows get done. */
export interface Meter {
  sample(waiting: number): void;
  /**
   * Whole seconds until none wait: as long as the quota takes for the writes that are left, or longer at the rate of
   * the last half minute. Undefined while there is neither.
   *
   * @param quotaMs milliseconds that the quota takes for so many writes
   */
  secondsLeft(waiting: number, writes: number, quotaMs: (writes: number) => number): number | undefined;
}

export function createMeter(clock: Clock): Meter {
  const samples: { at: number; waiting: number }[] = [];

  function msAtRate(waiting: number, until: number): number | undefined {
    const [first] = samples;
    if (first === undefined) return undefined;
    const elapsed = until - first.at;
    const done = first.waiting - waiting;
    return elapsed < LEAST_MS || done <= 0 ? undefined : (waiting * elapsed) / done;
  }

  return {
    sample(waiting) {
      const at = clock.now();
      const fresh = samples.findIndex((one) => at - one.at <= WINDOW_MS);
      samples.splice(0, fresh < 0 ? samples.length : fresh);
      samples.push({ at, waiting });
    },
    secondsLeft(waiting, writes, quotaMs) {
      if (waiting === 0) return undefined;
      const held = quotaMs(writes);
      // What the quota holds up says nothing of how fast the directory is.
      const until = quotaMs(ONE_BATCH) > 0 ? (samples.at(-1)?.at ?? 0) : clock.now();
      const longest = Math.max(held, msAtRate(waiting, until) ?? 0);
      return longest === 0 ? undefined : Math.ceil(longest / 1_000);
    },
  };
}
