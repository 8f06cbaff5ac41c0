import type { LeaveStep } from '../../domain/leaveSteps.ts';
import { stepOf } from '../../service/leaving/peopleOfLeavers.ts';
import type { AskedPerson } from '../../service/ports/requests.ts';
import type { ActLine } from '../views/changing.ts';
import { LEAVE_WORDS } from './words.ts';

/** How many of them each step is for. */
export function countSteps(people: readonly Pick<AskedPerson, 'acts'>[]): ActLine[] {
  return (Object.keys(LEAVE_WORDS.steps) as LeaveStep[]).flatMap((step) => {
    const of = people.filter(({ acts = [] }) => acts.some((act) => stepOf(act) === step)).length;
    return of === 0 ? [] : [{ label: LEAVE_WORDS.steps[step], after: LEAVE_WORDS.people(of) }];
  });
}
