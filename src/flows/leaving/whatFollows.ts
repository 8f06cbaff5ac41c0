import type { LeaveStep } from '../../domain/leaveSteps.ts';
import type { ActLine } from '../views/changing.ts';
import { LEAVE_WORDS } from './words.ts';

const SAYS = LEAVE_WORDS.confirm;

/** Steps that take away what somebody has when they are done, which may be other things than now. */
function listTakenThen(steps: readonly LeaveStep[]): ('groups' | 'licenses')[] {
  return (['groups', 'licenses'] as const).filter((step) => steps.includes(step));
}

/** What an offboarding that starts later says of the time until then, as sentences. */
export function sayLater(steps: readonly LeaveStep[]): string[] {
  const taken = listTakenThen(steps).map((step) => SAYS.later.taken[step]);
  return [
    SAYS.later.checked,
    ...(taken.length === 0 ? [] : [SAYS.later.removed(taken)]),
    SAYS.later.untilThen,
  ];
}

/** Chosen steps for which there is nothing to do today, but may be when an offboarding starts later. */
export function listOnlyThen(steps: readonly LeaveStep[], today: readonly LeaveStep[]): ActLine[] {
  return listTakenThen(steps)
    .filter((step) => !today.includes(step))
    .map((step) => ({ label: LEAVE_WORDS.steps[step], after: SAYS.later.onlyThen }));
}

/** What can be put back afterwards, and what cannot of the steps that there is something to do for. */
export function sayKept(steps: readonly LeaveStep[], isOne: boolean): string {
  const gone = (['password', 'methods'] as const).filter((step) => steps.includes(step));
  return [
    isOne ? SAYS.kept : SAYS.eachKept,
    ...(gone.length === 0 ? [] : [SAYS.notKept(gone, isOne)]),
    ...(steps.includes('reply') ? [SAYS.replyStays] : []),
  ].join(' ');
}
