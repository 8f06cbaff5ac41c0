import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { DecisionRecord, RequestRecord } from '../ports/requests.ts';
import type { Approvals } from './approvals.ts';
import type { CarryOut } from './carryOut.ts';
import type { RefuseControlled } from './control/refuseControlled.ts';
import { isApproved } from './coverage.ts';
import { listDecided } from './decisionAudit.ts';
import type { FindLost } from './findLost.ts';
import { checkDecision, describeClosed, describeNoRequest } from './judging.ts';
import { createFindDeparted } from './managers.ts';
import type { ReadState } from './requestState.ts';
import { tellRequester } from './tellRequester.ts';
import { APPROVAL_REFUSALS } from './words.ts';

/** In characters, said at the field: more is a document, and a field of Slack's holds 3,000. */
export const MAX_REASON = 1_500;

/** See {@link Approvals.decide}. */
export function createDecide(
  context: ProvisioningOptions,
  readState: ReadState,
  refuseControlled: RefuseControlled,
  findLost: FindLost,
  dropLost: (requestId: string, lost: ReadonlyMap<string, string>) => Promise<unknown>,
  carryOut: CarryOut,
  changed: (requestId: string) => void,
): Approvals['decide'] {
  const { policy, store, clock } = context;
  const findDeparted = createFindDeparted(context);

  async function refuse(
    actor: Actor,
    requestId: string,
    error: RollcallError,
    request?: RequestRecord,
  ): Promise<never> {
    const detail = { code: error.code, ...(request === undefined ? {} : auditTask(request.asked)) };
    await store.audit(
      byActor(context, actor, { what: 'request.decided', outcome: 'refused', subject: requestId, detail }),
    );
    throw error;
  }

  /** What went since it was asked for: it stays open, so that somebody can buy more, take it away or decline. */
  async function findMissingSeats(request: RequestRecord): Promise<RollcallError | undefined> {
    const [problem] = (await readState(request)).problems;
    if (problem === undefined) return undefined;
    const said = APPROVAL_REFUSALS.decide.noSeats(problem.message, problem.code === 'NO_SEATS');
    return new RollcallError('NO_SEATS', said.message, said);
  }

  return async (actor, requestId, version, decision, reason) => {
    const request = await store.loadRequest(requestId);
    if (request === undefined || request.customer !== actor.customer) {
      return refuse(actor, requestId, describeNoRequest());
    }
    const objection =
      checkDecision(policy, request, actor, version, clock.now()) ??
      (await findDeparted(request, actor)) ??
      (await refuseControlled(request, actor)) ??
      (decision === 'approve' ? await findMissingSeats(request) : undefined);
    if (objection !== undefined) return refuse(actor, requestId, objection, request);

    const said = reason?.trim().slice(0, MAX_REASON) ?? '';
    const now = clock.now();
    const own: DecisionRecord = {
      by: actor.id,
      name: actor.name,
      platform: actor.platform,
      ...(actor.where === undefined ? {} : { where: actor.where }),
      decision,
      ...(said === '' ? {} : { reason: said }),
      version,
      hash: request.hash,
      at: now,
    };
    const before = decision === 'approve' ? await findLost(request) : new Map<string, string>();
    let lost: RollcallError | undefined;
    const withDecision = (fresh: RequestRecord): RequestRecord | undefined => {
      lost = checkDecision(policy, fresh, actor, version, now);
      if (lost !== undefined || fresh.hash !== own.hash) return undefined;
      const known = fresh.notCounted ?? [];
      const news = [...before.values()].filter((why) => !known.includes(why));
      const next = {
        ...fresh,
        decisions: [...fresh.decisions, own],
        ...(news.length === 0 ? {} : { notCounted: [...known, ...news] }),
      };
      if (decision === 'decline') return tellRequester({ ...next, state: 'declined', closedAt: now });
      return isApproved(policy, next, before) ? { ...next, state: 'approved', closedAt: now } : next;
    };
    const decided = await store.updateRequest(requestId, withDecision, (next) =>
      listDecided(next, (decision) => decision.by === own.by && decision.version === version),
    );
    if (decided === undefined) return refuse(actor, requestId, lost ?? describeClosed(request), request);
    // Those who are left may be too few: the fallback is asked too.
    if (decided.state === 'waiting' && before.size > 0) await dropLost(requestId, before);
    changed(requestId);
    if (decided.state === 'approved') await carryOut(requestId);
    return readState((await store.loadRequest(requestId)) ?? decided);
  };
}
