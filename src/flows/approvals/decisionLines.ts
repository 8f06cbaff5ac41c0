import type { RequestState } from '../../service/approvals/approvals.ts';
import type { ChangeRecord } from '../../service/ports/requests.ts';
import { sayTime } from '../times.ts';
import type { ApprovalLine } from '../views/approval.ts';
import { count } from '../words.ts';

function sayWhere(platform: 'slack' | 'teams', at: number): string {
  return `in ${platform === 'slack' ? 'Slack' : 'Teams'}, ${sayTime(at)}`;
}

/** Names that a line has room for. */
const MAX_NAMES = 10;

/** `before` is how many people it was for until then. */
function sayChange({ people, licenses }: ChangeRecord, before: number): string {
  const parts = [
    ...(licenses > 0 ? [`${count(licenses, 'license', 'licenses')} taken away`] : []),
    ...(people > 0 ? [`${people} of ${count(before, 'person', 'people')} left out`] : []),
  ];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function nameLeftOut({ leftOut = [] }: ChangeRecord): { reason?: string } {
  if (leftOut.length === 0) return {};
  const names = leftOut.slice(0, MAX_NAMES).map(({ displayName }) => displayName);
  const more = leftOut.length - names.length;
  return { reason: `${names.join(', ')}${more > 0 ? `, and ${more} more` : ''}` };
}

/** Decisions, changes and notes in the order in which they came. What was decided before a change does not count any more. */
export function decisionsOf({ request }: RequestState): ApprovalLine[] {
  const decisions = request.decisions.map(({ name, decision, platform, reason, version, at }) => {
    const isVoid = version < request.version;
    return {
      icon: isVoid ? '➖' : decision === 'approve' ? '✅' : '⛔',
      name,
      did: `${decision === 'approve' ? 'approved' : 'declined'} ${sayWhere(platform, at)}${isVoid ? ', before it was changed' : ''}`,
      ...(reason === undefined ? {} : { reason }),
      at,
    };
  });
  const made = request.changes ?? [];
  const changes = made.map((change, index) => {
    const since = made.slice(index).reduce((sum, { people }) => sum + people, 0);
    return {
      icon: '✏️',
      name: change.name,
      did: `changed it ${sayWhere(change.platform, change.at)}${sayChange(change, request.asked.people.length + since)}`,
      ...nameLeftOut(change),
      at: change.at,
    };
  });
  const notes = (request.notes ?? []).map(({ name, platform, text, at }) => ({
    icon: '💬',
    name,
    did: `wrote ${sayWhere(platform, at)}`,
    reason: text,
    at,
  }));
  return [...changes, ...decisions, ...notes]
    .sort((one, other) => one.at - other.at)
    .map(({ at: _when, ...line }) => line);
}
