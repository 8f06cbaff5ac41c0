import { randomUUID } from 'node:crypto';
import { type Call, readCall } from './call.ts';
import { type Answer, malformed, refuse, stampIds } from './errors.ts';
import { errorOf } from './faults.ts';

/** Microsoft: "Combine multiple HTTP requests using JSON batching": a batch is limited to 20 requests. */
const MOST = 20;

interface Item {
  id: string;
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: unknown;
  dependsOn?: string[];
}

function isItem(value: unknown): value is Item {
  const { id, method, url, headers, dependsOn } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    id !== '' &&
    typeof method === 'string' &&
    typeof url === 'string' &&
    (headers === undefined || (typeof headers === 'object' && headers !== null)) &&
    (dependsOn === undefined || Array.isArray(dependsOn))
  );
}

/** The items, or why the batch is refused as a whole. An item can depend on earlier ones. */
function readItems(body: Record<string, unknown> | undefined): Item[] | Answer {
  const items: unknown = body?.requests;
  if (!Array.isArray(items) || items.length === 0 || !items.every(isItem))
    return malformed('Invalid batch payload format.');
  if (items.length > MOST)
    return malformed(`Number of batch request steps exceeds the maximum value of ${MOST}.`);
  const seen = new Set<string>();
  for (const { id, dependsOn = [] } of items) {
    if (seen.has(id.toLowerCase())) return malformed(`Request Id ${id} has already been used in this batch.`);
    const unknown = dependsOn.find((other) => !seen.has(String(other).toLowerCase()));
    if (unknown !== undefined) return malformed(`Request Id ${id} depends on the unknown id ${unknown}.`);
    seen.add(id.toLowerCase());
  }
  return items;
}

function hasContentType({ headers }: Item): boolean {
  return Object.entries(headers ?? {}).some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /json/i.test(String(value)),
  );
}

function readItem(item: Item, baseUrl: string): Call | Answer {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(item.url)) return malformed('Request URL must be relative.');
  if (item.body !== undefined && !hasContentType(item))
    return malformed('A Content-Type header must be specified for requests with a body.');
  const call = readCall(item.method, item.url, item.body, baseUrl);
  if (call === undefined) return malformed('Invalid request URL.');
  return call.path === '/$batch' ? malformed('A batch cannot hold another batch.') : call;
}

/** What a call changes that cannot take two changes at a time: the licenses of a user, the members of a group. */
function changedObject({ method, path }: Call): string | undefined {
  if (method === 'GET') return undefined;
  return /^\/users\/[^/]+\/assignlicense$|^\/groups\/[^/]+/.exec(path.toLowerCase())?.[0];
}

/**
 * `POST /$batch`. Items are answered in another order than they were sent, as Graph may do. `play` answers one
 * call; undefined from it is a connection that broke behind the gateway, which the item cannot tell from work that
 * was never done. Changes of the licenses of one user at the same time clash, and so do adds to one group, as whoever
 * adds in bulk has met (Directory_ConcurrencyViolation).
 */
export function answerBatch(
  body: Record<string, unknown> | undefined,
  context: { baseUrl: string; clientRequestId: string; play(call: Call): Answer | undefined },
): Answer {
  const items = readItems(body);
  if (!Array.isArray(items)) return items;
  const failed = new Set<string>();
  const busy = new Set<string>();

  function answerItem(item: Item): Answer {
    if (item.dependsOn?.some((id) => failed.has(id.toLowerCase())))
      return refuse(424, 'FailedDependency', 'A request that this one depends on has failed.');
    const call = readItem(item, context.baseUrl);
    if ('status' in call) return call;
    const object = changedObject(call);
    if (object !== undefined) {
      if (busy.has(object) && item.dependsOn === undefined) return errorOf(409);
      busy.add(object);
    }
    return context.play(call) ?? errorOf(504);
  }

  const responses = items.map((item) => {
    const requestId = randomUUID();
    const answered = stampIds(answerItem(item), {
      'request-id': requestId,
      'client-request-id': context.clientRequestId,
    });
    if (answered.status >= 400) failed.add(item.id.toLowerCase());
    const type = answered.body === undefined ? {} : { 'Content-Type': 'application/json' };
    return { id: item.id, ...answered, headers: { 'request-id': requestId, ...type, ...answered.headers } };
  });
  return { status: 200, body: { responses: responses.reverse() } };
}
