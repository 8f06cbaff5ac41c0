import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Ids } from '../service/ports/surroundings.ts';
import { createSteadyNow } from './steadyClock.ts';

/** The machine's clock, kept from jumping back. */
export const clock: Clock = {
  now: createSteadyNow({ wall: () => Date.now(), monotonic: () => performance.now() }),
  elapsed: () => performance.now(),
  sleep: (ms, signal) =>
    delay(ms, undefined, signal === undefined ? {} : { signal }).then(
      () => undefined,
      () => undefined,
    ),
};

/** Ids that nobody can guess. */
export const ids: Ids = { next: (prefix) => `${prefix}_${randomBytes(16).toString('base64url')}` };
