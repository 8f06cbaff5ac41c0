import { writeFileSync } from 'node:fs';

/** One call, in the form of test/fixtures/exchanges/README.md. */
interface Exchange {
  what: string;
  request: { method: string; path?: string; body?: unknown };
  answer: { status: number; body?: unknown };
  keep?: Record<string, string>;
  compare: 'within';
}

export interface Recorder {
  /** Sends as it is told, and notes what was asked and answered. Tokens are in headers, which it does not note. */
  fetch: typeof fetch;
  /** Forgets what was noted since the last `keep`: it is tried again. */
  forget(): void;
  /** What was noted is a part of the record, under this sentence without a subject. */
  keep(what: string): void;
  /** From here on this value of an answer, and of later requests, is `{name}`. */
  name(value: string, name: string): void;
  /** The file, without secrets and names. Undefined when there is nothing in it. */
  write(file: string, source: string): boolean;
}

/** Where in an answer a value stands: `responses.0.body.id`. */
function findPath(body: unknown, value: string, path: readonly string[] = []): string | undefined {
  if (body === value) return path.join('.');
  if (typeof body !== 'object' || body === null) return undefined;
  for (const [key, one] of Object.entries(body)) {
    const found = findPath(one, value, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Words that a service chose, not a person: error codes and Slack's words, and what kind of thing it is. */
const SERVICES_OWN: ReadonlySet<string> = new Set(['code', 'error', '@odata.type', 'target']);

/** Every text of an answer but the service's own words. What is compared is its shape. */
function hideTexts(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return SERVICES_OWN.has(key) && /^[\w.#-]+$/.test(value) ? value : 'text';
  if (Array.isArray(value)) return value.map((one) => hideTexts(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hideTexts(one, name)]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Slack's bodies are forms, whose values may be JSON; those of the others are JSON. */
function readBody(body: unknown): unknown {
  if (body instanceof URLSearchParams) {
    return Object.fromEntries(
      [...body].map(([name, value]) => [name, /^[[{]/.test(value) ? (parse(value) ?? value) : value]),
    );
  }
  return typeof body === 'string' ? parse(body) : undefined;
}

/**
 * Records calls of one service below an address.
 *
 * @param known value → what stands in its place in requests: names, passwords, ids
 */
export function createRecorder(
  service: 'graph' | 'slack' | 'teams',
  base: string,
  known: ReadonlyMap<string, string>,
): Recorder {
  const names = new Map(known);
  const kept: Exchange[] = [];
  let noted: Omit<Exchange, 'what' | 'compare'>[] = [];

  function replaceNames<T>(value: T): T {
    let text = JSON.stringify(value);
    // The longer first, as one may stand in another.
    for (const [one, name] of [...names].sort(([a], [b]) => b.length - a.length)) {
      for (const form of new Set([JSON.stringify(one).slice(1, -1), encodeURIComponent(one)])) {
        text = text.replaceAll(form, name);
      }
    }
    return JSON.parse(text) as T;
  }

  return {
    async fetch(input, init = {}) {
      const response = await fetch(input, init);
      const text = await response.clone().text();
      const path = String(input).slice(base.length);
      const request = {
        ...(service === 'slack' ? { method: path } : { method: init.method ?? 'GET', path }),
        ...(init.body === undefined || init.body === null ? {} : { body: readBody(init.body) }),
      };
      const body = parse(text);
      noted.push({ request, answer: { status: response.status, ...(body === undefined ? {} : { body }) } });
      return response;
    },
    forget() {
      noted = [];
    },
    keep(what) {
      for (const exchange of noted) kept.push({ what, ...exchange, compare: 'within' });
      noted = [];
    },
    name(value, name) {
      names.set(value, `{${name}}`);
      const last = [...kept].reverse().find(({ answer }) => findPath(answer.body, value) !== undefined);
      if (last !== undefined) last.keep = { ...last.keep, [name]: findPath(last.answer.body, value) ?? '' };
    },
    write(file, source) {
      if (kept.length === 0) return false;
      const exchanges = kept.map(({ request, answer, ...rest }) => ({
        ...rest,
        request: replaceNames(request),
        answer: { ...answer, ...(answer.body === undefined ? {} : { body: hideTexts(answer.body) }) },
      }));
      const record = { service, source, exchanges };
      writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
      return true;
    },
  };
}
