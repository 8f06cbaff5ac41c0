import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt, Delivered, Delivery } from './delivery.ts';
import { describeEnterprise } from './grid.ts';
import type { Json } from './wire.ts';
import type { World } from './world.ts';

/** Delivers what happened in the workspace, again when it was not acknowledged. */
export interface Events {
  /** A given event id that was used before makes the same event come twice. */
  send(event: Json, eventId?: string): Promise<Delivered>;
  /**
   * One more attempt for an event, the last one unless it is named; with the next retry number.
   *
   * @throws Error when no such event was sent
   */
  redeliver(eventId?: string, reason?: string): Promise<Delivered>;
}

interface Sent {
  body: string;
  retries: number;
}

/** Enough for any test to send one again. */
const KEPT = 200;

/** @param retryAfterMs how long to wait before each retry; Slack's own are at once, a minute and 5 minutes */
export function createEvents(world: World, delivery: Delivery, retryAfterMs: readonly number[]): Events {
  const sent = new Map<string, Sent>();

  function retry(event: Sent, reason: string): Promise<Attempt> {
    event.retries += 1;
    return delivery.send('event', event.body, {
      'x-slack-retry-num': String(event.retries),
      'x-slack-retry-reason': reason,
    });
  }

  function wrap(event: Json, eventId: string): string {
    const { grid } = world.switches;
    const enterpriseId = grid?.enterpriseId ?? null;
    return JSON.stringify({
      type: 'event_callback',
      token: 'legacy',
      team_id: world.teamId,
      context_team_id: world.teamId,
      ...describeEnterprise(world),
      context_enterprise_id: enterpriseId,
      api_app_id: world.appId,
      event,
      event_id: eventId,
      event_time: Math.floor(world.now() / 1_000),
      event_context: `4-${eventId}`,
      is_ext_shared_channel: false,
      authorizations: [
        {
          enterprise_id: enterpriseId,
          team_id: world.teamId,
          user_id: world.botUserId,
          is_bot: true,
          is_enterprise_install: grid?.isOrgWide === true,
        },
      ],
    });
  }

  return {
    async send(event, eventId = world.nextId('Ev')) {
      const record: Sent = { body: wrap(event, eventId), retries: 0 };
      sent.delete(eventId);
      sent.set(eventId, record);
      const [oldest] = sent.keys();
      if (sent.size > KEPT && oldest !== undefined) sent.delete(oldest);
      let answer = await delivery.send('event', record.body);
      for (const wait of retryAfterMs) {
        if (answer.failure === undefined || answer.noRetry) break;
        if (wait > 0) await sleep(wait);
        answer = await retry(record, answer.failure);
      }
      return { status: answer.status, body: answer.body };
    },
    async redeliver(eventId, reason = 'http_timeout') {
      const record = sent.get(eventId ?? [...sent.keys()].at(-1) ?? '');
      if (record === undefined) throw new Error(`No event ${eventId ?? ''} was sent.`);
      const { status, body } = await retry(record, reason);
      return { status, body };
    },
  };
}
