import type { NeededApproval } from '../../domain/approvalRules.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import { auditPeople, auditTask } from '../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { checkAsked } from '../door/door.ts';
import { type Drafts, describeStale } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import { draftKindOf } from '../jobs/accept.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { jobIdFor } from '../jobs/newJob.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import { takeOrder } from '../ports/order.ts';
import type { RequestCopy, RequestRecord } from '../ports/requests.ts';
import { keepNames } from '../roleGroups/lastNames.ts';
import { requireAgreed } from '../rosters/requireAgreed.ts';
import type { Approvals } from './approvals.ts';
import { askedOf, type FindNeeded, hashOf, requestIdFor } from './asking.ts';
import type { CarryOut } from './carryOut.ts';
import { describeNotAsked } from './judging.ts';
import { withoutCrossed } from './plans/crossed.ts';
import { deleteReminderOf, type Planning, tellTimeOf, tellTimeOfDeletion } from './plans/planning.ts';
import type { ReadState } from './requestState.ts';
import { isPlanned } from './startableRequests.ts';
import type { FindReachable, Reachable } from './whomToAsk.ts';

const HOUR_MS = 3_600_000;
/** What is audited for a request. */
const ASKED = 'request.asked';
/** What is audited for what needs nobody's approval, and only waits for its hour. */
const PLANNED = 'request.planned';

/** Asks the rules first. See {@link Approvals.submit}. */
export function createSubmit(
  context: ProvisioningOptions,
  facts: Pick<Facts, 'recipientDomains' | 'rolesByJoining'>,
  drafts: Drafts,
  accept: Jobs['accept'],
  findNeeded: FindNeeded,
  findReachable: FindReachable,
  readState: ReadState,
  planning: Pick<Planning, 'replace'>,
  carryOut: CarryOut,
  oneAtATime: OneAtATime,
  changed: (requestId: string) => void,
): Approvals['submit'] {
  const { policy, store, clock, log } = context;

  async function findKnown(actor: Actor, requestId: string): Promise<RequestRecord | undefined> {
    const known = await store.loadRequest(requestId);
    if (known !== undefined && !isSamePerson(policy, known.requestedBy.actorId, actor.id))
      throw describeNotAsked();
    return known;
  }

  /** What every request has; as it is, it needs nobody's approval. */
  function makePlan(request: AcceptRequest): RequestRecord {
    const { actor, message, startsAt, coveredBy, coveredIn, wave, waveCustomers: customers } = request;
    const { message: _button, ...place } = request.place;
    const own: RequestCopy = {
      to: actor.id,
      as: 'requester',
      platform: actor.platform,
      userId: actor.userId,
      ...(message === undefined ? {} : { ref: message }),
    };
    const now = clock.now();
    const base = {
      id: requestIdFor(request.requestId, request.requestVersion),
      version: 1,
      customer: actor.customer,
      requestedBy: { actorId: actor.id, name: actor.name, platform: actor.platform, userId: actor.userId },
      asked: askedOf(request),
    };
    const { days } = deleteReminderOf(policy, actor.customer);
    const tellAt =
      startsAt === undefined
        ? undefined
        : request.task === 'delete'
          ? tellTimeOfDeletion(startsAt, now, days)
          : tellTimeOf(startsAt, now);
    return {
      ...base,
      state: 'approved',
      place,
      hash: hashOf(base),
      rule: '',
      needed: 0,
      approvers: [],
      decisions: [],
      // Of a file for several customers one message tells all.
      copies: wave === undefined ? [own] : [],
      createdAt: now,
      expiresAt: startsAt ?? now,
      closedAt: now,
      ...(tellAt === undefined ? {} : { tellAt }),
      ...(wave === undefined
        ? {}
        : { wave: { id: wave, held: true as const, ...(customers === undefined ? {} : { customers }) } }),
      ...(coveredBy === undefined ? {} : { coveredBy }),
      ...(coveredIn === undefined ? {} : { coveredIn }),
    };
  }

  function makeRequest(request: AcceptRequest, { rule }: NeededApproval, reached: Reachable): RequestRecord {
    const { approvers, copies, managers, needed, passedOn, notCounted } = reached;
    const { closedAt: now = 0, ...plan } = makePlan(request);
    const expiresAt = now + rule.expireAfterHours * HOUR_MS;
    return {
      ...plan,
      state: 'waiting',
      rule: rule.name,
      needed,
      approvers,
      ...(managers.length === 0 ? {} : { managers }),
      ...(notCounted.size === 0 ? {} : { notCounted: [...notCounted.values()] }),
      copies: [...plan.copies, ...copies],
      // What nobody has decided by its hour does not start.
      expiresAt: Math.min(expiresAt, request.startsAt ?? expiresAt),
      ...(rule.remindAfterHours === undefined ? {} : { remindAt: now + rule.remindAfterHours * HOUR_MS }),
      ...(rule.passOnAfterHours === undefined || passedOn
        ? {}
        : { passOnAt: now + rule.passOnAfterHours * HOUR_MS }),
    };
  }

  /** Before it is kept. An end of the process between the two leaves the entry, which is the one of the next try as well. */
  async function auditOnce(
    actor: Actor,
    record: RequestRecord,
    notCounted: readonly string[],
  ): Promise<void> {
    const { id: subject, rule, approvers, asked, hash } = record;
    const asWhat = rule === '' ? PLANNED : ASKED;
    const detail = {
      rule,
      approvers: approvers.join(' '),
      ...auditTask(asked),
      people: asked.people.length,
      ...auditPeople(asked),
      hash,
      ...(notCounted.length === 0 ? {} : { notCounted: notCounted.join(' ') }),
      ...(asked.startsAt === undefined ? {} : { startsAt: new Date(asked.startsAt).toISOString() }),
    };
    await store.auditOnce(
      { ...byActor(context, actor, { what: asWhat, outcome: 'done', subject, detail }), subject },
      ({ what, detail }) => what === asWhat && detail?.hash === hash,
    );
  }

  /** What it takes the place of is not carried out any more. */
  async function acceptNow(request: AcceptRequest): ReturnType<Jobs['accept']> {
    const accepted = await accept(request);
    if (request.replaces !== undefined)
      await planning.replace(request.replaces, request.actor, request.people);
    return accepted;
  }

  async function submit(asked: AcceptRequest): ReturnType<Approvals['submit']> {
    const { actor, requestId: draftId, requestVersion, startsAt } = asked;
    const known = await findKnown(actor, requestIdFor(draftId, requestVersion));
    if (known !== undefined) return { request: await readState(known), existed: true };
    if ((await store.loadJob(jobIdFor(draftId, requestVersion))) !== undefined) return acceptNow(asked);
    const opened = await store.loadDraft(draftId);
    const { jobId, requestId } = (opened?.data ?? {}) as Partial<Record<'jobId' | 'requestId', string>>;
    const request = jobId === undefined ? await withoutCrossed(context, asked, [requestId], opened) : asked;
    const found = await findNeeded(request);
    const needed = found?.rule.name === request.coveredBy ? undefined : found;
    if (needed === undefined && startsAt === undefined && request.wave === undefined) {
      return acceptNow(request);
    }

    const draft = await drafts.load(draftKindOf(request), actor, draftId);
    if (draft.data.jobId !== undefined) return acceptNow(request);
    const other =
      draft.data.requestId === undefined ? undefined : await findKnown(actor, draft.data.requestId);
    if (other !== undefined && (other.state === 'waiting' || isPlanned(other)))
      return { request: await readState(other), existed: true };
    if (draft.version !== requestVersion) throw describeStale();
    requireAgreed(draft);
    await checkAsked(policy, facts, request);

    const reached = needed === undefined ? undefined : await findReachable(request, needed);
    const made =
      needed === undefined || reached === undefined
        ? makePlan(request)
        : makeRequest(request, needed, reached);
    const record = { ...made, order: await takeOrder(context) };
    await auditOnce(actor, record, [...(reached?.notCounted.keys() ?? [])]);
    const saved = await store.saveRequest(record);
    await store
      .updateDraft(draft.id, draft.version, { ...draft.data, requestId: record.id })
      .catch((error: unknown) => log.warn({ reqId: record.id, err: error }, 'request.draft_not_noted'));
    // For cards that are drawn once groups have to be read again.
    const whom = policy.people.filter(({ id }) => record.approvers.includes(id));
    await keepNames(store, whom, clock.now()).catch((error: unknown) =>
      log.warn({ err: error }, 'group.name_not_kept'),
    );
    changed(record.id);
    if (record.state === 'approved') await carryOut(record.id);
    return { request: await readState(record), existed: saved === 'exists' };
  }

  return (request) =>
    // Two confirmations that are pressed together, at whichever instances, are looked at one after the other.
    request.task === 'leave'
      ? oneAtATime(`leave ${request.actor.customer}`, () => submit(request))
      : submit(request);
}
