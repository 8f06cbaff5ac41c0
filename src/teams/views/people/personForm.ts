import { CONTACT_PROPERTIES } from '../../../domain/contactProperties.ts';
import { PERSON_RULES } from '../../../domain/personRules.ts';
import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import {
  bindApprovalWords,
  bindButton,
  bindDeliveryChoices,
  bindErrors,
  bindGroupChoices,
  bindLicenseField,
  bindLocations,
  bindNoChoice,
  bindTarget,
  labelReason,
  withLeftOff,
} from '../parts.ts';
import { bindPicker } from '../presets/presetPicker.ts';

const FIELDS = [
  'givenName',
  'surname',
  'displayName',
  'userName',
  'domain',
  'usageLocation',
  'signIn',
  'licenses',
  'groups',
  'manager',
  'recipients',
  'delivery',
  'reason',
];

/** Those that may be left for later. */
const LATER = [
  'displayName',
  'userName',
  'domain',
  'usageLocation',
  'signIn',
  'manager',
  'delivery',
  'reason',
];

export const bindPersonForm: Binder<'personForm'> = (view) => {
  const { values, target } = view;
  const contact = CONTACT_PROPERTIES.filter((field) => view.fields.includes(field));
  const shows = (field: string): boolean => view.fields.includes(field);
  return {
    ...bindTarget(target),
    ...bindApprovalWords(view),
    reasonLabel: labelReason(view),
    customer: cut(view.customer, LIMITS.value),
    errors: bindErrors(withLeftOff(target.errors, view), [...FIELDS, ...contact]),
    values: {
      givenName: values.givenName,
      surname: values.surname,
      displayName: values.displayName,
      userName: values.userName,
      domain: values.domain,
      usageLocation: values.usageLocation,
      signIn: values.signIn,
      licenses: values.licenses.join(','),
      groups: view.groups.map(({ id }) => id).join(','),
      manager: values.manager ?? '',
      recipients: values.recipients,
      delivery: values.delivery ?? 'password',
      reason: values.reason,
    },
    domains: view.domains.map(({ id }) => ({ title: cut(`@${id}`, LIMITS.choice), value: id })),
    locations: [
      ...bindNoChoice('No location', values.usageLocation !== ''),
      ...bindLocations(view.locations),
    ],
    // The names, licenses and recipients always show.
    shows: Object.fromEntries(LATER.map((field) => [field, shows(field)])),
    locationsWhole: shows('usageLocation') && view.locationsCut !== true,
    locationsCut: shows('usageLocation') && view.locationsCut === true,
    ...bindLicenseField(
      view,
      view.licenses.map((license) => ({ license, needs: 1, short: license.left < 1 })),
    ),
    preset: bindPicker(view.preset),
    offersGroups: shows('groups') && view.offersGroups,
    groupsForbidden: shows('groups') && view.groupsForbidden !== undefined,
    groupsForbiddenText: cut(view.groupsForbidden ?? '', LIMITS.sentence * 2),
    groups: bindGroupChoices(view.groups),
    deliveries: bindDeliveryChoices(view.deliveries),
    userNameExample: view.userNameExample,
    nameLine:
      view.userPrincipalName === undefined
        ? `The user name will be made from the name, like ${cut(view.userNameExample, LIMITS.value)}.`
        : `User name: ${cut(view.userPrincipalName, LIMITS.value)}`,
    toggle: bindButton(view.toggleMore),
    contact: contact.map((id) => ({
      id,
      label: PERSON_RULES[id].label,
      value: values.contact[id] ?? '',
      hasError: target.errors[id] !== undefined,
      error: `▲ ${target.errors[id] ?? ''}`,
    })),
  };
};
