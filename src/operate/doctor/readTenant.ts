import type { Answered } from './ask.ts';
import { type Finding, reportOn } from './finding.ts';

/** An object of Graph, not yet looked into. */
export type Item = Record<string, unknown>;
/** GETs of one tenant's Graph. */
export type Read = (path: string, headers?: Record<string, string>) => Promise<Answered | string>;
const { unsure } = reportOn('graph');

/** The list in an answer. Undefined: it is none. */
export function itemsOf(answered: Answered | string): Item[] | undefined {
  if (typeof answered === 'string' || answered.status !== 200) return undefined;
  const { value } = (answered.body ?? {}) as { value?: unknown };
  return Array.isArray(value) ? value : undefined;
}

function why(answered: Answered | string): string {
  if (typeof answered === 'string') return answered;
  const { error } = (answered.body ?? {}) as { error?: { code?: unknown } };
  return typeof error?.code === 'string'
    ? `HTTP ${answered.status}, ${error.code}`
    : `HTTP ${answered.status}`;
}

/** That something could not be read, and which right would do. */
export function unread(what: string, answered: Answered | string, right: string): Finding {
  return unsure(
    `${what} can't be read (${why(answered)}).`,
    typeof answered !== 'string' && answered.status === 403
      ? `Grant ${right} and consent to it, or ask an admin of the tenant.`
      : 'Run this again in a few minutes. If it stays so, check that this machine may reach GRAPH_URL.',
  );
}
