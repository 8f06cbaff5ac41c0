import type { Role } from '../terms.ts';
import type { Human, Policy } from './policy.ts';
import { idNow, type RoleGroup, readUnnamed } from './roleGroups.ts';
import { limitByWorkspace } from './workspaces.ts';

/** What groups are read beside. */
type Written = Pick<Policy, 'groups' | 'customers' | 'slackTeams' | 'workspaces'>;

/** Somebody of whom it is known by now which groups they are in. */
export interface Member {
  /** Of the policy, or as `idOfUnnamed` makes it. */
  id: string;
  name: string;
  /** Ids of the policy's groups. */
  groups: ReadonlySet<string>;
}

/**
 * A user group can be changed by whoever Slack lets change it, who may be everybody. So it makes nobody an admin or an
 * approver of whom the policy does not say which account is theirs: self-approval could not be told.
 */
const NEEDS_ACCOUNT: readonly Role[] = ['admin', 'approver'];

/** The roles that a group gives somebody. */
function rolesBy({ roles, slack }: RoleGroup, teams: string | undefined): readonly Role[] {
  const isAccountKnown = slack === undefined || teams !== undefined;
  return isAccountKnown ? roles : roles.filter((role) => !NEEDS_ACCOUNT.includes(role));
}

/** Whether a group's roles hold wherever somebody works who is limited to these customers, or to none. */
function covers(
  { customers }: RoleGroup,
  limits: readonly string[] | undefined,
  all: readonly string[],
): boolean {
  return customers === undefined || (limits ?? all).every((one) => customers.includes(one));
}

function addTo(human: Human, isNamed: boolean, { groups }: Member, policy: Written): Human {
  const all = policy.customers.map(({ id }) => id);
  const giving = policy.groups.flatMap((group) => {
    const roles = groups.has(group.id) ? rolesBy(group, human.teams) : [];
    return roles.length === 0 ? [] : [{ group, roles }];
  });
  // Of somebody without an entry the first group says for which customers: roles hold for all of these, or not at all.
  const limits = isNamed
    ? human.customers
    : limitByWorkspace(policy, human.slack, giving[0]?.group.customers);
  const counting = giving.filter(({ group }) => covers(group, limits, all));
  if (counting.length === 0 || limits?.length === 0) return human;
  return {
    ...human,
    ...(limits === undefined ? {} : { customers: [...limits] }),
    roles: [...new Set([...human.roles, ...counting.flatMap(({ roles }) => roles)])],
    through: counting.map(({ group, roles }) => ({ id: group.id, name: group.name, roles })),
    own: human.roles,
  };
}

/**
 * Whether roles of this group would count for somebody if they were in it. Of a group for other customers it isn't even to be
 * told them that it is there.
 */
export function mayCount(policy: Written, human: Omit<Human, 'name'>, group: RoleGroup): boolean {
  const isLimited = readUnnamed(human.id) === undefined || human.roles.length > 0;
  const limits = isLimited ? human.customers : limitByWorkspace(policy, human.slack, group.customers);
  const all = policy.customers.map(({ id }) => id);
  return limits?.length !== 0 && covers(group, limits, all);
}

/** What a group is called: with its id, where another has the same name. */
export function callGroup(
  { groups }: Pick<Policy, 'groups'>,
  { id, name }: { id: string; name: string },
): string {
  const isTold = groups.every((other) => other.id === id || other.name !== name);
  return isTold ? `“${name}”` : `“${name}” (${id})`;
}

/**
 * The people of the policy with what their groups give them, and after them those whom only a group lets in. An entry's
 * own customers stay its limit.
 */
export function withGroups(
  policy: Written & Pick<Policy, 'people'>,
  members: ReadonlyMap<string, Member>,
): Human[] {
  const named = policy.people.map((human) => {
    const member = members.get(human.id);
    return member === undefined ? human : addTo(human, true, member, policy);
  });
  const others = [...members.values()].flatMap((member): Human[] => {
    const who = readUnnamed(member.id);
    // Whoever got an entry since is there already.
    if (who === undefined || idNow(policy, member.id) !== member.id) return [];
    const { platform, userId } = who;
    return [
      addTo({ id: member.id, name: member.name, [platform]: userId, roles: [] }, false, member, policy),
    ];
  });
  return [...named, ...others];
}

/** Roles that groups would give somebody if the policy held their `teams`, with the names of the groups. */
export function listWithheld(
  { groups }: Pick<Policy, 'groups'>,
  human: Pick<Human, 'teams'>,
  member: Pick<Member, 'groups'>,
): { name: string; roles: readonly Role[] }[] {
  return groups
    .filter(({ id }) => member.groups.has(id))
    .map((group) => {
      const given = rolesBy(group, human.teams);
      return { name: group.name, roles: group.roles.filter((role) => !given.includes(role)) };
    })
    .filter(({ roles }) => roles.length > 0);
}
