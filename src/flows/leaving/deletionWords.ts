import { sayInZone } from '../../domain/zonedTime.ts';
import type { RowRecord } from '../../service/ports/records.ts';
import type { AskedPerson, RequestRecord } from '../../service/ports/requests.ts';
import { sayTime } from '../times.ts';
import { count } from '../words.ts';

/** What follows from it. */
export const DELETED_LATER =
  'Before it is deleted you are reminded, and anybody who could cancel this can keep it. It is deleted only while sign-in is blocked; after that an admin can restore it for 30 days.';

/** `deleted 30 days after that, unless somebody keeps it`. */
export function sayDeleteAfter(days: number): string {
  return `deleted ${count(days, 'day', 'days')} after that, unless somebody keeps it`;
}

/** What an offboarding that is asked for says of the deletion, as a line; none where nobody is deleted. */
export function sayDeletion(people: readonly Pick<AskedPerson, 'leaving'>[]): string[] {
  const days = people.find(({ leaving }) => leaving?.deleteAfterDays !== undefined)?.leaving?.deleteAfterDays;
  return days === undefined ? [] : [`Account: ${sayDeleteAfter(days)}`];
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
    const which = `the ${deletions.length} deletions planned for these people`;
    return [
      `${isOnlyOnce ? 'Once this is carried out, it cancels' : 'This cancels'} ${which} that come after it.`,
    ];
  }
  return deletions.map(({ asked }) => {
    const { startsAt: at = 0, zone = 'UTC' } = asked;
    const planned = `the deletion planned for ${sayInZone(at, zone)}`;
    if (startsAt !== undefined && at <= startsAt) {
      return `The account is deleted before that: ${planned} is not canceled by this. To stop it, type offboard and cancel it there.`;
    }
    return isOnlyOnce ? `Once this is carried out, it cancels ${planned}.` : `This cancels ${planned}.`;
  });
}

/** What was planned of somebody's deletion once they are offboarded, or why it was not. */
export function sayDue(deletion: NonNullable<RowRecord['deletion']>): string {
  if ('error' in deletion) {
    return `the deletion could not be planned: ${deletion.error.message} ${deletion.error.next}`;
  }
  return `to be deleted on ${sayTime(deletion.at)}${deletion.needsApproval ? ', if that is approved' : ', unless somebody keeps it'}`;
}
