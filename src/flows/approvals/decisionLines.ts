import type { RequestState } from '../../service/approvals/approvals.ts';
import type { ChangeRecord } from '../../service/ports/requests.ts';
import { sayTime } from '../times.ts';
import type { ApprovalLine } from '../views/approval.ts';
import { count } from '../words.ts';

function sayWhere(platform: 'slack' | 'teams', at: number): string {
  return `in ${platform === 'slack' ? 'Slack' : 'Teams'}, ${sayTime(at)}`;
}

function sayChange({ people, licenses }: ChangeRecord): string {
  const parts = [
    ...(people > 0 ? [`${count(people, 'person', 'people')} left out`] : []),
    ...(licenses > 0 ? [`${count(licenses, 'license', 'licenses')} taken away`] : []),
  ];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
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
  const changes = (request.changes ?? []).map((change) => ({
    icon: '✏️',
    name: change.name,
    did: `changed it ${sayWhere(change.platform, change.at)}${sayChange(change)}`,
    at: change.at,
  }));
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
