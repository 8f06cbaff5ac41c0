import { setTimeout as sleep } from 'node:timers/promises';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { isJson, type Json } from '../wire.ts';
import { type Answer, answerWith, failWith, refuse } from './connectorAnswers.ts';
import type { Connector, ConnectorCall } from './connectorWorld.ts';
import { createConversation } from './createConversation.ts';
import { RateLimit } from './rateLimit.ts';
import { readMember, readMembers, readPagedMembers, readTeam, readTeamChannels } from './rosterCalls.ts';
import { deleteMessage, postActivity, updateMessage } from './sendCalls.ts';

type Handler = (connector: Connector, params: Record<string, string>, body: Json, query: Json) => Answer;

/** botframework-sdk issue 6669: no request body above this. */
const MAX_BODY_BYTES = 262_144;
const KEEP_CALLS = 10_000;

/** Send: message calls. Members: rosters. None: not limited here. */
type Limited = 'send' | 'members' | 'none';

function stringsOf(params: Request['params']): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

/** The Bot Connector REST API below `/teams/connector`. Microsoft: "Bot Connector service, API reference". */
export function createConnectorRoutes(connector: Connector): Router {
  const { world, switches, faults, judge, calls } = connector;
  const limits = new RateLimit(() => world.now());
  const router = Router();
  router.use(express.json({ limit: MAX_BODY_BYTES }));

  function count(request: Request, status: ConnectorCall['status'], answer?: unknown): void {
    connector.wire?.note({
      service: 'Teams',
      asker: 'bot',
      what: `${request.method} ${request.path}`,
      status: status === 'reset' ? 'broken off' : String(status),
      request: request.body,
      answer,
    });
    calls.push({ method: request.method, path: request.path, status });
    if (calls.length > KEEP_CALLS) calls.shift();
  }

  function limit(kind: Limited, request: Request): Answer | undefined {
    if (kind === 'none' || !switches.rateLimit) return undefined;
    const seconds = limits.take(kind, String(request.params.conversation ?? request.path));
    if (seconds === undefined) return undefined;
    return { ...refuse(429, 'TooManyRequests', 'API calls quota exceeded'), retryAfter: seconds };
  }

  function gate(request: Request): Answer | undefined {
    if (switches.down) return refuse(503, 'ServiceUnavailable', 'Service is unavailable');
    if (!connector.checkToken(request.headers.authorization)) {
      return refuse(401, 'Unauthorized', 'Authorization has been denied for this request.');
    }
    return undefined;
  }

  function serve(handler: Handler, kind: Limited) {
    return async (request: Request, response: Response): Promise<void> => {
      if (switches.latencyMs > 0) await sleep(switches.latencyMs);
      const fault = faults.take(request.method, request.path);
      const body = isJson(request.body) ? request.body : {};
      const run = () =>
        gate(request) ??
        limit(kind, request) ??
        handler(connector, stringsOf(request.params), body, request.query as Json);
      if (fault !== undefined) {
        if (fault.after === true) run();
        count(request, fault.status);
        if (fault.status === 'reset') {
          request.socket.destroy();
          return;
        }
        const { retryAfter } = fault;
        answerWith(response, {
          ...failWith(fault.status),
          ...(retryAfter === undefined ? {} : { retryAfter }),
        });
        return;
      }
      const answer = run();
      count(request, answer.status, answer.body);
      answerWith(response, answer);
    };
  }

  const conversation = '/v3/conversations/:conversation';
  router.post('/v3/conversations', serve(createConversation, 'send'));
  router.post(`${conversation}/activities`, serve(postActivity, 'send'));
  router.post(`${conversation}/activities/:activity`, serve(postActivity, 'send'));
  router.put(`${conversation}/activities/:activity`, serve(updateMessage, 'send'));
  router.delete(`${conversation}/activities/:activity`, serve(deleteMessage, 'send'));
  router.get(`${conversation}/members`, serve(readMembers, 'members'));
  router.get(`${conversation}/pagedmembers`, serve(readPagedMembers, 'members'));
  router.get(`${conversation}/members/:member`, serve(readMember, 'members'));
  router.get('/v3/teams/:team', serve(readTeam, 'none'));
  router.get('/v3/teams/:team/conversations', serve(readTeamChannels, 'none'));
  router.use((request, response) => {
    judge.note(`${request.method} ${request.path}`, ['the connector has no such route']);
    answerWith(response, refuse(404, 'NotFound', 'No such route'));
  });
  router.use(
    (error: Error & { status?: number }, request: Request, response: Response, _next: NextFunction) => {
      const tooBig = error.status === 413;
      judge.note(`${request.method} ${request.path}`, [
        tooBig ? 'body above 262,144 bytes' : 'body is not JSON',
      ]);
      answerWith(
        response,
        tooBig
          ? refuse(413, 'MessageSizeTooBig', 'Message size too large')
          : refuse(400, 'BadSyntax', 'Body is not JSON'),
      );
    },
  );
  return router;
}
