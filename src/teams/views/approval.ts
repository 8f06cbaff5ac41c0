import { cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';
import { bindButtons, bindLines, bindWhen, TONES } from './parts.ts';

export const bindApproval: Binder<'approval'> = (view) => ({
  heading: `${TONES[view.tone].icon} ${view.heading}`,
  color: TONES[view.tone].color,
  notes: bindLines(view.note === undefined ? [] : [view.note]),
  requestedBy: cut(view.requestedBy, LIMITS.value),
  does: view.does,
  who: cut(view.who, LIMITS.value),
  customer: cut(view.customer, LIMITS.value),
  files: bindLines(view.fileName === undefined ? [] : [view.fileName]),
  ...bindWhen(view),
  persons: view.people.map(({ displayName, userPrincipalName, manager }) => ({
    displayName: cut(displayName, LIMITS.value),
    userPrincipalName: cut(userPrincipalName, LIMITS.sentence),
    manager: manager === undefined ? '' : `, manager ${cut(manager, LIMITS.sentence)}`,
  })),
  hasMore: view.more > 0,
  more: `and ${view.more} more`,
  hasLicenses: view.licenses.length > 0,
  licenses: view.licenses
    .slice(0, LIMITS.items)
    .map(({ name, seats }) => ({ name: cut(name, LIMITS.value), seats })),
  acts: bindLines([...view.acts, ...(view.moreActs === undefined ? [] : [`and ${view.moreActs} more`])]),
  costs: bindLines(view.cost === undefined ? [] : [`${view.cost}.`]),
  groups: bindLines(
    view.groups.length === 0 ? [] : [view.groups.map((name) => cut(name, LIMITS.value)).join(', ')],
  ),
  reasons: bindLines(view.reason === undefined ? [] : [view.reason]),
  decisions: view.decisions.slice(-LIMITS.items).map(({ icon, name, did, reason }) => ({
    icon,
    name: cut(name, LIMITS.value),
    did,
    reason: reason === undefined ? '' : `: ${cut(reason, LIMITS.sentence * 2)}`,
  })),
  problems: bindLines(view.problem === undefined ? [] : [view.problem.message, view.problem.next]),
  waits: view.until !== undefined,
  until: `Waits ${view.until ?? ''}. Asked: `,
  approvers: cut(view.approvers.join(', '), LIMITS.sentence),
  buttons: bindButtons(view.buttons),
});
