import { listWords } from '../../domain/listWords.ts';

/** Of many groups the first are enough to know where to look. */
const MOST_NAMED = 3;

const TRY_AGAIN = 'Try again in a few minutes. If it happens again, tell the person who runs Rollcall.';

/** Why a group gives nobody a role now, each a sentence; and why nothing is done to somebody whose groups can't be read. */
export const ROLE_GROUP_WORDS = {
  gone: (group: string) => `The group “${group}” no longer exists, so it gives no one a role.`,
  unread: (group: string, why: string) =>
    `Rollcall can't read who is in the group “${group}”, so it gives no one a role now. ${why}`,
  late: (group: string) =>
    `Reading who is in the group “${group}” is taking a long time, so it gives no one a role yet.`,
  noSlack: "Slack isn't set up.",
  /** Of somebody who is to be changed. */
  roleUnknown: (groups: readonly string[]) => ({
    message: `Rollcall can't tell which role this person has, because ${cannotRead(groups)}.`,
    done: 'Nothing was changed.',
    next: TRY_AGAIN,
  }),
  /** Of somebody who asked for something, approved it, or started it. */
  mayUnknown: (name: string, groups: readonly string[]) => ({
    message: `Rollcall can't tell whether ${name} has the role for this, because ${cannotRead(groups)}.`,
    done: 'Nothing was done.',
    next: TRY_AGAIN,
  }),
  /** Of a rule whose approvers may be in groups that can't be read. */
  approversUnknown: (rule: string, groups: readonly string[]) => ({
    message: `This needs approval ("${rule}"), but ${cannotRead(groups)}, so it can't ask enough people.`,
    next: TRY_AGAIN,
  }),
  cannotRead,
  /** Of a group that would let people in here. */
  joins: (groups: string) => ({
    message: `Members of ${groups} get a role in Rollcall, so Rollcall doesn't put anyone into it.`,
    done: 'Nothing was done.',
    next: 'Leave that group out, or ask an admin to add them in the Microsoft Entra admin center.',
  }),
};

/** A part of a sentence. */
function cannotRead(groups: readonly string[]): string {
  if (groups.length === 0) return "Rollcall can't read a group that gives people their role";
  const named = groups.slice(0, MOST_NAMED).map((name) => `“${name}”`);
  const more = groups.length > MOST_NAMED ? [`${groups.length - MOST_NAMED} more`] : [];
  const [noun, names] = [groups.length === 1 ? 'group' : 'groups', listWords([...named, ...more], 'and')];
  return `Rollcall can't read who is in the ${noun} ${names}`;
}
