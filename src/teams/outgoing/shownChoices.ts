import type { Card } from './bindCard.ts';
import { customerOfCard, joinCustomer } from './cardsCustomer.ts';

/** A choice as a card or a search offers it. */
interface Choice {
  title: string;
  value: string;
}

/**
 * What was offered to choose from, by conversation, and by customer where there are several. Phones send a choice's title where its value is meant
 * (AdaptiveCards issues 8821 and 9271), and a title found by typing is known to nobody else. In memory: what was offered
 * before a restart is searched for anew, see `readTitles`.
 */
export interface ShownChoices {
  /** Keeps what the card offers. */
  noteCard(conversationId: string, card: unknown): void;
  noteChoices(conversationId: string, field: string, choices: readonly Choice[]): void;
  /** What was sent, with values in the place of titles that exactly one choice has. */
  readValue(conversationId: string, field: string, sent: string): string;
  /** Parts of what was sent that are no choice that was offered here. */
  listUnknown(conversationId: string, field: string, sent: string): string[];
  /** Keeps none of them any longer. */
  forget(): void;
}

interface Offered {
  values: Set<string>;
  /** Title → the values that have it. */
  titles: Map<string, Set<string>>;
}

/** People who fill in forms at one time; whoever is forgotten is as after a restart. */
const MOST_CONVERSATIONS = 200;
/** There are 249 locations; the rest is what was searched for. */
const MOST_TITLES = 1_000;
/** Commas within one title ("Bonaire, Sint Eustatius and Saba"), where commas part the choices as well. */
const MOST_COMMAS = 5;

/** As it is compared: what escaping adds is shown by some clients and left out by others. */
function plain(title: string): string {
  return title.replaceAll('\\', '').trim();
}

function choicesOf(value: unknown): Choice[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (each): each is Choice => typeof each?.title === 'string' && typeof each?.value === 'string',
  );
}

function resolve({ values, titles }: Offered, sent: string): string | undefined {
  if (values.has(sent)) return sent;
  const [only, ...others] = titles.get(plain(sent)) ?? [];
  return others.length === 0 ? only : undefined;
}

export function createShownChoices(): ShownChoices {
  const conversations = new Map<string, Map<string, Offered>>();

  /** Kept longest when used last. */
  function fieldsOf(conversationId: string): Map<string, Offered> {
    // A thread of a channel is the channel's.
    const key = conversationId.split(';')[0] ?? '';
    const fields = conversations.get(key) ?? new Map<string, Offered>();
    conversations.delete(key);
    conversations.set(key, fields);
    const [oldest] = conversations.keys();
    if (conversations.size > MOST_CONVERSATIONS && oldest !== undefined) conversations.delete(oldest);
    return fields;
  }

  function noteChoices(conversationId: string, field: string, choices: readonly Choice[]): void {
    const fields = fieldsOf(conversationId);
    const known = fields.get(field);
    const isFull = (known?.titles.size ?? 0) + choices.length > MOST_TITLES;
    const offered: Offered = known === undefined || isFull ? { values: new Set(), titles: new Map() } : known;
    fields.set(field, offered);
    for (const { title, value } of choices) {
      offered.values.add(value);
      const values = offered.titles.get(plain(title)) ?? new Set();
      offered.titles.set(plain(title), values.add(value));
    }
  }

  function noteCard(conversationId: string, node: unknown, customer = customerOfCard(node)): void {
    if (Array.isArray(node)) for (const item of node) noteCard(conversationId, item, customer);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { type, id, choices, ...rest } = node as Card;
    if (type === 'Input.ChoiceSet' && typeof id === 'string') {
      noteChoices(conversationId, joinCustomer(id, customer), choicesOf(choices));
      return;
    }
    for (const value of Object.values(rest)) noteCard(conversationId, value, customer);
  }

  /** What was sent, part by part; `value` where exactly one choice has it as its value or title. */
  function readParts(
    conversationId: string,
    field: string,
    sent: string,
  ): { part: string; value?: string }[] {
    const offered = fieldsOf(conversationId).get(field);
    const parts = sent.split(',');
    if (offered === undefined) return parts.map((part) => ({ part }));
    const read: { part: string; value?: string }[] = [];
    while (parts.length > 0) {
      // The longest title first: of several parts, else the part by itself, else what was sent.
      let size = Math.min(parts.length, MOST_COMMAS + 1);
      while (size > 1 && resolve(offered, parts.slice(0, size).join(',')) === undefined) size -= 1;
      const part = parts.splice(0, size).join(',');
      const value = resolve(offered, part);
      read.push({ part, ...(value === undefined ? {} : { value }) });
    }
    return read;
  }

  return {
    forget: () => conversations.clear(),
    noteCard: (conversationId, card) => noteCard(conversationId, card),
    noteChoices,
    readValue: (conversationId, field, sent) =>
      readParts(conversationId, field, sent)
        .map(({ part, value }) => value ?? part)
        .join(','),
    listUnknown: (conversationId, field, sent) =>
      readParts(conversationId, field, sent).flatMap(({ part, value }) => (value === undefined ? part : [])),
  };
}
