import { splitTimes } from '../../flows/times.ts';
import type { Card } from '../outgoing/bindCard.ts';

/** A time zone as Teams names it in each activity; undefined for what this machine does not know. */
export function readTimeZone(named: unknown): string | undefined {
  // The longest name of a zone has 32 characters; what is longer is none.
  if (typeof named !== 'string' || named === '' || named.length > 64) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: named }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** `Jan 5, 2026, 10:30 AM GMT+1`. */
function sayLocally(at: number, timeZone: string): string {
  const parts = {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  } as const;
  return new Intl.DateTimeFormat('en-US', { ...parts, timeZone, timeZoneName: 'short' })
    .format(at)
    .replaceAll('\u202f', ' ');
}

function localText(text: string, timeZone: string): string {
  return splitTimes(text)
    .map((part) => (typeof part === 'string' ? part : sayLocally(part.at, timeZone)))
    .join('');
}

/** Cards show only texts to read in these; what buttons carry stays as it is. */
const READ = ['TextBlock', 'TextRun'];

function local(node: unknown, timeZone: string): unknown {
  if (Array.isArray(node)) return node.map((item) => local(item, timeZone));
  if (typeof node !== 'object' || node === null) return node;
  const { type } = node as { type?: unknown };
  const isRead = typeof type === 'string' && READ.includes(type);
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [
      name,
      isRead && name === 'text' && typeof value === 'string'
        ? localText(value, timeZone)
        : local(value, timeZone),
    ]),
  );
}

/**
 * The card with its times in the reader's zone. `{{DATE()}}` would do in a TextBlock only, which reads text of people as
 * Markdown (Adaptive Cards: "Text features"), so the words are made here.
 */
export function localCard(card: Card, timeZone: string | undefined): Card {
  return timeZone === undefined ? card : (local(card, timeZone) as Card);
}
