import type { AuditEntry } from '../service/ports/records.ts';
import type { AuditFilter } from '../service/ports/store.ts';

/** Every word that names somebody or something in an entry, in lower case: `job_…` and each of `a@contoso.com b@contoso.com`. */
export function namesIn({ actor, subject = '', detail = {} }: AuditEntry): string[] {
  const names = [actor.toLowerCase(), subject.toLowerCase()];
  for (const value of Object.values(detail)) {
    if (typeof value === 'string') names.push(...value.toLowerCase().split(/\s+/));
  }
  return names;
}

/** Whether an entry is asked for. */
export function matchEntry(entry: AuditEntry, filter: Omit<AuditFilter, 'limit'>): boolean {
  const { actors, subject, subjects, customer, orNone, about, mentions } = filter;
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter;
  if (entry.at < from || entry.at >= to) return false;
  if (actors !== undefined && !actors.includes(entry.actor)) return false;
  if (subject !== undefined && entry.subject !== subject) return false;
  if (subjects !== undefined && !subjects.includes(entry.subject ?? '')) return false;
  if (customer !== undefined && entry.customer !== customer && !(orNone && entry.customer === undefined)) {
    return false;
  }
  if (mentions !== undefined) {
    const wanted = new Set(mentions.map((name) => name.toLowerCase()));
    if (!namesIn(entry).some((one) => wanted.has(one))) return false;
  }
  if (about === undefined) return true;
  const name = about.toLowerCase();
  // People say the part before the @, too.
  return namesIn(entry).some((one) => one === name || one.startsWith(`${name}@`));
}
