import type { RowRecord } from '../../service/ports/records.ts';
import type { AskedPerson } from '../../service/ports/requests.ts';
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

/** What was planned of somebody's deletion once they are offboarded, or why it was not. */
export function sayDue(deletion: NonNullable<RowRecord['deletion']>): string {
  if ('error' in deletion) {
    return `the deletion could not be planned: ${deletion.error.message} ${deletion.error.next}`;
  }
  return `to be deleted on ${sayTime(deletion.at)}${deletion.needsApproval ? ', if that is approved' : ', unless somebody keeps it'}`;
}
