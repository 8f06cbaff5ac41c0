import { RollcallError } from '../domain/errors.ts';
import type { Policy } from '../domain/policy.ts';
import type { Actor, Role } from '../domain/terms.ts';
import type { Speaker } from './action.ts';
import type { NoticeView } from './views/parts.ts';
import { cut } from './words.ts';

/** Enough to tell a file from the others that were sent with it. */
const FILE_LENGTH = 80;

/** Any error as a notice. What is not ours is shown without its words: they may hold anything. */
export function showError(error: unknown, reference: string): NoticeView {
  if (error instanceof RollcallError) {
    return {
      kind: 'notice',
      tone: 'error',
      title: error.message,
      text: [
        ...(error.file === undefined ? [] : [`File: ${cut(error.file, FILE_LENGTH)}`]),
        ...(error.done === undefined ? [] : [error.done]),
      ],
      next: error.next,
      reference,
      buttons: [],
    };
  }
  return {
    kind: 'notice',
    tone: 'error',
    title: 'Something went wrong inside Rollcall.',
    text: [
      'If you were creating people, what was already started goes on and its message will say how it ended.',
    ],
    next: 'Try once more. If it happens again, give this reference to the person who runs Rollcall.',
    reference,
    buttons: [],
  };
}

function whomToAsk(policy: Policy): string {
  return policy.askForAccess ?? 'the person who runs Rollcall here';
}

/** For somebody the policy does not know: their own id, and the line an admin would add. */
export function showStranger(policy: Policy, speaker: Speaker): NoticeView {
  const entry = {
    id: 'choose-a-short-name',
    name: 'Their Name',
    [speaker.platform]: speaker.userId,
    roles: ['helpdesk'],
  };
  return {
    kind: 'notice',
    tone: 'warning',
    title: 'You are not on the list of people who may use Rollcall.',
    text: [
      `Your id here is ${speaker.userId}.`,
      ...(speaker.platform === 'teams' && policy.approvals.some(({ by }) => by.manager !== undefined)
        ? ['If you are asked to approve something as a manager, it reaches you here from now on.']
        : []),
    ],
    next: `Ask ${whomToAsk(policy)} to add you. They would add this line to "people" in policy.json:`,
    copy: JSON.stringify(entry),
    buttons: [],
  };
}

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  helpdesk: 'helpdesk',
  admin: 'admin',
  approver: 'approver',
  auditor: 'auditor',
};

/** For somebody whose roles do not allow this. */
export function showRefusal(policy: Policy, actor: Actor, needed: readonly Role[]): NoticeView {
  return {
    kind: 'notice',
    tone: 'warning',
    title: `This needs the role ${needed.map((role) => ROLE_NAMES[role]).join(' or ')}.`,
    text: [`You are ${actor.name}, with the role ${actor.roles.map((role) => ROLE_NAMES[role]).join(', ')}.`],
    next: `Ask ${whomToAsk(policy)} if you should have it. Type help to see what you can do.`,
    buttons: [],
  };
}
