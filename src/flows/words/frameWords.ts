import { listWords } from '../../domain/listWords.ts';
import type { Platform } from '../../domain/terms.ts';

const CHATS: Readonly<Record<Platform, string>> = { slack: 'Slack', teams: 'Teams' };

/** What is said around every conversation: to strangers, about errors, and at forms and buttons that are no longer good. */
export const FRAME_WORDS = {
  back: 'Back',
  /** Something that is no error of ours. */
  failed: {
    title: 'Something went wrong inside Rollcall.',
    text: 'Anything that already started keeps running, and its message will say how it ended.',
    next: 'Try again. If it happens again, give this reference to the person who runs Rollcall.',
  },
  file: (name: string) => `File: ${name}`,
  /** Several files in one message. */
  files: {
    title: (all: number) => `You sent ${all} files. Rollcall is reading one of them:`,
    first: 'the first',
    notRead: (name: string) => `Not read: ${name}`,
    more: (more: number) => `And ${more} more that weren't read.`,
    next: 'Send the others one at a time.',
  },
  whoToAsk: 'the person who runs Rollcall here',
  stranger: {
    title: "You don't have access to Rollcall.",
    id: (id: string) => `Your id here is ${id}.`,
    approver: 'If you need to approve something as a manager, the request will now reach you here.',
    /** Of somebody who has an entry in the policy. */
    named: (name: string) => `You are ${name} in the policy of Rollcall, which gives you no role now.`,
    nextNamed: (whom: string) =>
      `If you should have one, ask ${whom} to look at your entry, and at the groups that give roles.`,
    /** Which groups there are is not for strangers. */
    unread:
      "Rollcall can't read a group whose members may use it, so it can't tell whether you are one of them.",
    next: (whom: string) => `Ask ${whom} to add you. They would add this line to "people" in policy.json:`,
    /** Stands in that line for what they choose. */
    name: 'Their Name',
  },
  roleMissing: {
    title: (roles: readonly string[]) => `You need the ${listWords(roles, 'or')} role for this.`,
    text: (name: string, roles: readonly string[]) =>
      `You are ${name}, with the ${roles.length === 1 ? 'role' : 'roles'} ${listWords(roles, 'and')}.`,
    next: (whom: string) => `If you should have it, ask ${whom}. Type help to see what you can do.`,
  },
  /** Roles that a group would give. */
  withheld: (group: string, roles: readonly string[]) =>
    `The group “${group}” would make you ${listWords(roles, 'and')}, but a Slack group does that only for people whose entry in policy.json has "teams", their object id.`,
  /** Of somebody who has an entry in the policy, or a role by another group. */
  groupUnread: (group: string) =>
    `Rollcall can't read who is in the group ${group} now, so it gives no one a role.`,
  groupGone: (group: string) => `The group ${group} no longer exists, so it gives no one a role.`,
  groupsUnread: (whom: string) => `Try again in a few minutes. If it happens again, tell ${whom}.`,
  /** Of somebody who is refused. */
  olderPolicy:
    'Rollcall is using an older policy file until the newest one is back, which may be why. Nothing that waits for the newest one is lost.',
  oldButton: {
    message: 'That button is from an older version of Rollcall.',
    next: 'Type help to see what you can do.',
  },
  tooLong: {
    message: 'That is too long: Rollcall reads up to 10,000 characters.',
    next: 'Nothing was done. Shorten it and send it again.',
  },
  badInput: {
    message: "Rollcall couldn't read that form or button.",
    next: 'Nothing was done. Open the form and try again.',
  },
  tooMany: {
    title: 'That was too much at once.',
    text: (most: number) => `Rollcall is still working on ${most} of your requests and skipped the rest.`,
    next: 'Wait for the answers, then ask again for anything missing.',
  },
  notTaken: {
    title: (platform: Platform) => `${CHATS[platform]} didn't accept the answer to your request.`,
    text: 'What you asked for may still have been done.',
    next: 'If it was a change, check first: type user and the name. Then ask again. If this happens again, tell the person who runs Rollcall.',
  },
  interrupted: {
    title: (fileName: string | undefined) =>
      fileName === undefined ? 'This was interrupted.' : `The check of ${fileName} was interrupted.`,
    text: 'Rollcall restarted before it could answer. What had already begun goes on by itself.',
    textAnswered: 'Rollcall restarted while it was answering. The answer may be above.',
    next: (fileName: string | undefined) =>
      fileName === undefined
        ? 'If you have no answer, ask again.'
        : 'If you have no answer, send the file again.',
  },
  unknownChoice: "That isn't one of the choices. Choose one from the list.",
  seats: (left: number, total: number) => `${left} of ${total} left`,
  suggest: (message: string, suggestion: string) => `${message} Try ${suggestion}`,
  /** A form that was used: what became of it, and where to look. */
  usedForm: {
    done: 'Nothing more was done.',
    unknown: { message: 'This form was already used.', next: 'Start again.' },
    running: {
      message: (doing: string) => `This form was already used: ${doing}.`,
      next: 'Wait for the message with its results.',
    },
    over: {
      message: (who: string, done: number, total: number, what: string) =>
        `This form was already used for ${who}: ${done} of ${total} ${what}.`,
      next: 'See the message with its results, or start again.',
    },
    waiting: {
      message: 'This form was already used: its request is waiting for approval.',
      next: 'Change or cancel the request in its own message.',
    },
    planned: {
      message: 'This form was already used: what it asked for is planned.',
      next: 'Change or cancel the plan in its own message.',
    },
    approved: {
      message: 'This form was already used: its request was approved.',
      next: 'See the message with its results, or start again.',
    },
  },
};
