import { expect } from 'vitest';
import { type Answered, compareShapes, errorOf, valueAt } from './compareAnswers.ts';

/** See test/fixtures/exchanges/README.md. */
export interface ExchangeFile {
  service: 'graph' | 'slack' | 'teams';
  source: string;
  exchanges: {
    what: string;
    request: { method: string; path?: string; body?: unknown };
    answer: Answered & { retryAfter?: number };
    keep?: Record<string, string>;
    compare?: 'within';
    but?: string[];
    switches?: Record<string, unknown>;
  }[];
}

type Exchange = ExchangeFile['exchanges'][number];

/** A loopback, and what its names stand for. */
interface Played {
  names: Record<string, string>;
  switches: object;
  ask(request: Exchange['request']): Promise<Answered>;
}

/** What {password} stands for. */
export const PASSWORD = 'Kfm4-x7pw-9ctr';

/** Puts what names stand for in their place. */
function fillIn<T>(value: T, names: Record<string, string>): T {
  const text = JSON.stringify(value).replace(/\{(\w+)\}/g, (whole, name: string) => names[name] ?? whole);
  return JSON.parse(text) as T;
}

/** Asks all that was asked, and expects answers of the shape that was recorded. */
export async function playAll(file: ExchangeFile, played: Played): Promise<void> {
  for (const { what, request, answer, keep = {}, compare, but = [], switches = {} } of file.exchanges) {
    Object.assign(played.switches, switches);
    const answered = await played.ask(fillIn(request, played.names));
    expect([answered.status, errorOf(answered)], what).toEqual([answer.status, errorOf(answer)]);
    const problems = compareShapes(answer.body, answered.body, { within: compare === 'within', but });
    expect(problems, what).toEqual([]);
    for (const [name, path] of Object.entries(keep)) played.names[name] = valueAt(answered.body, path);
  }
}
