import { PERSON_RULES } from '../../../domain/personRules.ts';
import type { PersonProperty } from '../../../domain/terms.ts';
import { JOB_WORDS } from '../../../flows/jobs/words.ts';
import { count, cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import {
  bindApprovalWords,
  bindButton,
  bindLicenses,
  bindLines,
  bindTarget,
  describeLocation,
} from '../parts.ts';

/** Shown in places of their own. */
const SHOWN: readonly PersonProperty[] = [
  'displayName',
  'userPrincipalName',
  'usageLocation',
  'mailNickname',
];

export const bindPersonConfirm: Binder<'personConfirm'> = (view) => {
  const contact = (Object.keys(view.person) as PersonProperty[]).filter((name) => !SHOWN.includes(name));
  return {
    ...bindTarget(view.target),
    ...bindApprovalWords(view),
    customer: cut(view.customer, LIMITS.value),
    displayName: cut(view.person.displayName, LIMITS.value),
    userPrincipalName: view.person.userPrincipalName,
    signIn: view.accountEnabled ? 'allowed' : 'blocked',
    location: describeLocation(view.locationName),
    contact: [
      ...contact.map((name) => ({
        label: PERSON_RULES[name].label,
        value: cut(view.person[name] ?? '', LIMITS.value),
      })),
      ...(view.manager === undefined ? [] : [{ label: 'Manager', value: cut(view.manager, LIMITS.value) }]),
    ],
    licenses: bindLicenses(view.licenses),
    costs: bindLines(view.cost === undefined ? [] : [`${view.cost}.`]),
    noLicenses: view.licenses.length === 0,
    hasGroups: view.groups.length > 0,
    groups: bindLines(view.groups),
    recipients: bindLines(view.recipients),
    mailed: `${JOB_WORDS.delivery.mailed(view.delivery, 1)} to`,
    hasRecipients: view.recipients.length > 0,
    notMailed: bindLines(view.recipients.length > 0 ? [] : [JOB_WORDS.delivery.notMailed(1)]),
    hasReason: view.reason !== '',
    reason: cut(view.reason, LIMITS.sentence),
    warnings: bindLines([
      ...view.lookAlikes
        .slice(0, LIMITS.items)
        .map(
          ({ displayName, userPrincipalName }) =>
            `Someone called ${cut(displayName, LIMITS.value)} already exists: ${userPrincipalName}`,
        ),
      ...view.notes.map(({ message }) => message),
      ...(view.moreNotes === undefined ? [] : [`And ${count(view.moreNotes, 'more note', 'more notes')}.`]),
    ]),
    back: bindButton(view.back),
    instead: (view.instead === undefined ? [] : [view.instead]).map(bindButton),
  };
};
