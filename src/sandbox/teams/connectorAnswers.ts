import type { Response } from 'express';
import type { Json } from './wire.ts';

/** An answer of the connector, before it is written. */
export interface Answer {
  status: number;
  body?: unknown;
  retryAfterSeconds?: number;
}

/** The connector's error shape. */
export function refuse(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } satisfies Json } };
}

export function answerWith(response: Response, { status, body, retryAfterSeconds }: Answer): void {
  if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds));
  response.status(status);
  if (body === undefined) response.end();
  else response.json(body);
}
