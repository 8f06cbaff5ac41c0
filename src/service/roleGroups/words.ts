/** Why a group gives nobody a role now, each a sentence; and why nothing is done to somebody whose groups can't be read. */
export const ROLE_GROUP_WORDS = {
  gone: (group: string) => `The group “${group}” no longer exists, so it gives no one a role.`,
  unread: (group: string, why: string) =>
    `Rollcall can't read who is in the group “${group}”, so it gives no one a role now. ${why}`,
  late: (group: string) =>
    `Reading who is in the group “${group}” is taking a long time, so it gives no one a role yet.`,
  noSlack: "Slack isn't set up.",
  /** Of somebody who is to be changed. */
  roleUnknown: {
    message: "Rollcall can't tell which role this person has, because it can't read a group in the policy.",
    done: 'Nothing was changed.',
    next: 'Try again in a few minutes. If it happens again, tell the person who runs Rollcall.',
  },
  /** Of a group that would let people in here. */
  joins: (groups: string) => ({
    message: `Members of ${groups} get a role in Rollcall, so Rollcall doesn't put anyone into it.`,
    done: 'Nothing was done.',
    next: 'Leave that group out, or ask an admin to add them in the Microsoft Entra admin center.',
  }),
};
