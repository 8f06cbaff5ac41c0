import { sayInZone } from '../../domain/zonedTime.ts';
import type { RowRecord } from '../../service/ports/records.ts';
import type { AskedPerson, RequestRecord } from '../../service/ports/requests.ts';
import { sayTime } from '../times.ts';
import { LEAVE_WORDS } from './words.ts';

const SAYS = LEAVE_WORDS.deletion;

/** What an offboarding that is asked for says of the deletion, as a line; none where nobody is deleted. */
export function sayDeletion(people: readonly Pick<AskedPerson, 'leaving'>[]): string[] {
  const days = people.find(({ leaving }) => leaving?.deleteAfterDays !== undefined)?.leaving?.deleteAfterDays;
  return days === undefined ? [] : [SAYS.line(SAYS.after(days))];
}

/** As many are named one by one; a message has no room for all. */
const MAX_OLDER = 3;

/**
 * What an offboarding that begins at `startsAt` (left out: now) does to the deletions that are to come of its people, as
 * sentences. `isOnlyOnce`: it is not certain yet that it is carried out.
 */
export function sayOlderDeletions(
  deletions: readonly RequestRecord[],
  startsAt: number | undefined,
  isOnlyOnce: boolean,
): string[] {
  if (deletions.length > MAX_OLDER) {
    return [SAYS.cancels(SAYS.plannedForSome(deletions.length), isOnlyOnce)];
  }
  return deletions.map(({ asked }) => {
    const { startsAt: at = 0, zone = 'UTC' } = asked;
    const planned = SAYS.plannedFor(sayInZone(at, zone));
    if (startsAt !== undefined && at <= startsAt) {
      return SAYS.isBefore(planned);
    }
    return SAYS.cancels(planned, isOnlyOnce);
  });
}

/** What was planned of somebody's deletion once they are offboarded, or why it was not. */
export function sayDue(deletion: NonNullable<RowRecord['deletion']>): string {
  if ('error' in deletion) {
    return SAYS.notPlanned(deletion.error.message, deletion.error.next);
  }
  if (deletion.now !== undefined && deletion.now !== 'toCome') return SAYS.now[deletion.now];
  return SAYS.due(sayTime(deletion.at), deletion.needsApproval === true);
}
