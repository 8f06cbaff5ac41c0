import { count, cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import {
  bindApprovalWords,
  bindErrors,
  bindLicenseField,
  bindLocations,
  bindNoChoice,
  bindTarget,
  labelReason,
  withLeftOff,
} from '../parts.ts';

const FIELDS = ['licenses', 'remove', 'servicesOff', 'usageLocation', 'reason'];

export const bindAssignForm: Binder<'assignForm'> = (view) => ({
  ...bindTarget(view.target),
  ...bindApprovalWords(view),
  reasonLabel: labelReason(view),
  who: cut(view.who, LIMITS.value),
  people: view.people > 1 ? `  (${count(view.people, 'person', 'people')})` : '',
  customer: cut(view.customer, LIMITS.value),
  errors: bindErrors(withLeftOff(view.target.errors, view), FIELDS),
  values: {
    licenses: view.values.licenses.join(','),
    remove: view.values.remove.join(','),
    servicesOff: view.services
      .map(({ value }) => value)
      .filter((value) => view.values.servicesOff.includes(value))
      .join(','),
    usageLocation: view.values.usageLocation,
    reason: view.values.reason,
  },
  ...bindLicenseField(view, view.licenses),
  hasHeld: view.held.length > 0,
  held: view.held.map(({ value, name }) => ({ title: cut(name, LIMITS.choice), value })),
  servicesLabel: view.isForOne ? 'Services that are off' : 'Services to turn off (others stay as they are)',
  services: [
    ...bindNoChoice('None: all on', view.values.servicesOff.length > 0),
    ...view.services.map(({ value, name, license }) => ({
      title: cut(`${name} — ${license}`, LIMITS.choice),
      value,
    })),
  ],
  needsLocation: view.locations.length > 0,
  locations: bindLocations(view.locations),
});
