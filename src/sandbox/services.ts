import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBot, type Program } from './bot.ts';
import { putClockAhead } from './clockAhead.ts';
import {
  BOT_APP_ID,
  GRAPH_CLIENT_ID,
  SLACK_CLIENT_ID,
  SLACK_TEAM_ID,
  sandboxPolicy,
  TENANT_ID,
} from './contoso.ts';
import { createDirectories } from './directories.ts';
import { openInstances } from './instances/openInstances.ts';
import { startPostgresCluster } from './instances/postgresCluster.ts';
import { createLoopbackLogin } from './login.ts';
import { createLoopbackMail } from './mail/server.ts';
import { noteTimePassed } from './noteTimePassed.ts';
import { createLoopbackWorkspaces } from './slack/oauth/routes.ts';
import { createLoopbackSlack } from './slack/server.ts';
import type { SlackPerson, SlackSwitches } from './slack/world.ts';
import { makeGroups } from './slackSetting.ts';
import type { Sandbox } from './stage.ts';
import { createLoopbackTeams } from './teams/server.ts';
import { CONTOSO, FABRIKAM, severalPolicy, TAILSPIN, TREY_RESEARCH, WINGTIP } from './tenants.ts';
import { createWireLog } from './wireLog.ts';

/** The built program, also when the sandbox runs from source. */
const MIGRATE = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../dist/operate/migrate.js' : '../operate/migrate.js',
    import.meta.url,
  ),
);

/** What can be chosen; ports default to free ones. */
export interface SandboxOptions {
  port?: number;
  botPort?: number;
  /** With three customers, each with a tenant of its own, and a fourth tenant that can be added. */
  several?: boolean;
  /** Replaces the sandbox's policy. */
  policy?: object;
  /** Added to the bot's environment; an empty string takes a variable away. */
  env?: Readonly<Record<string, string>>;
  /** Where Teams says that it is, when something stands in front of it. */
  teamsUrl?: string;
  /** How Slack is from the start: a Grid, say. */
  slack?: Partial<SlackSwitches>;
  /** So many processes of the bot, which share a PostgreSQL of their own. Left out: one, with a data folder. */
  instances?: number;
  /** Another build than the one beside the sandbox. */
  program?: Program;
  /** The Slack app is added to workspaces: that of Contoso, which is the first, and these. */
  workspaces?: readonly OtherWorkspace[];
  /** It is added to all of them again when everything starts over. */
  isAdded?: boolean;
  /** There are groups that the policy may name. */
  groups?: boolean;
  /** Its tokens last so long, and are renewed. Left out: they last. */
  rotatesAfterMs?: number;
  onBotLine?: (line: string) => void;
}

/** One more workspace that the app can be added to. */
export interface OtherWorkspace {
  teamId: string;
  name: string;
  /** The cast, under the same ids, unless told: as people of another workspace they are others all the same. */
  users?: readonly SlackPerson[];
  /** A Grid, say. */
  switches?: Partial<SlackSwitches>;
}

/** Ports that stay the same when everything starts over. */
interface Places {
  port: number;
  botPort: number;
  metricsPort: number;
}

/** Fresh loopback services with nothing in them, and a bot with an empty data folder. It is not started yet. */
export async function createServices(
  { port, botPort, metricsPort }: Places,
  options: SandboxOptions,
): Promise<Omit<Sandbox, 'metricsUrl' | 'startOver'>> {
  const url = `http://127.0.0.1:${port}`;
  const graphSecret = randomBytes(24).toString('base64url');
  const botSecret = randomBytes(24).toString('base64url');
  const signingSecret = randomBytes(16).toString('hex');
  const botToken = `xoxb-${randomBytes(18).toString('hex')}`;
  const appToken = `xapp-1-A0ROLLCALL-1-${randomBytes(18).toString('hex')}`;

  const { several = false } = options;
  const tenants = several ? [CONTOSO, FABRIKAM, TAILSPIN, WINGTIP] : [CONTOSO];
  const login = createLoopbackLogin({
    tenants: [
      ...tenants.map(({ tenantId, domains, isNew }) => ({
        ...{ tenantId, domains: domains.filter(({ isVerified }) => isVerified).map(({ id }) => id) },
        ...(isNew === true ? { isNew } : {}),
      })),
      ...(several ? [TREY_RESEARCH] : []),
    ],
    consentUrl: `http://127.0.0.1:${botPort}/consent`,
    clients: [
      { clientId: GRAPH_CLIENT_ID, secret: graphSecret, audience: 'https://graph.microsoft.com' },
      { clientId: BOT_APP_ID, secret: botSecret, audience: 'https://api.botframework.com' },
    ],
  });
  const wire = createWireLog();
  const directories = createDirectories(login, wire, tenants);
  const slack = createLoopbackSlack({
    wire,
    baseUrl: url,
    signingSecret,
    ...(options.workspaces === undefined ? { botToken } : {}),
    appToken,
    teamId: SLACK_TEAM_ID,
    ...(options.slack === undefined ? {} : { switches: options.slack }),
  });
  if (options.groups) makeGroups({ slack, graph: directories.graph });
  const { socketMode } = slack.switches;
  const others = (options.workspaces ?? []).map(({ teamId, name, switches, ...more }) =>
    createLoopbackSlack({
      ...{ wire, baseUrl: url, signingSecret, teamId, name, sockets: slack.sockets, ...more },
      switches: { ...switches, socketMode },
    }),
  );
  const app = {
    clientId: SLACK_CLIENT_ID,
    clientSecret: randomBytes(16).toString('hex'),
    redirectUrl: `http://127.0.0.1:${botPort}/slack/oauth_redirect`,
    ...(options.rotatesAfterMs === undefined ? {} : { rotatesAfterMs: options.rotatesAfterMs }),
  };
  const shared =
    options.workspaces === undefined ? undefined : createLoopbackWorkspaces(app, [slack, ...others]);
  const slackEnv =
    shared === undefined
      ? { SLACK_BOT_TOKEN: botToken }
      : { SLACK_CLIENT_ID: app.clientId, SLACK_CLIENT_SECRET: app.clientSecret };
  const teams = createLoopbackTeams({
    wire,
    baseUrl: options.teamsUrl ?? url,
    appId: BOT_APP_ID,
    tenantId: TENANT_ID,
    checkToken: (authorization) => login.check(authorization, 'https://api.botframework.com'),
  });
  const mail = await createLoopbackMail({ port: 0, wire });
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-sandbox-'));
  const dataDir = join(folder, 'data');
  const policyFile = join(folder, 'policy.json');
  await writeFile(
    policyFile,
    JSON.stringify(options.policy ?? (several ? severalPolicy() : sandboxPolicy())),
  );
  const env: Record<string, string> = {
    HOST: '127.0.0.1',
    PORT: String(botPort),
    METRICS_PORT: String(metricsPort),
    PUBLIC_URL: `http://127.0.0.1:${botPort}`,
    DATA_DIR: dataDir,
    POLICY_FILE: policyFile,
    SECRET_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'info',
    // A customer that is added in the chat is one at once.
    ...(several ? { POLICY_FILE_WRITABLE: 'on' } : {}),
    // Nothing of anybody's own is set up here.
    START_CHECKS: 'off',
    ...(slack.switches.socketMode ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: signingSecret }),
    ...slackEnv,
    SLACK_API_URL: `${url}/slack/api/`,
    SLACK_FILE_HOSTS: `http://127.0.0.1:${port},http://localhost:${port}`,
    MicrosoftAppId: BOT_APP_ID,
    MicrosoftAppPassword: botSecret,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: TENANT_ID,
    TEAMS_OPENID_METADATA_URL: `${url}/teams/openid`,
    TEAMS_FILE_HOSTS: `http://127.0.0.1:${port}`,
    AZURE_TENANT_ID: TENANT_ID,
    AZURE_CLIENT_ID: GRAPH_CLIENT_ID,
    AZURE_CLIENT_SECRET: graphSecret,
    AZURE_AUTHORITY_HOST: `${url}/login`,
    GRAPH_URL: `${url}/graph`,
    SMTP_URL: mail.url,
    MAIL_FROM: 'rollcall@contoso.com',
    // The catcher takes any rate; a demo should not wait for a real server's.
    MAIL_PER_MINUTE: '600',
    ...options.env,
  };
  const makeBot = (own: Readonly<Record<string, string>> = {}, onLine?: (line: string) => void) => {
    const all = { ...env, ...own };
    return createBot({
      port: Number(all.PORT),
      env: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
      ...(options.program === undefined ? {} : { program: options.program }),
      onLine(line) {
        onLine?.(line);
        options.onBotLine?.(line);
      },
    });
  };
  const instances =
    options.instances === undefined
      ? undefined
      : await openInstances({
          ...{ count: options.instances, port: botPort, dataDir, makeBot, migrate: MIGRATE },
          cluster: await startPostgresCluster(),
        });
  const bot = instances?.bot ?? makeBot();
  let ahead = 0;
  async function letTimePass(ms: number): Promise<void> {
    await bot.kill();
    ahead += ms;
    await noteTimePassed(dataDir, ms);
    putClockAhead(ahead);
    bot.putAhead(ahead);
    await bot.start();
  }
  for (const each of [slack, ...others]) each.setBotUrl(bot.url);
  teams.setBotUrl(bot.url);

  return {
    url,
    graph: directories.graph,
    directories,
    login,
    slack,
    slackRoutes: shared?.routes ?? slack.routes,
    workspaces: others,
    ...(shared === undefined ? {} : { slackGrants: shared.grants }),
    teams,
    mail,
    bot,
    createInstance: (own) => makeBot(own),
    ...(instances === undefined ? {} : { instances }),
    wire,
    dataDir,
    keys: [
      graphSecret,
      botSecret,
      signingSecret,
      botToken,
      appToken,
      app.clientSecret,
      env.SECRET_KEY,
    ].filter((key) => key !== undefined),
    letTimePass,
    async stop() {
      await (instances?.close() ?? bot.stop());
      putClockAhead(0);
      slack.sockets.cut();
      await mail.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
