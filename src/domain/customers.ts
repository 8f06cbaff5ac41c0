import type { CustomerId } from './terms.ts';

/** A customer as people tell it from others. */
export interface CustomerName {
  id: CustomerId;
  name: string;
}

/**
 * Shapes of a color: text, so that both chats show the same and a mail could too. None that says how something stands, as the
 * green, yellow and red circles do.
 */
const MARKS = '🟦 🟩 🟧 🟪 🟥 🟨 🟫 🔵 🟣 🟤 🔶 🔷 ⬛ ⬜'.split(' ');

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

/** As people type a name: without case, blanks and marks. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

/**
 * The customers that a word of people's may mean beside one above them: what is typed, said in a file or read on a card names
 * one alone. Case, blanks and marks tell no two apart.
 */
export function findAlike(customers: readonly CustomerName[]): { index: number; other: CustomerName }[] {
  const wordsOf = ({ id, name }: CustomerName) => [id, name].map((word) => fold(word) || word);
  return customers.flatMap((one, index) => {
    const words = wordsOf(one);
    const other = customers
      .slice(0, index)
      .find((above) => wordsOf(above).some((word) => words.includes(word)));
    return other === undefined ? [] : [{ index, other }];
  });
}

/** The customers that `@word` may mean: by id, or by the name or how it begins. */
export function findNamed<One extends CustomerName>(customers: readonly One[], word: string): One[] {
  const wanted = fold(word);
  if (wanted === '') return [];
  const exact = customers.filter(({ id, name }) => fold(id) === wanted || fold(name) === wanted);
  return exact.length > 0 ? exact : customers.filter(({ name }) => fold(name).startsWith(wanted));
}

/** The customers whose id or name has this in it, as somebody looks for one in a list. */
export function searchCustomers<One extends CustomerName>(customers: readonly One[], text: string): One[] {
  const exact = findNamed(customers, text);
  if (exact.length === 1) return exact;
  const wanted = fold(text);
  return customers.filter(({ id, name }) => [id, name].some((known) => fold(known).includes(wanted)));
}

/** The customers of this very id, tenant id or name, whatever its case, blanks and marks. */
export function findAllExact<One extends CustomerName & { tenantId?: string | undefined }>(
  customers: readonly One[],
  said: string,
): One[] {
  const wanted = fold(said);
  if (wanted === '') return [];
  return customers.filter((one) =>
    [one.id, one.name, one.tenantId ?? ''].some((known) => fold(known) === wanted),
  );
}

/** The same where there is only one; undefined for none or several. */
export function findExact<One extends CustomerName & { tenantId?: string | undefined }>(
  customers: readonly One[],
  said: string,
): One | undefined {
  const [only, another] = findAllExact(customers, said);
  return another === undefined ? only : undefined;
}

/** Words of the longest name that is looked for behind the sign; nobody calls a customer by more. */
const MOST_WORDS = 12;

/**
 * `@fabrikam Ada` → what stands after the sign, and the rest; the first that there is. `@Tailspin Toys Ada` → as many words
 * as are a customer's whole name, as it stands on cards: of the first list before those of the next.
 */
export function splitMention(
  text: string,
  ...known: readonly (readonly CustomerName[])[]
): { word: string; rest: string } | undefined {
  const words = text.split(/\s+/);
  const at = words.findIndex((word) => /^@[^@]+$/.test(word));
  if (at < 0) return undefined;
  const behind = words.slice(at, at + MOST_WORDS);
  const runs = behind.map((_word, index) =>
    behind
      .slice(0, behind.length - index)
      .join(' ')
      .slice(1),
  );
  const named = known
    .flatMap((customers) => runs.filter((run) => findAllExact(customers, run).length > 0).slice(0, 1))
    .at(0);
  const word = named ?? words[at]?.slice(1) ?? '';
  const taken = word.split(' ').length;
  return { word, rest: words.filter((_word, index) => index < at || index >= at + taken).join(' ') };
}

/** The customer that a conversation belongs to. Teams puts the thread behind the id of the channel. */
export function customerOfChannel<One extends { channels?: readonly string[] | undefined }>(
  customers: readonly One[],
  conversationId: string,
): One | undefined {
  const [channel = ''] = conversationId.split(';');
  return customers.find(({ channels = [] }) => channels.includes(channel));
}
