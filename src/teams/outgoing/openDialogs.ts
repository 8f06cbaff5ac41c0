import { ABSENT, readAbsence } from './absentInputs.ts';
import type { Card } from './bindCard.ts';

/** A dialog's data, as Teams sends it. */
type Sent = Readonly<Record<string, unknown>>;

/**
 * The card that stands in each person's dialog. Whatever answers a dialog takes its card away, so a form that should stay
 * is shown anew. In memory: after a restart, an error stands alone.
 */
export interface OpenDialogs {
  note(userId: string, card: Card): void;
  /** The card with what was typed into it, as the dialog sent it; undefined when none is known. */
  fill(userId: string, sent: Sent): Card | undefined;
  /** Keeps none of them any longer. */
  forget(): void;
}

/** People who have a dialog open at one time; whoever is forgotten is as after a restart. */
const MOST_DIALOGS = 200;

/** An input that did not come back is what the card's buttons say that this means, else as it was. */
function fillInputs(node: unknown, sent: Sent): unknown {
  if (Array.isArray(node)) return node.map((item) => fillInputs(item, sent));
  if (typeof node !== 'object' || node === null) return node;
  const { type, id, ...rest } = node as Card;
  if (typeof type === 'string' && type.startsWith('Input.') && typeof id === 'string') {
    const value = Object.hasOwn(sent, id) ? sent[id] : undefined;
    return typeof value === 'string' ? { ...node, value } : node;
  }
  const filled = Object.entries(rest).map(([name, value]) => [name, fillInputs(value, sent)]);
  return { ...node, ...Object.fromEntries(filled) };
}

export function createOpenDialogs(): OpenDialogs {
  const cards = new Map<string, Card>();
  return {
    forget: () => cards.clear(),
    note(userId, card) {
      cards.delete(userId);
      cards.set(userId, card);
      const [oldest] = cards.keys();
      if (cards.size > MOST_DIALOGS && oldest !== undefined) cards.delete(oldest);
    },
    fill(userId, sent) {
      const card = cards.get(userId);
      if (card === undefined) return undefined;
      return fillInputs(card, { ...Object.fromEntries(readAbsence(sent[ABSENT])), ...sent }) as Card;
    },
  };
}
