import { sayInZone } from '../../domain/zonedTime.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import { sayTime } from '../times.ts';

/** What the form says of somebody who is to leave already. */
export const PLANNED =
  'They are to leave on this date already. What you ask for here takes the place of that.';

/** `2026-12-31 17:00 (Europe/Berlin), planned by Omar Haddad`; of a deletion what it is, and in the reader's own zone. */
export function sayPlan({ asked, requestedBy }: Pick<RequestRecord, 'asked' | 'requestedBy'>): string {
  const { task, startsAt = 0, zone = 'UTC' } = asked;
  // Nobody chose its hour, so that it is no hour of a zone.
  const when = task === 'delete' ? `deleted on ${sayTime(startsAt)}` : sayInZone(startsAt, zone);
  return `${when}, planned by ${requestedBy.name}`;
}
