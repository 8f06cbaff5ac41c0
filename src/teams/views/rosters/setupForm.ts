import { count, cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import {
  bindApprovalWords,
  bindDeliveryChoices,
  bindErrors,
  bindGroupChoices,
  bindLicenseField,
  bindLines,
  bindLocations,
  bindNoChoice,
  bindTarget,
  labelReason,
  withLeftOff,
} from '../parts.ts';
import { bindPicker } from '../presets/presetPicker.ts';

const FIELDS = ['signIn', 'usageLocation', 'licenses', 'groups', 'recipients', 'delivery', 'reason'];

export const bindSetupForm: Binder<'setupForm'> = (view) => ({
  ...bindTarget(view.target),
  ...bindApprovalWords(view),
  alsoFor: bindLines(view.alsoFor === undefined ? [] : [view.alsoFor]),
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
  ...bindLicenseField(view, view.licenses),
  preset: bindPicker(view.preset),
  offersGroups: view.offersGroups,
  groupsForbidden: view.groupsForbidden !== undefined,
  groupsForbiddenText: cut(view.groupsForbidden ?? '', LIMITS.sentence * 2),
  groups: bindGroupChoices(view.groups),
  deliveries: bindDeliveryChoices(view.deliveries),
});
