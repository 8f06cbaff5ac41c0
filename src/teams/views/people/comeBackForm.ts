import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindErrors, bindLines, bindTarget, labelReason } from '../parts.ts';

export const bindComeBackForm: Binder<'comeBackForm'> = (view) => {
  const choicesOf = (choices: typeof view.groupChoices) =>
    choices.map(({ value, text }) => ({ title: cut(text, LIMITS.choice), value }));
  return {
    ...bindTarget(view.target),
    name: cut(view.displayName, LIMITS.value),
    userName: cut(view.userPrincipalName, LIMITS.value),
    customer: cut(view.customer, LIMITS.value),
    deleted: view.deletedOn === undefined ? '' : `  ·  deleted on ${view.deletedOn}`,
    notes: bindLines(view.notes.slice(0, LIMITS.items)),
    errors: bindErrors(view.target.errors, ['licenses', 'groups', 'signIn', 'reason']),
    hasLicenses: view.licenseChoices.length > 0,
    licenseChoices: choicesOf(view.licenseChoices),
    licenses: view.licenses.join(','),
    hasGroups: view.groupChoices.length > 0,
    groupChoices: choicesOf(view.groupChoices),
    groups: view.groups.join(','),
    signIn: view.signIn,
    reasonLabel: labelReason({}),
    reason: view.reason,
  };
};
