import { cut } from '../../flows/words.ts';
import { LIMITS } from '../limits.ts';
import type { Binder } from './binder.ts';
import { bindErrors, bindTarget } from './parts.ts';

export const bindPersonSearch: Binder<'personSearch'> = (view) => ({
  ...bindTarget(view.target),
  customer: cut(view.customer, LIMITS.value),
  query: cut(view.query, LIMITS.sentence),
  errors: bindErrors(view.target.errors, ['person']),
});
