/**
 * Microsoft: "Identity and access service limits": an application may write 3,000 times in 2 minutes 30 seconds to
 * one tenant. It calls that a token bucket, so a bucket is what this starts from; whether a tenant's count comes back
 * all at once instead is told by its own answers.
 */
const BUCKET = 3_000;
const WINDOW_MS = 150_000;
const PER_MS = BUCKET / WINDOW_MS;

/**
 * Writes that bulk leaves to people who wait at a form. Thirty of them can be created and licensed at once, and at
 * the end of a long job it costs 3 s of budget that nobody used.
 */
const RESERVE = 60;
/**
 * Enough once the count is known to refill steadily: whoever waits at a form goes ahead of bulk, and has a write back
 * each 50 ms, so that ten people can be created and licensed at once and the next wait for a tenth of a second. Under
 * half of the steps in which Graph tells its count (15 writes), it would be taken for used up.
 */
const STEADY_RESERVE = 20;
/** Where bulk slows down to the refilling pace, as long as it is not known how the count refills. */
const LISTENING = 200;
/**
 * As long as that. Graph tells its count in steps of 30 writes, and 120 go out meanwhile, so that the two models
 * cannot be taken for one another; it leaves the reserve untouched.
 */
const LISTEN_MS = 6_000;
/** Starting before the next window has costs a throttled batch; a second too late costs a second. */
const MARGIN_MS = 1_000;
/** A refilling bucket asks for as long as a few batches take; only the end of a window can be so far away. */
const LONG_RETRY_MS = 30_000;
/** Asked again after this when the window did not end as expected. */
const ASK_AGAIN_MS = 5_000;

/** Counts the writes that Graph still allows, and finds out from its answers how they come back. */
export interface QuotaModel {
  /** Milliseconds until so many writes may go; bulk leaves a reserve. */
  waitFor(writes: number, priority: 'interactive' | 'bulk'): number;
  /** Milliseconds until so many writes of bulk will have gone; 0 when they may all go now. */
  quotaMs(writes: number): number;
  spend(writes: number): void;
  /** Graph refused a write for this long; without a time, for an unknown one. */
  throttled(retryAfterMs: number | undefined): void;
  /** Graph's own count, as a share of the limit (x-ms-throttle-limit-percentage). */
  heard(usedShare: number): void;
}

interface Mark {
  at: number;
  share: number;
  sent: number;
}

export function createQuotaModel(now: () => number): QuotaModel {
  let held = BUCKET;
  let filledAt = now();
  /** When the count was last whole: the earliest start of a window. */
  let wholeAt = now();
  let sentSinceWhole = 0;
  let refills: 'unknown' | 'steadily' | 'at once' = 'unknown';
  let resetsAt = 0;
  let listening: Mark | undefined;
  let told = false;

  function reserve(): number {
    return refills === 'steadily' ? STEADY_RESERVE : RESERVE;
  }

  function startWindow(at: number): void {
    held = BUCKET;
    wholeAt = at;
    sentSinceWhole = 0;
  }

  function fill(): void {
    const at = now();
    if (refills === 'at once') {
      if (at >= resetsAt && sentSinceWhole > 0) startWindow(at);
    } else {
      held = Math.min(BUCKET, held + Math.max(0, at - filledAt) * PER_MS);
      if (held === BUCKET) startWindow(at);
    }
    filledAt = at;
  }

  function refillAtOnce(at: number): void {
    refills = 'at once';
    resetsAt = at;
    listening = undefined;
  }

  /** Both models say how Graph's count should have grown meanwhile; the nearer one is believed. */
  function compare(mark: Mark, share: number): void {
    const elapsed = now() - mark.at;
    if (elapsed < LISTEN_MS) return;
    listening = undefined;
    // The writes stopped in between: the two models cannot be told apart any more.
    if (elapsed > 3 * LISTEN_MS) return;
    const grown = (share - mark.share) * BUCKET;
    if (grown > mark.sent - (elapsed * PER_MS) / 2) refillAtOnce(wholeAt + WINDOW_MS + MARGIN_MS);
    else refills = 'steadily';
  }

  return {
    waitFor(writes, priority) {
      fill();
      const floor = priority === 'interactive' ? 0 : refills === 'unknown' && told ? LISTENING : reserve();
      const missing = Math.min(writes, BUCKET - floor) + floor - held;
      if (missing <= 0) return 0;
      return Math.ceil(refills === 'at once' ? Math.max(0, resetsAt - now()) : missing / PER_MS);
    },
    quotaMs(writes) {
      fill();
      const missing = writes - Math.max(0, held - reserve());
      if (missing <= 0) return 0;
      if (refills !== 'at once') return Math.ceil(missing / PER_MS);
      const windows = Math.ceil(missing / (BUCKET - RESERVE));
      return Math.max(0, resetsAt - now()) + (windows - 1) * (WINDOW_MS + MARGIN_MS);
    },
    spend(writes) {
      fill();
      if (refills === 'at once' && sentSinceWhole === 0) resetsAt = now() + WINDOW_MS + MARGIN_MS;
      if (sentSinceWhole === 0) wholeAt = now();
      held -= writes;
      sentSinceWhole += writes;
      if (listening !== undefined) listening.sent += writes;
    },
    throttled(retryAfterMs) {
      fill();
      if (retryAfterMs !== undefined && retryAfterMs >= LONG_RETRY_MS) {
        held = 0;
        refillAtOnce(now() + retryAfterMs);
        return;
      }
      // Refused long before a window's worth was written: it is no window.
      if (refills === 'at once' && sentSinceWhole < BUCKET / 2) {
        refills = 'steadily';
        held = 0;
      }
      held /= 2;
    },
    heard(usedShare) {
      fill();
      told = true;
      // Graph's own count is better than ours: it knows what was written before this process started.
      const left = Math.round(BUCKET * Math.max(0, 1 - usedShare));
      held = Math.min(held, left);
      if (refills === 'at once' && left <= RESERVE && sentSinceWhole < BUCKET / 2)
        resetsAt = now() + ASK_AGAIN_MS;
      if (refills !== 'unknown') return;
      if (listening !== undefined) compare(listening, usedShare);
      else if (left <= LISTENING + 20) listening = { at: now(), share: usedShare, sent: 0 };
    },
  };
}
