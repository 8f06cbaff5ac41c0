import type { AuditEntry } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Log } from '../ports/surroundings.ts';

/** Enough to see an attack, too few to fill a disk with it. */
const AUDITED_PER_MINUTE = 60;

/** Writes down a refusal, as long as there are not too many of its kind. */
export type AuditRefusal = (entry: Omit<AuditEntry, 'at' | 'outcome'>) => Promise<void>;

/**
 * Who shares a limit: everybody who proved nothing, for each chat; all strangers; each person of the policy alone, so
 * that no flood of others hides what they tried.
 */
function sharersOf({ actor, customer }: Omit<AuditEntry, 'at' | 'outcome'>): string {
  // Ids of strangers have a colon, and those of the policy have none.
  if (customer !== undefined || !actor.includes(':')) return `known ${actor}`;
  return actor.endsWith(':unknown') ? actor : 'strangers';
}

/**
 * The store of the service, which audits its own refusals of people with such a limit as well: whoever has a button can
 * press it without end.
 */
export function capRefusals<S extends Pick<Store, 'audit'>>(store: S, around: { clock: Clock; log: Log }): S {
  const { clock, log } = around;
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const audit: Store['audit'] = (entry) =>
    entry.outcome === 'refused' ? auditRefusal(entry) : store.audit(entry);
  // Everything else is asked of the store itself.
  return Object.assign(Object.create(store) as S, { audit });
}

/** One for all doors: audits what they refuse, so many a minute. That there were more is in the log. */
export function createRefusalAudit({
  store,
  clock,
  log,
}: {
  store: Pick<Store, 'audit'>;
  clock: Clock;
  log: Log;
}): AuditRefusal {
  let minute = 0;
  const audited = new Map<string, number>();

  return async (entry) => {
    const at = clock.now();
    const now = Math.floor(at / 60_000);
    if (now !== minute) {
      minute = now;
      audited.clear();
    }
    const sharers = sharersOf(entry);
    const count = (audited.get(sharers) ?? 0) + 1;
    audited.set(sharers, count);
    if (count <= AUDITED_PER_MINUTE) await store.audit({ at, outcome: 'refused', ...entry });
    else if (count === AUDITED_PER_MINUTE + 1) log.warn({ what: entry.what }, 'audit.more_refusals');
  };
}
