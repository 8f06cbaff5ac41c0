import type { DrawnFor } from '../../flows/views/parts.ts';
import { cut } from '../../flows/words.ts';
import type { Card } from './bindCard.ts';
import { LIMITS } from './limits.ts';

/**
 * Under this name a card's buttons carry the customer that it was drawn for: what is chosen in the field for the customer
 * comes among the same data, and would take its place.
 */
export const DRAWN_FOR = 'drawnFor';

/** Between a field that is searched for and the customer to search in; no field's name holds it. */
const BEFORE_CUSTOMER = '@';

/** A field of one customer's forms: what is offered for it is another customer's nowhere. */
export function joinCustomer(field: string, customer: string | undefined): string {
  return customer === undefined ? field : `${field}${BEFORE_CUSTOMER}${customer}`;
}

/** See {@link joinCustomer}. */
export function splitCustomer(joined: string): { field: string; customer?: string } {
  const at = joined.indexOf(BEFORE_CUSTOMER);
  return at < 0 ? { field: joined } : { field: joined.slice(0, at), customer: joined.slice(at + 1) };
}

/** The same card, of which each button and each search carries the customer. */
function stamp(node: unknown, customer: string): unknown {
  if (Array.isArray(node)) return node.map((item) => stamp(item, customer));
  if (typeof node !== 'object' || node === null) return node;
  const inner = Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, stamp(value, customer)]),
  ) as Record<string, unknown>;
  if (inner.type === 'Action.Execute') {
    return { ...inner, data: { ...(inner.data as object | undefined), [DRAWN_FOR]: customer } };
  }
  if (inner.type === 'Data.Query')
    return { ...inner, dataset: joinCustomer(String(inner.dataset), customer) };
  return inner;
}

/** A customer in a line of its own: the mark before the name, everywhere. */
export function sayCustomer({ mark, name }: Pick<DrawnFor, 'mark' | 'name'>): string {
  return `${mark} ${cut(name, LIMITS.choice)}`;
}

/** What stands first in whatever is about one of several customers. */
function customerItems(drawnFor: DrawnFor): object[] {
  const { id, choose } = drawnFor;
  if (choose === undefined) {
    const text = sayCustomer(drawnFor);
    return [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, weight: 'Bolder' }] }];
  }
  const choices = choose.offered.map((one) => ({ title: sayCustomer(one), value: one.id }));
  const change = {
    type: 'Action.Execute',
    title: 'Change customer',
    verb: choose.action,
    data: { id: 'new', version: '1', [DRAWN_FOR]: id },
  };
  return [
    { type: 'Input.ChoiceSet', id: 'customer', label: 'Customer', style: 'compact', value: id, choices },
    { type: 'ActionSet', actions: [change], spacing: 'Small' },
  ];
}

/** The card with the customer that it is for: in its first line, and in whatever is pressed or searched in it. */
export function drawCardFor(drawnFor: DrawnFor | undefined, card: Card): Card {
  if (drawnFor === undefined) return card;
  const stamped = stamp(card, drawnFor.id) as Card;
  return { ...stamped, body: [...customerItems(drawnFor), ...((stamped.body ?? []) as unknown[])] };
}

/** The customer that a card, or what holds one, was drawn for. */
export function customerOfCard(node: unknown): string | undefined {
  if (Array.isArray(node)) {
    for (const item of node) {
      const found = customerOfCard(item);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof node !== 'object' || node === null) return undefined;
  const { type, data } = node as { type?: unknown; data?: { [DRAWN_FOR]?: unknown } };
  const isAction = type === 'Action.Execute' || type === 'Action.Submit';
  const drawnFor = isAction ? data?.[DRAWN_FOR] : undefined;
  if (typeof drawnFor === 'string') return drawnFor;
  return customerOfCard(Object.values(node));
}
