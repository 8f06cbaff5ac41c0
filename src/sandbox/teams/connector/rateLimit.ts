/** [calls, seconds] per conversation. Microsoft: "Optimize your bot with rate limiting in Teams". */
const LIMITS = {
  send: [
    [7, 1],
    [8, 2],
    [60, 30],
    [1800, 3600],
  ],
  members: [
    [14, 1],
    [16, 2],
    [120, 30],
    [3600, 3600],
  ],
} as const;

const HOUR_MS = 3_600_000;

/** Counts calls per conversation in Teams' windows. */
export class RateLimit {
  readonly #calls = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts this call, or answers how many seconds to wait before it would be let through. */
  take(kind: keyof typeof LIMITS, conversationId: string): number | undefined {
    const now = this.#now();
    const key = `${kind} ${conversationId}`;
    const calls = (this.#calls.get(key) ?? []).filter((at) => at > now - HOUR_MS);
    this.#calls.set(key, calls);
    for (const [most, seconds] of LIMITS[kind]) {
      const since = calls.filter((at) => at > now - seconds * 1000);
      const oldest = since[0];
      if (since.length >= most && oldest !== undefined) {
        return Math.max(1, Math.ceil((oldest + seconds * 1000 - now) / 1000));
      }
    }
    calls.push(now);
    return undefined;
  }
}
