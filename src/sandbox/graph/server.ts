import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { Tenant } from '../tenants.ts';
import type { WireLog } from '../wireLog.ts';
import { answerBatch } from './batch.ts';
import { type Call, readCall } from './call.ts';
import { answer } from './directory.ts';
import { type Answer, malformed, refuse, stampIds, unreadableBody, wrongMethod } from './errors.ts';
import { createFaults, errorOf, type GraphFault } from './faults.ts';
import { refuseCall } from './permissions.ts';
import { createState, type GraphState } from './state.ts';
import { createSwitches, type GraphSwitches } from './switches.ts';
import { createQuota, createReportLimit } from './throttling.ts';
import type { World } from './world.ts';

/** Microsoft Graph for one made-up tenant. */
export interface LoopbackGraph {
  /** `/graph/v1.0`. */
  routes: Router;
  state: GraphState;
  switches: GraphSwitches;
  /** Newest last, the last 2,000; no bodies. `path` has the query; `status` 0 is a broken connection. */
  requests: { method: string; path: string; status: number; ms: number }[];
  /** Trouble to come, in the order it was asked for. */
  fail(fault: GraphFault): void;
  /** Faults that met nothing so far. */
  pendingFaults(): readonly GraphFault[];
}

const ROOT = '/graph/v1.0';
const KEEP_REQUESTS = 2_000;
/** Microsoft: "Microsoft Graph best practices": a request body is limited to 4 MB. */
const LARGEST_BODY = '4mb';

/** The part of Graph that creates people and gives them licenses, with its refusals, throttling and delays. */
export function createLoopbackGraph(options: {
  checkToken(authorization: string | undefined): boolean;
  /** Paths that the app had no consent for when it was given this token. */
  deniedTo?(authorization: string | undefined): RegExp | undefined;
  /** The application permissions in this token; left out: all there are. */
  rolesOf?(authorization: string | undefined): readonly string[];
  wire?: WireLog;
  /** Left out: Contoso. */
  tenant?: Tenant;
  /** Milliseconds; for tests. */
  now?: () => number;
}): LoopbackGraph {
  const now = options.now ?? (() => Date.now());
  const state = createState(now, options.tenant);
  const switches = { ...createSwitches(), ...options.tenant?.trouble };
  const world: World = { state, switches, now };
  const admit = createQuota(switches, now);
  const limitReports = createReportLimit(now);
  const faults = createFaults();
  const requests: LoopbackGraph['requests'] = [];

  /** What happens to a call on its way; undefined: the connection breaks. */
  function withFault(call: Call, work: () => Answer | undefined): Answer | undefined {
    const fault = faults.take(call.method, call.path);
    if (fault?.kind === 'reset-before') return undefined;
    if (fault?.kind === 'status') return errorOf(fault.status ?? 503, fault.retryAfter);
    const answered = work();
    return fault?.kind === 'reset-after' ? undefined : answered;
  }

  /** One call, whole or of a batch. */
  function play(
    call: Call,
    denied: RegExp | undefined,
    roles: readonly string[] | undefined,
  ): Answer | undefined {
    return withFault(call, () => {
      if ([switches.forbidden, denied].some((paths) => paths?.test(call.path))) return errorOf(403);
      const refused = roles === undefined ? undefined : refuseCall(call, roles, world);
      if (refused !== undefined) return refused;
      const limited = call.query.get('$select')?.includes('signInActivity') ? limitReports() : undefined;
      if (limited !== undefined) return limited;
      // Microsoft (docs-contrib, throttling-identity-and-access): sign-in methods have a limit of their own.
      const admission = call.segments.includes('authentication') ? { headers: {} } : admit(call.method);
      if ('refusal' in admission) return admission.refusal;
      const answered = answer(call, world);
      return { ...answered, headers: { ...admission.headers, ...answered.headers } };
    });
  }

  function write(request: Request, response: Response, answered: Answer | undefined): void {
    const { started, clientRequestId } = response.locals as { started: number; clientRequestId: string };
    const ms = now() - started;
    requests.push({ method: request.method, path: request.url, status: answered?.status ?? 0, ms });
    if (requests.length > KEEP_REQUESTS) requests.shift();
    options.wire?.note({
      service: 'Graph',
      asker: 'bot',
      what: `${request.method} ${decodeURI(request.url)}`,
      status: answered === undefined ? 'broken off' : String(answered.status),
      request: request.body,
      answer: answered?.body,
    });
    if (answered === undefined) {
      request.socket.destroy();
      return;
    }
    const ids = { 'request-id': randomUUID(), 'client-request-id': clientRequestId };
    const { status, headers, body } = stampIds(answered, ids);
    response.set({ ...ids, ...headers }).status(status);
    if (body === undefined) response.end();
    else response.json(body);
  }

  async function enter(request: Request, response: Response, next: NextFunction): Promise<void> {
    response.locals.started = now();
    response.locals.clientRequestId = request.get('client-request-id') ?? randomUUID();
    if (switches.latencyMs > 0) await sleep(switches.latencyMs);
    if (switches.down) return write(request, response, undefined);
    if (options.checkToken(request.headers.authorization)) {
      next();
      return;
    }
    const refusal = refuse(401, 'InvalidAuthenticationToken', 'Access token is empty or invalid.', {
      headers: { 'WWW-Authenticate': 'Bearer realm=""' },
    });
    write(request, response, refusal);
  }

  function handle(request: Request, response: Response): void {
    const baseUrl = `${request.protocol}://${request.get('host')}${ROOT}`;
    const call = readCall(request.method, request.url, request.body, baseUrl);
    if (call !== undefined) call.isEventual = request.get('ConsistencyLevel') === 'eventual';
    const { clientRequestId } = response.locals as { clientRequestId: string };
    const denied = options.deniedTo?.(request.headers.authorization);
    const roles = options.rolesOf?.(request.headers.authorization);
    const playOne = (one: Call): Answer | undefined => play(one, denied, roles);
    const answerWhole = (whole: Call): Answer =>
      whole.method === 'POST'
        ? answerBatch(whole.body, { baseUrl, clientRequestId, play: playOne })
        : wrongMethod();
    if (call === undefined) write(request, response, malformed('Invalid request URL.'));
    else if (call.path === '/$batch')
      write(
        request,
        response,
        withFault(call, () => answerWhole(call)),
      );
    else write(request, response, playOne(call));
  }

  /** A body that could not be read: Express tells its status, 413 for one that is too large. */
  function refuseBody(error: unknown, request: Request, response: Response, next: NextFunction): void {
    const { status } = error as { status?: number };
    if (status === undefined || response.headersSent) {
      next(error);
      return;
    }
    const tooLarge = refuse(413, 'RequestEntityTooLarge', 'The request body exceeds the limit of 4 MB.');
    write(request, response, status === 413 ? tooLarge : unreadableBody());
  }

  const routes = Router();
  routes.use(ROOT, enter, express.json({ limit: LARGEST_BODY }), handle, refuseBody);
  return {
    routes,
    state,
    switches,
    requests,
    fail: (fault) => faults.add(fault),
    pendingFaults: () => faults.pending(),
  };
}
