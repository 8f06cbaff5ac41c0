import type { Clock } from '../ports/surroundings.ts';

/** Long enough to see past one slow call, short enough to notice a throttled directory. */
const WINDOW_MS = 30_000;
/** Below this a rate is luck. */
const LEAST_MS = 1_000;

/** Measures how fast rows get done. */
export interface Meter {
  sample(waiting: number): void;
  /** Whole seconds until none wait, at the rate of the last half minute; undefined before there is one. */
  secondsLeft(waiting: number): number | undefined;
}

export function createMeter(clock: Clock): Meter {
  let samples: { at: number; waiting: number }[] = [];
  return {
    sample(waiting) {
      const at = clock.now();
      samples = [...samples.filter((one) => at - one.at <= WINDOW_MS), { at, waiting }];
    },
    secondsLeft(waiting) {
      const [first] = samples;
      if (first === undefined || waiting === 0) return undefined;
      const elapsed = clock.now() - first.at;
      const done = first.waiting - waiting;
      if (elapsed < LEAST_MS || done <= 0) return undefined;
      return Math.ceil((waiting * elapsed) / done / 1_000);
    },
  };
}
