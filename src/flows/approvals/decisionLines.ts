import type { RequestState } from '../../service/approvals/approvals.ts';
import type { ChangeRecord } from '../../service/ports/requests.ts';
import { sayTime } from '../times.ts';
import type { ApprovalLine } from '../views/approval.ts';
import { APPROVAL_WORDS } from './words.ts';

const { line: SAYS } = APPROVAL_WORDS;

/** Names that a line has room for. */
const MAX_NAMES = 10;

function nameLeftOut({ leftOut = [] }: ChangeRecord): { reason?: string } {
  if (leftOut.length === 0) return {};
  const names = leftOut.slice(0, MAX_NAMES).map(({ displayName }) => displayName);
  return { reason: SAYS.leftOut(names, leftOut.length - names.length) };
}

/** Decisions, changes and notes in the order in which they came. What was decided before a change does not count any more. */
export function decisionsOf({ request }: RequestState): ApprovalLine[] {
  const decisions = request.decisions.map(({ name, decision, platform, reason, version, at }) => {
    const isVoid = version < request.version;
    return {
      icon: isVoid ? '➖' : decision === 'approve' ? '✅' : '⛔',
      name,
      did: SAYS.decided(decision, SAYS.where(platform, sayTime(at)), isVoid),
      ...(reason === undefined ? {} : { reason }),
      at,
    };
  });
  const made = request.changes ?? [];
  const changes = made.map((change, index) => {
    const { licenses, people, platform, at } = change;
    const since = made.slice(index).reduce((sum, one) => sum + one.people, 0);
    const before = request.asked.people.length + since;
    return {
      icon: '✏️',
      name: change.name,
      did: SAYS.changed(SAYS.where(platform, sayTime(at)), { licenses, people, before }),
      ...nameLeftOut(change),
      at,
    };
  });
  const notes = (request.notes ?? []).map(({ name, platform, text, at }) => ({
    icon: '💬',
    name,
    did: SAYS.wrote(SAYS.where(platform, sayTime(at))),
    reason: text,
    at,
  }));
  return [...changes, ...decisions, ...notes]
    .sort((one, other) => one.at - other.at)
    .map(({ at: _when, ...line }) => line);
}
