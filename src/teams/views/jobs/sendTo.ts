import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButton, bindErrors, bindTarget } from '../parts.ts';

export const bindSendTo: Binder<'sendTo'> = (view) => ({
  ...bindTarget(view.target),
  title: cut(view.title, LIMITS.value),
  customer: cut(view.customer, LIMITS.value),
  errors: bindErrors(view.target.errors, ['recipients']),
  values: view.values,
  back: bindButton(view.back),
});
