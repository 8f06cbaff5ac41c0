import type { CustomerId } from '../../domain/terms.ts';
import type { AuditEntry } from '../ports/records.ts';

/** One customer's part of what is audited. */
interface AuditedPart {
  customer: CustomerId;
  /** Left out where nobody was counted. */
  people?: number;
}

/**
 * What is audited of something that was done with a file for several customers: an entry in each customer's history, with its
 * own part alone, so that each says who did it, and none that there are others.
 */
export function listEntries(parts: readonly AuditedPart[], entry: AuditEntry): AuditEntry[] {
  return parts.map(({ customer, people }) => {
    const detail = { ...entry.detail, ...(people === undefined ? {} : { people }) };
    return { ...entry, customer, ...(Object.keys(detail).length === 0 ? {} : { detail }) };
  });
}
