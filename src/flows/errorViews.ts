import { RollcallError } from '../domain/errors.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { Actor, Role } from '../domain/terms.ts';
import type { Speaker } from './action.ts';
import type { CustomerRefusal } from './customers/settleCustomer.ts';
import { CUSTOMER_WORDS } from './customers/words.ts';
import type { NoticeView } from './views/parts.ts';
import { FRAME_WORDS } from './words/frameWords.ts';
import { cut } from './words.ts';

const { roleMissing, stranger } = FRAME_WORDS;

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
        ...(error.file === undefined ? [] : [FRAME_WORDS.file(cut(error.file, FILE_LENGTH))]),
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
    title: FRAME_WORDS.failed.title,
    text: [FRAME_WORDS.failed.text],
    next: FRAME_WORDS.failed.next,
    reference,
    buttons: [],
  };
}

function whomToAsk(policy: Policy): string {
  return policy.askForAccess ?? FRAME_WORDS.whoToAsk;
}

/** For somebody the policy does not know: their own id, and the line an admin would add. */
export function showStranger(policy: Policy, speaker: Speaker): NoticeView {
  const entry = {
    id: 'choose-a-short-name',
    name: stranger.name,
    [speaker.platform]: speaker.userId,
    roles: ['helpdesk'],
  };
  return {
    kind: 'notice',
    tone: 'warning',
    title: stranger.title,
    text: [
      stranger.id(speaker.userId),
      ...(speaker.platform === 'teams' && policy.approvals.some(({ by }) => by.manager !== undefined)
        ? [stranger.approver]
        : []),
    ],
    next: stranger.next(whomToAsk(policy)),
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
    title: roleMissing.title(needed.map((role) => ROLE_NAMES[role])),
    text: [
      roleMissing.text(
        actor.name,
        actor.roles.map((role) => ROLE_NAMES[role]),
      ),
    ],
    next: roleMissing.next(whomToAsk(policy)),
    buttons: [],
  };
}

/** For what is for a customer that the actor may not act for, or for none that can be told. Names nobody. */
export function showOtherCustomer(policy: Policy, why: CustomerRefusal): NoticeView {
  const { title, text, next } = CUSTOMER_WORDS.refused[why];
  return { kind: 'notice', tone: 'warning', title, text: [text], next: next(whomToAsk(policy)), buttons: [] };
}
