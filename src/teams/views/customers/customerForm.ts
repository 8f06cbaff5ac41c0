import type { Binder } from '../binder.ts';
import { bindErrors, bindTarget } from '../parts.ts';

export const bindCustomerForm: Binder<'customerForm'> = (view) => ({
  ...bindTarget(view.target),
  errors: bindErrors(view.target.errors, ['customerName', 'tenant']),
  values: view.values,
  note: view.note,
});
