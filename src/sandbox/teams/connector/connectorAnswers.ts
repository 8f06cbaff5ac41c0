import type { Response } from 'express';
import type { Json } from '../wire.ts';

/** An answer of the connector, before it is written. */
export interface Answer {
  status: number;
  body?: unknown;
  retryAfter?: number | string;
}

/** The connector's error shape. */
export function refuse(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } satisfies Json } };
}

/**
 * What the connector says with these statuses. Microsoft: "Rate limiting for bots", "Send proactive messages", "Status
 * codes from bot conversational APIs".
 */
const FAILURES: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BadSyntax', 'Bad payload'],
  403: ['BotNotInConversationRoster', 'The bot is not part of the conversation roster.'],
  404: ['ActivityNotFoundInConversation', 'The activity is not in the conversation.'],
  412: ['PreconditionFailed', 'Another operation is under way.'],
  413: ['MessageSizeTooBig', 'Message size too large'],
  429: ['TooManyRequests', 'API calls quota exceeded'],
  500: ['ServiceError', 'Internal server error'],
  502: ['BadGateway', 'Bad gateway'],
  503: ['ServiceUnavailable', 'Service is unavailable'],
  504: ['GatewayTimeout', 'Gateway timeout'],
};

/** A failure in passing, in the connector's own words. */
export function failWith(status: number): Answer {
  const [code, message] = FAILURES[status] ?? ['Fault', 'The loopback was told to fail'];
  return refuse(status, code, message);
}

export function answerWith(response: Response, { status, body, retryAfter }: Answer): void {
  if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
  response.status(status);
  if (body === undefined) response.end();
  else response.json(body);
}
