import { RollcallError } from '../domain/errors.ts';
import type { Problem } from '../domain/terms.ts';
import type { Reply } from './reply.ts';
import type { FieldErrors } from './views/parts.ts';
import type { View } from './views.ts';
import { FRAME_WORDS } from './words/frameWords.ts';

/** Where a problem is shown: the field id for its property. */
function fieldOf(property: Problem['property']): string {
  if (property === 'userPrincipalName' || property === 'mailNickname') return 'userName';
  if (property === 'accountEnabled') return 'signIn';
  if (property === 'file') return '';
  return property;
}

/** Problems that stop, keyed by field; several at one field are joined. */
export function toFieldErrors(problems: readonly Problem[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    if (problem.severity !== 'error') continue;
    const field = fieldOf(problem.property);
    const sentence =
      problem.suggestion === undefined
        ? problem.message
        : FRAME_WORDS.suggest(problem.message, problem.suggestion);
    errors[field] = errors[field] === undefined ? sentence : `${errors[field]} ${sentence}`;
  }
  return errors;
}

/**
 * Runs the checks behind a form. When they cannot be made (the directory is down, say) the same form comes back
 * with every value kept and the reason at its top, instead of an error that takes the form away.
 */
export async function keepingForm(
  check: () => Promise<Reply>,
  show: (errors: FieldErrors) => View,
): Promise<Reply> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    const errors = { '': `${error.message} ${error.next}` };
    return { type: 'fieldErrors', errors, form: show(errors) };
  }
}
