import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../service/ports/takeDelivery.ts';
import { PORT_WORDS } from '../../service/ports/words.ts';
import { renderModal } from '../views/render.ts';

const { message, done, next } = PORT_WORDS.unkept;

/** Slack waits 3 s for an answer ("Acknowledging requests"), and this one has to be there by then. */
const SAID_AFTER_MS = 2_000;

/** Slack, "Modals": "a modal can hold up to 3 views at a time". The second one is opened from the root. */
function isThird(view: unknown): boolean {
  const { root_view_id: root, previous_view_id: below } = (view ?? {}) as Record<string, unknown>;
  return typeof below === 'string' && below !== root;
}

/**
 * What Slack is answered where it can't be kept that something came: in words, where the answer itself can hold some.
 * Undefined for all else: Slack sends events again (up to three times, within six minutes), and marks a button that
 * nobody answers.
 *
 * @param body a slash command's fields, or an interaction's payload
 */
export function sayUnkept(body: Readonly<Record<string, unknown>>): object | undefined {
  if (typeof body.command === 'string') {
    return { response_type: 'ephemeral', text: `⚠️ ${message} ${done} ${next}` };
  }
  if (body.type !== 'view_submission' || isThird(body.view)) return undefined;
  // On top of the form, which keeps what was typed.
  const view = renderModal({
    kind: 'notice',
    tone: 'error',
    title: message,
    text: [done],
    next,
    buttons: [],
  });
  return { response_action: 'push', view };
}

/**
 * A delivery, for whoever is told in words where it isn't taken in time. Throws what kept it from being taken; one that is
 * taken later counts as answered, since it was said that nothing was done.
 */
export async function takeInTime(taking: Promise<Delivery>): Promise<Delivery> {
  const over = new AbortController();
  try {
    return await Promise.race([
      taking,
      sleep(SAID_AFTER_MS, undefined, { signal: over.signal }).then(() => {
        taking.then((delivery) => delivery.answered()).catch(() => undefined);
        throw new Error('no answer of the store in time');
      }),
    ]);
  } finally {
    over.abort();
  }
}
