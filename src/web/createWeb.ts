import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { Registry } from 'prom-client';
import type { Turn } from '../service/ports/engine.ts';
import type { Log } from '../service/ports/surroundings.ts';
import { waitForTurn } from '../service/ports/waitForTurn.ts';
import { createLimitedServer, listenOn } from './limitedServer.ts';
import { createMetrics, type Metrics, type Readings } from './metrics.ts';
import { answerMetrics, createMetricsApp, needToken } from './metricsDoor.ts';
import { answerWord } from './oneTimeWord.ts';
import { type Check, createReadiness } from './readiness.ts';

/** Answers still being written when we close. The bot has 25 s to drain, most of it for calls to Graph. */
const CLOSE_WITHIN_MS = 5_000;

/** Whoever is on this machine may read the numbers; others show the token. */
const LOOPBACK = '127.0.0.1';

/** Where to listen, and what to check. */
export interface WebOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Told to whoever asks /readyz. */
  version?: string;
  /** Addresses and ranges of proxies that say for whom they speak (X-Forwarded-For). Left out: none. */
  trustedProxies?: readonly string[];
  /** Asked before anything but health and metrics is answered. */
  turn: Turn;
  /** Proves to whoever asks with a one-time word that this installation answers. */
  proveWord(word: string): string;
  log: Log;
  /**
   * What this instance needs of its own. Name → throws when it does not work. The name is shown to whoever asks /readyz, which
   * then answers 503.
   */
  checks: Readonly<Record<string, Check>>;
  /** What all instances need of others. The name is shown to whoever asks /readyz, which answers 200 all the same. */
  around?: Readonly<Record<string, Check>>;
  /** Why nothing goes on, told to whoever asks /readyz: `admin`, or `old_data`. Undefined: it goes on. */
  readPause?: () => string | undefined;
  metricsRegistry?: Registry;
  /** Shown to be let in to /metrics. Without one, this port has no /metrics. */
  metricsToken?: string;
  /** Numbers for whoever is on this machine, on a port of their own. 0 takes a free one. */
  metricsPort?: number;
  /** What /metrics looks up when it is asked. */
  readings?: Readings;
}

/** The one Express app, and its listener. */
export interface Web {
  /** Rooms mount on it before `listen`. It parses no bodies: each room verifies its raw ones. */
  app: express.Express;
  metrics: Metrics;
  /** One more thing around that /readyz looks at. */
  lookAt(name: string, check: Check): void;
  /** Throws Node's error (EADDRINUSE, EACCES) when the port cannot be had. */
  listen(): Promise<{ port: number; metricsPort?: number }>;
  /** Whether /readyz answers 200. */
  isReady(): Promise<boolean>;
  /** From now on /readyz answers 200, as long as every check of this instance passes. */
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

/** What a line of the log may call an address. */
const KNOWN_PATHS: readonly string[] = [
  '/livez',
  '/readyz',
  '/metrics',
  '/slack/events',
  '/api/messages',
  '/consent',
];

/** The chats' doors wait for the turn themselves: they can say in words that it doesn't come. */
const ASKING_THEMSELVES: readonly string[] = ['/slack/events', '/api/messages'];

/**
 * The address of a one-time page opens it, and there are many ways to write one that Express reads as `/p/…` or `/f/…`, or
 * nearly as one. So only addresses that we know are written, and of what a stranger sent nothing: its error may repeat it.
 */
function answerError(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const status = statusOf(error);
    const path = KNOWN_PATHS.find((known) => known === request.path) ?? 'another';
    const said = error instanceof Error ? error.name : typeof error;
    const fields = { method: request.method, path, status };
    if (status < 500) log.info({ ...fields, error: said }, 'web.request_refused');
    else
      log.error(
        { ...fields, ...(path === 'another' ? { error: said } : { err: error }) },
        'web.request_failed',
      );
    // Half an answer is out: to cut it off is the only honest end.
    if (response.headersSent) request.socket.destroy();
    else response.status(status).json({ error: status < 500 ? 'bad request' : 'something went wrong' });
  };
}

/** Health, metrics, and the app that Slack and Teams mount on. */
export function createWeb(options: WebOptions): Web {
  const { log } = options;
  const around: Record<string, Check> = { ...options.around };
  const readiness = createReadiness(options.checks, around, log);
  const { metrics, registry } = createMetrics({
    registry: options.metricsRegistry,
    ...{ readings: options.readings, version: options.version, log },
  });
  let draining = false;

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Others can make up whom they speak for.
  app.set('trust proxy', [...(options.trustedProxies ?? [])]);
  app.use(securityHeaders);
  app.use((_request, response, next) => {
    if (draining) response.set('Connection', 'close');
    next();
  });
  app.use(async (request, response, next) => {
    const answer = await answerWord(request, options.proveWord);
    if (answer === undefined) next();
    else response.json(answer);
  });
  // Alive means that the event loop turns: a check of others here would restart us for their failure.
  app.get('/livez', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    const reasons = await readiness.reasons();
    const ready = reasons.length === 0;
    const { version } = options;
    const trouble = readiness.trouble();
    response.status(ready ? 200 : 503).json({
      ...(ready ? { status: 'ready' } : { status: 'not ready', reasons }),
      ...(trouble.length === 0 ? {} : { trouble }),
      version,
      paused: options.readPause?.(),
    });
  });
  const numbers = answerMetrics(registry);
  if (options.metricsToken !== undefined) app.get('/metrics', needToken(options.metricsToken), numbers);

  // Whoever was asked while another process took over does not answer any more.
  app.use(async (request, _response, next) => {
    if (!ASKING_THEMSELVES.includes(request.path)) await waitForTurn(options.turn);
    next();
  });

  const isProxy = app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  const server = createLimitedServer(app, (address) => isProxy(address, 0));
  const metricsServer =
    options.metricsPort === undefined ? undefined : createLimitedServer(createMetricsApp(numbers));
  server.on('request', (_request, response) => {
    // Asked for before draining began, answered while `close` waits: its connection is idle now.
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });

  return {
    app,
    metrics,
    lookAt(name, check) {
      around[name] = check;
    },
    async listen() {
      // After every room's routes.
      app.use(answerNotFound, answerError(log));
      const port = await listenOn(server, options.port, options.host);
      if (metricsServer === undefined) return { port };
      return { port, metricsPort: await listenOn(metricsServer, options.metricsPort ?? 0, LOOPBACK) };
    },
    isReady: async () => (await readiness.reasons()).length === 0,
    ready: () => readiness.markReady(),
    startDraining() {
      draining = true;
      readiness.markDraining();
    },
    async close() {
      draining = true;
      readiness.markDraining();
      metricsServer?.close();
      metricsServer?.closeAllConnections();
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}
