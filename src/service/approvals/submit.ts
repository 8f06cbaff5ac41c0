import type { NeededApproval } from '../../domain/approvalRules.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { type Drafts, describeStale } from '../drafts.ts';
import { draftKindOf } from '../jobs/accept.ts';
import { checkRequest } from '../jobs/checkRequest.ts';
import { jobIdFor } from '../jobs/newJob.ts';
import type { ManagerApprover, RequestCopy, RequestRecord } from '../ports/requests.ts';
import type { AcceptRequest, Provisioning } from '../provisioning.ts';
import { askedOf, type FindNeeded, hashOf, requestIdFor } from './asking.ts';
import { describeNotAsked } from './judging.ts';
import { createFindManagers, namesOf } from './managers.ts';
import type { ReadState } from './requestState.ts';

const HOUR_MS = 3_600_000;

/**
 * Where an approver can be reached: Slack by the policy's id, Teams only where they spoke to the bot before. A manager
 * whom the policy does not name is reached in Teams alone, by object id: no chat's mail address is proof of who it is.
 */
export async function findCopies(
  { policy, store }: Pick<ProvisioningOptions, 'policy' | 'store'>,
  approvers: readonly string[],
  managers: readonly ManagerApprover[] = [],
): Promise<RequestCopy[]> {
  const copies: RequestCopy[] = [];
  const known = policy.people.filter(({ id }) => approvers.includes(id));
  const others = managers.filter(
    ({ id }) => approvers.includes(id) && known.every((human) => human.id !== id),
  );
  const all = [...known, ...others.map(({ id, objectId }) => ({ id, slack: undefined, teams: objectId }))];
  for (const { id: to, slack, teams } of all) {
    if (slack !== undefined) copies.push({ to, as: 'approver', platform: 'slack', userId: slack });
    if (teams !== undefined && (await store.loadDirect('teams', teams)) !== undefined) {
      copies.push({ to, as: 'approver', platform: 'teams', userId: teams });
    }
  }
  return copies;
}

function describeUnreachable(names: readonly string[], missing: string | undefined): RollcallError {
  const why = [
    ...(names.length === 0 ? [] : [`${names.join(', ')} cannot be reached`]),
    ...(missing === undefined ? [] : [missing]),
  ];
  const ways = [
    ...(names.length === 0
      ? []
      : ['Ask them to open Rollcall in Teams and say help; then press the button again.']),
    ...(missing === undefined
      ? []
      : ['Whoever runs Rollcall can name a "fallback" for this rule in policy.json.']),
  ];
  return new RollcallError('NO_APPROVER', `This needs approval, and ${why.join('; ')}.`, {
    done: 'Nobody was created.',
    next: ways.join(' '),
  });
}

/** Those who are asked, all of them or as many as are needed. */
interface Reached {
  approvers: readonly string[];
  copies: RequestCopy[];
  managers: readonly ManagerApprover[];
  needed: number;
  passedOn: boolean;
}

/** Asks the rules first. See {@link Provisioning.submit}. */
export function createSubmit(
  context: ProvisioningOptions,
  drafts: Drafts,
  accept: Provisioning['accept'],
  findNeeded: FindNeeded,
  readState: ReadState,
  changed: (requestId: string) => void,
): Provisioning['submit'] {
  const { policy, store, clock, log } = context;
  const findManagers = createFindManagers(context);

  async function findKnown(actor: Actor, requestId: string): Promise<RequestRecord | undefined> {
    const known = await store.loadRequest(requestId);
    if (known !== undefined && known.requestedBy.actorId !== actor.id) throw describeNotAsked();
    return known;
  }

  /** Whom to ask: with the fallback when too few of the others can be reached. Never too few. */
  async function findReachable(request: AcceptRequest, { rule, ...named }: NeededApproval): Promise<Reached> {
    const { found: managers, missing } = await findManagers(rule, request);
    const eachManager = rule.by.manager === 'person';
    const answers = managers.length + (missing === undefined ? 0 : 1);
    const needed = eachManager ? Math.max(rule.count, answers) : rule.count;
    const reached = (copies: readonly RequestCopy[]): Set<string> => new Set(copies.map(({ to }) => to));
    const isEnough = (copies: readonly RequestCopy[]): boolean => reached(copies).size >= needed;

    const approvers = [...new Set([...named.approvers, ...managers.map(({ id }) => id)])];
    const copies = await findCopies(context, approvers, managers);
    const first = { approvers, copies, managers, needed, passedOn: false };
    const hasEach = missing === undefined && managers.every(({ id }) => reached(copies).has(id));
    if (isEnough(copies) && (hasEach || !eachManager)) return first;

    const others = named.fallback.filter((id) => !approvers.includes(id));
    const all = [...copies, ...(await findCopies(context, others))];
    if (isEnough(all)) return { ...first, approvers: [...approvers, ...others], copies: all, passedOn: true };
    const ids = [...approvers, ...others].filter((id) => !reached(all).has(id));
    throw describeUnreachable(namesOf(policy, { managers }, ids), missing);
  }

  async function makeRequest(request: AcceptRequest, approval: NeededApproval): Promise<RequestRecord> {
    const { actor, message } = request;
    const { message: _button, ...place } = request.place;
    const { rule } = approval;
    const { approvers, copies, managers, needed, passedOn } = await findReachable(request, approval);
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
    return {
      ...base,
      state: 'waiting',
      place,
      hash: hashOf(base),
      rule: rule.name,
      needed,
      approvers,
      ...(managers.length === 0 ? {} : { managers }),
      decisions: [],
      copies: [own, ...copies],
      createdAt: now,
      expiresAt: now + rule.expireAfterHours * HOUR_MS,
      ...(rule.remindAfterHours === undefined ? {} : { remindAt: now + rule.remindAfterHours * HOUR_MS }),
      ...(rule.passOnAfterHours === undefined || passedOn
        ? {}
        : { passOnAt: now + rule.passOnAfterHours * HOUR_MS }),
    };
  }

  return async (request) => {
    const { actor, requestId: draftId, requestVersion } = request;
    const known = await findKnown(actor, requestIdFor(draftId, requestVersion));
    if (known !== undefined) return { request: await readState(known), existed: true };
    if ((await store.loadJob(jobIdFor(draftId, requestVersion))) !== undefined) return accept(request);
    const needed = await findNeeded(request);
    if (needed === undefined) return accept(request);

    const draft = await drafts.load(draftKindOf(request), actor, draftId);
    if (draft.data.jobId !== undefined) return accept(request);
    const other =
      draft.data.requestId === undefined ? undefined : await findKnown(actor, draft.data.requestId);
    if (other?.state === 'waiting') return { request: await readState(other), existed: true };
    if (draft.version !== requestVersion) throw describeStale();
    checkRequest(policy, request);

    const record = await makeRequest(request, needed);
    await store.audit(
      byActor(context, actor, {
        what: 'request.asked',
        outcome: 'done',
        subject: record.id,
        detail: {
          rule: record.rule,
          approvers: record.approvers.join(' '),
          people: record.asked.people.length,
          hash: record.hash,
        },
      }),
    );
    const saved = await store.saveRequest(record);
    await store
      .updateDraft(draft.id, draft.version, { ...draft.data, requestId: record.id })
      .catch((error: unknown) => log.warn({ requestId: record.id, err: error }, 'request.draft_not_noted'));
    changed(record.id);
    return { request: await readState(record), existed: saved === 'exists' };
  };
}
