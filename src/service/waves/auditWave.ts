import type { CustomerId } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { AuditEntry } from '../ports/records.ts';

/** One customer's part of what is audited. */
interface AuditedPart {
  customer: CustomerId;
  /** Left out where nobody was counted. */
  people?: number;
}

/**
 * Audits what was done with a file for several customers: an entry in each customer's history, with its own part alone, so that
 * each says who did it, and none that there are others.
 */
export async function auditWave(
  { store }: Pick<ProvisioningOptions, 'store'>,
  parts: readonly AuditedPart[],
  entry: AuditEntry,
): Promise<void> {
  for (const { customer, people } of parts) {
    const detail = { ...entry.detail, ...(people === undefined ? {} : { people }) };
    await store.audit({ ...entry, customer, ...(Object.keys(detail).length === 0 ? {} : { detail }) });
  }
}
