import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButton, bindErrors, bindLicenseChoices, bindTarget } from '../parts.ts';

export const bindChangeForm: Binder<'changeForm'> = (view) => ({
  ...bindTarget(view.target),
  subject: cut(view.subject, LIMITS.sentence),
  requestedBy: cut(view.requestedBy, LIMITS.value),
  customer: cut(view.customer, LIMITS.value),
  effect: view.effect,
  errors: bindErrors(view.target.errors, []),
  hasLicenses: view.licenses.length > 0,
  licenses: bindLicenseChoices(view.licenses),
  hasPeople: view.people.length > 0,
  typesPeople: view.typed !== undefined,
  typed: view.typed ?? '',
  people: view.people.map(({ displayName, userPrincipalName }) => ({
    title: cut(`${displayName} — ${userPrincipalName}`, LIMITS.choice),
    value: userPrincipalName,
  })),
  back: bindButton(view.back),
});
