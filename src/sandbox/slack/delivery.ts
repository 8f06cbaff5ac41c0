import { createHmac } from 'node:crypto';
import type { World } from './world.ts';

/** What the bot answered. Status 0: no answer in time, or none at all. */
export interface Delivered {
  status: number;
  body: string;
  /** What Slack's client tells the person instead, when the bot did not acknowledge. */
  shown?: string;
}

/** Ways to send a request that Slack would not have sent. */
export interface DeliverOptions {
  /** Added to, or in the place of, Slack's headers. */
  headers?: Readonly<Record<string, string>>;
  /** Seconds added to the request's time. */
  timestampOffsetSec?: number;
  secret?: string;
  /** Sends only the headers that are given: no signature, no time, no content type. */
  raw?: boolean;
}

/** What an attempt came to, in the words of X-Slack-Retry-Reason where it failed. */
export interface Attempt extends Delivered {
  failure?: 'http_timeout' | 'connection_failed' | 'http_error';
  /** The bot asked not to be tried again. */
  noRetry: boolean;
}

/** Sends signed requests to the bot. */
export interface Delivery {
  setUrl(url: string): void;
  /** Any path and body, signed unless told otherwise. Nothing is noted. */
  deliver(path: string, body: string, options?: DeliverOptions): Promise<Delivered>;
  /** A signed request to `/slack/events`, or through a socket, that must be acknowledged in time; notes when it is not. */
  send(what: string, body: string, headers?: Readonly<Record<string, string>>): Promise<Attempt>;
  /** Everything interactive: a form with one payload. */
  sendPayload(payload: Readonly<Record<string, unknown>>): Promise<Attempt>;
}

/** Slack sends forms without a charset. */
const FORM = 'application/x-www-form-urlencoded';

/** A request that Slack would not send may be answered as slowly as the bot likes, within reason. */
const UNUSUAL_WITHIN_MS = 10_000;

/** Sends nothing before `setUrl` has said where the bot is. */
export function createDelivery(
  world: World,
  sockets: {
    deliver(body: string, headers: Readonly<Record<string, string>>, withinMs: number): Promise<Attempt>;
  },
): Delivery {
  let url = '';

  function sign(body: string, options: DeliverOptions): Record<string, string> {
    if (options.raw === true) return {};
    const timestamp = String(Math.floor(world.now() / 1_000) + (options.timestampOffsetSec ?? 0));
    const signature = createHmac('sha256', options.secret ?? world.signingSecret)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex');
    return {
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'content-type': body.startsWith('{') ? 'application/json' : FORM,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    };
  }

  async function attempt(
    path: string,
    body: string,
    options: DeliverOptions,
    withinMs: number,
  ): Promise<Attempt> {
    try {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { ...sign(body, options), ...options.headers },
        // As bytes, because a string would bring a content type with it.
        body: Buffer.from(body),
        signal: AbortSignal.timeout(withinMs),
      });
      const text = await response.text();
      return {
        status: response.status,
        body: text,
        noRetry: response.headers.get('x-slack-no-retry') === '1',
        ...(response.status === 200 ? {} : { failure: 'http_error' as const }),
      };
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      const failure = isLate ? 'http_timeout' : 'connection_failed';
      return { status: 0, body: failure, failure, noRetry: false };
    }
  }

  async function send(
    what: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Attempt> {
    const { socketMode, ackWithinMs } = world.switches;
    const answer = socketMode
      ? await sockets.deliver(body, headers, ackWithinMs)
      : await attempt('/slack/events', body, { headers }, ackWithinMs);
    world.wire?.note({
      service: 'Slack',
      asker: 'service',
      what,
      status: answer.status === 0 ? answer.body : String(answer.status),
      request: body,
      answer: answer.body,
    });
    if (answer.failure !== undefined) {
      const said = answer.status === 0 ? answer.failure : `${answer.status} ${answer.body.slice(0, 200)}`;
      world.protocolErrors.push({ what, detail: `not acknowledged: ${said}` });
    }
    return answer;
  }

  return {
    setUrl(given) {
      url = given;
    },
    async deliver(path, body, options = {}) {
      const { status, body: said } = await attempt(path, body, options, UNUSUAL_WITHIN_MS);
      return { status, body: said };
    },
    send,
    sendPayload: (payload) =>
      send(String(payload.type), new URLSearchParams({ payload: JSON.stringify(payload) }).toString()),
  };
}
