import type { ErrorCode } from '../../../domain/errors.ts';
import type { JobRecord } from '../../ports/records.ts';

/** How long a job waits before it tells somebody instead. Milliseconds. */
export interface Patience {
  /** No answer from the directory to anything. */
  outageMs: number;
  /** Told to wait (429), counted from the first time for the same step of a row. */
  throttledMs: number;
  /** `later` for another reason: the directory has not yet copied a new account everywhere. */
  licenseMs: number;
  /** Values of a new account that were refused in a way that may pass. */
  doubtedMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * - Outage: somebody waits in front of one person's message, while a bulk job may outwait a short outage. Giving up
 *   too early costs a press on Retry; too late hides the outage.
 * - Throttled: Microsoft's window is 2.5 minutes ("Identity and access service limits"), shared with whatever else
 *   the tenant runs, and a principal that has used up what it may do is told to come back after longer than that. Failing
 *   people for being in a queue is the worse failure: a file waits for a day, and goes on by itself; its card has Stop.
 *   Half an hour for one person, whom somebody waits for.
 * - License: Microsoft states no time for replication; it is mostly over in seconds, and five minutes have been seen.
 *   Too short leaves people without licenses and groups until somebody presses Retry.
 * - Doubted: it passes within seconds where it passes at all, and mostly a value really is wrong, which whoever typed it
 *   waits to hear.
 */
export function patienceOf(kind: JobRecord['kind']): Patience {
  return {
    outageMs: kind === 'one' ? 30 * SECOND : 5 * MINUTE,
    throttledMs: kind === 'one' ? 30 * MINUTE : 24 * 60 * MINUTE,
    licenseMs: 5 * MINUTE,
    doubtedMs: 10 * SECOND,
  };
}

/**
 * Waits before each look-up after a create whose fate is open; reads lag behind writes for seconds, seldom minutes.
 * When all have passed without a sight of the account, the same create is sent again: sooner would only bring more
 * conflicts, later only makes people wait. The sum is a minute.
 */
export const LOOK_UP_WAITS_MS: readonly number[] = [1, 2, 4, 8, 15, 30].map((seconds) => seconds * SECOND);

/**
 * The longer waits after a conflict that follows a lost answer: the account is there and very likely ours, so
 * giving it up is the worse failure. Five minutes in all, as long as new accounts have been seen to stay away.
 */
export const LONG_LOOK_UP_WAITS_MS: readonly number[] = [...LOOK_UP_WAITS_MS, 60_000, 60_000, 120_000];

/** Sendings of one create that all stayed without an answer. With the look-ups between them it takes 3 minutes. */
export const MAX_DOUBTS = 3;

/**
 * However long it seems, a step is not given up before so many tries: after the machine's clock was put ahead, or the
 * machine slept, a wait seems to be over that has hardly begun. Too few fail people for that; each more costs a call.
 */
const MIN_TRIES = 5;

/** A step that was told to wait, for one reason. */
interface Waiting {
  /** When it was told so first. Milliseconds since the epoch. */
  since: number;
  /** How often by now. */
  tries: number;
}

/** Why one step of a row has waited so far: a long time in the queue says nothing of a copy that is late. */
export type Waits = Map<ErrorCode, Waiting>;

/** Counts one more time that a step is told to wait. Answers whether it waited long and often enough for this reason. */
export function isWornOut(waits: Waits, code: ErrorCode, now: number, patienceMs: number): boolean {
  const before = waits.get(code);
  const waiting = { since: before?.since ?? now, tries: (before?.tries ?? 0) + 1 };
  waits.set(code, waiting);
  return waiting.tries >= MIN_TRIES && now - waiting.since >= patienceMs;
}

/**
 * Waits after a run that broke (a full disk, say) before the job is taken up again; the last one repeats. A job
 * that stands still until the next start is the worse failure.
 */
const BROKEN_WAITS_MS = [1_000, 5_000, 15_000, 60_000];

/** @param broken how often it broke before, 0 for the first time */
export function brokenWaitMs(broken: number): number {
  return BROKEN_WAITS_MS[Math.min(broken, BROKEN_WAITS_MS.length - 1)] ?? 0;
}

/** Watches whether the directory answers at all. */
export interface Outage {
  answered(): void;
  unanswered(now: number): void;
  /** Nothing was answered for longer than the patience. */
  isOver(now: number): boolean;
}

export function createOutage(patienceMs: number): Outage {
  let since: number | undefined;
  return {
    answered() {
      since = undefined;
    },
    unanswered(now) {
      since ??= now;
    },
    isOver: (now) => since !== undefined && now - since >= patienceMs,
  };
}
