import type { CustomerId } from '../../domain/terms.ts';
import type { AuditEntry } from '../ports/records.ts';

/** What is done about which customers there are. */
const OF_CUSTOMERS = 'customer.';

/**
 * An entry as somebody reads it who acts for only these customers; undefined for one that is about another. Entries of before
 * stand in a customer's history although they name others: each customer that was added, and all of a file for several.
 */
export function hideOthers(entry: AuditEntry, theirs: readonly CustomerId[]): AuditEntry | undefined {
  const { what, subject = '', detail } = entry;
  if (what.startsWith(OF_CUSTOMERS) && !theirs.includes(subject)) return undefined;
  if (typeof detail?.customers !== 'string') return entry;
  const named = detail.customers.split(' ').filter((id) => id !== '');
  if (named.every((id) => theirs.includes(id))) return entry;
  // It counts everybody, of all customers.
  const { people: _all, ...rest } = detail;
  const customers = named.filter((id) => theirs.includes(id)).join(' ');
  return { ...entry, detail: { ...rest, customers } };
}
