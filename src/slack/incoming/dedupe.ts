import { createHash } from 'node:crypto';
import type { Store } from '../../service/ports/store.ts';

/** Slack redelivers an event for up to a day when that is switched on for an app. */
const EVENT_MS = 24 * 3_600_000;
/** A click or a closed modal comes again within seconds, if at all. */
const CLICK_MS = 10 * 60_000;

/** What arrives twice has one effect. Answers from memory, so that no ack waits for a disk. */
export interface Dedupe {
  event(eventId: string): boolean;
  /** The same file in the same message, whichever event says so. */
  file(channel: string, ts: string, fileId: string): boolean;
  click(viewOrChannel: string, actionTs: string, action: string): boolean;
  /** A modal that closes on submit: each state of it can be submitted once. */
  submission(viewId: string, hash: string): boolean;
}

export function createDedupe(store: Pick<Store, 'seen'>): Dedupe {
  const seen = (kind: string, ttlMs: number, ...parts: string[]): boolean =>
    store.seen(`slack:${kind}:${parts.join(':')}`, ttlMs);
  return {
    event: (eventId) => seen('event', EVENT_MS, eventId),
    file: (channel, ts, fileId) => seen('file', EVENT_MS, channel, ts, fileId),
    click: (where, actionTs, action) => seen('click', CLICK_MS, where, actionTs, action),
    submission: (viewId, hash) => seen('submission', CLICK_MS, viewId, hash),
  };
}

/** One submission of one modal with these values, to find its double. */
export function submissionKey(viewId: string, hash: string, values: unknown): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(values) ?? '')
    .digest('hex');
  return `${viewId}:${hash}:${digest}`;
}
