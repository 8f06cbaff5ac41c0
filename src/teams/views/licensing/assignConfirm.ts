import { count, cut, describeSeats } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindApprovalWords, bindButton, bindLines, bindTarget } from '../parts.ts';

export const bindAssignConfirm: Binder<'assignConfirm'> = (view) => {
  const hidden = view.people - view.names.length;
  return {
    ...bindTarget(view.target),
    ...bindApprovalWords(view),
    people: count(view.people, 'person', 'people'),
    customer: cut(view.customer, LIMITS.value),
    names: `${view.names.map((name) => cut(name, LIMITS.value)).join(', ')}${hidden > 0 ? ` and ${hidden} more` : ''}`,
    hasUnchanged: view.unchanged > 0,
    unchanged: `${count(view.unchanged, 'person needs', 'people need')} no change.`,
    give: view.give.map(({ license, needs, short }) => ({
      name: cut(license.name, LIMITS.value),
      left: `for ${count(needs, 'person', 'people')} · ${describeSeats(license, needs)}${short ? ' ⚠' : ''}`,
    })),
    take: view.take.map((name) => ({ name: cut(name, LIMITS.value) })),
    costs: bindLines(view.cost === undefined ? [] : [`${view.cost}.`]),
    services: view.services.map(({ license, off }) => ({
      name: cut(license, LIMITS.value),
      off: off.length === 0 ? 'all services on' : `off: ${cut(off.join(', '), LIMITS.sentence)}`,
    })),
    hasLocation: view.locationName !== '',
    location: cut(view.locationName, LIMITS.value),
    notes: bindLines(view.notes.slice(0, LIMITS.items)),
    hasReason: view.reason !== '',
    reason: cut(view.reason, LIMITS.sentence),
    back: bindButton(view.back),
  };
};
