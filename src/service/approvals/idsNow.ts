import type { Policy } from '../../domain/policy/policy.ts';
import { idNow } from '../../domain/policy/roleGroups.ts';
import type { RequestRecord } from '../ports/requests.ts';

/**
 * A request with the ids that everybody in it has by now: to judge it by the policy of today, and to show it. What is kept
 * stays as it was asked and approved, which its hash ties together.
 */
export function withIdsNow(policy: Pick<Policy, 'people'>, request: RequestRecord): RequestRecord {
  const { requestedBy, approvers, managers, decisions, notes, copies } = request;
  const now = (id: string): string => idNow(policy, id);
  const madeBy = <One extends { by: string }>(one: One): One => ({ ...one, by: now(one.by) });
  return {
    ...request,
    requestedBy: { ...requestedBy, actorId: now(requestedBy.actorId) },
    approvers: [...new Set(approvers.map(now))],
    ...(managers === undefined ? {} : { managers: managers.map((one) => ({ ...one, id: now(one.id) })) }),
    decisions: decisions.map(madeBy),
    ...(notes === undefined ? {} : { notes: notes.map(madeBy) }),
    copies: copies.map((copy) => ({ ...copy, to: now(copy.to) })),
  };
}
