import { RollcallError } from '../../domain/errors.ts';
import type { ApprovalRule } from '../../domain/policy/approvalPolicy.ts';
import type { RoleGroup } from '../../domain/policy/roleGroups.ts';
import { ROLE_GROUP_WORDS } from './words.ts';

/** Of groups that can't be read now, those whose members may be asked by a rule, for this customer. */
export function listUnreadApprovers(
  unread: readonly RoleGroup[],
  { by, fallback }: Pick<ApprovalRule, 'by' | 'fallback'>,
  customer: string,
): RoleGroup[] {
  if (by.role === undefined && fallback?.role === undefined) return [];
  return unread.filter(
    ({ roles, customers }) =>
      roles.includes('approver') && (customers === undefined || customers.includes(customer)),
  );
}

/**
 * Why too few can be asked while groups can't be read, as RollcallError ROLE_UNKNOWN, which passes by itself; undefined where
 * no group of approvers is among these.
 *
 * @param done what was not done, as a sentence
 */
export function describeUnreadApprovers(
  unread: readonly RoleGroup[],
  rule: ApprovalRule,
  customer: string,
  done: string,
): RollcallError | undefined {
  const names = listUnreadApprovers(unread, rule, customer).map(({ name }) => name);
  if (names.length === 0) return undefined;
  const { message, next } = ROLE_GROUP_WORDS.approversUnknown(rule.name, names);
  return new RollcallError('ROLE_UNKNOWN', message, { done, next });
}
