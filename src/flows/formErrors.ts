import { RollcallError } from '../domain/errors.ts';
import type { Reply } from './reply.ts';
import type { FieldErrors } from './views/parts.ts';
import type { View } from './views.ts';

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
