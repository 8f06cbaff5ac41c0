import type { Delivery, JobRecord } from '../../ports/records.ts';

/** The first wait after the tries of the job itself; each is twice as long as the one before. */
const FIRST_PAUSE_MS = 15_000;
/** RFC 5321 4.5.4.1 asks for 30 minutes between later tries. More often helps nobody; less often, people wait longer. */
const LONGEST_PAUSE_MS = 60 * 60_000;
/** The last try of a job itself, of which one for a single person has three. */
const TRIES_OF_JOB = 3;
/**
 * About three days, over a weekend: RFC 5321 4.5.4.1 gives up after four to five, but whoever waits for a password has
 * asked elsewhere by then, and it is kept sealed for so long. Counted in tries, not by the clock: a machine that was off
 * or whose clock was set goes on where it was.
 */
const MAX_TRIES = 84;

/** How long to wait after so many tries. Milliseconds. */
export function pauseAfterTries(tries: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, tries - TRIES_OF_JOB), LONGEST_PAUSE_MS);
}

function isPutOff({ state }: Delivery): boolean {
  return state === 'deferred' || state === 'unreachable';
}

/** It is tried again without anybody's help. One that was put off before tries were counted is not. */
export function isMailPending(delivery: Delivery): boolean {
  return isPutOff(delivery) && delivery.tries !== undefined && delivery.tries < MAX_TRIES;
}

/** It was tried for as long as it is tried. */
export function isGivenUp(delivery: Delivery): boolean {
  return isPutOff(delivery) && delivery.tries !== undefined && delivery.tries >= MAX_TRIES;
}

export function hasPendingMail({ deliveries }: JobRecord): boolean {
  return deliveries.some(isMailPending);
}
