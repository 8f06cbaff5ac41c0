import { sayInZone } from '../../domain/zonedTime.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import { sayTime } from '../times.ts';
import { LEAVE_WORDS } from './words.ts';

const SAYS = LEAVE_WORDS.planned;

/** `2026-12-31 17:00 (Europe/Berlin), planned by Omar Haddad`; of a deletion what it is, and in the reader's own zone. */
export function sayPlan({ asked, requestedBy }: Pick<RequestRecord, 'asked' | 'requestedBy'>): string {
  const { task, startsAt = 0, zone = 'UTC' } = asked;
  // Nobody chose its hour, so that it is no hour of a zone.
  const when = task === 'delete' ? SAYS.deletedOn(sayTime(startsAt)) : sayInZone(startsAt, zone);
  return SAYS.by(when, requestedBy.name);
}
