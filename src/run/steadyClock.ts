import type { Clock } from '../service/ports/surroundings.ts';

/** Where a steady clock gets its time. Milliseconds; `wall` since the epoch, `monotonic` since any moment. */
export interface TimeSources {
  wall(): number;
  monotonic(): number;
}

/**
 * How fast time goes on while the machine's clock is behind: slow enough to be caught up with, and no wait lasts
 * more than twice as long.
 */
const WHILE_AHEAD = 0.5;

/**
 * The machine's time, but it never goes back: everything that waits until a time would wait for as long as the clock
 * was put back. It follows a jump ahead at once; after a jump back it goes on at half speed until the machine's clock
 * has caught up.
 *
 * @param mostAheadMs where others go by the same clock: by so much at most it is ahead of them, and goes back where it would
 *   be by more. Left out: by whatever the clock was put back
 */
export function createSteadyNow(
  { wall, monotonic }: TimeSources,
  mostAheadMs = Number.POSITIVE_INFINITY,
): Clock['now'] {
  let said = wall();
  let askedAt = monotonic();
  return () => {
    const [at, now] = [monotonic(), wall()];
    said = Math.min(now + mostAheadMs, Math.max(now, said + (at - askedAt) * WHILE_AHEAD));
    askedAt = at;
    return Math.floor(said);
  };
}
