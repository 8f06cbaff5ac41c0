import type { RowRecord } from '../../service/ports/records.ts';

/** How the person of a row is called now: by the names that the job gave them, once that is done. */
export function personNow({
  person: { displayName, userPrincipalName },
  acts = [],
}: Pick<RowRecord, 'person' | 'acts'>): { displayName: string; userPrincipalName: string } {
  const now = { displayName, userPrincipalName };
  for (const { act, state } of acts) {
    if (state !== 'done') continue;
    if (act.kind === 'rename') now.userPrincipalName = act.userPrincipalName;
    if (act.kind === 'fields' && act.set.displayName !== undefined) now.displayName = act.set.displayName;
  }
  return now;
}
