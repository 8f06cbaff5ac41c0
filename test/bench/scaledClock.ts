import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../src/service/ports/surroundings.ts';

/** A clock that runs so many times as fast as the real one from its first moment on. */
export function createScaledClock(speed: number, startedAt = Date.now()): Clock {
  // Finer than Date.now, whose millisecond would be many of the scaled ones.
  const offset = performance.timeOrigin - startedAt;
  return {
    now: () => startedAt + (offset + performance.now()) * speed,
    sleep: (ms, signal) =>
      delay(Math.max(0, ms) / speed, undefined, signal === undefined ? {} : { signal }).then(
        () => undefined,
        () => undefined,
      ),
  };
}
