import type { Policy } from '../../domain/policy/policy.ts';
import type { RoleGroup } from '../../domain/policy/roleGroups.ts';
import type { Role } from '../../domain/terms.ts';
import type { RoleGroups } from './roleGroups.ts';

/**
 * Who there is for something now. `some`: more of them may be in the groups that can't be read now, so that none of these is
 * no answer, and too few of them is not either.
 */
export type Those<One> = { all: readonly One[] } | { some: readonly One[]; unread: readonly RoleGroup[] };

/** What those have who are asked for; without a customer, for any. */
export interface Wanted {
  role: Role;
  customer?: string;
}

/**
 * Reads who there is: of whoever may be asked or told something, this is the one way to ask.
 *
 * @param find who it is by the policy of now
 */
export async function readThose<One>(
  context: { policy: Policy; roleGroups?: Pick<RoleGroups, 'list'> | undefined },
  { role, customer }: Wanted,
  find: (policy: Policy) => readonly One[],
): Promise<Those<One>> {
  const unread = ((await context.roleGroups?.list()) ?? []).filter(
    ({ roles, customers }) =>
      roles.includes(role) &&
      (customer === undefined || customers === undefined || customers.includes(customer)),
  );
  const found = find(context.policy);
  return unread.length === 0 ? { all: found } : { some: found, unread };
}

/** Those who are known, of whatever is done in any case. */
export function listKnown<One>(those: Those<One>): readonly One[] {
  return 'all' in those ? those.all : those.some;
}

/**
 * So long those who are known wait for the others before they are told alone. Our own number: Microsoft 365 and Slack are
 * back within minutes mostly. Longer tells those late who can be reached; shorter leaves out whoever is in a group that is away.
 */
const WAITS_FOR_MS = 60 * 60_000;

/**
 * Those who are told now what was due so many milliseconds ago. Undefined: not yet, since none of them is known, or others may
 * be soon.
 */
export function findToTell<One>(those: Those<One>, dueForMs: number): readonly One[] | undefined {
  if ('all' in those) return those.all;
  return those.some.length > 0 && dueForMs >= WAITS_FOR_MS ? those.some : undefined;
}
