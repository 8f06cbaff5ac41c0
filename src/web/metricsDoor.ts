import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type Express, type RequestHandler } from 'express';
import type { Registry } from 'prom-client';

/** Collecting takes a walk through everything that is counted: who asks more often gets the same again. */
const KEEP_MS = 1_000;

/** GET /metrics: the numbers of a registry, at most a second old. */
export function answerMetrics(registry: Registry): RequestHandler {
  let kept: Promise<string> | undefined;
  return async (_request, response) => {
    if (kept === undefined) {
      kept = registry.metrics();
      setTimeout(() => {
        kept = undefined;
      }, KEEP_MS).unref();
    }
    response.type(registry.contentType).send(await kept);
  };
}

/** Lets through whoever shows the token, as `Authorization: Bearer …`. */
export function needToken(token: string): RequestHandler {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(`Bearer ${token}`);
  return (request, response, next) => {
    if (timingSafeEqual(digest(request.get('authorization') ?? ''), wanted)) return next();
    response.set('WWW-Authenticate', 'Bearer').status(401).json({ error: 'not authorized' });
  };
}

/** The app of a port that has the numbers and nothing else. */
export function createMetricsApp(numbers: RequestHandler): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/metrics', numbers);
  app.use((_request, response) => {
    response.status(404).end();
  });
  return app;
}
