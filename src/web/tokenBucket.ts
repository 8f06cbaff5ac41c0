/** How many at once, and how fast more may come. */
export interface BucketOptions {
  burst: number;
  perMinute: number;
  now: () => number;
}

/** Lets requests through at a rate, for each key. */
export interface TokenBucket {
  /** False when this key has to wait. */
  take(key: string): boolean;
}

/** Keys kept: some 2 MB. A flood from more addresses than that is the total limit's business. */
const MAX_KEYS = 20_000;
const MINUTE_MS = 60_000;

export function createTokenBucket({ burst, perMinute, now }: BucketOptions): TokenBucket {
  const buckets = new Map<string, { left: number; at: number }>();

  return {
    take(key) {
      const at = now();
      const before = buckets.get(key) ?? { left: burst, at };
      const left = Math.min(burst, before.left + (Math.max(0, at - before.at) * perMinute) / MINUTE_MS);
      // Last used, last forgotten.
      buckets.delete(key);
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at });
      if (buckets.size > MAX_KEYS) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      return left >= 1;
    },
  };
}
