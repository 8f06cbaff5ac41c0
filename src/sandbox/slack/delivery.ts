import { createHmac } from 'node:crypto';
import type { Json } from './wire.ts';
import type { World } from './world.ts';

/** What the bot answered. Status 0: no answer in time, or none at all. */
export interface Delivered {
  status: number;
  body: string;
}

/** Ways to send a request that Slack would not have sent. */
export interface DeliverOptions {
  headers?: Readonly<Record<string, string>>;
  /** Seconds added to the request's time. */
  timestampOffsetSec?: number;
  secret?: string;
}

/** Sends signed requests to the bot. */
export interface Delivery {
  setUrl(url: string): void;
  /** Any path and body, signed unless told otherwise. Nothing is noted. */
  deliver(path: string, body: string, options?: DeliverOptions, deadlineMs?: number): Promise<Delivered>;
  /** A command: a plain form. */
  form(fields: Readonly<Record<string, string>>): Promise<Delivered>;
  /** Everything interactive: a form with one payload. */
  payload(payload: Json): Promise<Delivered>;
  /** An event, sent again at once when it is not acknowledged, up to three times. */
  event(event: Json, eventId?: string): Promise<Delivered>;
}

const FORM = 'application/x-www-form-urlencoded';

export function createDelivery(world: World): Delivery {
  let url = '';

  async function deliver(
    path: string,
    body: string,
    options: DeliverOptions = {},
    deadlineMs = 10_000,
  ): Promise<Delivered> {
    const timestamp = String(Math.floor(world.now() / 1_000) + (options.timestampOffsetSec ?? 0));
    const signature = createHmac('sha256', options.secret ?? world.signingSecret)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex');
    try {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: {
          'content-type': body.startsWith('{') ? 'application/json' : FORM,
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
          ...options.headers,
        },
        body,
        signal: AbortSignal.timeout(deadlineMs),
      });
      return { status: response.status, body: await response.text() };
    } catch (error) {
      return { status: 0, body: error instanceof Error ? error.name : 'failed' };
    }
  }

  async function acknowledged(
    what: string,
    body: string,
    headers: Record<string, string> = {},
  ): Promise<Delivered> {
    const answer = await deliver('/slack/events', body, { headers }, world.switches.ackWithinMs);
    if (answer.status !== 200) {
      world.protocolErrors.push({
        what,
        detail: `not acknowledged: ${answer.status} ${answer.body.slice(0, 200)}`,
      });
    }
    return answer;
  }

  return {
    setUrl(given) {
      url = given;
    },
    deliver,
    form: (fields) => acknowledged(fields.command ?? 'command', new URLSearchParams(fields).toString()),
    payload: (payload) =>
      acknowledged(
        String(payload.type),
        new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
      ),
    async event(event, eventId = world.nextId('Ev')) {
      const body = JSON.stringify({
        type: 'event_callback',
        token: 'legacy',
        team_id: world.teamId,
        api_app_id: world.appId,
        event,
        event_id: eventId,
        event_time: Math.floor(world.now() / 1_000),
        authorizations: [
          { team_id: world.teamId, user_id: world.botUserId, is_bot: true, is_enterprise_install: false },
        ],
      });
      let answer = await acknowledged('event', body);
      for (let retry = 1; answer.status !== 200 && retry <= 3; retry += 1) {
        answer = await acknowledged('event', body, {
          'x-slack-retry-num': String(retry),
          'x-slack-retry-reason': answer.status === 0 ? 'http_timeout' : 'http_error',
        });
      }
      return answer;
    },
  };
}
