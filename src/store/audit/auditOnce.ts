import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { Store } from '../../service/ports/store.ts';

/** As `Store.auditOnce`, over an audit that this process alone writes. */
export function createAuditOnce({
  audit,
  readAudit,
}: Pick<Store, 'audit' | 'readAudit'>): Store['auditOnce'] {
  const oneAtATime = createOneAtATime();
  return (entry, isSame) =>
    oneAtATime(entry.subject, async () => {
      const there = await readAudit({ subject: entry.subject, limit: Number.MAX_SAFE_INTEGER });
      if (!there.some(isSame)) await audit(entry);
    });
}
