import type { Audited, ProvisioningOptions } from '../../context.ts';

const keyOf = ({ what, subject = '' }: Pick<Audited, 'what' | 'subject'>): string => `${what} ${subject}`;

/**
 * The entries of a job that was taken up again which the audit does not have yet: a crash can lose a row whose entry was
 * written, and what is found done then is not done a second time. What failed was tried again, and is told again.
 */
export async function listUnwritten(
  { store }: Pick<ProvisioningOptions, 'store'>,
  jobId: string,
  entries: readonly Audited[],
): Promise<readonly Audited[]> {
  const subjects = entries.flatMap(({ outcome, subject }) => (outcome === 'done' ? (subject ?? []) : []));
  if (subjects.length === 0) return entries;
  const limit = Number.MAX_SAFE_INTEGER;
  const known = await store.readAudit({ subjects, mentions: [jobId], limit });
  const written = new Set(known.flatMap((entry) => (entry.outcome === 'done' ? keyOf(entry) : [])));
  return entries.filter((entry) => entry.outcome !== 'done' || !written.has(keyOf(entry)));
}
