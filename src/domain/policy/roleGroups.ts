import { z } from 'zod';
import { isOrganization, splitSlackId } from '../slackId.ts';
import type { Platform, Role } from '../terms.ts';
import { guid, id, name, say, strict } from './policyParts.ts';

export const ROLES = ['helpdesk', 'admin', 'approver', 'auditor'] as const satisfies readonly Role[];
/**
 * As ids of people in Slack: in any workspace but the first of `slackTeams`, with the workspace's id. A group is in a workspace,
 * also where the app is a whole organization's.
 */
const SLACK_USER_GROUP = /^(?:T[A-Z0-9]+\/)?S[A-Z0-9]+$/;

/** Microsoft: "directoryObject: checkMemberGroups": 20 groups per request, and one request for each person is enough. */
const MOST_GROUPS = 20;

/** What somebody may do: of a person, and of everybody in a group. */
export const roleNames = z.array(
  z.enum(ROLES, say(`one of ${ROLES.join(', ')}`)),
  say(`a list of roles: ${ROLES.join(', ')}`),
);

/** For whoever has none of their own and is in no group. */
export const NO_ROLE = `give at least one role: ${ROLES.join(', ')}.`;

const roleGroup = strict({
  id,
  name,
  slack: z
    .string(say('a Slack user group id'))
    .regex(
      SLACK_USER_GROUP,
      say(
        'a Slack user group id such as "S012AB3CD" (the group, three dots, Copy group ID), or "T012AB3CD/S012AB3CD" with the id of its workspace',
      ),
    )
    .optional(),
  entra: guid('the object id of a group in Microsoft Entra, a GUID').optional(),
  /** Whose directory keeps an Entra group. Left out: that of the only customer. */
  directory: z.string(say('the id of a customer')).optional(),
  roles: roleNames.min(1, say(`at least one role: ${ROLES.join(', ')}`)),
  customers: z
    .array(z.string(say('the id of a customer')), say('a list of customer ids'))
    .min(1, say('at least one customer id, or leave the key out for all'))
    .optional(),
}).refine(({ slack, entra }) => (slack === undefined) !== (entra === undefined), {
  error: 'groups: give each either "slack" or "entra", the one group whose members get the roles.',
});

/** Groups whose members have roles without being named. */
export const roleGroups = z.array(roleGroup, say('a list of groups')).default([]);
export type RoleGroup = z.output<typeof roleGroup>;

interface Complaint {
  path: (string | number)[];
  message: string;
}

/** What is wrong with the workspace that an id of Slack names. */
export function checkTeam(slackTeams: readonly string[], slack = ''): string[] {
  const { team } = splitSlackId(slack);
  if (team === undefined) return [];
  if (team === slackTeams[0]) {
    return [`"${team}" is the first of slackTeams, whose ids are written without it. Remove "${team}/".`];
  }
  if (slackTeams.includes(team)) return [];
  const named = `It names ${slackTeams.join(', ') || 'none'}.`;
  return [`"${team}" isn't in slackTeams. ${named} Add it there, or correct it.`];
}

/** The same of a group, which may be in any workspace of an organization that is named. */
function checkGroupsTeam(slackTeams: readonly string[], slack: string | undefined): string[] {
  const [first] = slackTeams;
  const { team } = splitSlackId(slack ?? '');
  return team !== first && slackTeams.some(isOrganization) ? [] : checkTeam(slackTeams, slack);
}

/** What is wrong with the groups beside each other, and with the customers that they name. */
export function checkRoleGroups(policy: {
  customers: readonly { id: string }[];
  slackTeams: readonly string[];
  groups: readonly RoleGroup[];
}): Complaint[] {
  const { groups } = policy;
  const known = policy.customers.map((one) => one.id);
  const fix = (wanted: string) => `There is no customer "${wanted}". Known are: ${known.join(', ')}.`;
  const seen = new Set<string>();
  return groups.flatMap((group, index): Complaint[] => {
    const at = (...path: (string | number)[]) => ['groups', index, ...path];
    const twice = (['id', 'slack', 'entra'] as const).flatMap((key) => {
      const value = group[key];
      const mark = `${key} ${value?.toLowerCase()}`;
      if (value === undefined || !seen.has(mark)) {
        seen.add(mark);
        return [];
      }
      return [{ path: at(key), message: `"${value}" is used twice. Keep one entry for each group.` }];
    });
    const { directory, customers = [] } = group;
    return [
      ...twice,
      ...checkGroupsTeam(policy.slackTeams, group.slack).map((message) => ({ path: at('slack'), message })),
      ...customers.flatMap((wanted, place) =>
        known.includes(wanted) ? [] : [{ path: at('customers', place), message: fix(wanted) }],
      ),
      ...(directory === undefined || known.includes(directory)
        ? []
        : [{ path: at('directory'), message: fix(directory) }]),
      ...(group.entra !== undefined && directory === undefined && known.length > 1
        ? [{ path: at('directory'), message: "missing; say which customer's directory keeps this group." }]
        : []),
      ...(index < MOST_GROUPS ? [] : [{ path: at(), message: `at most ${MOST_GROUPS} groups are read.` }]),
    ];
  });
}

/** The id of somebody whom the policy does not name: their object id, or their id in Slack. Policy ids have no colon. */
export function idOfUnnamed(platform: Platform, userId: string): string {
  return platform === 'teams' ? `entra:${userId.toLowerCase()}` : `slack:${userId}`;
}

/** Entries of the policy, as far as they say who somebody is. */
interface Entries {
  people: readonly ({ id: string } & { [platform in Platform]?: string | undefined })[];
}

/**
 * The id that whoever had this one has by now: somebody whom the policy didn't name may have got an entry since, which says
 * that this account of a chat, or of the directory, is theirs. An id of an entry stays its own.
 */
export function idNow({ people }: Entries, id: string): string {
  const unnamed = readUnnamed(id);
  if (unnamed === undefined) return id;
  const { platform, userId } = unnamed;
  const isTheirs = (own = ''): boolean =>
    platform === 'teams' ? own.toLowerCase() === userId.toLowerCase() : own === userId;
  return people.find((human) => isTheirs(human[platform]))?.id ?? id;
}

/**
 * Whether two ids are one person's: what was kept with an id may be older than their entry. Never by a name or a mail address,
 * and not what {@link mayBeOne} only can't rule out.
 */
export function isSamePerson(policy: Entries, one: string, other: string): boolean {
  return one === other || idNow(policy, one) === idNow(policy, other);
}

/** All ids that something may have been kept with of whoever has this one: of their entry, and those they had before it. */
export function listIdsOf({ people }: Entries, id: string): string[] {
  const now = idNow({ people }, id);
  const human = people.find((one) => one.id === now);
  const before = (['slack', 'teams'] as const).flatMap((platform) => {
    const userId = human?.[platform];
    return userId === undefined ? [] : [idOfUnnamed(platform, userId)];
  });
  // An account that two entries name is the first one's.
  return [...new Set([now, ...before.filter((one) => idNow({ people }, one) === now)])];
}

/** The object id of somebody's directory account, as far as it is known: of the policy, or their own id. */
export function findAccount({ people }: Entries, actorId: string): string | undefined {
  const human = people.find(({ id }) => id === idNow({ people }, actorId));
  if (human !== undefined) return human.teams;
  const unnamed = readUnnamed(actorId);
  return unnamed?.platform === 'teams' ? unnamed.userId : undefined;
}

/**
 * Whether two ids may be one person's, who has another one in each chat, and in each Slack workspace. Two entries of the
 * policy are two people; of whoever has none, only one id is known, so that the other's in the same place has to be known
 * too. Somebody who had no entry before is the one whose entry has that id now.
 */
export function mayBeOne({ people }: Entries, one: string, other: string): boolean {
  const [first, second] = [one, other].map((id) => {
    const unnamed = readUnnamed(id);
    return unnamed === undefined
      ? people.find((human) => human.id === id)
      : { [unnamed.platform]: unnamed.userId };
  }) as { [platform in Platform]?: string | undefined }[];
  if (readUnnamed(one) === undefined && readUnnamed(other) === undefined) return false;
  const areBothIn = (chat: Platform) => first?.[chat] !== undefined && second?.[chat] !== undefined;
  if (areBothIn('teams')) return first?.teams?.toLowerCase() === second?.teams?.toLowerCase();
  // Somebody has an account of their own in each workspace: ids of two workspaces tell nothing.
  const [team, otherTeam] = [first, second].map((who) => splitSlackId(who?.slack ?? '').team);
  return !areBothIn('slack') || team !== otherTeam || first?.slack === second?.slack;
}

/** What {@link idOfUnnamed} made an id of; undefined for the id of somebody whom the policy names. */
export function readUnnamed(actorId: string): { platform: Platform; userId: string } | undefined {
  const [kind, userId] = actorId.split(':');
  if (userId === undefined || (kind !== 'entra' && kind !== 'slack')) return undefined;
  return { platform: kind === 'entra' ? 'teams' : 'slack', userId };
}
