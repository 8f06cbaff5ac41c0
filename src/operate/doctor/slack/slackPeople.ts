import type { LiveConfig } from '../../../config/config.ts';
import { splitSlackId } from '../../../domain/slackId.ts';
import { type Finding, reportOn } from '../finding.ts';
import { type Access, type Body, call, textOf } from './slackAccess.ts';

const { ok, unsure, wrong } = reportOn('slack');

/** Those whom the policy knows by a Slack id in a workspace, or in the only one; `slack` as Slack itself has it. */
export function listPeopleIn({ policy }: Partial<LiveConfig>, team?: string) {
  return (policy?.people ?? []).flatMap((human) => {
    if (human.slack === undefined) return [];
    const { team: theirs = policy?.slackTeams[0], user } = splitSlackId(human.slack);
    return team === undefined || theirs === team ? [{ ...human, written: human.slack, slack: user }] : [];
  });
}

/** Those whom the policy knows by Slack ids that are nobody's, in a workspace, or in the only one. */
export async function examinePeople(
  access: Access,
  read: Partial<LiveConfig>,
  team?: string,
): Promise<Finding[]> {
  const people = listPeopleIn(read, team);
  if (people.length === 0) return [];
  const findings: Finding[] = [];
  for (const { id, name, slack } of people) {
    const answered = await call(access, 'users.info', { user: slack });
    const body = typeof answered === 'string' ? undefined : (answered.body as Body | undefined);
    const user = body?.user as { deleted?: unknown } | undefined;
    if (body?.error === 'user_not_found' || body?.error === 'users_not_found') {
      findings.push(
        wrong(
          `people: "${id}" (${name}) has the Slack id ${slack}, which no one in this workspace has.`,
          'Correct "slack" in the policy: their profile → three dots → Copy member ID.',
        ),
      );
    } else if (user?.deleted === true) {
      findings.push(
        unsure(
          `people: "${id}" (${name}) is deactivated in Slack.`,
          'Remove the entry from the policy if they have left.',
        ),
      );
    } else if (body?.ok !== true) {
      const why = typeof answered === 'string' ? answered : textOf(body?.error);
      findings.push(
        unsure(
          `Slack didn't say who has the other ids in the policy (${why}).`,
          'Run this again in a few minutes.',
        ),
      );
      break;
    }
  }
  return findings.length > 0
    ? findings
    : [ok('Everyone in the policy who has a Slack id is in the workspace.')];
}
