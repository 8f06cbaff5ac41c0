import { cut, describeHeld, describePlans, SIGN_IN_WORDS } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindActions } from '../parts.ts';

function bindNames(names: readonly string[], more: number): string {
  const shown = names.slice(0, LIMITS.rows).map((name) => cut(name, LIMITS.value));
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export const bindPersonCard: Binder<'personCard'> = (view) => ({
  customer: cut(view.customer, LIMITS.value),
  name: cut(view.displayName, LIMITS.sentence),
  userName: cut(view.userPrincipalName, LIMITS.sentence),
  signIn: SIGN_IN_WORDS[view.signIn],
  facts: view.facts.map(({ label, value }) => ({ label, value: cut(value, LIMITS.sentence) })),
  licenses: view.licenses.slice(0, LIMITS.rows).map((license) => ({
    name: cut(license.name, LIMITS.value),
    rest: describeHeld(license) === '' ? '' : `  ${describeHeld(license)}`,
  })),
  noLicense: view.licenses.length === 0,
  hasPlans: view.plans !== undefined,
  plans: (view.plans ?? []).slice(0, LIMITS.rows).map(({ license, plans }) => ({
    license: cut(license, LIMITS.value),
    services: cut(describePlans(plans), LIMITS.sentence * 2),
  })),
  hasRoles: view.adminRoles.length > 0,
  roles: bindNames(view.adminRoles, view.adminRoles.length - LIMITS.rows),
  hasGroups: view.groups.length > 0,
  groups: bindNames(view.groups, view.moreGroups),
  hasCreatedHere: view.createdHere !== undefined,
  createdHere: cut(view.createdHere ?? '', LIMITS.sentence),
  ...bindActions(view.buttons),
});
