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

/**
 * Writes under way are in Graph's count or not: nobody knows, and where many jobs write at once there are thousands. The two
 * models are told apart only while these, and a step of that count, are too few to make one look like the other: a bucket
 * that is taken for a window stands still for two minutes. More than the first are not even listened from.
 */
const FEW_IN_FLIGHT = 60;
const A_STEP = 30;

interface Mark {
  at: number;
  share: number;
  sent: number;
  /** Under way at that time. */
  inFlight: number;
}

/**
 * The writes that Graph still allows, and what its answers have told of how they come back. All processes that write to
 * one tenant share it. Times are milliseconds since the epoch. Each function here answers a new one.
 */
export interface QuotaState {
  held: number;
  filledAt: number;
  /** When the count was last whole: the earliest start of a window. */
  wholeAt: number;
  sentSinceWhole: number;
  refills: 'unknown' | 'steadily' | 'at once';
  resetsAt: number;
  listening?: Mark | undefined;
  /** Counted here, and not answered yet. What a process had under way when it died stays until the count is whole. */
  inFlight: number;
  /** Graph has told its count. */
  told: boolean;
  /** Graph has throttled a write: until then nothing goes. */
  pausedUntil: number;
}

/** Nothing was written yet. */
export function startQuota(now: number): QuotaState {
  return {
    held: BUCKET,
    filledAt: now,
    wholeAt: now,
    sentSinceWhole: 0,
    refills: 'unknown',
    resetsAt: 0,
    inFlight: 0,
    told: false,
    pausedUntil: 0,
  };
}

function startWindow(state: QuotaState, at: number): QuotaState {
  return { ...state, held: BUCKET, wholeAt: at, sentSinceWhole: 0, inFlight: 0 };
}

function fill(state: QuotaState, now: number): QuotaState {
  const { refills, resetsAt, sentSinceWhole, filledAt } = state;
  const filled = { ...state, filledAt: now };
  if (refills === 'at once') {
    return now >= resetsAt && sentSinceWhole > 0 ? startWindow(filled, now) : filled;
  }
  const held = Math.min(BUCKET, state.held + Math.max(0, now - filledAt) * PER_MS);
  return held === BUCKET ? startWindow(filled, now) : { ...filled, held };
}

function refillAtOnce(state: QuotaState, resetsAt: number): QuotaState {
  return { ...state, refills: 'at once', resetsAt, listening: undefined };
}

function reserveOf({ refills }: QuotaState): number {
  return refills === 'steadily' ? STEADY_RESERVE : RESERVE;
}

/** Milliseconds until so many writes may go; bulk leaves a reserve. */
export function waitForQuota(
  before: QuotaState,
  now: number,
  writes: number,
  priority: 'interactive' | 'bulk',
): number {
  const state = fill(before, now);
  const { refills, told, held, resetsAt, pausedUntil } = state;
  const paused = Math.max(0, pausedUntil - now);
  const bulkFloor = refills === 'unknown' && told ? LISTENING : reserveOf(state);
  const floor = priority === 'interactive' ? 0 : bulkFloor;
  const missing = Math.min(writes, BUCKET - floor) + floor - held;
  if (missing <= 0) return paused;
  return Math.max(paused, Math.ceil(refills === 'at once' ? resetsAt - now : missing / PER_MS));
}

/** Milliseconds until so many writes of bulk will have gone; 0 when they may all go now. */
export function foreseeQuotaMs(before: QuotaState, now: number, writes: number): number {
  const state = fill(before, now);
  const { refills, held, resetsAt, pausedUntil } = state;
  const paused = Math.max(0, pausedUntil - now);
  const missing = writes - Math.max(0, held - reserveOf(state));
  if (missing <= 0) return paused;
  if (refills !== 'at once') return Math.max(paused, Math.ceil(missing / PER_MS));
  const windows = Math.ceil(missing / (BUCKET - RESERVE));
  return Math.max(paused, Math.max(0, resetsAt - now) + (windows - 1) * (WINDOW_MS + MARGIN_MS));
}

/** Writes that may go now, bulk's reserve included. */
export const leftOfQuota = (state: QuotaState, now: number): number =>
  Math.max(0, Math.floor(fill(state, now).held));

/** So many writes go now. */
export function spendQuota(before: QuotaState, now: number, writes: number): QuotaState {
  const state = fill(before, now);
  const { refills, resetsAt, wholeAt, sentSinceWhole, listening, inFlight } = state;
  const isFirst = sentSinceWhole === 0;
  return {
    ...state,
    resetsAt: refills === 'at once' && isFirst ? now + WINDOW_MS + MARGIN_MS : resetsAt,
    wholeAt: isFirst ? now : wholeAt,
    held: state.held - writes,
    sentSinceWhole: sentSinceWhole + writes,
    inFlight: inFlight + writes,
    listening: listening && { ...listening, sent: listening.sent + writes },
  };
}

/** So many are not under way any more: they were answered, or are lost. */
export function landQuota(state: QuotaState, writes: number): QuotaState {
  return { ...state, inFlight: Math.max(0, state.inFlight - writes) };
}

/** So many that were to go do not after all. */
export function giveBackQuota(before: QuotaState, writes: number): QuotaState {
  const state = landQuota(before, writes);
  const { held, sentSinceWhole, listening } = state;
  return {
    ...state,
    held: Math.min(BUCKET, held + writes),
    sentSinceWhole: Math.max(0, sentSinceWhole - writes),
    listening: listening && { ...listening, sent: Math.max(0, listening.sent - writes) },
  };
}

/**
 * Graph refused a write.
 *
 * @param waitMs how long all of them wait
 * @param retryAfterMs how long Graph asked for; undefined when it did not say
 */
export function throttleQuota(
  before: QuotaState,
  now: number,
  { waitMs, retryAfterMs }: { waitMs: number; retryAfterMs: number | undefined },
): QuotaState {
  const filled = fill(before, now);
  const state = { ...filled, pausedUntil: Math.max(filled.pausedUntil, now + waitMs) };
  if (retryAfterMs !== undefined && retryAfterMs >= LONG_RETRY_MS) {
    return refillAtOnce({ ...state, held: 0 }, now + retryAfterMs);
  }
  // Refused long before a window's worth was written: it is no window.
  if (state.refills === 'at once' && state.sentSinceWhole < BUCKET / 2) {
    return { ...state, refills: 'steadily', held: 0 };
  }
  return { ...state, held: state.held / 2 };
}

/** Both models say how Graph's count should have grown meanwhile; the nearer one is believed. */
function compare(state: QuotaState, now: number, mark: Mark, share: number): QuotaState {
  const elapsed = now - mark.at;
  if (elapsed < LISTEN_MS) return state;
  const over = { ...state, listening: undefined };
  // The writes stopped in between: the two models cannot be told apart any more.
  if (elapsed > 3 * LISTEN_MS) return over;
  if (mark.inFlight + state.inFlight + A_STEP > (elapsed * PER_MS) / 2) return state;
  const grown = (share - mark.share) * BUCKET;
  return grown > mark.sent - (elapsed * PER_MS) / 2
    ? refillAtOnce(over, state.wholeAt + WINDOW_MS + MARGIN_MS)
    : { ...over, refills: 'steadily' };
}

/** Graph's own count, as a share of the limit (x-ms-throttle-limit-percentage). */
export function hearQuota(before: QuotaState, now: number, usedShare: number): QuotaState {
  const filled = fill(before, now);
  // Graph's own count is better than ours: it knows what was written before this process started.
  const left = Math.round(BUCKET * Math.max(0, 1 - usedShare));
  // Less than half of a step may be its rounding: of many answers the lowest one would be believed, and 15 writes never sent.
  const held = left + A_STEP / 2 < filled.held ? left : filled.held;
  const state = { ...filled, told: true, held };
  if (state.refills === 'at once' && left <= RESERVE && state.sentSinceWhole < BUCKET / 2) {
    return { ...state, resetsAt: now + ASK_AGAIN_MS };
  }
  if (state.refills !== 'unknown') return state;
  if (state.listening !== undefined) return compare(state, now, state.listening, usedShare);
  if (left > LISTENING + 20 || state.inFlight > FEW_IN_FLIGHT) return state;
  return { ...state, listening: { at: now, share: usedShare, sent: 0, inFlight: state.inFlight } };
}
