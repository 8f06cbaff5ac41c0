/**
 * How long to wait, in milliseconds, for what a Retry-After header says: seconds or an HTTP date (RFC 9110), as a proxy in
 * between may write it. Two seconds where it says nothing.
 */
export function readRetryAfter(told: string | undefined, now: number): number {
  const text = told ?? '2';
  const date = Number.isNaN(Number(text)) ? (Date.parse(text) - now) / 1_000 : Number.NaN;
  const seconds = Number.isNaN(date) ? Number(text) : date;
  return (Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 60) : 2) * 1_000;
}
