import type { Act, PersonState } from './acts.ts';

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
