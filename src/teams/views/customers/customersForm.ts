import { count, cut } from '../../../flows/words.ts';
import { sayCustomer } from '../../outgoing/cardsCustomer.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindErrors, bindTarget } from '../parts.ts';

export const bindCustomersForm: Binder<'customersForm'> = (view) => ({
  ...bindTarget(view.target),
  people: count(view.people, 'person', 'people'),
  fileName: cut(view.fileName, LIMITS.value),
  offered: view.offered.map((one) => ({ title: sayCustomer(one), value: one.id })),
  chosen: view.chosen.join(','),
  hint: view.hint,
  errors: bindErrors(view.target.errors, ['customers']),
});
