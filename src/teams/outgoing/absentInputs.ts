import type { Card } from './bindCard.ts';

/** Under this name a card's buttons carry what an input that does not come back means. */
export const ABSENT = 'absent';

/** The id that forms carry which no draft holds. */
const NO_DRAFT = 'new';

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object in a card. */
function* walk(node: unknown): Generator<Json> {
  if (Array.isArray(node)) for (const item of node) yield* walk(item);
  if (!isObject(node)) return;
  yield node;
  for (const value of Object.values(node)) yield* walk(value);
}

function isInput({ type, id }: Json): boolean {
  return typeof type === 'string' && type.startsWith('Input.') && typeof id === 'string';
}

/**
 * True for an input that is as it was when it does not come back. A choice that is searched for as one types: phones
 * forget what it was set to unless somebody touches it (AdaptiveCards issues 8821, 9271 and 9330, msteams-docs issue
 * 8197). And a single choice, which cannot be emptied in any client.
 */
function isKept({ type, style, isMultiSelect, 'choices.data': data }: Json): boolean {
  return type === 'Input.ChoiceSet' && (style === 'filtered' || data !== undefined || isMultiSelect !== true);
}

/** What inputs mean that do not come back; where a draft holds how they were, it is not sent along. */
function meaningsOf(inputs: readonly Json[], hasDraft: boolean): string {
  const emptied = inputs.filter((input) => !isKept(input)).map(({ id }) => [id, '']);
  const kept = inputs.filter(isKept).map(({ id, value }) => [id, typeof value === 'string' ? value : '']);
  return JSON.stringify(Object.fromEntries(hasDraft ? emptied : [...emptied, ...kept]));
}

/**
 * The card, whose buttons carry what its inputs mean when they do not come back: clients leave out what is empty, so a
 * text and a list of ticks that were shown are empty then.
 */
export function noteAbsence(card: Card): Card {
  const inputs = [...walk(card)].filter(isInput);
  if (inputs.length === 0) return card;
  for (const node of walk(card)) {
    if (node.type !== 'Action.Execute' || node.associatedInputs === 'none') continue;
    const data = isObject(node.data) ? node.data : {};
    node.data = { ...data, [ABSENT]: meaningsOf(inputs, data.id !== NO_DRAFT) };
  }
  return card;
}

/** What a button carried: field → its value where none came. Nothing for cards of before, and for what is not ours. */
export function readAbsence(noted: unknown): [field: string, value: string][] {
  try {
    const parsed: unknown = JSON.parse(typeof noted === 'string' ? noted : '');
    if (!isObject(parsed)) return [];
    return Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  } catch {
    return [];
  }
}
