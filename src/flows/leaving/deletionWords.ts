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

/** As many of each kind are named one by one; a message has no room for all. */
const MAX_OLDER = 3;

/** Somebody whom something is asked for, by the account's object id. `startsAt`: when it begins; left out: now. */
interface Concerned {
  objectId?: string | undefined;
  startsAt?: number | undefined;
}

/** The deletion of one of them that is to come. */
interface Older {
  displayName: string;
  at: number;
  waits: boolean;
}

function say(all: readonly Older[], isOne: boolean): { what: string[]; more: number } {
  const first = [...all].sort((one, other) => one.at - other.at).slice(0, MAX_OLDER);
  return {
    what: first.map(({ displayName, at, waits }) =>
      SAYS.older(isOne ? undefined : displayName, sayTime(at), waits),
    ),
    more: all.length - first.length,
  };
}

/**
 * What becomes of the deletions that are to come of these people, as sentences: each is compared with when its own person
 * begins, which ends those that are later. `isOnlyOnce`: it is not certain yet that it is carried out. `isSomeFirst`: some
 * are due before, and nothing stops them.
 */
export function tellOlderDeletions(
  deletions: readonly RequestRecord[],
  people: readonly Concerned[],
  isOnlyOnce: boolean,
): { says: string[]; isSomeFirst: boolean } {
  const starts = new Map(people.map(({ objectId = '', startsAt = 0 }) => [objectId, startsAt]));
  const first: Older[] = [];
  const ended: Older[] = [];
  for (const { asked, state } of deletions) {
    for (const { objectId = '', person } of asked.people) {
      const start = starts.get(objectId);
      if (start === undefined) continue;
      const at = asked.startsAt ?? 0;
      const older = { displayName: person.displayName, at, waits: state === 'waiting' };
      (at <= start ? first : ended).push(older);
    }
  }
  const isOne = people.length === 1;
  const says: string[] = [];
  if (ended.length > 0) {
    const { what, more } = say(ended, isOne);
    says.push(SAYS.cancels(what, more, isOnlyOnce));
  }
  if (first.length > 0) {
    const { what, more } = say(first, isOne);
    says.push(SAYS.isFirst(isOne ? undefined : first.length, what, more));
  }
  return { says, isSomeFirst: first.length > 0 };
}

/** What was planned of somebody's deletion once they are offboarded, or why it was not. */
export function sayDue(deletion: NonNullable<RowRecord['deletion']>): string {
  if ('error' in deletion) {
    return SAYS.notPlanned(deletion.error.message, deletion.error.next);
  }
  if (deletion.now !== undefined && deletion.now !== 'toCome') return SAYS.now[deletion.now];
  return SAYS.due(sayTime(deletion.at), deletion.needsApproval === true);
}
