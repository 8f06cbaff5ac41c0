import type { Exchange, GraphAnswer } from './graphAnswer.ts';
import { property } from './json.ts';

/** A call inside `$batch`. `path` is relative to /v1.0, as `/users`. */
export interface BatchItem {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
}

/** Microsoft: "Combine multiple HTTP requests using JSON batching". */
export const BATCH_SIZE = 20;

/** The body of `$batch`. Items have the ids 1, 2, 3 … and depend on nothing, so that Graph runs them at once. */
export function toBatchBody(items: readonly BatchItem[]): { requests: unknown[] } {
  const requests = items.map(({ method, path, body }, index) => ({
    id: String(index + 1),
    method,
    url: path,
    ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body }),
  }));
  return { requests };
}

/** True for 2xx. */
export function isSuccess({ status }: GraphAnswer): boolean {
  return status >= 200 && status < 300;
}

/** The answer of an item. Microsoft promises no case for the headers of items. Undefined without a status. */
export function toAnswer(response: unknown): GraphAnswer | undefined {
  const status = property(response, 'status');
  if (typeof status !== 'number') return undefined;
  const headers = Object.entries(property(response, 'headers') ?? {});
  const byName = new Map(headers.map(([name, value]) => [name.toLowerCase(), String(value)]));
  return { status, header: (name) => byName.get(name.toLowerCase()), body: property(response, 'body') };
}

/** What became of each item of a batch, in the order they were sent in, whatever the order of the answers. */
export function splitBatch(envelope: Exchange, count: number): Exchange[] {
  // An envelope that was refused, throttled or lost says the same of every item.
  if (envelope.kind !== 'answered' || !isSuccess(envelope.answer)) return Array(count).fill(envelope);
  const responses = property(envelope.answer.body, 'responses');
  const byId = new Map(
    (Array.isArray(responses) ? responses : []).map((one) => [String(property(one, 'id')), toAnswer(one)]),
  );
  return Array.from({ length: count }, (_, index) => {
    const answer = byId.get(String(index + 1));
    if (answer === undefined)
      return { kind: 'lost', cause: new Error('the batch has no answer for this item') };
    return { kind: 'answered', answer };
  });
}
