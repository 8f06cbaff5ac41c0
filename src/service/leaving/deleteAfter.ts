import { type LeaveChoice, MAX_DELETE_DAYS } from '../../domain/leaveSteps.ts';
import type { Problem } from '../../domain/terms.ts';
import type { LeaveValues } from './leaveDraft.ts';
import { LEAVING_WORDS } from './words.ts';

/** What the form's `30` or `30 days` says, or what is wrong with it. */
export function readDeleteAfter({ deleteAfter = '', steps }: Pick<LeaveValues, 'deleteAfter' | 'steps'>): {
  choice: Pick<LeaveChoice, 'deleteAfterDays'>;
  problems: Problem[];
} {
  const typed = deleteAfter.trim();
  if (typed === '') return { choice: {}, problems: [] };
  const refuse = (message: string) => ({
    choice: {},
    problems: [
      {
        property: 'deleteAfter' as const,
        value: deleteAfter,
        code: 'VALUE_INVALID',
        severity: 'error' as const,
        message,
      },
    ],
  });
  const days = Number(/^(\d{1,4})(?:\s*days?)?$/i.exec(typed)?.[1]);
  if (!(days >= 1 && days <= MAX_DELETE_DAYS)) {
    return refuse(LEAVING_WORDS.form.days(MAX_DELETE_DAYS));
  }
  if (!steps.includes('block')) {
    return refuse(LEAVING_WORDS.form.needsBlock);
  }
  return { choice: { deleteAfterDays: days }, problems: [] };
}
