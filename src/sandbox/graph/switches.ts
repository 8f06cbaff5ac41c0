import { type Answer, refuse } from './errors.ts';

/** One kind of trouble, a number of times. */
export interface GraphFault {
  match?: { method?: string; path?: RegExp };
  times: number;
  kind: 'status' | 'reset-before' | 'reset-after';
  status?: number;
  retryAfter?: number;
}

export interface GraphSwitches {
  /** Milliseconds, for each HTTP request. */
  latencyMs: number;
  /** Milliseconds after a create in which reads do not see it. */
  replicationMs: number;
  quota: 'none' | 'bucket' | 'window';
  quotaWrites: number;
  quotaMs: number;
  /** Connections are dropped without an answer. */
  down: boolean;
  /** Passwords that count as banned. */
  bannedPassword: (password: string) => boolean;
  /** Paths that answer 403. */
  forbidden: RegExp | undefined;
}

export function createSwitches(): GraphSwitches {
  return {
    latencyMs: 0,
    replicationMs: 0,
    quota: 'none',
    quotaWrites: 3_000,
    quotaMs: 150_000,
    down: false,
    bannedPassword: () => false,
    forbidden: undefined,
  };
}

/** Counts writes against the quota; an answer of 429 when it is used up. */
export function createQuota(
  switches: GraphSwitches,
  now: () => number,
): (method: string) => Answer | undefined {
  let tokens: number | undefined;
  let at = now();
  let windowStart = now();
  let used = 0;
  function tooMany(seconds: number): Answer {
    return refuse(429, 'TooManyRequests', 'Too many requests. Please try again later.', {
      headers: { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) },
    });
  }
  return (method) => {
    if (switches.quota === 'none' || method === 'GET') return undefined;
    const { quotaWrites, quotaMs } = switches;
    if (switches.quota === 'window') {
      if (now() - windowStart >= quotaMs) {
        windowStart = now();
        used = 0;
      }
      if (used >= quotaWrites) return tooMany((windowStart + quotaMs - now()) / 1_000);
      used += 1;
      return undefined;
    }
    tokens = Math.min(quotaWrites, (tokens ?? quotaWrites) + ((now() - at) * quotaWrites) / quotaMs);
    at = now();
    if (tokens < 1) return tooMany(((1 - tokens) * quotaMs) / quotaWrites / 1_000);
    tokens -= 1;
    return undefined;
  };
}
