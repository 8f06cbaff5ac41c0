import { RollcallError } from '../../domain/errors.ts';
import { joinSlackId, splitSlackId } from '../../domain/slackId.ts';
import { findZone } from '../../domain/zonedTime.ts';
import type { UserGroups } from '../../service/ports/userGroups.ts';
import type { Workspaces } from '../workspaces/workspace.ts';
import { slackError } from './calls.ts';

/** Why Slack does not say who is in a group: its words, and what to do. Slack: "usergroups.users.list", errors. */
const NEXT: Readonly<Record<string, string>> = {
  missing_scope:
    'Add the scope usergroups:read to the Slack app (OAuth & Permissions), and install it again.',
  plan_upgrade_required: "User groups need one of Slack's paid plans.",
};

/** Slack's user groups, of each workspace by its own token. Ids name their workspace as those of people do. */
export function createUserGroups(workspaces: Pick<Workspaces, 'get'>): UserGroups {
  /** Undefined without the scope users:read, and while Slack does not answer. */
  async function readUser(userId: string) {
    const { team, user: id } = splitSlackId(userId);
    try {
      const { client, calls } = await workspaces.get(team);
      return (await calls.call('users.info', 'safe', () => client.users.info({ user: id }))).user;
    } catch {
      return undefined;
    }
  }

  return {
    async listUserGroup(groupId) {
      const { team, user: usergroup } = splitSlackId(groupId);
      const { client, calls } = await workspaces.get(team);
      try {
        const answered = await calls.call('usergroups.users.list', 'safe', () =>
          client.usergroups.users.list({ usergroup }),
        );
        return (answered.users ?? []).map((user) => joinSlackId(team, user));
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
