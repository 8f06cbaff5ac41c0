import { createHash } from 'node:crypto';
import type { ViewSubmitAction } from '@slack/bolt';
import type { Speaker } from '../../flows/action.ts';
import type { Store } from '../../service/ports/store.ts';
import { type Delivery, takeDelivery } from '../../service/ports/takeDelivery.ts';

/** Slack redelivers an event for up to a day when that is switched on for an app. */
const EVENT_MS = 24 * 3_600_000;
/** A click or a closed modal comes again within seconds, if at all. */
const CLICK_MS = 10 * 60_000;

/** What arrives twice has one effect; what two people do is never one. */
export interface Dedupe {
  event(eventId: string): Promise<boolean>;
  /** The same file in the same message, whichever event says so. */
  file(channel: string, ts: string, fileId: string): Promise<boolean>;
  click(who: Speaker, viewOrChannel: string, actionTs: string, action: string): Promise<boolean>;
  /**
   * A modal that closes on submit: each state of it can be submitted once. Held for a moment only, until
   * it is answered: what is lost before Slack had its answer may be sent again.
   */
  submission(who: Speaker, viewId: string, hash: string): Promise<Delivery>;
}

export function createDedupe(store: Pick<Store, 'seen' | 'keepSeen'>): Dedupe {
  const seen = (kind: string, ttlMs: number, ...parts: string[]): Promise<boolean> =>
    store.seen(`slack:${kind}:${parts.join(':')}`, ttlMs);
  return {
    event: (eventId) => seen('event', EVENT_MS, eventId),
    file: (channel, ts, fileId) => seen('file', EVENT_MS, channel, ts, fileId),
    click: ({ userId }, where, actionTs, action) => seen('click', CLICK_MS, userId, where, actionTs, action),
    submission: ({ userId }, viewId, hash) =>
      takeDelivery(store, `slack:submission:${userId}:${viewId}:${hash}`, CLICK_MS),
  };
}

/** One submission of one modal with these values by one person, to find its double: nobody else gets its answer. */
export function submissionKey(
  { userId }: Speaker,
  { id, hash, callback_id: action, private_metadata: target, state }: ViewSubmitAction['view'],
): string {
  return createHash('sha256')
    .update(JSON.stringify([userId, id, hash, action, target, state?.values]))
    .digest('hex');
}
