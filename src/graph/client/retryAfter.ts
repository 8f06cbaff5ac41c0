/** Microsoft's own Graph client waits no longer than this for one Retry-After (its RetryHandler). */
const LONGEST_WAIT_MS = 180_000;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * A Retry-After header in milliseconds: seconds, with decimals as batches send them, or an HTTP date. Capped, so
 * that one odd header does not park a job for days. Undefined when there is none that can be read.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  const seconds = Number(text);
  const ms = Number.isNaN(seconds) ? Date.parse(text) - now : Math.ceil(seconds * 1000);
  if (Number.isNaN(ms)) return undefined;
  return Math.min(Math.max(ms, 0), LONGEST_WAIT_MS);
}

/**
 * How long to wait without a Retry-After: 0.5 s, 1 s, 2 s … up to 30 s, each between half and whole, so that calls
 * that failed together do not come back together. Microsoft: "Microsoft Graph throttling guidance" asks for
 * exponential backoff and names no numbers.
 *
 * @param attempt 0 for the first wait
 */
export function backoffMs(attempt: number, random: () => number): number {
  const whole = Math.min(FIRST_BACKOFF_MS * 2 ** attempt, LONGEST_BACKOFF_MS);
  return Math.round(whole * (0.5 + random() / 2));
}
