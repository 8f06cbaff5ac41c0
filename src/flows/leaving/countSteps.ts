import type { LeaveStep } from '../../domain/leaveSteps.ts';
import { stepOf } from '../../service/leaving/peopleOfLeavers.ts';
import type { AskedPerson } from '../../service/ports/requests.ts';
import type { ActLine } from '../views/changing.ts';
import { count } from '../words.ts';
import { STEP_WORDS } from './leaveForm.ts';

/** How many of them each step is for. */
export function countSteps(people: readonly Pick<AskedPerson, 'acts'>[]): ActLine[] {
  return (Object.keys(STEP_WORDS) as LeaveStep[]).flatMap((step) => {
    const of = people.filter(({ acts = [] }) => acts.some((act) => stepOf(act) === step)).length;
    return of === 0 ? [] : [{ label: STEP_WORDS[step], after: count(of, 'person', 'people') }];
  });
}
