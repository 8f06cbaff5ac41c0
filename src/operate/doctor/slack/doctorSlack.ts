import type { LiveConfig } from '../../../config/config.ts';
import { listWords } from '../../../domain/listWords.ts';
import { Secret } from '../../../secrets/secret.ts';
import { examineClock } from '../doctorClock.ts';
import { type Finding, reportOn } from '../finding.ts';
import { examineClient } from './doctorClient.ts';
import { examineSocket } from './doctorSocket.ts';
import { examineFormerIds } from './formerIds.ts';
import { examineLookUps } from './lookUps.ts';
import { type OpenedInstallation, readInstallations } from './readInstallations.ts';
import {
  type Access,
  type Body,
  call,
  examineScopes,
  refuse,
  type SlackConfig,
  textOf,
} from './slackAccess.ts';
import { examineUserGroups } from './slackGroups.ts';

const { ok, unsure, wrong } = reportOn('slack');

/** Which Enterprise Grid a workspace is part of, as auth.test says now: it may have joined one since it was added. */
function nameGrid(body: Body): string {
  const enterprise = textOf(body.enterprise_id);
  return enterprise === '' ? '' : `, of the Enterprise Grid ${enterprise}`;
}

function examineWorkspace(body: Body, { policy, slack }: Partial<LiveConfig>): Finding[] {
  const [team, enterprise] = [textOf(body.team_id), textOf(body.enterprise_id)];
  const where = `${textOf(body.team)} (${team})`;
  const isWhole = enterprise !== '' && body.is_enterprise_install === true;
  const grid = `${nameGrid(body)}${isWhole ? ', installed for all of it' : ''}`;
  const signedIn = ok(`Signed in as @${textOf(body.user)} in ${where}${grid}.`);
  const teams = policy?.slackTeams ?? [];
  if (policy === undefined || teams.includes(team) || teams.includes(enterprise)) return [signedIn];
  const other = slack !== undefined && 'appToken' in slack.door ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET';
  return [
    signedIn,
    wrong(
      `The bot is in ${where}, and slackTeams in the policy names ${teams.join(', ') || 'none'}.`,
      `If it is the right workspace, put "${team}" into slackTeams. If not, set SLACK_BOT_TOKEN and ${other} to those of the app in the right one.`,
    ),
  ];
}

/** How requests come in. */
async function examineDoor(config: SlackConfig): Promise<Finding> {
  const { door } = config;
  if ('appToken' in door) return examineSocket(config, door.appToken.reveal());
  const page = 'api.slack.com/apps → your app → Basic Information → Signing Secret';
  if (/^[0-9a-f]{32}$/.test(door.signingSecret.reveal())) {
    return ok(
      'The signing secret looks right. Only Slack can show whether it belongs to this app: Event Subscriptions says "Verified" once Rollcall runs.',
    );
  }
  return wrong(
    "The signing secret doesn't look like one (32 characters, 0-9 and a-f), so every request would be refused.",
    `Set SLACK_SIGNING_SECRET to the Signing Secret, not to the Client Secret or the Verification Token (${page}).`,
  );
}

/** Our own number: enough to recognize an organization by, in one line. */
const MOST_NAMES = 10;
/** Slack: auth.teams.list, limit: "no larger than 1000". */
const MOST_TEAMS = 1_000;

/**
 * In which workspaces of an organization the app is: in none, before an admin has added it. Slack: "auth.teams.list", "a
 * full list of workspaces your org-wide app has been approved for".
 */
async function examineOrganization(
  access: Access,
  { id, name }: Pick<OpenedInstallation['record'], 'id' | 'name'>,
): Promise<Finding> {
  const installed = `Installed for the organization ${name} (${id})`;
  const answered = await call(access, 'auth.teams.list', { limit: String(MOST_TEAMS) });
  const body = typeof answered === 'string' ? undefined : (answered.body as Body | undefined);
  if (body?.ok !== true || !Array.isArray(body.teams)) {
    const why = typeof answered === 'string' ? answered : textOf(body?.error);
    return unsure(
      `${installed}. Slack doesn't say in which of its workspaces (${why}).`,
      'Look in the organization settings of Slack, under Integrations.',
    );
  }
  const teams = body.teams as readonly Body[];
  if (teams.length === 0) {
    return wrong(
      `${installed}, but it isn't in any of its workspaces yet, so no one can use it there.`,
      'Ask an admin of the organization to add it to workspaces (organization settings of Slack, Integrations).',
    );
  }
  const list = teams.slice(0, MOST_NAMES).map((team) => `${textOf(team.name)} (${textOf(team.id)})`);
  const cursor = textOf((body.response_metadata as Body | undefined)?.next_cursor);
  const others = teams.length - list.length;
  const more = `${cursor === '' ? '' : 'more than '}${others} others`;
  const named = others === 0 ? list : [...list, others === 1 ? 'one other' : more];
  return ok(`${installed}, and added to ${listWords(named, 'and')}.`);
}

/** Where workspaces are added. */
const installPage = ({ publicUrl }: Partial<LiveConfig>): string =>
  publicUrl === undefined
    ? 'the address of Rollcall with /slack/install at its end, once PUBLIC_URL is set'
    : `${publicUrl}/slack/install`;

/** Says whose it is, where there are several. */
function nameWorkspace({ name, id }: Pick<OpenedInstallation['record'], 'name' | 'id'>) {
  return (finding: Finding): Finding => ({ ...finding, said: `${name} (${id}): ${finding.said}` });
}

/** A workspace that was added at /slack/install. */
async function examineInstalled(
  { apiUrl, door }: SlackConfig,
  read: Partial<LiveConfig>,
  { record, token }: OpenedInstallation,
): Promise<Finding[]> {
  const access = { apiUrl, botToken: token };
  const page = installPage(read);
  const answered = await call(access, 'auth.test');
  const body = typeof answered === 'string' ? undefined : (answered.body as Body | undefined);
  if (typeof answered === 'string' || typeof body?.ok !== 'boolean') {
    return [refuse({ apiUrl }, answered)].filter((finding) => finding !== undefined);
  }
  if (body.ok !== true && textOf(body.error) === 'token_expired' && record.refreshToken !== undefined) {
    const said = `The token for ${record.name} (${record.id}) has expired. Rollcall asks for the next one when it next needs it. Only that shows whether Slack still gives one.`;
    return [
      unsure(
        said,
        `Start Rollcall, write to it there, and run this again. If it stays like this, ask a person who manages apps there to open ${page}.`,
      ),
    ];
  }
  if (body.ok !== true) {
    return [
      wrong(
        `Slack doesn't accept the token for ${record.name} (${record.id}) any more: ${textOf(body.error)}.`,
        textOf(body.error) === 'invalid_auth'
          ? `If the workspace allows only some addresses (IP allowlist), add this machine's. If not, ask a person who manages apps there to open ${page}.`
          : `Ask a person who manages apps there to open ${page}.`,
      ),
    ];
  }
  const scopes = answered.header('x-oauth-scopes');
  return [
    record.id === record.enterpriseId
      ? await examineOrganization(access, record)
      : ok(`Installed in ${record.name} (${record.id})${nameGrid(body)}.`),
    ...[
      ...examineScopes(scopes, read, `Open ${page} there again: it asks for what is missing.`),
      ...(await examineUserGroups(access, read, record.id)),
      ...(await examineLookUps(access, door, read, {
        bot: {
          ...{ id: record.botId, appId: record.appId, by: 'SLACK_CLIENT_ID' },
          page: 'Basic Information → App Credentials',
        },
        ...{ scopes, team: record.id },
      })),
      ...(await examineFormerIds(access, body, read, record.id)),
    ].map((read.policy?.slackTeams.length ?? 0) > 1 ? nameWorkspace(record) : (finding) => finding),
  ];
}

/** Each workspace that the policy names, and what is missing in it. */
async function examineWorkspaces(config: SlackConfig, read: Partial<LiveConfig>): Promise<Finding[]> {
  const installed = await readInstallations(read).catch((error: unknown) => error as Error);
  if (installed instanceof Error) {
    const said = `Where the Slack app is installed can't be read: ${installed.message}`;
    return [unsure(said, 'See what is said of the store, then run this again.')];
  }
  const named = read.policy?.slackTeams ?? [];
  const findings: Finding[] = [];
  for (const team of named) {
    const one = installed.find(({ record }) => record.id === team);
    if (one !== undefined) findings.push(...(await examineInstalled(config, read, one)));
    else {
      findings.push(
        wrong(
          `Rollcall isn't installed in ${team}, which slackTeams in the policy names.`,
          `Ask a person who manages apps there to open ${installPage(read)}, or take it out of slackTeams.`,
        ),
      );
    }
  }
  const others = installed.filter(({ record }) => !named.includes(record.id));
  return [
    ...findings,
    ...others.map(({ record: { id, name } }) =>
      unsure(
        `Rollcall is installed in ${name} (${id}), but slackTeams in the policy doesn't name it, so it does nothing there.`,
        `Add "${id}" to slackTeams, or remove the app in that workspace.`,
      ),
    ),
  ];
}

/** Calls auth.test and, where it may, users.info: neither changes anything. */
export async function examineSlack(read: Partial<LiveConfig>): Promise<Finding[]> {
  const { slack: config } = read;
  if (config === undefined) return [];
  if (config.botToken === undefined) {
    // Without a token Slack says no more than the time.
    const { apiUrl } = config;
    const clock = await call({ apiUrl, botToken: new Secret('') }, 'auth.test');
    return [
      ...(await examineWorkspaces(config, read)),
      ...(await examineClient(config)),
      await examineDoor(config),
      ...(typeof clock === 'string' ? [] : examineClock(reportOn('slack'), "Slack's", clock.behindMs)),
    ];
  }
  const access = { apiUrl: config.apiUrl, botToken: config.botToken };
  const answered = await call(access, 'auth.test');
  const refused = refuse(config, answered);
  if (refused !== undefined || typeof answered === 'string') {
    return [...(refused === undefined ? [] : [refused]), await examineDoor(config)];
  }
  const scopes = answered.header('x-oauth-scopes');
  return [
    ...examineWorkspace(answered.body as Body, read),
    ...examineScopes(scopes, read),
    await examineDoor(config),
    ...examineClock(reportOn('slack'), "Slack's", answered.behindMs),
    ...(await examineUserGroups(access, read, textOf((answered.body as Body).team_id))),
    ...(await examineLookUps(access, config.door, read, {
      bot: {
        id: textOf((answered.body as Body).bot_id),
        by: 'SLACK_BOT_TOKEN',
        page: 'OAuth & Permissions → Bot User OAuth Token',
      },
      scopes,
    })),
    ...(await examineFormerIds(access, answered.body as Body, read)),
  ];
}
