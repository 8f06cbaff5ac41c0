import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { readCallArgs } from './callArgs.ts';
import { checkArguments } from './methodArguments.ts';
import type { Method, MethodAnswer } from './methods/answer.ts';
import { CHAT_METHODS } from './methods/chat.ts';
import { FILE_METHODS } from './methods/files.ts';
import { LOOK_UP_METHODS } from './methods/lookUps.ts';
import { VIEW_METHODS } from './methods/views.ts';
import { createRateLimits } from './rateLimits.ts';
import type { SocketMode } from './socket/socketMode.ts';
import type { SlackFault, World } from './world.ts';

/** The Web API methods this workspace knows. Others are `unknown_method`. */
const METHODS = new Map<string, Method>(
  [CHAT_METHODS, VIEW_METHODS, FILE_METHODS, LOOK_UP_METHODS].flatMap(Object.entries),
);

/** The scope that a bot's token needs. Slack: the page of each method. */
const NEEDS: Readonly<Record<string, string>> = {
  'bots.info': 'users:read',
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.open': 'im:write',
  'files.info': 'files:read',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'usergroups.users.list': 'usergroups:read',
  'users.info': 'users:read',
};

/** It takes the app-level token, and no other method does. */
const OPEN_SOCKET = 'apps.connections.open';

/** Enough for any test to look back on, and no leak in a sandbox that runs for days. */
const CALLS_KEPT = 5_000;

const tokenOf = ({ headers }: Request): string => (headers.authorization ?? '').replace(/^Bearer /, '');

/** Whether a request carries a token of the bot's; Slack's word for what is wrong with it. Slack: the page of each method. */
export function checkToken(world: World, request: Request): 'right' | string {
  const given = tokenOf(request);
  if (given === '') return 'not_authed';
  const token = world.tokens.get(given);
  if (token === undefined) return 'invalid_auth';
  if (token.gone !== undefined) return token.gone;
  return (token.until ?? Number.POSITIVE_INFINITY) > world.now() ? 'right' : 'token_expired';
}

function takeFault(world: World, method: string): SlackFault | undefined {
  const fault = world.faults.find((each) => each.method === method && each.times > 0);
  if (fault !== undefined) fault.times -= 1;
  return fault;
}

interface HttpAnswer {
  answer: MethodAnswer;
  status?: number;
  retryAfter?: number;
  /** The connection breaks instead. */
  isLost?: boolean;
}

function limited(retryAfter: number): HttpAnswer {
  return { answer: { error: 'ratelimited' }, status: 429, retryAfter };
}

function describe(fault: SlackFault): HttpAnswer {
  if (fault.retryAfterSeconds !== undefined) return limited(fault.retryAfterSeconds);
  return {
    answer: { error: fault.error ?? 'internal_error' },
    ...(fault.status === undefined ? {} : { status: fault.status }),
  };
}

/** Answers calls of `/slack/api/:method`; their bodies are raw bytes. */
export function createMethodCalls(world: World, sockets: Pick<SocketMode, 'open'>) {
  const limits = createRateLimits(world.now);

  function run(name: string, request: Request): HttpAnswer {
    if (name === OPEN_SOCKET) {
      const fault = takeFault(world, name);
      return fault === undefined
        ? { answer: sockets.open(request.headers.authorization ?? '') }
        : describe(fault);
    }
    const method = METHODS.get(name);
    if (method === undefined) return { answer: { error: 'unknown_method', req_method: name } };
    if (world.appToken !== '' && request.headers.authorization === `Bearer ${world.appToken}`) {
      return { answer: { error: 'not_allowed_token_type' } };
    }
    const token = checkToken(world, request);
    // Slack: each method's page: what it says to a token of an installation that another has taken the place of.
    if (token === 'right' && world.switches.tokenRevoked) return { answer: { error: 'token_revoked' } };
    if (token !== 'right') return { answer: { error: token } };
    const needed = NEEDS[name];
    const { scopes } = world.switches;
    if (needed !== undefined && !scopes.includes(needed)) {
      return { answer: { error: 'missing_scope', needed, provided: scopes.join(',') } };
    }
    if (world.switches.ratelimitedSeconds > 0) return limited(world.switches.ratelimitedSeconds);
    const fault = takeFault(world, name);
    if (fault !== undefined && fault.lost !== true) return describe(fault);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const read = readCallArgs(request.headers['content-type'] ?? '', body);
    if ('error' in read) return { answer: { error: read.error } };
    const { missing, unknown } = checkArguments(name, read.args);
    if (unknown.length > 0) world.violations.push({ where: name, problems: unknown });
    const wrong = [...missing, ...unknown];
    if (wrong.length > 0) return { answer: { error: 'invalid_arguments', messages: wrong } };
    const seconds = world.switches.rateLimits ? limits.take(name, read.args) : undefined;
    if (seconds !== undefined) return limited(seconds);
    return { answer: method(world, { ...read.args, token: tokenOf(request) }), isLost: fault?.lost === true };
  }

  function note(method: string, error: unknown): void {
    const isError = typeof error === 'string';
    world.calls.push({ method, ok: !isError, ...(isError ? { error } : {}) });
    if (world.calls.length > CALLS_KEPT) world.calls.shift();
  }

  return async function handleMethod(request: Request, response: Response): Promise<void> {
    const name = String(request.params.method);
    if (world.switches.latencyMs > 0) await sleep(world.switches.latencyMs);
    const { answer, status = 200, retryAfter, isLost = false } = run(name, request);
    const { messages, ...fields } = answer;
    note(name, answer.error);
    world.wire?.note({
      service: 'Slack',
      asker: 'bot',
      what: name,
      status: isLost ? 'broken off' : typeof answer.error === 'string' ? answer.error : 'ok',
      request: request.body,
      answer: fields,
    });
    if (isLost) {
      request.socket.destroy();
      return;
    }
    // Slack: "Installing with OAuth": each answer to a token says what that may do.
    if (checkToken(world, request) === 'right') {
      response.set('x-oauth-scopes', world.switches.scopes.join(','));
      if (NEEDS[name] !== undefined) response.set('x-accepted-oauth-scopes', NEEDS[name]);
    }
    if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
    const lines = Array.isArray(messages) ? messages.map((line) => `[ERROR] ${String(line)}`) : undefined;
    response.status(status).json({
      ok: typeof answer.error !== 'string',
      ...fields,
      ...(lines === undefined ? {} : { errors: messages, response_metadata: { messages: lines } }),
    });
  };
}
