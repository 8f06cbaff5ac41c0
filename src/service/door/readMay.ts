import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { ROLES, type RoleGroup } from '../../domain/policy/roleGroups.ts';
import type { Role } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { TaskKind } from '../ports/engine.ts';
import { ROLE_GROUP_WORDS } from '../roleGroups/words.ts';
import { describeOlder, isOlder, leaveToNewer } from './leaveToNewest.ts';
import { refuseRole, rolesNow } from './taskRules.ts';

/**
 * Whether somebody may do something now. `unknown`: not by what could be read, but maybe by a group that can't be read now, or by
 * a newer policy file than the one that is here. Nothing may be done then, and nothing may end for it either: what nobody waits
 * for is tried again later, and whoever waits is told `why`, a RollcallError ROLE_UNKNOWN or POLICY_OLDER.
 */
export type May<Allowed> =
  | { may: 'yes'; by: Allowed }
  | { may: 'no' }
  | { may: 'unknown'; why: RollcallError };

/** Somebody who asked for something, by their id here. */
export interface Who {
  id: string;
  name: string;
}

type Context = Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'checkPolicy' | 'standsIn'>;

function describeUnknown({ name }: Who, groups: readonly RoleGroup[]): RollcallError {
  const { message, ...others } = ROLE_GROUP_WORDS.mayUnknown(
    name,
    groups.map((group) => group.name),
  );
  return new RollcallError('ROLE_UNKNOWN', message, others);
}

/**
 * Reads somebody's groups, and asks the policy about them.
 *
 * @param find what they may do by a policy; undefined: they may not. It sees the policy of today, and after that the same
 * with them in a group that can't be read
 */
export async function readMay<Allowed>(
  context: Context,
  who: Who,
  find: (policy: Policy) => Allowed | undefined,
): Promise<May<Allowed>> {
  const { policy, roleGroups } = context;
  const unread = (await roleGroups?.findUnread(who.id, who.name)) ?? [];
  const by = find(policy);
  if (by !== undefined) return { may: 'yes', by };
  const giving = unread.filter((group) => {
    const people = roleGroups?.peopleIfIn(who.id, group) ?? policy.people;
    return find({ ...policy, people }) !== undefined;
  });
  if (giving.length > 0) return { may: 'unknown', why: describeUnknown(who, giving) };
  return (await isOlder(context)) ? { may: 'unknown', why: describeOlder() } : { may: 'no' };
}

/** Our own number: a group that could not be read is read again no sooner. */
const AGAIN_MS = 30_000;

function isOfOlder(may: May<unknown>): boolean {
  return may.may === 'unknown' && may.why.code === 'POLICY_OLDER';
}

/** Leaves a task to an instance with a newer policy file where that may allow what this one doesn't. False: it's judged here. */
export async function leaveIfOlder(
  context: Pick<ProvisioningOptions, 'checkPolicy' | 'engine' | 'clock' | 'log' | 'onLeft'>,
  may: May<unknown>,
  kind: TaskKind,
  id: string,
): Promise<boolean> {
  if (!isOfOlder(may)) return false;
  await leaveToNewer(context, kind, id);
  return true;
}

/**
 * Asks again until it can be told, for so many milliseconds; not where a newer policy file says it, which may never come. Throws
 * the signal's reason.
 */
export async function readPatiently<Allowed>(
  { clock, log }: Pick<ProvisioningOptions, 'clock' | 'log'>,
  patienceMs: number,
  signal: AbortSignal,
  read: () => Promise<May<Allowed>>,
): Promise<May<Allowed>> {
  const elapsed = () => clock.elapsed?.() ?? clock.now();
  const until = elapsed() + patienceMs;
  for (;;) {
    const may = await read();
    if (may.may !== 'unknown' || isOfOlder(may) || elapsed() > until) return may;
    log.warn({ err: may.why, nextTryMs: AGAIN_MS }, 'role.unknown');
    await clock.sleep(AGAIN_MS, signal);
    signal.throwIfAborted();
  }
}

/** Whether somebody has one of these roles for a customer now, and all that they have for it. */
export function readRole(
  context: Context,
  who: Who,
  customer: string,
  needed: readonly Role[],
): Promise<May<readonly Role[]>> {
  return readMay(context, who, (policy) => {
    const roles = rolesNow(policy, who.id, customer);
    return refuseRole({ roles }, needed) === undefined ? roles : undefined;
  });
}

/** True for what is thrown while it can't be told what somebody may do. It passes by itself. */
export function isRoleUnknown(error: unknown): boolean {
  return error instanceof RollcallError && ['ROLE_UNKNOWN', 'POLICY_OLDER'].includes(error.code);
}

/** What they may do; undefined when they may not. Throws ROLE_UNKNOWN or POLICY_OLDER, which pass by themselves, when that can't be told. */
export function requireKnown<Allowed>(may: May<Allowed>): Allowed | undefined {
  if (may.may === 'unknown') throw may.why;
  return may.may === 'yes' ? may.by : undefined;
}

/**
 * Why something is refused to somebody with the roles that they have for a customer now. Throws ROLE_UNKNOWN where more roles,
 * by a group that can't be read, would allow it, POLICY_OLDER where a newer policy file may give those, and what `refuse` throws.
 */
export async function refuseByRoles(
  context: Context,
  who: Who,
  customer: string,
  refuse: (roles: readonly Role[]) => Promise<RollcallError | undefined>,
): Promise<RollcallError | undefined> {
  const { policy, roleGroups } = context;
  const unread = (await roleGroups?.findUnread(who.id, who.name)) ?? [];
  const roles = rolesNow(policy, who.id, customer);
  const refusal = await refuse(roles);
  if (refusal === undefined) return refusal;
  if ((await isOlder(context)) && (await refuse(ROLES)) === undefined) throw describeOlder();
  if (unread.length === 0) return refusal;
  const rolesIn = (group: RoleGroup): readonly Role[] =>
    rolesNow({ ...policy, people: roleGroups?.peopleIfIn(who.id, group) ?? [] }, who.id, customer);
  const giving = unread.filter((group) => rolesIn(group).some((role) => !roles.includes(role)));
  if (giving.length === 0) return refusal;
  const more = giving.flatMap(rolesIn);
  if ((await refuse([...new Set([...roles, ...more])])) !== undefined) return refusal;
  throw describeUnknown(who, giving);
}
