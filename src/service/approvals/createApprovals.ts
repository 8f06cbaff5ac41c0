import { idOfUnnamed, isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import { writeAsked } from '../../roster/write/writeCsv.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { isBehind, isForNewer, leaveToNewer } from '../door/leaveToNewest.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { Emit } from '../events.ts';
import type { Facts } from '../facts/facts.ts';
import type { Accepting } from '../jobs/accept.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import type { RequestCopy, RequestRecord } from '../ports/requests.ts';
import { keepName } from '../roleGroups/lastNames.ts';
import type { Approvals, RequestState } from './approvals.ts';
import type { FindNeeded } from './asking.ts';
import { createCallBack } from './callBack.ts';
import { createCancel, createEndPart } from './cancel.ts';
import { createCarryOut, isPassing } from './carryOut.ts';
import { createChange } from './change.ts';
import { createFindControlled } from './control/control.ts';
import { createRefuseControlled } from './control/refuseControlled.ts';
import { createDecide } from './decide.ts';
import { createDecisionAudit } from './decisionAudit.ts';
import { createDiscuss } from './discuss.ts';
import { createFindLost } from './findLost.ts';
import { createForesee, foreseeInForm } from './foresee.ts';
import { describeNoRequest, describeNotAsked, mayDecide } from './judging.ts';
import { createDeletionsOf } from './plans/deletionsOf.ts';
import { createListGoing } from './plans/going.ts';
import { createPlanning, mayCancel, mayOpen, START_TASK } from './plans/planning.ts';
import { createReadState } from './requestState.ts';
import { isPlanned, isReadyToStart, withoutWithdrawn } from './startableRequests.ts';
import { createSubmit } from './submit.ts';
import { createExpireRequests } from './waiting/expiring.ts';
import { isOverdue, moveOn } from './waiting/overdue.ts';
import { passOn } from './waiting/passOn.ts';
import { isPutOff } from './waiting/putOff.ts';
import { createRemindNow } from './waiting/remind.ts';
import { createFindReachable, MAX_COPIES } from './whomToAsk.ts';

/** What approvals are made with. */
export interface ApprovalParts {
  facts: Facts;
  drafts: Drafts;
  accepting: Accepting;
  findNeeded: FindNeeded;
  oneAtATime: OneAtATime;
  emit: Emit;
}

/**
 * What is asked for, decided and carried out. `resume` takes up what a crash left approved and not started; `startLost` of
 * that what nothing keeps from starting; `start` what the engine woke it for; `release` one customer's part of a file for
 * several whose turn has come; `callBack` has it wait again, unless it has a job; `liveOn` gives what waits the time back in
 * which nobody could decide, from `since` until now.
 */
export function createApprovals(
  context: ProvisioningOptions,
  { facts, drafts, accepting, findNeeded, oneAtATime, emit }: ApprovalParts,
): Approvals & {
  resume(): Promise<void>;
  startLost(): Promise<void>;
  start(taskId: string): Promise<void>;
  release(requestId: string): Promise<void>;
  callBack(requestId: string, isStill?: () => Promise<boolean>): Promise<void>;
  liveOn(since: number): Promise<void>;
} {
  const { policy, store, engine, clock, log } = context;
  const changed = (requestId: string) => emit('request', requestId);
  const readState = createReadState(context, facts);
  const ensureAudited = createDecisionAudit(context);
  const findControlled = createFindControlled(context);
  const findReachable = createFindReachable(context, findControlled);
  const findLost = createFindLost(context, findControlled);
  const dropLost = (id: string, lost: ReadonlyMap<string, string>) =>
    passOn(context, findControlled, id, new Set(lost.keys()));
  const refuseControlled = createRefuseControlled(context, findControlled, changed);
  const planning = createPlanning(context, changed);
  const expireRequests = createExpireRequests(context, findControlled, changed);
  const carryOutNow = createCarryOut(context, facts, {
    planning,
    acceptApproved: accepting.acceptApproved,
    findNeeded,
    findLost,
    ensureAudited,
    oneAtATime,
    changed,
  });

  /** True: it waits for a newer policy file. */
  async function carryOutOrLeave(id: string): Promise<boolean> {
    try {
      await carryOutNow(id);
      return false;
    } catch (error) {
      if (!(await isForNewer(context, error))) throw error;
      await leaveToNewer(context, 'due', `${START_TASK}${id}`);
      return true;
    }
  }

  /** What passes by itself keeps nobody waiting for an answer: the engine tries until it has passed. */
  async function carryOut(id: string): Promise<void> {
    try {
      await carryOutOrLeave(id);
    } catch (error) {
      if (!isPassing(error)) throw error;
      log.warn({ reqId: id, err: error }, 'request.put_off');
      // What can't be sent either is found by the sweep, or at the next start.
      await engine
        .send('due', `${START_TASK}${id}`)
        .catch((cause: unknown) => log.warn({ reqId: id, err: cause }, 'request.not_put_off'));
    }
  }

  async function refuse(actor: Actor, what: string, { id: subject, asked }: RequestRecord): Promise<never> {
    const detail = { code: 'NOT_YOURS', ...auditTask(asked) };
    await store.audit(byActor(context, actor, { what, outcome: 'refused', subject, detail }));
    throw describeNotAsked();
  }

  async function loadKnown(actor: Actor, requestId: string): Promise<RequestRecord> {
    const request = await store.loadRequest(requestId);
    if (request === undefined || request.customer !== actor.customer) throw describeNoRequest();
    return request;
  }

  async function loadRequest(actor: Actor, requestId: string): Promise<RequestState> {
    const request = await loadKnown(actor, requestId);
    if (!mayOpen(policy, actor, request)) return refuse(actor, 'request.opened', request);
    return readState(request);
  }

  return {
    foreseeInForm(actor, form) {
      const people = context.roleGroups?.lastKnown() ?? policy.people;
      return foreseeInForm({ ...policy, people }, actor, form);
    },
    foresee: createForesee(policy, findNeeded, findReachable),
    submit: createSubmit(
      context,
      facts,
      drafts,
      accepting.accept,
      findNeeded,
      findReachable,
      readState,
      planning,
      carryOut,
      oneAtATime,
      changed,
    ),
    decide: createDecide(context, readState, refuseControlled, findLost, dropLost, carryOut, changed),
    change: createChange(context, readState, refuseControlled, carryOut, changed),
    remind: createRemindNow(context, readState, changed),
    discuss: createDiscuss(context, readState, refuseControlled, changed),
    findByMessage: (ref) => store.findRequestOf(ref),
    cancel: createCancel(context, readState, changed),
    endPart: createEndPart(context, changed),
    load: loadRequest,
    async showIn(actor, requestId, ref) {
      const { request } = await loadRequest(actor, requestId);
      const as = isSamePerson(policy, request.requestedBy.actorId, actor.id) ? 'requester' : 'approver';
      const { platform, userId } = actor;
      const copy: RequestCopy = { to: actor.id, as, platform, userId, ref };
      const kept = await store.updateRequest(requestId, (now) => {
        const isKnown = now.copies.some((each) => each.ref?.messageId === ref.messageId);
        return isKnown || now.copies.length >= MAX_COPIES
          ? undefined
          : { ...now, copies: [...now.copies, copy] };
      });
      if (kept !== undefined) changed(requestId);
      return readState(kept ?? request);
    },
    writeCsv: ({ request, licenses }, sayActs) =>
      writeAsked(
        request.asked.people.map((one) => ({
          displayName: one.person.displayName,
          userPrincipalName: one.person.userPrincipalName,
          licenses: one.licenses.map(
            (skuId) => licenses.find(({ license }) => license.skuId === skuId)?.license.name ?? skuId,
          ),
          changes: sayActs(one),
        })),
      ),
    async findManager(objectId, customer) {
      if (policy.approvals.every(({ by }) => by.manager === undefined)) return undefined;
      const id = idOfUnnamed('teams', objectId);
      const manager = await store.findAskedManager(id, customer);
      if (manager === undefined) return undefined;
      await keepName(store, id, manager.name, clock.now());
      return { id, ...manager };
    },
    async read(requestId) {
      const request = await store.loadRequest(requestId);
      return request === undefined ? undefined : readState(request);
    },
    async listWaiting(actor) {
      // Nothing expires in a pause: its time is given back.
      const now = context.brake.paused()?.at ?? clock.now();
      const waiting = (await store.listRequests({ state: 'waiting' })).filter(
        (request) => request.customer === actor.customer && !isOverdue(request, now),
      );
      const approved = (await store.listRequests({ state: 'approved' })).map(withoutWithdrawn);
      const putOff = approved.filter(
        (request) =>
          request.customer === actor.customer &&
          isPutOff(request) &&
          (isSamePerson(policy, request.requestedBy.actorId, actor.id) || mayCancel(policy, actor, request)),
      );
      const read = (requests: RequestRecord[]) => Promise.all(requests.map(readState));
      return {
        putOff: await read(putOff),
        toDecide: await read(waiting.filter((request) => mayDecide(policy, request, actor.id))),
        asked: await read(
          waiting.filter(({ requestedBy }) => isSamePerson(policy, requestedBy.actorId, actor.id)),
        ),
      };
    },
    async listPlanned(actor, objectId) {
      const planned = (await store.listRequests({ state: 'approved' }))
        .map(withoutWithdrawn)
        .filter(
          (request) =>
            request.customer === actor.customer &&
            isPlanned(request) &&
            mayCancel(policy, actor, request) &&
            (objectId === undefined || request.asked.people.some((one) => one.objectId === objectId)),
        );
      return planned.sort(({ asked: one }, { asked: other }) => (one.startsAt ?? 0) - (other.startsAt ?? 0));
    },
    listGoing: createListGoing(context),
    ...createDeletionsOf(context, planning),
    async start(taskId) {
      if (!taskId.startsWith(START_TASK)) return;
      const id = taskId.slice(START_TASK.length);
      if (await carryOutOrLeave(id)) return;
      const request = await store.loadRequest(id);
      // The engine tries again.
      if (request?.begunAt !== undefined && isReadyToStart(request)) {
        throw new Error(`The request ${id} could not be started.`);
      }
    },
    release: carryOut,
    callBack: createCallBack(context, oneAtATime, changed),
    expire: expireRequests,
    async liveOn(since) {
      for (const { id } of await store.listRequests({ state: 'waiting' })) {
        const later = await store.updateRequest(id, (request) =>
          request.state === 'waiting' && !isOverdue(request, since)
            ? moveOn(request, clock.now() - Math.max(since, request.createdAt))
            : undefined,
        );
        if (later !== undefined) changed(id);
      }
    },
    async startLost() {
      for (const { id, problem } of await store.listRequests({ state: 'approved' })) {
        if (problem === undefined) await carryOut(id);
      }
    },
    async resume() {
      // The sweep of an instance that has the newer file does the same.
      if (await isBehind(context)) return;
      await expireRequests();
      for (const { id } of await store.listRequests({ state: 'approved' })) await carryOut(id);
    },
  };
}
