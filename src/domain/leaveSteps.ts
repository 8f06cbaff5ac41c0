import type { Act, PersonState } from './acts.ts';

/** Microsoft: "automaticRepliesSetting resource type" states no limit; Outlook's own form takes as much. */
export const MAX_REPLY = 2_000;

/** A leaver of whom nobody has asked in a year is deleted by hand; a longer wait is a slip of the keys. Our own number. */
export const MAX_DELETE_DAYS = 365;

/** What can be done to whoever leaves, in the order in which it is done. */
export const LEAVE_STEPS = [
  'block',
  'signOut',
  'password',
  'reply',
  'methods',
  'groups',
  'licenses',
] as const;
export type LeaveStep = (typeof LEAVE_STEPS)[number];

/** What is asked for when somebody leaves, whatever they are in and hold by then. */
export interface LeaveChoice {
  steps: readonly LeaveStep[];
  /** What whoever writes to them is answered. */
  reply: string;
  /** With `{name}` and `{manager}` in it: what `reply` is made of once more when it is set. Left out: somebody wrote it for one person. */
  template?: string;
  /** The account is deleted so many days after that, unless somebody keeps it. Left out: it is not deleted. */
  deleteAfterDays?: number;
}

/**
 * What was chosen for somebody as they are now: an automatic reply names them and their manager as they are called by
 * then. One of which nothing is left, because they have no manager any more, is not set.
 */
export function refreshChoice(
  { displayName, manager }: Pick<PersonState, 'displayName' | 'manager'>,
  choice: LeaveChoice,
): LeaveChoice {
  if (choice.template === undefined) return choice;
  const reply = fillReply(choice.template, displayName, manager?.userPrincipalName);
  if (reply !== '') return { ...choice, reply };
  return { ...choice, steps: choice.steps.filter((step) => step !== 'reply') };
}

/** The chosen steps as acts, as far as there is something to do for somebody who is like this. */
export function listLeaveActs(state: PersonState, { steps, reply }: LeaveChoice): Act[] {
  const groups = (state.groups ?? [])
    .filter(({ closed }) => closed === undefined)
    .map(({ id, displayName }) => ({ id, displayName }));
  const remove = state.held.filter(({ inherited }) => !inherited).map(({ skuId }) => skuId);
  return LEAVE_STEPS.filter((step) => steps.includes(step)).flatMap((step): Act[] => {
    if (step === 'groups') return groups.length === 0 ? [] : [{ kind: 'leaveGroups', groups }];
    if (step === 'licenses') return remove.length === 0 ? [] : [{ kind: 'licenses', add: [], remove }];
    if (step === 'reply') return state.held.length === 0 ? [] : [{ kind: 'reply', text: reply }];
    return [{ kind: step }];
  });
}

/** Steps that a customer's policy names. */
export interface LeavePreset {
  name: string;
  steps: readonly LeaveStep[];
  /** With `{name}` and `{manager}` in it. Left out: {@link USUAL_REPLY}. */
  reply?: string | undefined;
  /** Left out: the account is not deleted. */
  deleteAfterDays?: number | undefined;
}

export const USUAL_REPLY = '{name} no longer works here. Please write to {manager} instead.';

/**
 * A reply for one person: `{name}` and `{manager}` become their name and their manager's user name. Of somebody without
 * a manager each sentence that names one is left out.
 */
export function fillReply(reply: string, displayName: string, manager: string | undefined): string {
  const lines = reply.split('\n').map((line) =>
    manager === undefined && line.includes('{manager}')
      ? line
          .split(/(?<=[.!?。]) +/)
          .filter((sentence) => !sentence.includes('{manager}'))
          .join(' ')
      : line,
  );
  return lines
    .join('\n')
    .trim()
    .replace(/\{name\}|\{manager\}/g, (key) => (key === '{name}' ? displayName : (manager ?? '')));
}
