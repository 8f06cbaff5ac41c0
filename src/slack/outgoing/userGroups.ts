import { RollcallError } from '../../domain/errors.ts';
import { findOrganization, joinSlackId, splitSlackId } from '../../domain/slackId.ts';
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
  /** Where a group is read. People of an organization are known by it, and not by the group's workspace. */
  async function findHome(team: string | undefined): Promise<Workspace> {
    if (team === undefined) return workspaces.get(team);
    const enterpriseId = findOrganization(slackTeams());
    const found = await workspaces.find({ teamId: team, enterpriseId, isEnterpriseInstall: false });
    return found ?? workspaces.get(team);
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
      const { client, calls, mark } = await findHome(team);
      // "Required if org token is used", and ignored with a workspace's (Slack, usergroups.users.list).
      const where = team === undefined ? {} : { team_id: team };
      try {
        const answered = await calls.call('usergroups.users.list', 'safe', () =>
          client.usergroups.users.list({ usergroup, ...where }),
        );
        return (answered.users ?? []).map((user) => joinSlackId(mark, user));
      } catch (error) {
        const word = slackError(error);
        // Disabled groups are not there either, as long as nobody asks for them.
        if (word === 'no_such_subteam') return undefined;
        const said = word === undefined ? "Slack doesn't answer." : `Slack reported a problem: ${word}.`;
        const next = NEXT[word ?? ''] ?? 'Try again in a few minutes.';
        throw new RollcallError('CHAT_DOWN', said, { next, cause: error });
      }
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
