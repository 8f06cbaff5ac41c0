import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Secret } from '../../secrets/secret.ts';
import { type Delivery, takeDelivery } from '../../service/ports/takeDelivery.ts';
import { waitForTurn } from '../../service/ports/waitForTurn.ts';
import type { SlackOptions } from '../options.ts';
import { sayUnkept, takeInTime } from './unkept.ts';

/** Slack, "Verifying requests from Slack": five minutes. Ours holds for clocks that run ahead as well. */
const MAX_SKEW_S = 300;

/** As long as a signature can stay valid: the skew in both directions. */
const REPLAY_MS = 2 * MAX_SKEW_S * 1_000;

type Refusal = 'unsigned' | 'stale' | 'badly signed';

/** Slack's own algorithm: HMAC-SHA256 of `v0:timestamp:body`, compared in constant time. */
export function isSignedBy(secret: string, timestamp: string, signature: string, body: Buffer): boolean {
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const given = Buffer.from(signature);
  const wanted = Buffer.from(`v0=${expected}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** A command's fields, or the payload of an interaction; nothing for an event. */
function readFields(body: Buffer): Readonly<Record<string, unknown>> {
  const fields = Object.fromEntries(new URLSearchParams(body.toString()));
  try {
    return fields.payload === undefined ? fields : JSON.parse(fields.payload);
  } catch {
    return {};
  }
}

/**
 * Stands in front of Bolt on `/slack/events`. Answers 401 to what is unsigned or more than five minutes old or ahead,
 * before it reads the body, and to what is badly signed; 413 to what is too large; and an empty 200 to what was answered
 * before, so that a replay has no second effect. One that was received and never answered, because its process died, is
 * carried out: a load balancer may send it again. While the records can't be reached, commands and forms are answered in
 * words. What passes has `rawBody` set.
 */
export function createGuard(
  options: Pick<SlackOptions, 'store' | 'turn' | 'readBody' | 'auditRefusal' | 'log'> & {
    signingSecret: Secret<string>;
    wallNow?: () => number;
  },
): RequestHandler {
  const { store, turn, readBody, auditRefusal, log } = options;
  // Slack's time is compared with the machine's: the clock of the process may be ahead of it for a while.
  const wallNow = options.wallNow ?? Date.now;

  async function refuse(response: Response, reason: Refusal): Promise<void> {
    log.warn({ reason }, 'slack.refused');
    const entry = {
      actor: 'slack:unknown',
      platform: 'slack',
      what: 'slack.request',
      detail: { reason },
    } as const;
    await auditRefusal(entry).catch((error: unknown) => log.error({ error }, 'slack.auditFailed'));
    // What is left of the body is not read, so the connection cannot be used again.
    response.set('connection', 'close').status(401).end();
  }

  /** What a killed process received and did not answer may come again. */
  function keepOnceAnswered(delivery: Delivery, response: Response): void {
    response.once('finish', () => {
      if (response.statusCode >= 500) return;
      delivery.answered().catch((error: unknown) => log.error({ error }, 'slack.deliveryNotRemembered'));
    });
  }

  async function take(key: string): Promise<Delivery> {
    await waitForTurn(turn);
    return takeDelivery(store, key, REPLAY_MS);
  }

  /** Undefined: it was answered in words, as it can't be kept that it came. Throws where the answer can't hold any. */
  async function takeOrSay(key: string, body: Buffer, response: Response): Promise<Delivery | undefined> {
    const said = sayUnkept(readFields(body));
    if (said === undefined) return take(key);
    try {
      return await takeInTime(take(key));
    } catch (error) {
      log.error({ err: error }, 'slack.notTaken');
      response.json(said);
      return undefined;
    }
  }

  /** What the headers alone say against it. */
  function objectionTo(timestamp: string, signature: string): Refusal | undefined {
    if (!/^\d{1,12}$/.test(timestamp) || signature === '') return 'unsigned';
    return Math.abs(wallNow() / 1_000 - Number(timestamp)) > MAX_SKEW_S ? 'stale' : undefined;
  }

  return async (request, response, next) => {
    const timestamp = request.get('x-slack-request-timestamp') ?? '';
    const signature = request.get('x-slack-signature') ?? '';
    const objection = objectionTo(timestamp, signature);
    if (objection !== undefined) return refuse(response, objection);
    const body = await readBody(request);
    if (body === undefined) return;
    if (body === 'tooLarge') {
      log.warn({ reason: 'too large' }, 'slack.refused');
      response.set('connection', 'close').status(413).end();
      return;
    }
    if (!isSignedBy(options.signingSecret.reveal(), timestamp, signature, body)) {
      return refuse(response, 'badly signed');
    }
    const key = `slack:${createHash('sha256').update(signature).digest('hex')}`;
    const delivery = await takeOrSay(key, body, response);
    if (delivery === undefined) return;
    if (delivery.isDouble) {
      log.info({}, 'slack.replayed');
      response.status(200).end();
      return;
    }
    keepOnceAnswered(delivery, response);
    Object.assign(request, { rawBody: body });
    next();
  };
}
