import { GRAPH_CLIENT_ID, TENANT_ID } from '../contoso.ts';
import { type Answer, refuse } from './errors.ts';
import type { GraphSwitches } from './switches.ts';

/** Microsoft: "Microsoft Graph throttling guidance": the share of the limit is only told above this. */
const TOLD_ABOVE = 0.8;
const SHARE = 'x-ms-throttle-limit-percentage';

/**
 * 429 as directory resources send it. `afterSeconds` may have decimals, as they have been seen inside batches;
 * without it there is no Retry-After.
 */
export function tooManyRequests(afterSeconds?: number): Answer {
  return refuse(
    429,
    'TooManyRequests',
    `Too many requests from Identifier:${GRAPH_CLIENT_ID}+${TENANT_ID} under category:aadgraph.app.tenant_large. Please try again later.`,
    {
      inner: { code: '429', message: 'Please retry after', status: '429' },
      headers: {
        ...(afterSeconds === undefined ? {} : { 'Retry-After': String(afterSeconds) }),
        'x-ms-throttle-scope': `Tenant_Application/ReadWrite/${GRAPH_CLIENT_ID}/${TENANT_ID}`,
        'x-ms-throttle-information': 'WriteLimitExceeded',
        [SHARE]: '1.00',
      },
    },
  );
}

/** What the quota says to one call: go on, with the headers for its answer, or a refusal. */
export type Admission = { refusal: Answer } | { headers: Record<string, string> };

/**
 * Counts writes against the quota: everything but GET is one write. Microsoft ("Identity and access service limits")
 * speaks of a token bucket; a count that comes back all at once can be played too.
 */
export function createQuota(switches: GraphSwitches, now: () => number): (method: string) => Admission {
  let tokens: number | undefined;
  let at = now();
  let windowStart = now();
  let used = 0;

  const tooMany = (ms: number): Admission => ({
    refusal: tooManyRequests(Math.max(1, Math.ceil(ms / 1_000))),
  });
  const admit = (share: number): Admission => ({
    headers: share > TOLD_ABOVE ? { [SHARE]: share.toFixed(2) } : {},
  });

  return (method) => {
    if (switches.quota === 'none' || method === 'GET') return { headers: {} };
    const { quotaWrites, quotaMs } = switches;
    if (switches.quota === 'window') {
      if (now() - windowStart >= quotaMs) {
        windowStart = now();
        used = 0;
      }
      if (used >= quotaWrites) return tooMany(windowStart + quotaMs - now());
      used += 1;
      return admit(used / quotaWrites);
    }
    tokens = Math.min(quotaWrites, (tokens ?? quotaWrites) + ((now() - at) * quotaWrites) / quotaMs);
    at = now();
    if (tokens < 1) return tooMany(((1 - tokens) * quotaMs) / quotaWrites);
    tokens -= 1;
    return admit(1 - tokens / quotaWrites);
  };
}

/** docs-contrib#8653: `signInActivity` falls under the limit of reports: 5 requests in 10 seconds. */
const REPORTS = { requests: 5, windowMs: 10_000 };

/** Whether one more read of who signed in is let through; the refusal when it is not. */
export function createReportLimit(now: () => number): () => Answer | undefined {
  let asked: number[] = [];
  return () => {
    asked = asked.filter((at) => now() - at < REPORTS.windowMs);
    const [first] = asked;
    if (first !== undefined && asked.length >= REPORTS.requests) {
      return tooManyRequests(Math.ceil((first + REPORTS.windowMs - now()) / 1_000));
    }
    asked.push(now());
    return undefined;
  };
}
