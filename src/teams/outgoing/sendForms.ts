import type { Activity } from 'botbuilder';
import type { View } from '../../flows/views.ts';
import { renderCards } from '../views/render.ts';
import type { Card } from './bindCard.ts';
import { cardMessage, statusOf } from './send.ts';

/**
 * What Teams answers to a message that it does not take as it is, each time it is asked: 400 BadSyntax, 413
 * MessageSizeTooBig. Microsoft: "Status codes from bot conversational APIs".
 */
const NOT_TAKEN = [400, 413];

/** Our own number, in characters: a screen or two, and a seventh of the card that was too large. */
const MOST_TEXT = 4_000;

const NO_CARD =
  "Teams didn't accept the card for this message, so its buttons are missing. Type help to see what you can do.";

const INSIDE = ['body', 'items', 'columns', 'rows', 'cells'];

type Json = Record<string, unknown>;

function listOf(node: unknown): Json[] {
  return Array.isArray(node) ? node : [];
}

/** What is there to read in a card, without its inputs and buttons. */
function* linesOf(node: Json): Generator<string> {
  if (node.isVisible === false) return;
  if (node.type === 'TextBlock') yield String(node.text);
  if (node.type === 'RichTextBlock') {
    yield listOf(node.inlines)
      .map((run) => (typeof run === 'string' ? run : String(run.text)))
      .join('');
  }
  for (const { title, value } of listOf(node.facts)) yield `${String(title)}: ${String(value)}`;
  for (const name of INSIDE) for (const item of listOf(node[name])) yield* linesOf(item);
}

/** Lines until there are too many characters, and a count of the others. */
function textMessage(card: Card): Partial<Activity> {
  const lines = [...linesOf(card)].filter((line) => line.trim() !== '');
  let length = 0;
  const kept = lines.filter((line) => {
    length += line.length;
    return length <= MOST_TEXT;
  });
  const left = lines.length - kept.length;
  const more = left === 0 ? [] : [left === 1 ? 'And 1 more line.' : `And ${left} more lines.`];
  return { type: 'message', text: [...kept, ...more, NO_CARD].join('\n\n'), attachments: [] };
}

/**
 * Sends a view in the first form that Teams takes: its card, a shorter card, then what it says as text. Each at most
 * once, since Teams answers the same to the same. Throws what Teams says to the last, or anything that another form would
 * not help against.
 */
export async function sendForms<Sent>(
  view: View,
  timeZone: string | undefined,
  send: (activity: Partial<Activity>) => Promise<Sent>,
): Promise<Sent> {
  const cards = renderCards(view, timeZone);
  for (const card of cards) {
    try {
      return await send(cardMessage(card));
    } catch (error) {
      if (!NOT_TAKEN.includes(statusOf(error))) throw error;
    }
  }
  return send(textMessage(cards.at(-1) ?? cards[0]));
}
