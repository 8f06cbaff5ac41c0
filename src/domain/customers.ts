import type { CustomerId } from './terms.ts';

/** A customer as people tell it from others. */
export interface CustomerName {
  id: CustomerId;
  name: string;
}

/** Squares and circles of a color: text, so that both chats show the same and a mail could too. */
const MARKS = '🟦 🟩 🟧 🟪 🟥 🟨 🟫 🔵 🟢 🟠 🟣 🔴 🟡 🟤 ⬜ ⬛'.split(' ');

/** FNV-1a, 32 bits: any even spread would do, and this one is the same everywhere. */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/**
 * The mark of each customer. It follows from the id, and where two ids lead to one mark, the customer that stands first in
 * the policy has it: those that are added below never change the marks above.
 */
export function markCustomers(customers: readonly Pick<CustomerName, 'id'>[]): Map<CustomerId, string> {
  const marks = new Map<CustomerId, string>();
  for (const { id } of customers) {
    const first = spread(id) % MARKS.length;
    const inOrder = [...MARKS.slice(first), ...MARKS.slice(0, first)];
    const taken = new Set(marks.values());
    marks.set(id, inOrder.find((mark) => !taken.has(mark)) ?? inOrder[0] ?? '');
  }
  return marks;
}

/** Those of the policy that somebody may act for, in their own order or else the policy's. */
export function customersOf<One extends CustomerName>(
  { customers }: { customers: readonly One[] },
  { customers: limits }: { customers?: readonly CustomerId[] | undefined },
): One[] {
  if (limits === undefined) return [...customers];
  return limits.flatMap((wanted) => customers.find(({ id }) => id === wanted) ?? []);
}
