/** A service that answered something, whatever its status. */
export interface Answered {
  status: number;
  /** Undefined where it is no JSON. */
  body: unknown;
  header(name: string): string | undefined;
  /** How far this machine's clock is behind theirs, in milliseconds, by their Date header; undefined without one. */
  behindMs: number | undefined;
}

/** Longer than any of these calls takes; whoever runs the doctor waits for all of them. */
const ASK_WITHIN_MS = 15_000;

/** What went wrong on the way, as Node calls it: `ECONNREFUSED`, `ENOTFOUND`, `TimeoutError`. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code } = cause as { code?: unknown };
  if (typeof code === 'string') return code;
  return cause instanceof Error ? cause.name : 'unknown';
}

/** Asks once, follows no redirect, and never throws: a text says why there is no answer. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answered | string> {
  try {
    const asked = Date.now();
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(ASK_WITHIN_MS),
    });
    const text = await response.text();
    const theirs = Date.parse(response.headers.get('date') ?? '');
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      body = undefined;
    }
    return {
      status: response.status,
      body,
      header: (name) => response.headers.get(name) ?? undefined,
      behindMs: Number.isNaN(theirs) ? undefined : theirs - asked,
    };
  } catch (error) {
    return reasonOf(error);
  }
}
