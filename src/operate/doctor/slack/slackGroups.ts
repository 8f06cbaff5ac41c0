import type { LiveConfig } from '../../../config/config.ts';
import { isOrganization, listHomes, splitSlackId } from '../../../domain/slackId.ts';
import { type Finding, reportOn } from '../finding.ts';
import { type Access, type Body, call, textOf } from './slackAccess.ts';

const { ok, unsure, wrong } = reportOn('slack');

/** What to do about what Slack says of a group (usergroups.users.list, errors). */
const GROUP_FIXES: Readonly<Record<string, string>> = {
  no_such_subteam:
    'Correct "slack" in the policy (the group → three dots → Copy group ID), or enable the group in Slack.',
  missing_argument:
    'The app belongs to a whole organization: put the id of the group\'s workspace before it, as in "T012AB3CD/S012AB3CD".',
  team_access_not_granted:
    "Ask an admin of the organization to add the app to the group's workspace, or correct the workspace in the policy.",
};

/**
 * The policy's user groups that Slack does not tell the members of, by the installation in a workspace or for an
 * organization: with one token for all, by that one, and otherwise those that it may reach.
 */
export async function examineUserGroups(
  access: Access,
  { policy, slack: config }: Partial<LiveConfig>,
  installedIn: string,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const slackTeams = policy?.slackTeams ?? [];
  for (const { id, name, slack } of policy?.groups ?? []) {
    if (slack === undefined) continue;
    const { team = slackTeams[0], user: usergroup } = splitSlackId(slack);
    const homes = listHomes(slackTeams, team);
    if (config?.botToken === undefined && !homes.includes(installedIn)) continue;
    if (!isOrganization(installedIn) && slack.includes('/') && team !== installedIn) {
      findings.push(
        wrong(
          `groups: "${id}" (${name}) is in another Slack workspace, ${team}, which SLACK_BOT_TOKEN doesn't reach, so it gives no one a role.`,
          'Correct "slack" in the policy, or use SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.',
        ),
      );
      continue;
    }
    const where: Record<string, string> = team === undefined || isOrganization(team) ? {} : { team_id: team };
    const answered = await call(access, 'usergroups.users.list', { usergroup, ...where });
    const body = typeof answered === 'string' ? undefined : (answered.body as Body | undefined);
    if (body?.ok === true) findings.push(ok(`groups: Slack tells who is in "${id}" (${name}).`));
    else if (body?.error === 'team_access_not_granted' && homes.length > 1) {
      findings.push(
        unsure(
          `groups: "${id}" (${name}) is in a workspace, ${team}, that Rollcall isn't in for ${installedIn}.`,
          'Nothing is to be done if it belongs to another organization of slackTeams. If not, ask an admin of this one to add the app to it.',
        ),
      );
    } else {
      const why = typeof answered === 'string' ? answered : textOf(body?.error);
      findings.push(
        wrong(
          `groups: Slack doesn't tell who is in "${id}" (${name}), so it gives no one a role: ${why}.`,
          GROUP_FIXES[why] ?? 'Mend that, and run this again.',
        ),
      );
    }
  }
  return findings;
}
