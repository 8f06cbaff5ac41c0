import { sayInZone } from '../../domain/time/zonedTime.ts';
import type { AskedTime, RequestRecord } from '../../service/ports/requests.ts';
import { sayTime } from '../times.ts';
import { LEAVE_WORDS } from './words.ts';

const SAYS = LEAVE_WORDS.planned;

/** When the plan was to start whose place another takes. */
export function sayReplaced({ startsAt, zone }: NonNullable<AskedTime['insteadOf']>): string {
  return sayInZone(startsAt, zone);
}

/**
 * `2026-12-31 17:00 (Europe/Berlin), planned by Omar Haddad`, or that it waits for approval; of a deletion what it is, and in
 * the reader's own zone.
 */
export function sayPlan({ asked, requestedBy, state }: RequestRecord): string {
  const { task, startsAt, zone = 'UTC' } = asked;
  // Nobody chose the hour of a deletion, so that it is no hour of a zone.
  const when =
    startsAt === undefined
      ? SAYS.onceApproved
      : task === 'delete'
        ? SAYS.deletedOn(sayTime(startsAt))
        : sayInZone(startsAt, zone);
  return state === 'waiting' ? SAYS.waits(when, requestedBy.name) : SAYS.by(when, requestedBy.name);
}
