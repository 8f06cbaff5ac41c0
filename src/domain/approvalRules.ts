import { RollcallError } from './errors.ts';
import { nothingDone } from './nothingDone.ts';
import type { ApprovalRule } from './policy/approvalPolicy.ts';
import { type Role, TASKS, type Task } from './terms.ts';

/** The part of the policy that approvals are found in. */
export interface ApprovalPolicy {
  customers: readonly { id: string }[];
  people: readonly {
    id: string;
    name: string;
    roles: readonly Role[];
    customers?: readonly string[] | undefined;
  }[];
  groups: readonly { roles: readonly Role[] }[];
  approvals: readonly ApprovalRule[];
  maxRows: number;
}

/** What is asked for, as far as rules look at it. */
export interface AskedFor {
  customer: string;
  /** Left out: `create`. */
  task?: Task | undefined;
  /** Policy id. */
  requester: string;
  people: number;
  /** Each license once. Without a part number it is taken for any: better asked once too often. */
  licenses: readonly { skuId: string; skuPartNumber?: string }[];
}

/** Who is to be asked, and by which rule. */
export interface NeededApproval {
  rule: ApprovalRule;
  /** Policy ids, without the requester. */
  approvers: string[];
  /** Policy ids of those who are asked when these cannot be reached, or do not answer in time. */
  fallback: string[];
}

function hasLicense(wanted: string, licenses: AskedFor['licenses']): boolean {
  const isSku = wanted.includes('-');
  return licenses.some(({ skuId, skuPartNumber }) =>
    isSku
      ? skuId.toLowerCase() === wanted.toLowerCase()
      : skuPartNumber === undefined || skuPartNumber === wanted,
  );
}

/** Whether a rule that names no tasks asks about it. A new password gives no license and creates nobody. */
const ASKED_ABOUT: Readonly<Record<Task, boolean>> = {
  create: true,
  assign: true,
  restore: true,
  reset: false,
  change: true,
  putBack: true,
  leave: true,
  delete: true,
};

/** What a rule asks about. */
export function tasksOf({ when }: Pick<ApprovalRule, 'when'>): readonly Task[] {
  return when.tasks ?? TASKS.filter((task) => ASKED_ABOUT[task]);
}

/** Whoever is put back or restored may be given licenses, which is what `assign` asks about. */
function isAskedAbout(rule: ApprovalRule, { task = 'create', licenses }: AskedFor): boolean {
  const tasks = tasksOf(rule);
  const isGiving = (task === 'putBack' || task === 'restore') && licenses.length > 0;
  return tasks.includes(task) || (isGiving && tasks.includes('assign'));
}

function holds(rule: ApprovalRule, asked: AskedFor): boolean {
  const { when } = rule;
  if (!isAskedAbout(rule, asked)) return false;
  if (when.customer !== undefined && when.customer !== asked.customer) return false;
  if (when.people !== undefined && asked.people < when.people) return false;
  if (when.requester !== undefined && !when.requester.includes(asked.requester)) return false;
  return when.licenses === undefined || when.licenses.some((wanted) => hasLicense(wanted, asked.licenses));
}

/** The policy ids of those whom a rule names, for this customer; never the requester. */
function namedBy(
  policy: Pick<ApprovalPolicy, 'people'>,
  by: Pick<ApprovalRule['by'], 'people' | 'role'>,
  { customer, requester }: Pick<AskedFor, 'customer' | 'requester'>,
): string[] {
  return policy.people
    .filter(({ id, roles }) => by.people?.includes(id) || (by.role !== undefined && roles.includes(by.role)))
    .filter(({ customers }) => customers === undefined || customers.includes(customer))
    .map(({ id }) => id)
    .filter((id) => id !== requester);
}

/** The policy ids of those who may decide by this rule, for this customer; never the requester. */
export function approversOf(
  policy: Pick<ApprovalPolicy, 'people'>,
  { by }: ApprovalRule,
  asked: Pick<AskedFor, 'customer' | 'requester'>,
): string[] {
  return namedBy(policy, by, asked);
}

/** Those who may decide when the rule's approvers are not there. */
export function fallbackOf(
  policy: Pick<ApprovalPolicy, 'people'>,
  { by, fallback }: ApprovalRule,
  asked: Pick<AskedFor, 'customer' | 'requester'>,
): string[] {
  if (fallback === undefined) return [];
  const first = new Set(namedBy(policy, by, asked));
  return namedBy(policy, fallback, asked).filter((id) => !first.has(id));
}

/** Those of a rule's fallback, named by it as approvers or not: they answer for whoever has no manager to be asked. */
export function standInsOf(
  policy: Pick<ApprovalPolicy, 'people'>,
  { fallback }: ApprovalRule,
  asked: Pick<AskedFor, 'customer' | 'requester'>,
): string[] {
  return fallback === undefined ? [] : namedBy(policy, fallback, asked);
}

/** The rule that a request falls under; undefined when it needs no approval. */
export function findRule(
  policy: Pick<ApprovalPolicy, 'approvals'>,
  asked: AskedFor,
): ApprovalRule | undefined {
  return policy.approvals.find((one) => holds(one, asked));
}

/**
 * The approval that a request needs; undefined when it needs none.
 *
 * @throws RollcallError NO_APPROVER when the rule leaves too few people to ask: that is a stop, never a pass.
 */
export function findApproval(policy: ApprovalPolicy, asked: AskedFor): NeededApproval | undefined {
  const rule = findRule(policy, asked);
  if (rule === undefined) return undefined;
  const approvers = approversOf(policy, rule, asked);
  const fallback = fallbackOf(policy, rule, asked);
  // Managers are asked of the directory; whoever asks that stops where there is none.
  const isKnown = rule.by.manager === undefined;
  if (isKnown && approvers.length + fallback.length < rule.count) throw describeNoApprover(rule, asked.task);
  return { rule, approvers, fallback };
}

/** A rule that holds, and nobody who could be asked. */
function describeNoApprover(rule: Pick<ApprovalRule, 'name'>, task: Task | undefined): RollcallError {
  return new RollcallError('NO_APPROVER', `This needs approval ("${rule.name}"), but no one can give it.`, {
    done: nothingDone(task),
    next: 'Ask the person who runs Rollcall to name another approver for this rule in policy.json. No one can approve their own request.',
  });
}
