import type { AuditEntry } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/surroundings.ts';

/** Enough to see an attack, too few to fill a disk with it. */
const AUDITED_PER_MINUTE = 60;

/** Audits what a door refuses of anybody at all, so many a minute; the log has every one. */
export function createRefusalAudit({
  store,
  clock,
}: {
  store: Pick<Store, 'audit'>;
  clock: Clock;
}): (entry: Omit<AuditEntry, 'at' | 'outcome'>) => Promise<void> {
  let minute = 0;
  let audited = 0;

  return async (entry) => {
    const at = clock.now();
    const now = Math.floor(at / 60_000);
    if (now !== minute) {
      minute = now;
      audited = 0;
    }
    audited += 1;
    if (audited <= AUDITED_PER_MINUTE) await store.audit({ at, outcome: 'refused', ...entry });
  };
}
