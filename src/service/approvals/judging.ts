import { approversOf, fallbackOf } from '../../domain/approvalRules.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Actor } from '../../domain/terms.ts';
import { describeStale } from '../drafts/drafts.ts';
import type { RequestRecord } from '../ports/requests.ts';

const NOTHING_DONE = 'Nothing was done.';

/** A request's id that nobody has, or that is another customer's. */
export function describeNoRequest(): RollcallError {
  return new RollcallError('NOT_FOUND', 'This request no longer exists.', {
    done: NOTHING_DONE,
    next: 'Type approvals to see what waits for you.',
  });
}

/** Somebody who was not asked. */
export function describeNotAsked(): RollcallError {
  return new RollcallError('NOT_YOURS', 'You are not among those who may decide this request.', {
    done: NOTHING_DONE,
    next: 'Leave it to those who were asked, or ask the person who runs Rollcall to name you in policy.json.',
  });
}

const CLOSED_WORDS: Readonly<Record<Exclude<RequestRecord['state'], 'waiting'>, string>> = {
  approved: 'was approved already',
  declined: 'was declined already',
  cancelled: 'was canceled by the requester',
  expired: 'has expired: nobody decided in time',
};

/** A request that is over; `by` says whose decision that was. */
export function describeClosed({ state, decisions, begunAt }: RequestRecord): RollcallError {
  if (state === 'approved' && begunAt !== undefined) {
    return new RollcallError('ALREADY_DONE', 'This has begun already.', {
      done: 'Your click changed nothing.',
      next: 'Wait for the message with its results.',
    });
  }
  const name = state === 'approved' || state === 'declined' ? decisions.at(-1)?.name : undefined;
  const words = state === 'waiting' ? 'still waits' : CLOSED_WORDS[state];
  return new RollcallError(
    'ALREADY_DONE',
    `This request ${words}${name === undefined ? '' : ` by ${name}`}.`,
    {
      done: 'Your click changed nothing.',
      next: 'The card shows how it stands.',
    },
  );
}

/** Whether this actor may decide requests of this kind now: by policy id, and as the policy stands today. */
export function mayDecide(policy: Policy, request: RequestRecord, actorId: string): boolean {
  const { requestedBy, customer, approvers } = request;
  if (actorId === requestedBy.actorId || !approvers.includes(actorId)) return false;
  const rule = policy.approvals.find(({ name }) => name === request.rule);
  if (rule === undefined) return false;
  const manager = request.managers?.find(({ id }) => id === actorId);
  const own = policy.people.find(({ id }) => id === requestedBy.actorId)?.teams;
  if (manager !== undefined && rule.by.manager !== undefined) {
    return own !== undefined && manager.objectId.toLowerCase() !== own.toLowerCase();
  }
  const asked = { customer, requester: requestedBy.actorId };
  return [...approversOf(policy, rule, asked), ...fallbackOf(policy, rule, asked)].includes(actorId);
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
  if (actor.id === request.requestedBy.actorId) {
    return new RollcallError('NOT_YOURS', 'You asked for this yourself, so somebody else has to decide it.', {
      done: NOTHING_DONE,
      next: 'You can cancel it from your own message about it.',
    });
  }
  if (!mayDecide(policy, request, actor.id)) return describeNotAsked();
  if (request.state !== 'waiting') return describeClosed(request);
  if (request.expiresAt <= now) return describeClosed({ ...request, state: 'expired' });
  if (request.version !== version) return describeStale();
  if (request.decisions.some((one) => one.by === actor.id && one.version === version)) {
    return new RollcallError('ALREADY_DONE', 'You have approved this already; it waits for somebody else.', {
      done: 'Your click changed nothing.',
      next: 'The card changes when they have decided.',
    });
  }
  return undefined;
}
