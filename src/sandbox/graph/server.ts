import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type Request, type Response, Router } from 'express';
import { type Answer, badRequest, notFound, refuse } from './errors.ts';
import { assignLicense, listSkus } from './licenses.ts';
import { present, readFilter } from './select.ts';
import { createState, type GraphState, type LoopbackUser } from './state.ts';
import { createQuota, createSwitches, type GraphFault, type GraphSwitches } from './switches.ts';
import { checkUser } from './validate.ts';

export interface LoopbackGraph {
  routes: Router;
  state: GraphState;
  switches: GraphSwitches;
  /** Newest last, bounded; no bodies. */
  requests: { method: string; path: string; status: number; ms: number }[];
  fail(fault: GraphFault): void;
}

const KEEP_REQUESTS = 2_000;
const PAGE = 100;
const CONTEXT = 'https://graph.microsoft.com/v1.0/$metadata#';

interface Call {
  method: string;
  /** Below /v1.0, decoded per segment. */
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

export function createLoopbackGraph(options: {
  checkToken(authorization: string | undefined): boolean;
  now?: () => number;
}): LoopbackGraph {
  const now = options.now ?? Date.now;
  const state = createState(now);
  const switches = createSwitches();
  const takeQuota = createQuota(switches, now);
  const faults: GraphFault[] = [];
  const requests: LoopbackGraph['requests'] = [];

  function takeFault(method: string, path: string): GraphFault | undefined {
    const fault = faults.find(
      ({ match, times }) =>
        times > 0 &&
        (match?.method === undefined || match.method === method) &&
        (match?.path === undefined || match.path.test(path)),
    );
    if (fault !== undefined) fault.times -= 1;
    return fault;
  }

  function find(key: string): LoopbackUser | undefined {
    const user = state.users.get(key) ?? state.findUser(key);
    if (user === undefined) return undefined;
    return now() - user.createdAt < switches.replicationMs ? undefined : user;
  }

  function createUser(body: Record<string, unknown>): Answer {
    const refused = checkUser(body, state, { creates: true, banned: switches.bannedPassword });
    if (refused !== undefined) return refused;
    const upn = body.userPrincipalName as string;
    if (state.findUser(upn) !== undefined) {
      return badRequest('Another object with the same value for property userPrincipalName already exists.', [
        { target: 'userPrincipalName', code: 'ObjectConflict' },
      ]);
    }
    const { passwordProfile, ...rest } = body;
    const user = {
      assignedLicenses: [],
      onPremisesExtensionAttributes: {},
      ...rest,
      id: randomUUID(),
      password: (passwordProfile as { password: string }).password,
      createdDateTime: new Date(now()).toISOString(),
      createdAt: now(),
    } as unknown as LoopbackUser;
    state.users.set(user.id, user);
    return { status: 201, body: { '@odata.context': `${CONTEXT}users/$entity`, ...present(user) } };
  }

  function listUsers(from: Iterable<LoopbackUser>, call: Call): Answer {
    const filter = call.query.get('$filter');
    const test = filter === null ? () => true : readFilter(filter);
    if (typeof test !== 'function') return test;
    const select = call.query.get('$select') ?? undefined;
    const all = [...from].filter(test).filter((user) => now() - user.createdAt >= switches.replicationMs);
    const top = Number(call.query.get('$top') ?? PAGE);
    const skip = Number(Buffer.from(call.query.get('$skiptoken') ?? '', 'base64url').toString() || 0);
    const next = new URLSearchParams(call.query);
    next.set('$skiptoken', Buffer.from(String(skip + top)).toString('base64url'));
    return {
      status: 200,
      body: {
        '@odata.context': `${CONTEXT}users`,
        ...(skip + top < all.length ? { '@odata.nextLink': `NEXT${call.path}?${next}` } : {}),
        value: all.slice(skip, skip + top).map((user) => present(user, select)),
      },
    };
  }

  function onUser(call: Call, key: string, rest: string): Answer {
    const user = find(key);
    if (user === undefined) return notFound(key);
    const select = call.query.get('$select') ?? undefined;
    if (rest === '' && call.method === 'GET') return { status: 200, body: present(user, select) };
    if (rest === '' && call.method === 'PATCH') {
      const refused = checkUser(call.body, state, { creates: false, banned: switches.bannedPassword });
      if (refused !== undefined) return refused;
      const { passwordProfile, ...change } = call.body;
      Object.assign(user, change);
      const password = (passwordProfile as { password?: string } | undefined)?.password;
      if (password !== undefined) user.password = password;
      return { status: 204 };
    }
    if (rest === '' && call.method === 'DELETE') {
      state.users.delete(user.id);
      state.deleted.set(user.id, {
        ...user,
        userPrincipalName: `${user.id.replaceAll('-', '')}${user.userPrincipalName}`,
      });
      return { status: 204 };
    }
    if (rest === '/assignLicense' && call.method === 'POST') {
      return assignLicense(user, call.body, state) ?? { status: 200, body: present(user) };
    }
    return refuse(404, 'ResourceNotFound', `Resource not found for the segment '${rest}'.`);
  }

  function answer(call: Call): Answer {
    if (switches.forbidden?.test(call.path)) {
      return refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
    }
    const throttled = takeQuota(call.method);
    if (throttled !== undefined) return throttled;
    const { method, path } = call;
    if (path === '/users' && method === 'POST') return createUser(call.body);
    if (path === '/users' && method === 'GET') return listUsers(state.users.values(), call);
    const user = /^\/users(?:\/([^/]+)|\('((?:[^']|'')+)'\))(\/.*)?$/.exec(path);
    if (user !== null) return onUser(call, user[1] ?? (user[2] ?? '').replaceAll("''", "'"), user[3] ?? '');
    if (path === '/subscribedSkus' && method === 'GET') {
      if (call.query.has('$filter') || call.query.has('$top'))
        return badRequest('Only $select is supported.');
      return { status: 200, body: { '@odata.context': `${CONTEXT}subscribedSkus`, value: listSkus(state) } };
    }
    if (path === '/domains' && method === 'GET') return { status: 200, body: { value: state.domains } };
    if (path === '/organization' && method === 'GET') {
      return {
        status: 200,
        body: {
          value: [
            { id: state.tenantId, displayName: 'Contoso', defaultUsageLocation: 'US', verifiedDomains: [] },
          ],
        },
      };
    }
    if (path === '/directory/deletedItems/microsoft.graph.user' && method === 'GET')
      return listUsers(state.deleted.values(), call);
    const restore = /^\/directory\/deletedItems\/([^/]+)\/restore$/.exec(path);
    if (restore !== null && method === 'POST') {
      const gone = state.deleted.get(restore[1] ?? '');
      if (gone === undefined) return notFound(restore[1] ?? '');
      const upn = gone.userPrincipalName.slice(32);
      if (state.findUser(upn) !== undefined)
        return badRequest(
          'Another object with the same value for property userPrincipalName already exists.',
        );
      state.deleted.delete(gone.id);
      state.users.set(gone.id, { ...gone, userPrincipalName: upn });
      return { status: 200, body: present({ ...gone, userPrincipalName: upn }) };
    }
    return refuse(404, 'ResourceNotFound', `Resource not found for the segment '${path}'.`);
  }

  function readCall(method: string, address: string, body: unknown): Call {
    const url = new URL(address, 'http://graph');
    return {
      method,
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      body: typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {},
    };
  }

  /** One call with its fault; undefined: the connection breaks. */
  function play(call: Call): Answer | undefined {
    const fault = takeFault(call.method, call.path);
    if (fault?.kind === 'reset-before') return undefined;
    if (fault?.kind === 'status') {
      return refuse(fault.status ?? 503, 'ServiceUnavailable', 'Try again later.', {
        ...(fault.retryAfter === undefined ? {} : { headers: { 'Retry-After': String(fault.retryAfter) } }),
      });
    }
    const answered = answer(call);
    return fault?.kind === 'reset-after' ? undefined : answered;
  }

  function batch(body: Record<string, unknown>): Answer {
    const items = body.requests as {
      id: string;
      method: string;
      url: string;
      headers?: Record<string, string>;
      body?: unknown;
    }[];
    const ids = Array.isArray(items) ? items.map(({ id }) => String(id).toLowerCase()) : [];
    if (!Array.isArray(items) || items.length === 0)
      return refuse(400, 'BadRequest', 'Invalid batch payload format.');
    if (items.length > 20)
      return refuse(400, 'BadRequest', 'Number of batch request steps exceeds the maximum value of 20.');
    if (new Set(ids).size !== ids.length) return refuse(400, 'BadRequest', 'Duplicate request ids.');
    const responses = items.map((item) => {
      if (!item.url.startsWith('/')) return { id: item.id, ...refuse(400, 'BadRequest', 'Invalid url.') };
      const type = Object.entries(item.headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type');
      if (item.body !== undefined && type === undefined)
        return { id: item.id, ...refuse(400, 'BadRequest', 'Content-Type is missing.') };
      const played =
        play(readCall(item.method, item.url, item.body)) ??
        refuse(503, 'ServiceUnavailable', 'The service broke off.');
      return { id: item.id, ...played, headers: { 'Content-Type': 'application/json', ...played.headers } };
    });
    return { status: 200, body: { responses: responses.reverse() } };
  }

  async function handle(request: Request, response: Response): Promise<void> {
    const started = now();
    const address = request.originalUrl.replace(/^\/graph\/v1\.0/, '');
    if (switches.latencyMs > 0) await sleep(switches.latencyMs);
    if (switches.down) return void request.socket.destroy();
    let played: Answer | undefined;
    if (!options.checkToken(request.headers.authorization)) {
      played = refuse(401, 'InvalidAuthenticationToken', 'Access token is empty or invalid.');
    } else if (address === '/$batch') {
      const fault = takeFault('POST', '/$batch');
      if (fault?.kind === 'reset-before') return void request.socket.destroy();
      played =
        fault?.kind === 'status'
          ? refuse(fault.status ?? 503, 'ServiceUnavailable', 'Try again later.')
          : batch(request.body);
      if (fault?.kind === 'reset-after') played = undefined;
    } else {
      played = play(readCall(request.method, address, request.body));
    }
    requests.push({
      method: request.method,
      path: address,
      status: played?.status ?? 0,
      ms: now() - started,
    });
    if (requests.length > KEEP_REQUESTS) requests.shift();
    if (played === undefined) return void request.socket.destroy();
    const id = request.headers['client-request-id'] ?? randomUUID();
    response
      .set({ 'request-id': randomUUID(), 'client-request-id': String(id), ...played.headers })
      .status(played.status);
    if (played.body === undefined) return void response.end();
    const host = `${request.protocol}://${request.headers.host}/graph/v1.0`;
    response.json(JSON.parse(JSON.stringify(played.body).replaceAll('"NEXT', `"${host}`)));
  }

  const routes = Router();
  routes.use('/graph/v1.0', express.json({ limit: '4mb' }), (request, response, next) => {
    handle(request, response).catch(next);
  });
  return { routes, state, switches, requests, fail: (fault) => void faults.push(fault) };
}
