import type { Clock } from '../../ports/surroundings.ts';
import type { Control } from './jobRun.ts';
import type { Meter } from './meter.ts';

/** Three a second are plenty: chats take fewer, and each makes somebody read all rows. */
const PROGRESS_EVERY_MS = 350;
/** What other processes show of a run is so old at most. */
const KEPT_EVERY_MS = 3_000;

/** What becomes of a run's progress. */
export interface ProgressOptions {
  clock: Clock;
  meter: Meter;
  /** Milliseconds that the quota takes for so many writes. */
  quotaMs(writes: number): number;
  /** Somebody in this process may want to show it. */
  tell(): void;
  /** Keeps how long it will take for those in other processes. */
  keep(secondsLeft: number | undefined): void;
}

/** Told of each change of a run, it tells of that a few times a second. */
export function createProgress({
  clock,
  meter,
  quotaMs,
  tell,
  keep,
}: ProgressOptions): Control['onProgress'] {
  let next = 0;
  let nextKept = 0;
  let scheduled = false;

  function tellNow(): void {
    next = clock.now() + PROGRESS_EVERY_MS;
    tell();
  }

  return (counter) => {
    const waiting = counter?.counts.waiting ?? 0;
    const now = clock.now();
    meter.sample(waiting);
    if (now >= nextKept || nextKept > now + KEPT_EVERY_MS) {
      nextKept = now + KEPT_EVERY_MS;
      keep(meter.secondsLeft(waiting, counter?.writesLeft ?? 0, quotaMs));
    }
    const early = next - now;
    if (scheduled) return;
    if (early <= 0) return tellNow();
    scheduled = true;
    void clock.sleep(early).then(() => {
      scheduled = false;
      tellNow();
    });
  };
}
