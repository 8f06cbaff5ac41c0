import type { Call } from './call.ts';
import { type Answer, malformed, refuse, unsupportedQuery } from './errors.ts';
import { readFilter } from './filter.ts';
import { present, readSelect, readUserSelect } from './people/present.ts';
import type { LoopbackUser, UserMap } from './people/userMap.ts';
import { findVisible, isVisible, type World } from './world.ts';

/** Where the types of answers are described. */
export const CONTEXT = 'https://graph.microsoft.com/v1.0/$metadata#';
/** Microsoft: "List users": 100 in a page by default, 999 at most. */
const PAGE = 100;
const LARGEST_PAGE = 999;
const OPTIONS = ['$filter', '$select', '$top', '$skiptoken', '$count'];

function readTop(query: URLSearchParams, largest: number): number | Answer {
  const text = query.get('$top') ?? String(PAGE);
  const top = Number(text);
  if (!/^\d+$/.test(text)) return malformed(`Invalid value '${text}' for $top query option found.`);
  if (top >= 1 && top <= largest) return top;
  return unsupportedQuery(
    `Invalid page size specified: '${text}'. Must be between 1 and ${largest} inclusive.`,
  );
}

/** A token is the number of users that were answered before. */
function readToken(query: URLSearchParams): number | Answer {
  const token = query.get('$skiptoken');
  if (token === null) return 0;
  const text = Buffer.from(token, 'base64url').toString();
  if (/^\d+$/.test(text)) return Number(text);
  return refuse(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired and can no longer be included in your request.',
  );
}

/** Who has anything in one of the extension attributes: an advanced query (ConsistencyLevel and $count). */
function findMarked(call: Call, from: Map<string, LoopbackUser>): LoopbackUser[] | undefined {
  const text = call.query.get('$filter') ?? '';
  const name = /^onPremisesExtensionAttributes\/(extensionAttribute\d+) ne null$/.exec(text)?.[1];
  if (name === undefined || call.isEventual !== true || call.query.get('$count') !== 'true') return undefined;
  return [...from.values()].filter((user) => user.onPremisesExtensionAttributes?.[name] != null);
}

function candidates(call: Call, world: World, from: Map<string, LoopbackUser>): LoopbackUser[] | Answer {
  const marked = findMarked(call, from);
  if (marked !== undefined) return marked;
  const text = call.query.get('$filter');
  const filter = text === null ? { test: () => true } : readFilter(text);
  if ('status' in filter) return filter;
  const names = 'userPrincipalNames' in filter ? filter.userPrincipalNames : undefined;
  if (names !== undefined && from === world.state.users)
    return [...new Set(names)].flatMap((name) => findVisible(world, name) ?? []);
  return [...from.values()].filter((user) => filter.test(user) && isVisible(world, user));
}

/** A query option that starts with `$` and is not among the known ones is refused. */
export function checkOptions(query: URLSearchParams, known: readonly string[]): Answer | undefined {
  const unknown = [...query.keys()].find((name) => name.startsWith('$') && !known.includes(name));
  return unknown === undefined ? undefined : unsupportedQuery(`Query option '${unknown}' is not supported.`);
}

/** A page of what was found, as `$top` and `$skiptoken` say, and a link to the next page. */
export function answerPage<Item>(
  call: Call,
  set: string,
  found: readonly Item[],
  describe: (item: Item) => unknown,
  largest: number = LARGEST_PAGE,
): Answer {
  const { query } = call;
  const top = readTop(query, largest);
  if (typeof top !== 'number') return top;
  const start = readToken(query);
  if (typeof start !== 'number') return start;
  const end = start + top;
  const next = new URLSearchParams(query);
  next.set('$skiptoken', Buffer.from(String(end)).toString('base64url'));
  return {
    status: 200,
    body: {
      '@odata.context': `${CONTEXT}${set}`,
      ...(end < found.length ? { '@odata.nextLink': `${call.baseUrl}${call.path}?${next}` } : {}),
      value: found.slice(start, end).map(describe),
    },
  };
}

/** A page of live or deleted users: `$filter`, `$select`, `$top` and a link to the next page. */
export function listUsers(call: Call, world: World, from: UserMap | Map<string, LoopbackUser>): Answer {
  const refused = checkOptions(call.query, OPTIONS);
  if (refused !== undefined) return refused;
  const names = readUserSelect(call.query, world.switches);
  if ('status' in names) return names;
  const found = candidates(call, world, from);
  if (!Array.isArray(found)) return found;
  const largest = names.includes('signInActivity') ? world.switches.largestSignInPage : LARGEST_PAGE;
  return answerPage(call, 'users', found, (user) => present(user, names), largest);
}

/** A short list that knows `$select` and no other query option, like the subscriptions. */
export function listAll(
  call: Call,
  set: string,
  type: string,
  items: readonly Record<string, unknown>[],
): Answer {
  const refused = checkOptions(call.query, ['$select']);
  if (refused !== undefined) return refused;
  const names = readSelect(call.query, type, new Set(Object.keys(items[0] ?? {})), undefined);
  if (names !== undefined && 'status' in names) return names;
  const value = names === undefined ? items : items.map((item) => pick(item, names));
  return { status: 200, body: { '@odata.context': `${CONTEXT}${set}`, value } };
}

function pick(item: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}
