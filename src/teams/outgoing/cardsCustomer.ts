import type { DrawnFor } from '../../flows/views/parts.ts';
import { cut } from '../../flows/words.ts';
import type { Card } from './bindCard.ts';
import { LIMITS } from './limits.ts';

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
    return { ...inner, data: { ...(inner.data as object | undefined), customer } };
  }
  if (inner.type === 'Data.Query')
    return { ...inner, dataset: joinCustomer(String(inner.dataset), customer) };
  return inner;
}

/** The card with the customer that it is for: in its first line, and in whatever is pressed or searched in it. */
export function drawCardFor(drawnFor: DrawnFor | undefined, card: Card): Card {
  if (drawnFor === undefined) return card;
  const line = {
    type: 'RichTextBlock',
    inlines: [
      { type: 'TextRun', text: `${drawnFor.mark} ${cut(drawnFor.name, LIMITS.value)}`, weight: 'Bolder' },
    ],
  };
  const stamped = stamp(card, drawnFor.id) as Card;
  return { ...stamped, body: [line, ...((stamped.body ?? []) as unknown[])] };
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
  const { type, data } = node as { type?: unknown; data?: { customer?: unknown } };
  const isAction = type === 'Action.Execute' || type === 'Action.Submit';
  if (isAction && typeof data?.customer === 'string') return data.customer;
  return customerOfCard(Object.values(node));
}
