import type { Card } from './bindCard.ts';
import { LIMITS } from './limits.ts';

/** Buttons in rows of almost the same length, none longer than Teams takes. */
function toRows(actions: readonly unknown[]): unknown[][] {
  const rows = Math.ceil(actions.length / LIMITS.actions);
  const each = Math.ceil(actions.length / rows);
  return Array.from({ length: rows }, (_, row) => actions.slice(row * each, (row + 1) * each));
}

function isLong(actions: unknown): actions is unknown[] {
  return Array.isArray(actions) && actions.length > LIMITS.actions;
}

function toSet(actions: unknown[]): object {
  return { type: 'ActionSet', actions };
}

/** An element of a card, or several for a set of too many buttons. */
function splitElement(element: unknown): unknown[] {
  if (typeof element !== 'object' || element === null) return [element];
  const { actions, items } = element as { actions?: unknown; items?: unknown };
  if (isLong(actions)) return toRows(actions).map((row) => ({ ...element, actions: row }));
  return [Array.isArray(items) ? { ...element, items: items.flatMap(splitElement) } : element];
}

/**
 * The card with its buttons in their order, in rows of as many as Teams takes: those of the card itself stand at the end of
 * its body, but for the last row.
 */
export function splitActions(card: Card): Card {
  const { body, actions } = card;
  const elements = Array.isArray(body) ? body.flatMap(splitElement) : [];
  if (!isLong(actions)) return body === undefined ? card : { ...card, body: elements };
  const rows = toRows(actions);
  return { ...card, body: [...elements, ...rows.slice(0, -1).map(toSet)], actions: rows.at(-1) };
}
