import type { NeededApproval } from '../../domain/approvalRules.ts';
import { standInsOf } from '../../domain/approvalRules.ts';
import { RollcallError } from '../../domain/errors.ts';
import { nothingDone } from '../../domain/nothingDone.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor, Task } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { readMay } from '../door/readMay.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import type { ManagerApprover, RequestCopy, RequestRecord } from '../ports/requests.ts';
import { describeUnreadApprovers, readApprovers } from '../roleGroups/unreadApprovers.ts';
import type { FindControlled } from './control/control.ts';
import { countedApprovals, countNeeded, needsStandIn } from './coverage.ts';
import { withIdsNow } from './idsNow.ts';
import { mayDecide } from './judging.ts';
import { createFindManagers, namesOf } from './managers.ts';
import { APPROVAL_REFUSALS } from './words.ts';

const { ask: SAYS } = APPROVAL_REFUSALS;

/** Each is updated at every change, and both chats pace updates; more are opened by nobody but a script. */
export const MAX_COPIES = 50;

/** The request with as many more cards as it has room for. */
export function withCopies(request: RequestRecord, more: readonly RequestCopy[]): RequestRecord {
  const { copies } = request;
  return { ...request, copies: [...copies, ...more.slice(0, Math.max(0, MAX_COPIES - copies.length))] };
}

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

/** New cards for those who approved it and may decide today, but for who does it: what they approved is less by now. */
export async function findApproverCopies(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'checkPolicy' | 'standsIn' | 'store'>,
  stored: RequestRecord,
  { id }: Pick<Actor, 'id'>,
): Promise<RequestCopy[]> {
  const request = withIdsNow(context.policy, stored);
  const asked: string[] = [];
  for (const { by, name } of countedApprovals(request)) {
    if (isSamePerson(context.policy, by, id)) continue;
    const read = await readMay(context, { id: by, name }, (now) => mayDecide(now, request, by) || undefined);
    // Somebody of whom that can't be told has the older card, which says the same.
    if (read.may === 'yes') asked.push(by);
  }
  return findCopies(context, asked, request.managers);
}

/** Those who were named and cannot be reached; and, as sentences, why others are not asked at all. */
function describeUnreachable(
  names: readonly string[],
  missing: readonly string[],
  task: Task | undefined,
): RollcallError {
  const why = [...(names.length === 0 ? [] : [SAYS.unreached(names)]), ...missing];
  const ways = [
    ...(names.length === 0 ? [] : [SAYS.openTeams]),
    ...(missing.length === 0 ? [] : [SAYS.nameFallback]),
  ];
  return new RollcallError('NO_APPROVER', SAYS.noApprover(why), {
    done: nothingDone(task),
    next: ways.join(' '),
  });
}

/** Those who are asked, all of them or as many as are needed. */
export interface Reachable {
  approvers: readonly string[];
  copies: RequestCopy[];
  managers: readonly ManagerApprover[];
  needed: number;
  passedOn: boolean;
  /** Who does not count for whoever asks, by id, and why. */
  notCounted: ReadonlyMap<string, string>;
}

/** Whom to ask: with the fallback when too few of the others count and can be reached. Never too few. Throws NO_APPROVER, and ROLE_UNKNOWN while groups of approvers can't be read. */
export type FindReachable = (
  request: Pick<AcceptRequest, 'actor' | 'people' | 'task'>,
  approval: NeededApproval,
) => Promise<Reachable>;

/** See {@link FindReachable}. */
export function createFindReachable(
  context: ProvisioningOptions,
  findControlled: FindControlled,
): FindReachable {
  const { policy } = context;
  const findManagers = createFindManagers(context);

  return async (request, { rule, ...named }) => {
    const { actor, people } = request;
    const { found, missing } = await findManagers(rule, request);
    const known = policy.people
      .filter(({ id }) => named.approvers.includes(id) || named.fallback.includes(id))
      .map(({ id, name, teams }) => ({ id, name, objectId: teams }));
    const controlled = await findControlled(actor, [...known, ...found]);
    const counts = (id: string): boolean => !controlled.has(id);

    const managers = found.filter(({ id }) => counts(id));
    const approvers = [...new Set([...named.approvers.filter(counts), ...managers.map(({ id }) => id)])];
    const copies = await findCopies(context, approvers, managers);
    const others = named.fallback.filter((id) => counts(id) && !approvers.includes(id));
    const reach = (all: RequestCopy[], passedOn: boolean): Reachable | undefined => {
      const reached = new Set(all.map(({ to }) => to));
      const asked = managers.map((one) => (reached.has(one.id) ? one : { ...one, excused: true as const }));
      const standIns = standInsOf(policy, rule, { customer: actor.customer, requester: actor.id });
      const needed = countNeeded(rule, asked, people, standIns);
      const isLeft = needsStandIn(rule, asked, people) && !standIns.some((id) => reached.has(id));
      if (reached.size < needed || isLeft) return undefined;
      return {
        approvers: passedOn ? [...approvers, ...others] : approvers,
        copies: all,
        managers: asked,
        needed,
        passedOn,
        notCounted: controlled,
      };
    };

    const all = [...copies, ...(await findCopies(context, others))];
    const reachable = reach(copies, false) ?? reach(all, true);
    if (reachable !== undefined) return reachable;
    const reached = new Set(all.map(({ to }) => to));
    const ids = [...approvers, ...others].filter((id) => !reached.has(id));
    const why = [...(missing === undefined ? [] : [missing]), ...controlled.values()];
    const asked = await readApprovers(context, rule, actor.customer, () => [...reached]);
    throw (
      describeUnreadApprovers(asked, rule.name, nothingDone(request.task)) ??
      describeUnreachable(namesOf(policy, { managers }, ids), why, request.task)
    );
  };
}
