import type { LiveConfig } from '../../../config/config.ts';
import { joinSlackId, splitSlackId } from '../../../domain/slackId.ts';
import { type Finding, reportOn } from '../finding.ts';
import { type Access, type Body, call, textOf } from './slackAccess.ts';
import { listPeopleIn } from './slackPeople.ts';

const { unsure, wrong } = reportOn('slack');

/** Slack: "migration.exchange", users: "up to 400 per request". */
const MOST_IDS = 400;
/** Slack: "auth.teams.list", limit: "no larger than 1000". */
const MOST_TEAMS = 1_000;
/** Slack: "migration.exchange" is of tier 2, "20+ per minute": more is refused, and less misses ids of before. */
const MOST_CALLS = 20;

/** Whose ids are asked for: those of each workspace, by an organization's token, and otherwise the token's own. */
async function listTeams(access: Access, body: Body): Promise<(string | undefined)[]> {
  if (body.is_enterprise_install !== true) return [undefined];
  const answered = await call(access, 'auth.teams.list', { limit: String(MOST_TEAMS) });
  const teams = typeof answered === 'string' ? undefined : (answered.body as Body | undefined)?.teams;
  return Array.isArray(teams) ? (teams as Body[]).map(({ id }) => textOf(id)) : [];
}

/** Slack's word where it does not say. */
async function exchange(
  access: Access,
  users: readonly string[],
  team: string | undefined,
): Promise<Readonly<Record<string, string>> | string> {
  const where: Record<string, string> = team === undefined ? {} : { team_id: team };
  const answered = await call(access, 'migration.exchange', { users: users.join(','), ...where });
  if (typeof answered === 'string') return answered;
  const body = (answered.body ?? {}) as Body;
  return body.ok === true ? (body.user_id_map as Record<string, string>) : textOf(body.error);
}

/**
 * Those whom the policy knows by the id that they had before their workspace became part of an Enterprise Grid. Slack,
 * "Developing apps for Enterprise orgs": each has a global id from then on, which is the one that apps are sent unless User
 * ID Translation is on for them, "meant to be used temporarily"; "migration.exchange" tells it by the old one, which stays
 * good in calls. `body` is what auth.test answers, `team` the installation's, or left out for the only one.
 */
export async function examineFormerIds(
  access: Access,
  body: Body,
  read: Partial<LiveConfig>,
  team?: string,
): Promise<Finding[]> {
  const enterprise = textOf(body.enterprise_id);
  const people = enterprise === '' ? [] : listPeopleIn(read, team);
  if (people.length === 0) return [];
  const ids = new Map<string, string>();
  let calls = 0;
  for (const one of await listTeams(access, body)) {
    const left = people.map(({ slack }) => slack).filter((slack) => !ids.has(slack));
    for (let at = 0; at < left.length && calls < MOST_CALLS; at += MOST_IDS) {
      calls += 1;
      const found = await exchange(access, left.slice(at, at + MOST_IDS), one);
      if (typeof found === 'string') {
        return [
          unsure(
            `Slack didn't say whether the policy has ids from before the Enterprise Grid ${enterprise} (${found}).`,
            'Run this again in a few minutes.',
          ),
        ];
      }
      for (const [before, now] of Object.entries(found)) ids.set(before, now);
    }
  }
  return people.flatMap(({ id, name, slack, written }) => {
    const now = ids.get(slack);
    if (now === undefined || now === slack) return [];
    return [
      wrong(
        `people: "${id}" (${name}) has the Slack id ${slack}, from before the workspace became part of the Enterprise Grid ${enterprise}. Slack's id for them is ${now} now, so Rollcall gives them no access unless User ID Translation is on for the app.`,
        `Replace it with "${joinSlackId(splitSlackId(written).team, now)}" in that entry, and don't add another entry for them. If User ID Translation is on (api.slack.com/apps → your app), turn it off right after that.`,
      ),
    ];
  });
}
