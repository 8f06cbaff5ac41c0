import { approversOf, fallbackOf } from '../../domain/approvalRules.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { findAccount, idNow, isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import { describeStale } from '../drafts/drafts.ts';
import type { RequestRecord } from '../ports/requests.ts';
import { withIdsNow } from './idsNow.ts';
import { isOverdue } from './waiting/overdue.ts';
import { APPROVAL_REFUSALS } from './words.ts';

const { decide: SAYS } = APPROVAL_REFUSALS;

/** A request's id that nobody has, or that is another customer's. */
export function describeNoRequest(): RollcallError {
  return new RollcallError('NOT_FOUND', SAYS.gone.message, SAYS.gone);
}

/** Somebody who was not asked. */
export function describeNotAsked(): RollcallError {
  return new RollcallError('NOT_YOURS', SAYS.notAsked.message, { ...SAYS.notAsked, needs: ['approver'] });
}

/** A request that is over; `by` says whose decision that was. */
export function describeClosed(request: RequestRecord): RollcallError {
  const { state, decisions, begunAt, cancelledBy, requestedBy, asked, waits } = request;
  // Of what begins as soon as it is approved, who approved it says more.
  if (state === 'approved' && begunAt !== undefined && (asked.startsAt ?? waits) !== undefined) {
    return new RollcallError('ALREADY_DONE', SAYS.begun.message, SAYS.begun);
  }
  const { message, ...others } = SAYS.closed;
  const by = state === 'cancelled' ? (cancelledBy ?? requestedBy.name) : decisions.at(-1)?.name;
  return new RollcallError('ALREADY_DONE', message[state](by), others);
}

/** Whether this actor may decide requests of this kind now: by policy id, and as the policy stands today. */
export function mayDecide(policy: Policy, request: RequestRecord, actorId: string): boolean {
  const { requestedBy, customer, approvers, managers } = withIdsNow(policy, request);
  const ownId = idNow(policy, actorId);
  if (ownId === requestedBy.actorId || !approvers.includes(ownId)) return false;
  const rule = policy.approvals.find(({ name }) => name === request.rule);
  if (rule === undefined) return false;
  const manager = managers?.find(({ id }) => id === ownId);
  const own = findAccount(policy, requestedBy.actorId);
  if (manager !== undefined && rule.by.manager !== undefined) {
    return own !== undefined && manager.objectId.toLowerCase() !== own.toLowerCase();
  }
  const asked = { customer, requester: requestedBy.actorId };
  return [...approversOf(policy, rule, asked), ...fallbackOf(policy, rule, asked)].includes(ownId);
}

/**
 * Why this click does not count; undefined when it does. Who they are comes first, so that nobody else learns how
 * the request stands.
 */
export function checkDecision(
  policy: Policy,
  request: RequestRecord,
  actor: Actor,
  version: number,
  now: number,
): RollcallError | undefined {
  if (isSamePerson(policy, request.requestedBy.actorId, actor.id)) {
    return new RollcallError('NOT_YOURS', SAYS.own.message, SAYS.own);
  }
  if (!mayDecide(policy, request, actor.id)) return describeNotAsked();
  if (request.state !== 'waiting') return describeClosed(request);
  if (isOverdue(request, now)) return describeClosed({ ...request, state: 'expired' });
  if (request.version !== version) return describeStale();
  if (request.decisions.some((one) => isSamePerson(policy, one.by, actor.id) && one.version === version)) {
    return new RollcallError('ALREADY_DONE', SAYS.twice.message, SAYS.twice);
  }
  return undefined;
}
