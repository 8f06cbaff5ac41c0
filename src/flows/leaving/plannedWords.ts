import { sayInZone } from '../../domain/zonedTime.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';

/** What the form says of somebody who is to leave already. */
export const PLANNED =
  'They are to leave on this date already. What you ask for here takes the place of that.';

/** `2026-12-31 17:00 (Europe/Berlin), planned by Omar Haddad`; of a deletion with what it is. */
export function sayPlan({ asked, requestedBy }: Pick<RequestRecord, 'asked' | 'requestedBy'>): string {
  const what = asked.task === 'delete' ? 'deleted on ' : '';
  return `${what}${sayInZone(asked.startsAt ?? 0, asked.zone ?? 'UTC')}, planned by ${requestedBy.name}`;
}
