import { sayInZone } from '../../domain/time/zonedTime.ts';
import { isPutOff } from '../../service/approvals/waiting/putOff.ts';
import type { AskedTime, RequestRecord } from '../../service/ports/requests.ts';
import { sayTime } from '../times.ts';
import { LEAVE_WORDS } from './words.ts';

const SAYS = LEAVE_WORDS.planned;

/** When the plan was to start whose place another takes. */
export function sayReplaced({ startsAt, zone }: NonNullable<AskedTime['insteadOf']>): string {
  return sayInZone(startsAt, zone);
}

/**
 * `2026-12-31 17:00 (Europe/Berlin), planned by Omar Haddad`, or that it waits for approval, and why it hasn't started since; of a deletion what it is, and in
 * the reader's own zone.
 */
export function sayPlan(request: RequestRecord): string {
  const { asked, requestedBy, state } = request;
  const { task, startsAt, zone = 'UTC' } = asked;
  // Nobody chose the hour of a deletion, so that it is no hour of a zone.
  const when =
    startsAt === undefined
      ? SAYS.atOnce(state === 'waiting')
      : task === 'delete'
        ? SAYS.deletedOn(sayTime(startsAt))
        : sayInZone(startsAt, zone);
  if (state === 'waiting') return SAYS.waits(when, requestedBy.name);
  const said = SAYS.by(when, requestedBy.name);
  return isPutOff(request) ? SAYS.putOff(said, request.waits.why) : said;
}
