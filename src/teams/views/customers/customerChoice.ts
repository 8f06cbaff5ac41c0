import { cut } from '../../../flows/words.ts';
import { sayCustomer } from '../../outgoing/cardsCustomer.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindErrors, bindTarget } from '../parts.ts';

export const bindCustomerChoice: Binder<'customerChoice'> = (view) => ({
  ...bindTarget(view.target),
  title: view.title,
  hasAbout: view.about !== undefined,
  about: cut(view.about ?? '', LIMITS.value),
  hasProblem: view.problem !== undefined,
  problem: cut(view.problem ?? '', LIMITS.sentence),
  offered: view.offered.map((one) => ({ title: sayCustomer(one), value: one.id })),
  hint: view.hint,
  errors: bindErrors(view.target.errors, ['customer']),
});
