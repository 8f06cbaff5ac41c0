import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import {
  bindApprovalWords,
  bindButtons,
  bindErrors,
  bindLocations,
  bindTarget,
  labelReason,
} from '../parts.ts';

export const bindEditForm: Binder<'editForm'> = (view) => {
  const { errors } = view.target;
  return {
    ...bindTarget(view.target),
    backs: bindButtons(view.back === undefined ? [] : [view.back]),
    ...bindApprovalWords(view),
    reasonLabel: labelReason(view),
    name: cut(view.displayName, LIMITS.sentence),
    userName: cut(view.userPrincipalName, LIMITS.sentence),
    customer: cut(view.customer, LIMITS.value),
    errors: bindErrors(errors, [...view.texts.map(({ id }) => id), 'signIn', 'signOut', 'reason']),
    texts: view.texts.map(({ id, label, value, hint, locations, locationsCut }) => ({
      id,
      label: hint === undefined ? label : `${label} (${hint.replace(/\.$/, '')})`,
      value,
      isText: locations === undefined,
      isWhole: locations !== undefined && locationsCut !== true,
      isCut: locationsCut === true,
      locations: bindLocations(locations ?? []),
      hasError: errors[id] !== undefined,
      error: `▲ ${cut(errors[id] ?? '', 400)}`,
    })),
    signIn: view.signIn,
    signOut: view.signOut,
    reason: view.reason,
  };
};
