import type { LiveConfig } from '../../../config/config.ts';
import { ask } from '../ask.ts';
import { type Finding, reportOn } from '../finding.ts';
import { type Access, call } from './slackAccess.ts';

const { ok, unsure, wrong } = reportOn('slack');
const TOKEN_PAGE = 'api.slack.com/apps → your app → Basic Information → App-Level Tokens';

/** What Slack says to a token that opens no socket (its page of apps.connections.open), and what to do about it. */
const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  missing_scope: [
    'The app-level token lacks the scope connections:write, so that it opens no socket (missing_scope).',
    `Make another one with connections:write, and set SLACK_APP_TOKEN to it (${TOKEN_PAGE}).`,
  ],
  not_allowed_token_type: [
    "SLACK_APP_TOKEN isn't an app-level token (not_allowed_token_type).",
    `Set it to a token that starts with xapp- (${TOKEN_PAGE}).`,
  ],
};

/** The app that an app-level token is of: `xapp-1-A012AB3CD-…`. Undefined for one that doesn't tell. */
export const appOf = (appToken: string): string | undefined => /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken)?.[1];

/** The bot whose app is to be that of the socket. */
export interface Bot {
  id: string;
  /** Which app it is of, where that was kept. */
  appId?: string | undefined;
  /** What its credentials are called, and where they are found. */
  by: 'SLACK_BOT_TOKEN' | 'SLACK_CLIENT_ID';
  page: string;
}

/**
 * Whether both are of one app: people would write to one, and another answered. Slack: "bots.info", which needs users:read;
 * nothing else that a bot's token may ask without a trace names its app.
 */
export async function examineApp(access: Access, appToken: string, bot: Bot): Promise<Finding[]> {
  const ofSocket = appOf(appToken);
  if (ofSocket === undefined) return [];
  const answered = bot.appId === undefined ? await call(access, 'bots.info', { bot: bot.id }) : undefined;
  const body =
    typeof answered === 'object' ? (answered.body as { bot?: { app_id?: unknown }; error?: unknown }) : {};
  const ofBot = bot.appId ?? body.bot?.app_id;
  if (ofBot === ofSocket) return [];
  if (typeof ofBot === 'string') {
    return [
      wrong(
        `SLACK_APP_TOKEN is of the app ${ofSocket}, and ${bot.by} of ${ofBot}: what people send comes to one app, and another answers.`,
        `Take both from the same app (${TOKEN_PAGE}, and ${bot.page}).`,
      ),
    ];
  }
  const why = typeof body.error === 'string' ? body.error : 'no answer';
  return [
    unsure(
      `Whether SLACK_APP_TOKEN and ${bot.by} are of one app can't be checked now (${why}).`,
      'Start Rollcall and write to it: slack.otherApp in its log says that they are of two.',
    ),
  ];
}

/**
 * Whether the app-level token opens a socket. Only asks for the address of one, since payloads would come through a socket
 * that is open.
 */
export async function examineSocket(
  { apiUrl }: NonNullable<LiveConfig['slack']>,
  appToken: string,
): Promise<Finding> {
  const answered = await ask(`${apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${appToken}` },
  });
  if (typeof answered === 'string') {
    return wrong(
      `Slack doesn't answer whether it opens a socket (${answered}).`,
      'Check that this machine can reach it (firewall, proxy, DNS).',
    );
  }
  const {
    ok: isOpen,
    error,
    url,
  } = (answered.body ?? {}) as { ok?: unknown; error?: unknown; url?: unknown };
  if (isOpen === true && typeof url === 'string' && URL.canParse(url)) {
    return ok(
      `The app-level token opens sockets at ${new URL(url).host}, which this machine has to reach. Only the app's settings (Socket Mode) show whether Socket Mode is on.`,
    );
  }
  const word = typeof error === 'string' ? error : `HTTP ${answered.status}`;
  const [said, fix] = WORDS[word] ?? [
    `Slack doesn't accept the app-level token: ${word}.`,
    `Set SLACK_APP_TOKEN to an app-level token of this app with connections:write (${TOKEN_PAGE}).`,
  ];
  return wrong(said, fix);
}
