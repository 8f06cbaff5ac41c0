import { RollcallError } from '../../domain/errors.ts';
import { isOrganization, joinSlackId, listHomes, splitSlackId } from '../../domain/slackId.ts';
import { findZone } from '../../domain/time/zonedTime.ts';
import type { UserGroups } from '../../service/ports/userGroups.ts';
import type { Workspace, Workspaces } from '../workspaces/workspace.ts';
import { slackError } from './calls.ts';

/** Why Slack does not say who is in a group: its words, and what to do. Slack: "usergroups.users.list", errors. */
const NEXT: Readonly<Record<string, string>> = {
  missing_scope:
    'Add the scope usergroups:read to the Slack app (OAuth & Permissions), and install it again.',
  plan_upgrade_required: "User groups need one of Slack's paid plans.",
  missing_argument:
    'The app belongs to a whole organization: say in "groups" of the policy which workspace the group is in, as in "T012AB3CD/S012AB3CD".',
  team_access_not_granted:
    "Ask an admin of the organization to add Rollcall to the group's workspace, or correct the group in the policy.",
};

/** Of a group that a token of one workspace can't be asked for. */
const ELSEWHERE = [
  "The group is in another Slack workspace, where Rollcall isn't.",
  {
    next: 'Correct the group in the policy, or install Rollcall there, too, with SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.',
  },
] as const;

/**
 * Slack's user groups, of each workspace by its own token, or by that of its organization. Ids name their workspace as those
 * of people do.
 *
 * @param slackTeams the policy's, as they are now
 */
export function createUserGroups(
  workspaces: Pick<Workspaces, 'get' | 'find'>,
  slackTeams: () => readonly string[],
): UserGroups {
  /**
   * Where a group may be read: in its workspace, or for an organization that may have it. People of an organization are
   * known by it, and not by the group's workspace.
   */
  async function findHomes(team: string | undefined): Promise<Workspace[]> {
    if (team === undefined) return [await workspaces.get(team)];
    const sources = listHomes(slackTeams(), team).map((id) =>
      isOrganization(id)
        ? { enterpriseId: id, isEnterpriseInstall: true }
        : { teamId: id, isEnterpriseInstall: false },
    );
    const found = await Promise.all(sources.map((source) => workspaces.find(source)));
    const there = [...new Set(found)].filter((one) => one !== undefined);
    return there.length > 0 ? there : [await workspaces.get(team)];
  }

  /** Who is in a group by one installation. Throws what Slack's client throws, and RollcallError for a group elsewhere. */
  async function listBy({ id, client, calls, mark }: Workspace, team: string | undefined, usergroup: string) {
    // A workspace's own token is asked for its own groups, whichever workspace stands beside it.
    if (team !== undefined && !isOrganization(id) && team !== id)
      throw new RollcallError('CHAT_DOWN', ...ELSEWHERE);
    // "Required if org token is used", and ignored with a workspace's (Slack, usergroups.users.list).
    const [first] = slackTeams();
    const where = team ?? (isOrganization(first) ? undefined : first);
    const answered = await calls.call('usergroups.users.list', 'safe', () =>
      client.usergroups.users.list({ usergroup, ...(where === undefined ? {} : { team_id: where }) }),
    );
    return (answered.users ?? []).map((user) => joinSlackId(mark, user));
  }

  /** Undefined without the scope users:read, and while Slack does not answer. */
  async function readUser(userId: string) {
    const { team, user: id } = splitSlackId(userId);
    try {
      const { client } = await workspaces.get(team);
      // Asked once and without a word in the log: an app that nobody gave the scope is no failure.
      return (await client.users.info({ user: id })).user;
    } catch {
      return undefined;
    }
  }

  return {
    async listUserGroup(groupId) {
      const { team, user: usergroup } = splitSlackId(groupId);
      const homes = await findHomes(team);
      for (const [index, home] of homes.entries()) {
        try {
          return await listBy(home, team, usergroup);
        } catch (error) {
          if (error instanceof RollcallError) throw error;
          const word = slackError(error);
          // Disabled groups are not there either, as long as nobody asks for them.
          if (word === 'no_such_subteam') return undefined;
          // The workspace is another organization's.
          if (word === 'team_access_not_granted' && index < homes.length - 1) continue;
          const said = word === undefined ? "Slack doesn't answer." : `Slack reported a problem: ${word}.`;
          const next = NEXT[word ?? ''] ?? 'Try again in a few minutes.';
          throw new RollcallError('CHAT_DOWN', said, { next, cause: error });
        }
      }
      return undefined;
    },
    async readName(userId) {
      const user = await readUser(userId);
      return user?.profile?.real_name ?? user?.real_name ?? user?.name;
    },
    // Slack: "users.info": tz, an IANA name. Our own setting of the policy stands in where the scope is missing.
    async readTimeZone(userId) {
      const { tz } = (await readUser(userId)) ?? {};
      return tz === undefined ? undefined : findZone(tz);
    },
  };
}
