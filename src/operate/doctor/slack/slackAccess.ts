import type { LiveConfig } from '../../../config/config.ts';
import type { Secret } from '../../../secrets/secret.ts';
import { type Answered, ask } from '../ask.ts';
import { type Finding, reportOn } from '../finding.ts';

/** Scopes of the bot token that manifests/slack.json asks for, and what is lost without each. */
const SCOPES: Readonly<Record<string, string>> = {
  'chat:write': "Rollcall can't send anything",
  commands: 'there are no slash commands and no shortcuts',
  'files:read': "files that people send can't be read",
  'files:write': "templates, results, and histories can't be sent as files",
  'im:history': "Rollcall doesn't receive what people write to it",
  'im:write': "Rollcall can't open a chat with anyone",
};
/** Needed beside them where a Slack user group gives roles. */
const GROUP_SCOPES: Readonly<Record<string, string>> = {
  'usergroups:read': "Rollcall can't read the groups of the policy, so they give no one a role",
  'users:read': 'people who have their role by a group are shown by their id',
};
/** Beside groups, nothing but the doctor uses it. */
export const LOOK_UP = 'users:read';

export const OAUTH_PAGE = 'api.slack.com/apps → your app → OAuth & Permissions';

/** What Slack's words for a refused token mean (auth.test, errors). */
const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  invalid_auth: [
    "Slack doesn't know this bot token",
    `set SLACK_BOT_TOKEN to the Bot User OAuth Token (${OAUTH_PAGE})`,
  ],
  not_authed: ['Slack was shown no token', `set SLACK_BOT_TOKEN to the Bot User OAuth Token (${OAUTH_PAGE})`],
  account_inactive: [
    'The bot was removed from the workspace',
    `install the app again (${OAUTH_PAGE}) and set SLACK_BOT_TOKEN to the new token`,
  ],
  token_revoked: [
    'This bot token was revoked',
    `install the app again (${OAUTH_PAGE}) and set SLACK_BOT_TOKEN to the new token`,
  ],
  token_expired: [
    'This bot token has expired',
    'turn token rotation off in the app (token_rotation_enabled in its manifest), install it again, and set SLACK_BOT_TOKEN',
  ],
};

/** How Slack is set up. */
export type SlackConfig = NonNullable<LiveConfig['slack']>;
/** One workspace, and the token for it. */
export type Access = Pick<SlackConfig, 'apiUrl'> & { botToken: Secret<string> };
const { ok, unsure, wrong } = reportOn('slack');

/** A method of Slack's Web API. */
export function call({ apiUrl, botToken }: Access, method: string, args: Record<string, string> = {}) {
  return ask(`${apiUrl}${method}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${botToken.reveal()}` },
    body: new URLSearchParams(args),
  });
}

/** What Slack answers. */
export type Body = Record<string, unknown>;
/** The value as text; '' for anything else. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What is wrong with Slack's answer; undefined: nothing. */
export function refuse(
  { apiUrl }: Pick<SlackConfig, 'apiUrl'>,
  answered: Answered | string,
): Finding | undefined {
  const { host } = new URL(apiUrl);
  if (typeof answered === 'string') {
    return wrong(
      `Slack doesn't answer at ${host} (${answered}).`,
      'Check that this machine can reach it (firewall, proxy, DNS), and check SLACK_API_URL.',
    );
  }
  const body = answered.body as Body | undefined;
  if (typeof body?.ok !== 'boolean') {
    return wrong(
      `What answers at ${host} isn't Slack (HTTP ${answered.status}).`,
      'Remove SLACK_API_URL, or set it to https://slack.com/api/ (GovSlack: https://slack-gov.com/api/).',
    );
  }
  if (body.ok) return undefined;
  const word = textOf(body.error);
  const known = WORDS[word];
  if (known !== undefined) return wrong(`${known[0]} (${word}).`, `${forStart(known[1])}.`);
  return wrong(`Slack refuses the bot token: ${word}.`, `Check SLACK_BOT_TOKEN (${OAUTH_PAGE}).`);
}

const forStart = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** A Slack user group gives roles. */
export const readsGroups = (policy: Partial<LiveConfig>['policy']): boolean =>
  (policy?.groups ?? []).some(({ slack }) => slack !== undefined);

/** What the token lacks, or has without need. */
export function examineScopes(
  header: string | undefined,
  { policy }: Partial<LiveConfig>,
  fix = `Add it under Bot Token Scopes, then Reinstall to Workspace (${OAUTH_PAGE}).`,
): Finding[] {
  const granted = (header ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  if (granted.length === 0) {
    return [
      unsure(
        "Slack didn't say what this token may do.",
        `Compare the scopes with manifests/slack.json: ${OAUTH_PAGE}.`,
      ),
    ];
  }
  const needed: typeof SCOPES = readsGroups(policy) ? { ...SCOPES, ...GROUP_SCOPES } : SCOPES;
  const missing = Object.keys(needed).filter((scope) => !granted.includes(scope));
  const more = granted.filter((scope) => !Object.hasOwn(needed, scope) && scope !== LOOK_UP);
  return [
    ...(missing.length === 0
      ? [ok(`The token has the scopes that are needed: ${Object.keys(needed).join(', ')}.`)]
      : []),
    ...missing.map((scope) => wrong(`The scope ${scope} is missing: ${needed[scope]}.`, fix)),
    ...(more.length === 0
      ? []
      : [
          unsure(
            `The token may do more than Rollcall uses: ${more.join(', ')}.`,
            `Remove under Bot Token Scopes what nothing else needs (${OAUTH_PAGE}).`,
          ),
        ]),
  ];
}
