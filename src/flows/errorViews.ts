import { RollcallError } from '../domain/errors.ts';
import { findHuman, type Human, type Policy } from '../domain/policy/policy.ts';
import { type RoleGroup, readUnnamed } from '../domain/policy/roleGroups.ts';
import { callGroup, listWithheld, mayCount } from '../domain/policy/withGroups.ts';
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

/** Whoever asks is not told to ask themselves. */
export function whomToAsk({ askForAccess }: Policy, name?: string): string {
  return askForAccess === undefined || askForAccess === name ? FRAME_WORDS.whoToAsk : askForAccess;
}

/** Of many groups the first are enough to know whom to ask. */
const MOST_SENTENCES = 3;

type Known = Pick<FlowContext, 'policy' | 'roleGroups'>;

/**
 * Why groups give this person less than they might: those that can't be read or are gone, and those that need to know more.
 *
 * @param needed any of these would help; left out: any that they don't have
 */
export function explainGroups(
  { policy, roleGroups }: Known,
  speaker: Omit<Speaker, 'workspace'>,
  needed?: readonly Role[],
) {
  const { platform, userId } = speaker;
  const id = idOfSpeaker(policy, speaker);
  const human: Omit<Human, 'name'> = findHuman(policy, platform, userId) ?? {
    ...{ id, roles: [] },
    ...(platform === 'slack' ? { slack: userId } : { teams: userId }),
  };
  const trouble = roleGroups?.listTrouble(id) ?? [];
  const call = (groups: readonly (RoleGroup | undefined)[]): string[] =>
    groups.flatMap((group) => {
      if (group === undefined || !mayCount(policy, human, group)) return [];
      const helps = group.roles.some((role) => needed?.includes(role) ?? !human.roles.includes(role));
      return helps ? [callGroup(policy, group)] : [];
    });
  const member = roleGroups?.memberOf(id);
  const withheld = member === undefined ? [] : listWithheld(policy, human, member);
  const said = withheld.map(({ name, roles }) => FRAME_WORDS.withheld(name, roles));
  return {
    // What Slack or Microsoft 365 said of it is for the log and the doctor.
    unread: call(trouble.map((one) => one.unread)).map(FRAME_WORDS.groupUnread),
    gone: call(trouble.map((one) => one.gone)).map(FRAME_WORDS.groupGone),
    withheld: said.slice(0, MOST_SENTENCES),
  };
}

/** The policy's own entry for somebody, whatever roles it has now. */
export function findEntry(policy: Policy, { platform, userId }: Speaker): Human | undefined {
  const human = findHuman(policy, platform, userId);
  return human === undefined || readUnnamed(human.id) !== undefined ? undefined : human;
}

/** For somebody who has an entry, and no role by it or by a group. */
function showRoleless(known: Known, speaker: Speaker, { name }: Human): NoticeView {
  const { unread, gone, withheld } = explainGroups(known, speaker);
  const whom = whomToAsk(known.policy, name);
  return {
    kind: 'notice',
    tone: 'warning',
    title: stranger.title,
    text: [stranger.named(name), ...[...unread, ...gone].slice(0, MOST_SENTENCES), ...withheld],
    next: unread.length > 0 ? FRAME_WORDS.groupsUnread(whom) : stranger.nextNamed(whom),
    buttons: [],
  };
}

/** For somebody who has no role: what their entry or a group lacks, or their own id and the line an admin would add. */
export function showStranger(known: Known, speaker: Speaker): NoticeView {
  const { policy } = known;
  const named = findEntry(policy, speaker);
  if (named !== undefined) return showRoleless(known, speaker, named);
  const { unread, withheld } = explainGroups(known, speaker);
  const isUnread = unread.length > 0;
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
      ...(isUnread ? [stranger.unread] : []),
      ...withheld,
      stranger.id(speaker.userId),
      ...(speaker.platform === 'teams' && policy.approvals.some(({ by }) => by.manager !== undefined)
        ? [stranger.approver]
        : []),
    ],
    // A line for somebody whom a group lets in may give them less than the group does.
    ...(isUnread
      ? { next: FRAME_WORDS.groupsUnread(whomToAsk(policy)) }
      : { next: stranger.next(whomToAsk(policy)), copy: JSON.stringify(entry) }),
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
  const groups = explainGroups(known, actor, needed);
  const whom = whomToAsk(known.policy, actor.name);
  return {
    kind: 'notice',
    tone: 'warning',
    title: roleMissing.title(needed.map((role) => ROLE_NAMES[role])),
    text: [
      roleMissing.text(
        actor.name,
        actor.roles.map((role) => ROLE_NAMES[role]),
      ),
      ...[...groups.unread, ...groups.gone].slice(0, MOST_SENTENCES),
      ...groups.withheld,
    ],
    next: groups.unread.length > 0 ? FRAME_WORDS.groupsUnread(whom) : roleMissing.next(whom),
    buttons: [],
  };
}

/** For what is for a customer that the actor may not act for, or for none that can be told. Names nobody. */
export function showOtherCustomer(
  policy: Policy,
  { name }: Pick<Actor, 'name'>,
  why: CustomerRefusal,
): NoticeView {
  const { title, text, next } = CUSTOMER_WORDS.refused[why];
  const whom = whomToAsk(policy, name);
  return { kind: 'notice', tone: 'warning', title, text: [text], next: next(whom), buttons: [] };
}
