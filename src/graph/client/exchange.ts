import { createHash } from 'node:crypto';
import { RollcallError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/terms.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { Clock, Ids, Log } from '../../service/ports/surroundings.ts';
import type { TokenSource } from '../login/tokenSource.ts';
import { toAnswer } from './batch.ts';
import { findForbidden, mergeAnswers } from './forbiddenParts.ts';
import type { Exchange, GraphAnswer, GraphCall } from './graphAnswer.ts';
import { property } from './json.ts';

export interface ExchangeOptions {
  customer: CustomerId;
  tokens: TokenSource;
  clock: Clock;
  ids: Ids;
  log: Log;
  fetch: typeof fetch;
}

/**
 * What an app may do stands in its token, so that a consent shows only in a new one (graph-docs#10907). Whoever
 * consents and tries it has waited this long. Shorter asks the login more often where a permission is not wanted at
 * all; longer refuses what is allowed by now.
 */
const OLD_TOKEN_MS = 60_000;

/**
 * True when no connection came about, so that not one byte of the request left. The code alone does not tell: a
 * connection that was there can end with EHOSTUNREACH as well, after the request was read.
 */
function neverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // One attempt for each address of the host.
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(neverConnected);
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === 'UND_ERR_CONNECT_TIMEOUT' || syscall === 'connect' || syscall === 'getaddrinfo';
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'unknown';
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' ? code : cause.name;
}

/** Graph asks for a GUID in client-request-id; the one id maker's ids have another form. */
function toGuid(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function parseJson(text: string): { parsed: boolean; body: unknown } {
  if (text === '') return { parsed: true, body: undefined };
  try {
    return { parsed: true, body: JSON.parse(text) };
  } catch {
    return { parsed: false, body: undefined };
  }
}

/** Graph could not be reached, so that nothing happened there. */
function notReached(cause: unknown): RollcallError {
  return new RollcallError('DIRECTORY_DOWN', "Microsoft 365 can't be reached.", {
    next: 'Try again in a few minutes. If it happens again, ask the person who runs Rollcall to check its network and GRAPH_URL.',
    cause,
    detail: { reason: codeOf(cause) },
  });
}

/**
 * Makes one HTTP call and says what became of it; never throws. A 401 is tried once more with a new token, as
 * nothing happens before Graph knows who is calling. So is what lacked a permission, unless its token is new. Nothing
 * else is repeated here. Connections are kept alive by Node's own fetch.
 */
export function createExchange(options: ExchangeOptions): (call: GraphCall) => Promise<Exchange> {
  const { customer, tokens, clock, ids, log } = options;

  async function send(call: GraphCall, token: Secret, clientRequestId: string): Promise<Exchange> {
    let response: Response;
    let text: string;
    try {
      response = await options.fetch(call.url, {
        method: call.method,
        headers: {
          Authorization: `Bearer ${token.reveal()}`,
          Accept: 'application/json',
          'client-request-id': clientRequestId,
          ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        // Followed, a redirect would send a create again, and the token elsewhere.
        redirect: 'manual',
        signal: AbortSignal.timeout(call.timeoutMs),
      });
      text = await response.text();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.cause : undefined;
      if (neverConnected(reason)) return { kind: 'unsent', error: notReached(cause) };
      return { kind: 'lost', cause };
    }
    const { parsed, body } = parseJson(text);
    if (!parsed && response.ok) return { kind: 'lost', cause: new Error('the answer is no JSON') };
    const header = (name: string): string | undefined => response.headers.get(name) ?? undefined;
    return { kind: 'answered', answer: { status: response.status, header, body } };
  }

  /** Of a batch that was taken, what of it was refused: the batch itself says 200. */
  function logItems(isRead: boolean, fields: object, answer: GraphAnswer): void {
    const responses = property(answer.body, 'responses');
    for (const response of Array.isArray(responses) ? responses : []) {
      const item = toAnswer(response);
      if (item === undefined || item.status < 400) continue;
      const error = property(item.body, 'error');
      const code = property(error, 'code');
      // Microsoft: "Microsoft Graph error responses"; items have headers of their own only now and then.
      const own = property(property(error, 'innerError'), 'request-id');
      const said = {
        ...fields,
        item: String(property(response, 'id')),
        status: item.status,
        ...(typeof code === 'string' ? { code } : {}),
        requestId: typeof own === 'string' ? own : (item.header('request-id') ?? answer.header('request-id')),
      };
      // That nobody has a name is what most look-ups hope for.
      if (isRead && item.status === 404) log.debug(said, 'graph.answered');
      else log.warn(said, 'graph.answered');
    }
  }

  async function logged(call: GraphCall, token: Secret): Promise<Exchange> {
    const clientRequestId = toGuid(ids.next('graph'));
    const startedAt = clock.now();
    const result = await send(call, token, clientRequestId);
    const fields = { customer, op: call.op, clientRequestId, ms: clock.now() - startedAt };
    if (result.kind === 'answered') {
      const { status, header } = result.answer;
      // What changes something is found again by its row, its job and the click that brought it about.
      const isRead = call.isRead ?? call.method === 'GET';
      const wellDone = isRead ? log.debug : log.info;
      const write = status < 400 ? wellDone : log.warn;
      write.call(log, { ...fields, status, requestId: header('request-id') }, 'graph.answered');
      logItems(isRead, fields, result.answer);
    } else {
      const reason = codeOf(result.kind === 'lost' ? result.cause : result.error.cause);
      log.warn({ ...fields, reason }, `graph.${result.kind}`);
    }
    return result;
  }

  /** The token in use, and when that was first so. */
  let used: { token: Secret; at: number } | undefined;

  function note(token: Secret): Secret {
    if (used?.token.reveal() !== token.reveal()) used = { token, at: clock.now() };
    return token;
  }

  /** Another call may have got a newer one than this. */
  function isOld(token: Secret): boolean {
    return used?.token.reveal() !== token.reveal() || clock.now() - used.at > OLD_TOKEN_MS;
  }

  /** Undefined when the login gives none: then what Graph has said stands. */
  async function newerToken(token: Secret): Promise<Secret | undefined> {
    try {
      const current = await tokens.get();
      return note(current.reveal() === token.reveal() ? await tokens.renew() : current);
    } catch {
      return undefined;
    }
  }

  /** Sends what lacked a permission once more, with the permissions of now. */
  async function withNewPermissions(call: GraphCall, token: Secret, first: Exchange): Promise<Exchange> {
    const again = findForbidden(call, first);
    if (again === undefined || !isOld(token)) return first;
    const newer = await newerToken(token);
    return newer === undefined ? first : mergeAnswers(call, first, again, await logged(again, newer));
  }

  /** A token other than the refused one; another call may have got it already. */
  async function renewToken(refused: Secret): Promise<Secret> {
    const current = await tokens.get();
    if (current.reveal() !== refused.reveal()) return current;
    tokens.forget();
    return tokens.get();
  }

  return async (call) => {
    try {
      const token = note(await tokens.get());
      const result = await logged(call, token);
      if (result.kind !== 'answered' || result.answer.status !== 401)
        return await withNewPermissions(call, token, result);
      return await logged(call, note(await renewToken(token)));
    } catch (cause) {
      return { kind: 'unsent', error: cause instanceof RollcallError ? cause : notReached(cause) };
    }
  };
}
