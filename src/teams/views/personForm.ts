import { CONTACT_PROPERTIES } from '../../domain/contactProperties.ts';
import { PERSON_RULES } from '../../domain/personRules.ts';
import { cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';
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
} from './parts.ts';
import { bindPicker } from './presetPicker.ts';

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
  'recipients',
  'delivery',
  'reason',
];

export const bindPersonForm: Binder<'personForm'> = (view) => {
  const { values, target } = view;
  const contact = view.showContact ? CONTACT_PROPERTIES : [];
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
      recipients: values.recipients,
      delivery: values.delivery ?? 'password',
      reason: values.reason,
    },
    domains: view.domains.map(({ id }) => ({ title: cut(`@${id}`, LIMITS.choice), value: id })),
    locations: [
      ...bindNoChoice('No location', values.usageLocation !== ''),
      ...bindLocations(view.locations),
    ],
    locationsWhole: view.locationsCut !== true,
    locationsCut: view.locationsCut === true,
    ...bindLicenseField(
      view,
      view.licenses.map((license) => ({ license, needs: 1, short: license.left < 1 })),
    ),
    preset: bindPicker(view.preset),
    offersGroups: view.offersGroups,
    groupsForbidden: view.groupsForbidden !== undefined,
    groupsForbiddenText: cut(view.groupsForbidden ?? '', LIMITS.sentence * 2),
    groups: bindGroupChoices(view.groups),
    deliveries: bindDeliveryChoices(view.deliveries),
    userNameExample: view.userNameExample,
    toggle: bindButton(view.toggleContact),
    contact: contact.map((id) => ({
      id,
      label: PERSON_RULES[id].label,
      value: values.contact[id] ?? '',
      hasError: target.errors[id] !== undefined,
      error: `▲ ${target.errors[id] ?? ''}`,
    })),
  };
};
