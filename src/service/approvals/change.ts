import { standInsOf } from '../../domain/approvalRules.ts';
import { RollcallError } from '../../domain/errors.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { describeStale } from '../drafts/drafts.ts';
import type { AuditEntry } from '../ports/records.ts';
import type { ChangeRecord, DecisionRecord, RequestRecord } from '../ports/requests.ts';
import type { Approvals, RequestCut } from './approvals.ts';
import { hashOf } from './asking.ts';
import type { CarryOut } from './carryOut.ts';
import type { RefuseControlled } from './control/refuseControlled.ts';
import { countNeeded, isApproved } from './coverage.ts';
import { checkCut, cutAsked, listAskedLicenses, listLeftOut } from './cutAsked.ts';
import { listDecided } from './decisionAudit.ts';
import { withIdsNow } from './idsNow.ts';
import { checkDecision, describeClosed, describeNoRequest, describeNotAsked, mayDecide } from './judging.ts';
import { createFindDeparted, keepManagers } from './managers.ts';
import { createWithdraw } from './plans/withdraw.ts';
import type { ReadState } from './requestState.ts';
import { auditLeftOut, isPlanned, namesOfLeftOut } from './startableRequests.ts';
import { isOverdue } from './waiting/overdue.ts';
import { APPROVAL_REFUSALS } from './words.ts';

const { change: SAYS } = APPROVAL_REFUSALS;

/** See {@link Approvals.change}. */
export function createChange(
  context: ProvisioningOptions,
  readState: ReadState,
  refuseControlled: RefuseControlled,
  carryOut: CarryOut,
  changed: (requestId: string) => void,
): Approvals['change'] {
  const { policy, store, clock } = context;
  const findDeparted = createFindDeparted(context);
  const withdraw = createWithdraw(context, readState, changed);

  async function refuse(
    actor: Actor,
    requestId: string,
    error: RollcallError,
    request?: RequestRecord,
  ): Promise<never> {
    const detail = { code: error.code, ...(request === undefined ? {} : auditTask(request.asked)) };
    await store.audit(
      byActor(context, actor, { what: 'request.changed', outcome: 'refused', subject: requestId, detail }),
    );
    throw error;
  }

  /** Whoever asked may change what waits; anybody else only as they could decide it. */
  function findRefusal(request: RequestRecord, actor: Actor, version: number): RollcallError | undefined {
    if (!isSamePerson(policy, request.requestedBy.actorId, actor.id)) {
      return checkDecision(policy, request, actor, version, clock.now());
    }
    if (request.state !== 'waiting') return describeClosed(request);
    if (isOverdue(request, clock.now())) return describeClosed({ ...request, state: 'expired' });
    return request.version === version ? undefined : describeStale();
  }

  /** The next version. Approvals of the one before do not count for it; an approver's change is their own approval. */
  function makeNext(request: RequestRecord, actor: Actor, cut: RequestCut): RequestRecord {
    const version = request.version + 1;
    const asked = cutAsked(request.asked, cut, actor.name);
    const at = clock.now();
    const change: ChangeRecord = {
      by: actor.id,
      name: actor.name,
      platform: actor.platform,
      version,
      people: request.asked.people.length - asked.people.length,
      licenses: listAskedLicenses(request.asked).length - listAskedLicenses(asked).length,
      ...namesOfLeftOut(listLeftOut(request.asked, asked)),
      at,
    };
    const managers = keepManagers(withIdsNow(policy, request).managers ?? [], asked.people);
    const rule = policy.approvals.find(({ name }) => name === request.rule);
    const by = { customer: request.customer, requester: request.requestedBy.actorId };
    const next = {
      ...request,
      ...(rule === undefined
        ? {}
        : { needed: countNeeded(rule, managers, asked.people, standInsOf(policy, rule, by)) }),
      ...(request.managers === undefined ? {} : { managers }),
      version,
      asked,
      hash: hashOf({ ...request, version, asked }),
      changes: [...(request.changes ?? []), change],
    };
    // A manager who leaves their own people out has no say in what is left.
    if (!mayDecide(policy, next, actor.id)) return next;
    const own: DecisionRecord = {
      by: actor.id,
      name: actor.name,
      platform: actor.platform,
      ...(actor.where === undefined ? {} : { where: actor.where }),
      decision: 'approve',
      version,
      hash: next.hash,
      at,
    };
    const decided = { ...next, decisions: [...next.decisions, own] };
    return isApproved(policy, decided) ? { ...decided, state: 'approved', closedAt: at } : decided;
  }

  async function findMissingSeats(request: RequestRecord): Promise<RollcallError | undefined> {
    if (request.state !== 'approved') return undefined;
    const [problem] = (await readState(request)).problems;
    if (problem === undefined) return undefined;
    const said = SAYS.stillNoSeats(problem.message);
    return new RollcallError('NO_SEATS', said.message, said);
  }

  return async (actor, requestId, version, cut) => {
    const request = await store.loadRequest(requestId);
    if (request === undefined || request.customer !== actor.customer) {
      return refuse(actor, requestId, describeNoRequest());
    }
    if (isPlanned(request)) return withdraw(actor, request, cut.leaveOut);
    const isOwn = isSamePerson(policy, request.requestedBy.actorId, actor.id);
    const isTheirs = isOwn || request.approvers.some((id) => isSamePerson(policy, id, actor.id));
    if (!isTheirs) return refuse(actor, requestId, describeNotAsked(), request);
    const proposed = makeNext(request, actor, cut);
    const objection =
      findRefusal(request, actor, version) ??
      checkCut(request.asked, proposed.asked, isOwn) ??
      (await findDeparted(request, actor)) ??
      (await refuseControlled(request, actor)) ??
      (await findMissingSeats(proposed));
    if (objection !== undefined) return refuse(actor, requestId, objection, request);

    const entryOf = (next: RequestRecord): AuditEntry => {
      const { hash, asked } = next;
      const detail = {
        version: next.version,
        hash,
        ...auditTask(asked),
        people: asked.people.length,
        leftOut: request.asked.people.length - asked.people.length,
        ...auditLeftOut(next),
        taken: listAskedLicenses(request.asked)
          .filter((skuId) => cut.remove.includes(skuId))
          .join(' '),
      };
      return byActor(context, actor, {
        what: 'request.changed',
        outcome: 'done',
        subject: requestId,
        detail,
      });
    };
    let lost: RollcallError | undefined;
    const stored = await store.updateRequest(
      requestId,
      (fresh) => {
        lost = findRefusal(fresh, actor, version);
        return lost === undefined ? makeNext(fresh, actor, cut) : undefined;
      },
      (next) => [entryOf(next), ...listDecided(next, (decision) => decision.version === next.version)],
    );
    if (stored === undefined) return refuse(actor, requestId, lost ?? describeClosed(request), request);
    changed(requestId);
    if (stored.state === 'approved') await carryOut(requestId);
    return readState((await store.loadRequest(requestId)) ?? stored);
  };
}
