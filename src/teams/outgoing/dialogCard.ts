import type { Card } from './bindCard.ts';

/** Teams' dialogs know Action.Submit only: the verb travels in the data. */
export function toDialogCard(card: Card): Card {
  return convert(card) as Card;
}

function convert(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(convert);
  if (typeof node !== 'object' || node === null) return node;
  const { type, verb, ...rest } = node as Record<string, unknown>;
  const converted = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, convert(value)]));
  if (type !== 'Action.Execute') {
    return { ...(type === undefined ? {} : { type }), ...(verb === undefined ? {} : { verb }), ...converted };
  }
  return { type: 'Action.Submit', ...converted, data: { ...(converted.data as object), verb } };
}
