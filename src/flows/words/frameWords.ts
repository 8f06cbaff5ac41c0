import type { Platform } from '../../domain/terms.ts';

const CHATS: Readonly<Record<Platform, string>> = { slack: 'Slack', teams: 'Teams' };

/** What is said around every conversation: to strangers, about errors, and at forms and buttons that are no longer good. */
export const FRAME_WORDS = {
  /** Something that is no error of ours. */
  failed: {
    title: 'Something went wrong inside Rollcall.',
    text: 'If you were creating people, what was already started goes on and its message will say how it ended.',
    next: 'Try once more. If it happens again, give this reference to the person who runs Rollcall.',
  },
  file: (name: string) => `File: ${name}`,
  whoToAsk: 'the person who runs Rollcall here',
  stranger: {
    title: 'You are not on the list of people who may use Rollcall.',
    id: (id: string) => `Your id here is ${id}.`,
    approver: 'If you are asked to approve something as a manager, it reaches you here from now on.',
    next: (whom: string) => `Ask ${whom} to add you. They would add this line to "people" in policy.json:`,
    /** Stands in that line for what they choose. */
    name: 'Their Name',
  },
  roleMissing: {
    title: (roles: readonly string[]) => `This needs the role ${roles.join(' or ')}.`,
    text: (name: string, roles: readonly string[]) => `You are ${name}, with the role ${roles.join(', ')}.`,
    next: (whom: string) => `Ask ${whom} if you should have it. Type help to see what you can do.`,
  },
  oldButton: {
    message: 'That button belongs to an older version of Rollcall.',
    next: 'Start again: type help to see what there is.',
  },
  tooLong: {
    message: 'Something there is longer than Rollcall reads: at most 10,000 characters.',
    next: 'Nothing was done. Make it shorter, and send it again.',
  },
  badInput: {
    message: 'Something in that form or button was not as it should be.',
    next: 'Nothing was done. Open the form again and repeat it.',
  },
  tooMany: {
    title: 'That was too much at once.',
    text: (most: number) => `I am still working on ${most} things that you asked for, and left the others out.`,
    next: 'Wait for the answers, then ask again for what is missing.',
  },
  notTaken: {
    title: (platform: Platform) => `I have an answer for you, and ${CHATS[platform]} did not take it.`,
    text: 'What you asked for may be done all the same.',
    next: 'Look first if it was a change: type user and the name. Then ask again. If this happens again, tell the person who runs Rollcall.',
  },
  unknownChoice: 'That is none of the choices here. Choose one from the list.',
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
