import type { App, Receiver } from '@slack/bolt';
import { takeDelivery } from '../../service/ports/takeDelivery.ts';
import { waitForTurn } from '../../service/ports/waitForTurn.ts';
import { sayUnkept, takeInTime } from '../incoming/unkept.ts';
import type { SlackOptions } from '../options.ts';
import type { Connection } from './connection.ts';
import { type Kept, keepConnected } from './keepConnected.ts';
import type { createOpenUrl } from './openUrl.ts';

/** As long as a payload may come again: as the guard of HTTP remembers signatures. */
const REPLAY_MS = 10 * 60_000;

/** Slack: "Using Socket Mode", Acknowledge events: a payload is optional. Bolt acknowledges a command with a text, too. */
function writeAck(envelopeId: string, answer: unknown): object {
  if (answer === undefined || answer === '') return { envelope_id: envelopeId };
  return { envelope_id: envelopeId, payload: typeof answer === 'string' ? { text: answer } : answer };
}

/** Their answer says what happens next. An empty one closes the form, or empties the menu. */
const SPEAKING = ['view_submission', 'block_suggestion'];

/**
 * Bolt's receiver for Socket Mode, with one socket that is open before the one before it goes. (Bolt's own is without one
 * for 5 to 12 s at each refresh, and a refused reconnect ends the process: node-slack-sdk#2656, #2752.) What comes by it
 * needs no signature, as the socket was opened with our token; what comes twice is answered once, and nothing is taken
 * while another process has the turn.
 */
export function createSocketReceiver(
  options: Pick<SlackOptions, 'store' | 'turn' | 'clock' | 'log'> & { onSocket?: (isOpen: boolean) => void },
  openUrl: ReturnType<typeof createOpenUrl>,
): Omit<Receiver, 'start' | 'stop'> & Kept {
  const { store, turn, clock, log } = options;
  let app: App | undefined;

  async function take(message: Readonly<Record<string, unknown>>, by: Connection): Promise<void> {
    const { envelope_id: id, payload, accepts_response_payload: takesAnswer } = message;
    if (typeof id !== 'string' || typeof payload !== 'object' || payload === null) return;
    const said = takesAnswer === true ? sayUnkept(payload as Readonly<Record<string, unknown>>) : undefined;
    const taking = takeDelivery(store, `slack:envelope:${id}`, REPLAY_MS);
    const delivery = await (said === undefined ? taking : takeInTime(taking)).catch((error: unknown) => {
      if (said !== undefined) by.send(writeAck(id, said));
      throw error;
    });
    if (delivery.isDouble) {
      log.info({}, 'slack.replayed');
      // Through another socket it may overtake the answer to the first one.
      if (!SPEAKING.includes(String((payload as { type?: unknown }).type))) by.send(writeAck(id, undefined));
      return;
    }
    await waitForTurn(turn);
    let isAnswered = false;
    await app?.processEvent({
      body: payload,
      retryNum: Number(message.retry_attempt ?? 0),
      retryReason: String(message.retry_reason ?? ''),
      async ack(answer?: unknown) {
        if (isAnswered) throw new Error('acknowledged already');
        isAnswered = true;
        if (!by.send(writeAck(id, takesAnswer === true ? answer : undefined))) {
          log.warn({}, 'slack.answerLost');
          return;
        }
        delivery.answered().catch((error: unknown) => log.error({ error }, 'slack.deliveryNotRemembered'));
      },
    });
  }

  const kept = keepConnected({
    openUrl,
    take,
    clock,
    log,
    ...(options.onSocket === undefined ? {} : { onChange: options.onSocket }),
  });
  return {
    init(made) {
      app = made;
    },
    start: () => kept.start(),
    get isOpen() {
      return kept.isOpen;
    },
    keep: (isWanted) => kept.keep(isWanted),
    stop: () => kept.stop(),
  };
}
