import { RollcallError } from '../../domain/errors.ts';
import type { ApprovalRule } from '../../domain/policy/approvalPolicy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { readThose, type Those } from './readThose.ts';
import { ROLE_GROUP_WORDS } from './words.ts';

/** As far as it says who is asked. */
type Rule = Pick<ApprovalRule, 'by' | 'fallback'>;

/**
 * Reads whom a rule asks for this customer, or some of these. By a rule that names no role nobody is asked for being in a group.
 *
 * @param find who it is by the policy of now
 */
export async function readApprovers<One>(
  context: Parameters<typeof readThose>[0],
  rule: Rule | undefined,
  customer: string,
  find: (policy: Policy) => readonly One[],
): Promise<Those<One>> {
  const asksRole = rule?.by.role !== undefined || rule?.fallback?.role !== undefined;
  return asksRole ? readThose(context, { role: 'approver', customer }, find) : { all: find(context.policy) };
}

/**
 * Why too few can be asked while groups can't be read, as RollcallError ROLE_UNKNOWN, which passes by itself; undefined where
 * these are all.
 *
 * @param done what was not done, as a sentence
 */
export function describeUnreadApprovers(
  approvers: Those<unknown>,
  rule: string,
  done: string,
): RollcallError | undefined {
  if ('all' in approvers) return undefined;
  const names = approvers.unread.map(({ name }) => name);
  const { message, next } = ROLE_GROUP_WORDS.approversUnknown(rule, names);
  return new RollcallError('ROLE_UNKNOWN', message, { done, next });
}
