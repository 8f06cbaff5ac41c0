import { setTimeout as delay } from 'node:timers/promises';
import type { Quota } from '../../src/service/ports/quota.ts';
import type { Clock } from '../../src/service/ports/surroundings.ts';

/** A clock that is ahead of the real one, more and more. */
export interface ScaledClock extends Clock {
  /** What it says when the real one says this. Milliseconds since the epoch. */
  at(real: number): number;
}

/** A clock that runs so many times as fast as the real one from its first moment on. */
export function createScaledClock(speed: number, startedAt = Date.now()): ScaledClock {
  // Finer than Date.now, whose millisecond would be many of the scaled ones.
  const offset = performance.timeOrigin - startedAt;
  return {
    now: () => startedAt + (offset + performance.now()) * speed,
    at: (real) => startedAt + (real - startedAt) * speed,
    sleep: (ms, signal) =>
      delay(Math.max(0, ms) / speed, undefined, signal === undefined ? {} : { signal }).then(
        () => undefined,
        () => undefined,
      ),
  };
}

/** A quota that is counted on the real clock of a server, as if that ran as fast as this one. */
export function scaleQuota(quota: Quota, { at }: ScaledClock): Quota {
  return { change: (key, change) => quota.change(key, (state, now) => change(state as never, at(now))) };
}
