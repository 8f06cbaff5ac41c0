import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { createRefusalAudit } from '../../service/audit/refusalAudit.ts';
import type { SlackOptions } from '../options.ts';

/** A submitted modal with everything filled in is far below this; Slack states no limit. */
const MAX_BODY_BYTES = 1_048_576;

/** Slack, "Verifying requests from Slack": five minutes. Ours holds for clocks that run ahead as well. */
const MAX_SKEW_S = 300;

/** As long as a signature can stay valid: the skew in both directions. */
const REPLAY_MS = 2 * MAX_SKEW_S * 1_000;

type Refusal = 'unsigned' | 'stale' | 'badly signed';

/** The whole body, or `tooLarge`, whatever Content-Length says; undefined when the sender went away. */
async function readBody(request: Request): Promise<Buffer | 'tooLarge' | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_BODY_BYTES) return 'tooLarge';
      chunks.push(chunk as Buffer);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** Slack's own algorithm: HMAC-SHA256 of `v0:timestamp:body`, compared in constant time. */
export function isSignedBy(secret: string, timestamp: string, signature: string, body: Buffer): boolean {
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const given = Buffer.from(signature);
  const wanted = Buffer.from(`v0=${expected}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * Stands in front of Bolt on `/slack/events`. Answers 401 to what is unsigned, badly signed, or more than five
 * minutes old or ahead; 413 to what is too large; and an empty 200 to what was seen before, so that a replay has no
 * second effect. What passes has `rawBody` set.
 */
export function createGuard(
  options: Pick<SlackOptions, 'signingSecret' | 'store' | 'clock' | 'log'> & { wallNow?: () => number },
): RequestHandler {
  const { store, clock, log } = options;
  // Slack's time is compared with the machine's: the clock of the process may be ahead of it for a while.
  const wallNow = options.wallNow ?? Date.now;
  const audit = createRefusalAudit({ store, clock });

  async function report(reason: Refusal): Promise<void> {
    log.warn({ reason }, 'slack.refused');
    await audit({ actor: 'slack:unknown', platform: 'slack', what: 'slack.request', detail: { reason } });
  }

  function refusalOf(request: Request, body: Buffer): Refusal | undefined {
    const timestamp = request.get('x-slack-request-timestamp') ?? '';
    const signature = request.get('x-slack-signature') ?? '';
    if (!/^\d{1,12}$/.test(timestamp) || signature === '') return 'unsigned';
    if (Math.abs(wallNow() / 1_000 - Number(timestamp)) > MAX_SKEW_S) return 'stale';
    return isSignedBy(options.signingSecret.reveal(), timestamp, signature, body)
      ? undefined
      : 'badly signed';
  }

  return async (request, response, next) => {
    const body = await readBody(request);
    if (body === undefined) return;
    if (body === 'tooLarge') {
      log.warn({ reason: 'too large' }, 'slack.refused');
      // The rest of the body is not read, so the connection cannot be used again.
      response.set('connection', 'close').status(413).end();
      return;
    }
    const refusal = refusalOf(request, body);
    if (refusal !== undefined) {
      await report(refusal).catch((error: unknown) => log.error({ error }, 'slack.auditFailed'));
      response.status(401).end();
      return;
    }
    const signature = request.get('x-slack-signature') ?? '';
    if (store.seen(`slack:${createHash('sha256').update(signature).digest('hex')}`, REPLAY_MS)) {
      log.info({}, 'slack.replayed');
      response.status(200).end();
      return;
    }
    Object.assign(request, { rawBody: body });
    next();
  };
}
