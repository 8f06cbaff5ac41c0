import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { WritePacer } from '../../src/graph/client/writePacer.ts';
import { createGraphDirectory, type GraphDirectory } from '../../src/graph/createGraphDirectory.ts';
import type { TokenSource } from '../../src/graph/login/tokenSource.ts';
import { readCall } from '../../src/sandbox/graph/call.ts';
import { checkCall } from '../../src/sandbox/graph/metadata/checkCall.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { CreateIntent } from '../../src/service/ports/directory.ts';
import type { Clock, Log } from '../../src/service/ports/surroundings.ts';

/** What the tests look at in bodies they receive. */
interface SentUser {
  userPrincipalName: string;
  displayName: string;
  mailNickname: string;
  addLicenses: unknown;
}

interface SentBody extends SentUser {
  requests: { id: string; method: string; url: string; body: SentUser }[];
}

/** A call as the double received it. */
export interface ReceivedCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: SentBody;
}

/** What the double answers. `raw` is sent as it is; `reset` breaks the connection without an answer. */
export interface DoubleAnswer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  raw?: string;
  reset?: boolean;
  /** Sends half of the body, then breaks. */
  tear?: boolean;
}

export interface GraphDouble {
  url: string;
  calls: ReceivedCall[];
  /** Local ports that calls came from: one port is one connection. */
  connections: Set<number>;
  stop(): Promise<void>;
}

function reply(socket: Socket, response: ServerResponse, answer: DoubleAnswer): void {
  if (answer.reset) return void socket.resetAndDestroy();
  const text = answer.raw ?? (answer.json === undefined ? '' : JSON.stringify(answer.json));
  response.writeHead(answer.status ?? 200, {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    ...answer.headers,
  });
  if (!answer.tear) return void response.end(text);
  response.write(text.slice(0, text.length / 2));
  setTimeout(() => socket.destroy(), 20);
}

/** Graph's 400 for a call, or an item of a batch, that its published description does not have. */
function undescribed(method: string, url: string, body: SentBody): DoubleAnswer | undefined {
  const address = url.replace(/^.*?\/v1\.0/, '');
  const items = address === '/$batch' ? body.requests : [{ method, url: address, body }];
  for (const item of items) {
    const call = readCall(item.method, item.url, item.body, 'http://double');
    const refused = call === undefined ? undefined : checkCall(call);
    if (refused !== undefined) return { status: refused.status, json: refused.body };
  }
  return undefined;
}

/** A server that answers calls as `answer` says. Base for tests that need one odd answer. */
export async function startGraphDouble(
  answer: (call: ReceivedCall, count: number) => DoubleAnswer,
): Promise<GraphDouble> {
  const calls: ReceivedCall[] = [];
  const connections = new Set<number>();
  const server: Server = createServer((request, response) => {
    connections.add(request.socket.remotePort ?? 0);
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double');
      const body = JSON.parse(text === '' ? '{}' : text) as SentBody;
      const { method = '', headers } = request;
      const call = { method, path: decodeURIComponent(pathname), query: searchParams, headers, body };
      calls.push(call);
      reply(
        request.socket,
        response,
        undescribed(method, request.url ?? '/', body) ?? answer(call, calls.length),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    connections,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A clock whose sleeps take no time but move it on. */
export function createFakeClock(): Clock & { slept: number[]; advance(ms: number): void } {
  let time = Date.UTC(2026, 0, 5);
  const slept: number[] = [];
  return {
    slept,
    now: () => time,
    advance(ms) {
      time += ms;
    },
    async sleep(ms) {
      slept.push(ms);
      time += ms;
      // As a real sleep, it lets everything else run first.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** A log that keeps every line. */
export function createKeptLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const write = (fields: object, event: string): void => {
    lines.push(`${event} ${JSON.stringify(fields)}`);
  };
  return { lines, debug: write, info: write, warn: write, error: write };
}

/** Tokens `token-1`, `token-2` …, a new one after each `forget`. */
export function createCountedTokens(): TokenSource & { made: number } {
  let current = 0;
  let forgotten = true;
  return {
    get made() {
      return current;
    },
    async get() {
      if (forgotten) current += 1;
      forgotten = false;
      return new Secret(`token-${current}`);
    },
    forget() {
      forgotten = true;
    },
    async renew() {
      current += 1;
      forgotten = false;
      return new Secret(`token-${current}`);
    },
  };
}

export interface TestDirectory {
  directory: GraphDirectory;
  clock: ReturnType<typeof createFakeClock>;
  log: ReturnType<typeof createKeptLog>;
  tokens: TokenSource;
}

/** A directory over a Graph at `graphUrl`, on a clock that does not wait. */
export function openTestDirectory(
  graphUrl: string,
  tokens: TokenSource = createCountedTokens(),
  fetch: typeof globalThis.fetch = globalThis.fetch,
  more: { administrativeUnit?: string; pacer?: WritePacer } = {},
): TestDirectory {
  const clock = createFakeClock();
  const log = createKeptLog();
  let id = 0;
  const directory = createGraphDirectory({
    customer: 'contoso',
    graphUrl,
    tokens,
    clock,
    ids: {
      next(prefix) {
        id += 1;
        return `${prefix}_${id}`;
      },
    },
    log,
    markerAttribute: 'extensionAttribute15',
    fetch,
    random: () => 1,
    ...more,
  });
  return { directory, clock, log, tokens };
}

/** An intent whose password is recognisable in anything that should not hold it. */
export function sampleIntent(name: string, person: Partial<CreateIntent['person']> = {}): CreateIntent {
  return {
    operationId: `op_${name}`,
    accountEnabled: true,
    password: new Secret(`canary-${name}-9x`),
    person: { userPrincipalName: `${name}@contoso.com`, displayName: `Person ${name}`, ...person },
  };
}

/** Graph's error answer. */
export function graphError(code: string, message: string, details?: unknown[]): { error: object } {
  const innerError = { 'request-id': 'req-1', date: '2026-01-05T00:00:00' };
  return { error: { code, message, innerError, ...(details === undefined ? {} : { details }) } };
}
