import { standInsOf } from '../../domain/approvalRules.ts';
import type { ApprovalRule } from '../../domain/policy/approvalPolicy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { AskedPerson, DecisionRecord, ManagerApprover, RequestRecord } from '../ports/requests.ts';
import { withIdsNow } from './idsNow.ts';

/** The approvals that count for the request as it is now. */
export function countedApprovals({ decisions, version, hash }: RequestRecord): DecisionRecord[] {
  return decisions.filter(
    (one) => one.decision === 'approve' && one.version === version && one.hash === hash,
  );
}

type Managers = readonly ManagerApprover[];
type People = readonly Pick<AskedPerson, 'person'>[];

/** Where the manager of each person has to approve: whether somebody's cannot be asked, so that the fallback answers for them. */
export function needsStandIn({ by }: Pick<ApprovalRule, 'by'>, managers: Managers, people: People): boolean {
  if (by.manager !== 'person') return false;
  const own = new Set(managers.flatMap(({ excused, of }) => (excused ? [] : of)));
  return people.some(({ person }) => !own.has(person.userPrincipalName));
}

/** How many different people have to approve at least. */
export function countNeeded(
  rule: Pick<ApprovalRule, 'by' | 'count'>,
  managers: Managers,
  people: People,
  standIns: readonly string[],
): number {
  if (rule.by.manager !== 'person') return rule.count;
  const asked = managers.filter(({ excused }) => !excused);
  const isOneMore = needsStandIn(rule, asked, people) && !asked.some(({ id }) => standIns.includes(id));
  return Math.max(rule.count, asked.length + (isOneMore ? 1 : 0));
}

/**
 * Whether a request is approved: by enough people and, where the manager of each person has to approve, for each person
 * by theirs, or by somebody of the rule's fallback for those whose manager could not be asked or did not answer in time.
 * `lost` are the ids that those have now whose approval does not count any more.
 */
export function isApproved(
  policy: Policy,
  stored: RequestRecord,
  lost: Pick<ReadonlySet<string>, 'has'> = new Set(),
): boolean {
  const request = withIdsNow(policy, stored);
  const by = new Set(countedApprovals(request).flatMap((one) => (lost.has(one.by) ? [] : [one.by])));
  if (by.size < request.needed) return false;
  const { managers = [], asked, customer, requestedBy } = request;
  const rule = policy.approvals.find(({ name }) => name === request.rule);
  const isEach = rule === undefined ? managers.some(({ of }) => of.length > 0) : rule.by.manager === 'person';
  if (!isEach) return true;
  const standIns =
    rule === undefined ? [] : standInsOf(policy, rule, { customer, requester: requestedBy.actorId });
  const covered = new Set(managers.flatMap(({ id, of }) => (by.has(id) ? of : [])));
  const isBound = new Set(managers.flatMap(({ excused, of }) => (excused ? [] : of)));
  const hasStandIn = standIns.some((id) => by.has(id));
  return asked.people.every(
    ({ person: { userPrincipalName: name } }) => covered.has(name) || (hasStandIn && !isBound.has(name)),
  );
}
