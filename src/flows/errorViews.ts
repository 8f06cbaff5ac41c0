import { RollcallError } from '../domain/errors.ts';
import { findHuman, type Policy } from '../domain/policy/policy.ts';
import { listWithheld } from '../domain/policy/withGroups.ts';
import type { Actor, Role } from '../domain/terms.ts';
import type { Speaker } from './action.ts';
import type { FlowContext } from './context.ts';
import type { CustomerRefusal } from './customers/settleCustomer.ts';
import { CUSTOMER_WORDS } from './customers/words.ts';
import type { NoticeView } from './views/parts.ts';
import { idOfSpeaker } from './who.ts';
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

/** Of many groups the first are enough to know whom to ask. */
const MOST_SENTENCES = 3;

type Known = Pick<FlowContext, 'policy' | 'roleGroups'>;

/** Why groups give this person less than they might: those that can't be read, and those that need to know more. */
function explainGroups(
  { policy, roleGroups }: Known,
  speaker: Omit<Speaker, 'workspace'>,
): { unread: string[]; all: string[] } {
  const id = idOfSpeaker(policy, speaker);
  const unread = (roleGroups?.listTrouble(id) ?? []).slice(0, MOST_SENTENCES);
  const member = roleGroups?.memberOf(id);
  const human = findHuman(policy, speaker.platform, speaker.userId);
  const withheld = member === undefined ? [] : listWithheld(policy, human ?? {}, member);
  const said = withheld.map(({ name, roles }) => FRAME_WORDS.withheld(name, roles));
  return { unread, all: [...unread, ...said.slice(0, MOST_SENTENCES)] };
}

/** For somebody who has no role: their own id, and the line an admin would add. */
export function showStranger(known: Known, speaker: Speaker): NoticeView {
  const { policy } = known;
  const groups = explainGroups(known, speaker);
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
      ...groups.all,
      stranger.id(speaker.userId),
      ...(speaker.platform === 'teams' && policy.approvals.some(({ by }) => by.manager !== undefined)
        ? [stranger.approver]
        : []),
    ],
    next: `${groups.unread.length > 0 ? `${FRAME_WORDS.groupsUnread} ` : ''}${stranger.next(whomToAsk(policy))}`,
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
export function showRefusal(known: Known, actor: Actor, needed: readonly Role[]): NoticeView {
  const groups = explainGroups(known, actor);
  return {
    kind: 'notice',
    tone: 'warning',
    title: roleMissing.title(needed.map((role) => ROLE_NAMES[role])),
    text: [
      roleMissing.text(
        actor.name,
        actor.roles.map((role) => ROLE_NAMES[role]),
      ),
      ...groups.all,
    ],
    next: `${groups.unread.length > 0 ? `${FRAME_WORDS.groupsUnread} ` : ''}${roleMissing.next(whomToAsk(known.policy))}`,
    buttons: [],
  };
}

/** For what is for a customer that the actor may not act for, or for none that can be told. Names nobody. */
export function showOtherCustomer(policy: Policy, why: CustomerRefusal): NoticeView {
  const { title, text, next } = CUSTOMER_WORDS.refused[why];
  return { kind: 'notice', tone: 'warning', title, text: [text], next: next(whomToAsk(policy)), buttons: [] };
}
