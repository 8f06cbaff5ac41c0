import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { Registry } from 'prom-client';
import type { Turn } from '../service/ports/engine.ts';
import type { Log } from '../service/ports/surroundings.ts';
import { waitForTurn } from '../service/ports/waitForTurn.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type Check, createReadiness } from './readiness.ts';

/**
 * Headers come in one packet; a client that takes longer holds a socket (Slowloris). Short cuts off somebody on a
 * bad line, long lets few hold many: Slack and Teams are neither.
 */
const HEADERS_WITHIN_MS = 10_000;
/** The whole request: Slack and Teams send some 100 kB at most, and give up on us after 3 and 5 s themselves. */
const REQUEST_WITHIN_MS = 15_000;
/** Longer than the 60 s of usual proxies, so that they close a quiet connection and never race with us (AWS, nginx). */
const KEEP_ALIVE_MS = 65_000;
/** Answers still being written when we close. The bot has 25 s to drain, most of it for calls to Graph. */
const CLOSE_WITHIN_MS = 5_000;

/** Where to listen, and what to check. */
export interface WebOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Asked before anything but health and metrics is answered. */
  turn: Turn;
  log: Log;
  /** Name → throws when it does not work. The name is shown to whoever asks /readyz. */
  checks: Readonly<Record<string, Check>>;
  metricsRegistry?: Registry;
  /** Jobs being carried out now, for /metrics. */
  countJobs?: () => Promise<number>;
}

/** The one Express app, and its listener. */
export interface Web {
  /** Rooms mount on it before `listen`. It parses no bodies: each room verifies its raw ones. */
  app: express.Express;
  metrics: Metrics;
  /** Throws Node's error (EADDRINUSE, EACCES) when the port cannot be had. */
  listen(): Promise<{ port: number }>;
  /** From now on /readyz answers 200, as long as every check passes. */
  ready(): void;
  /** /readyz answers 503, and connections are not kept alive. */
  startDraining(): void;
  /** Takes no more connections, and waits for the answers that are being written. */
  close(): Promise<void>;
}

/** For pages and JSON alike: nothing is framed, sniffed, cached or told where it was linked from. */
const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy':
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  });
  next();
};

const answerNotFound: RequestHandler = (_request, response) => {
  response.status(404).json({ error: 'not found' });
};

/** A status that a body parser or Express itself gave the error; ours are 500. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** The address of a one-time page opens it, so it is written nowhere. */
function withoutToken(path: string): string {
  // Express takes /P/ for the same address.
  return /^\/p\//i.test(path) ? '/p/:token' : path.slice(0, 100);
}

function answerError(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const status = statusOf(error);
    const fields = { err: error, method: request.method, path: withoutToken(request.path), status };
    if (status < 500) log.info(fields, 'web.request_refused');
    else log.error(fields, 'web.request_failed');
    // Half an answer is out: Express then cuts the connection, which is the only honest end.
    if (response.headersSent) next(error);
    else response.status(status).json({ error: status < 500 ? 'bad request' : 'something went wrong' });
  };
}

function listenOn(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Health, metrics, and the app that Slack and Teams mount on. */
export function createWeb(options: WebOptions): Web {
  const { log } = options;
  const readiness = createReadiness(options.checks, log);
  const { metrics, registry } = createMetrics(options.metricsRegistry, options.countJobs);
  let draining = false;

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // A proxy on this machine or in its network says whom it speaks for. Otherwise everybody behind it would share one
  // limit of the one-time pages; that a neighbour could make up addresses leaves the limit that counts all.
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
  app.use(securityHeaders);
  app.use((_request, response, next) => {
    if (draining) response.set('Connection', 'close');
    next();
  });
  // Alive means that the event loop turns: a check of others here would restart us for their failure.
  app.get('/livez', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    const reasons = await readiness.reasons();
    const ready = reasons.length === 0;
    response.status(ready ? 200 : 503).json(ready ? { status: 'ready' } : { status: 'not ready', reasons });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });

  // Whoever was asked while another process took over does not answer any more.
  app.use(async (_request, _response, next) => {
    await waitForTurn(options.turn);
    next();
  });

  const server = createServer(app);
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = REQUEST_WITHIN_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('request', (_request, response) => {
    // Asked for before draining began, answered while `close` waits: its connection is idle now.
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });

  return {
    app,
    metrics,
    async listen() {
      // After every room's routes.
      app.use(answerNotFound, answerError(log));
      return { port: await listenOn(server, options.port, options.host) };
    },
    ready: () => readiness.markReady(),
    startDraining() {
      draining = true;
      readiness.markDraining();
    },
    async close() {
      draining = true;
      readiness.markDraining();
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}
