import { count, cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';
import {
  bindApprovalWords,
  bindDeliveryChoices,
  bindErrors,
  bindGroupChoices,
  bindLicenseChoices,
  bindLocations,
  bindNoChoice,
  bindTarget,
  labelReason,
  withLeftOff,
} from './parts.ts';
import { bindPicker } from './presetPicker.ts';

const FIELDS = ['signIn', 'usageLocation', 'licenses', 'groups', 'recipients', 'delivery', 'reason'];

export const bindSetupForm: Binder<'setupForm'> = (view) => ({
  ...bindTarget(view.target),
  ...bindApprovalWords(view),
  reasonLabel: labelReason(view),
  people: count(view.people, 'person', 'people'),
  fileName: cut(view.fileName, LIMITS.value),
  customer: cut(view.customer, LIMITS.value),
  errors: bindErrors(withLeftOff(view.target.errors, view), FIELDS),
  values: {
    ...view.values,
    licenses: view.values.licenses.join(','),
    groups: view.groups.map(({ id }) => id).join(','),
  },
  locations: [
    ...bindNoChoice('No location', view.values.usageLocation !== ''),
    ...bindLocations(view.locations),
  ],
  hasLicenses: view.licenses.length > 0,
  noLicenses: view.licenses.length === 0,
  licenses: bindLicenseChoices(view.licenses, view.licenseApprovals),
  preset: bindPicker(view.preset),
  offersGroups: view.offersGroups,
  groups: bindGroupChoices(view.groups),
  deliveries: bindDeliveryChoices(view.deliveries),
});
