import { cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';
import { bindButton, bindErrors, bindTarget } from './parts.ts';

export const bindDeclineForm: Binder<'declineForm'> = (view) => ({
  ...bindTarget(view.target),
  subject: view.subject,
  requestedBy: cut(view.requestedBy, LIMITS.value),
  customer: cut(view.customer, LIMITS.value),
  errors: bindErrors(view.target.errors, ['reason']),
  back: bindButton(view.back),
});
