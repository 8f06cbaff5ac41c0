import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import {
  bindApprovalWords,
  bindButtons,
  bindDeliveryChoices,
  bindErrors,
  bindTarget,
  labelReason,
} from '../parts.ts';

export const bindResetForm: Binder<'resetForm'> = (view) => ({
  ...bindTarget(view.target),
  backs: bindButtons(view.back === undefined ? [] : [view.back]),
  ...bindApprovalWords(view),
  reasonLabel: labelReason(view),
  recipientsLabel: `Send the ${view.userPrincipalName === undefined ? 'passwords' : 'password'} to (up to five addresses, one per line)`,
  what:
    view.userPrincipalName === undefined
      ? 'The old ones stop working right away, and each new one must be changed at the next sign-in.'
      : 'The old one stops working right away, and the new one must be changed at the next sign-in.',
  name: cut(view.displayName, LIMITS.sentence),
  userName: cut(view.userPrincipalName ?? '', LIMITS.sentence),
  customer: cut(view.customer, LIMITS.value),
  errors: bindErrors(view.target.errors, ['recipients', 'delivery', 'reason']),
  values: { ...view.values },
  deliveries: bindDeliveryChoices(view.deliveries),
});
