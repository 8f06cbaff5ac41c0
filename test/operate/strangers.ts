import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express, { type Router } from 'express';
import { CAST } from '../../src/sandbox/contoso.ts';
import { createLoopbackGraph } from '../../src/sandbox/graph/server.ts';
import { APP_OBJECT_ID, createLoopbackLogin } from '../../src/sandbox/login.ts';
import { createLoopbackMail } from '../../src/sandbox/mail/server.ts';
import { createLoopbackWorkspaces } from '../../src/sandbox/slack/oauth/routes.ts';
import { createLoopbackSlack } from '../../src/sandbox/slack/server.ts';
import { createLoopbackTeams } from '../../src/sandbox/teams/server.ts';

/** Starts a server that answers with what is mounted on it later. */
async function open(): Promise<{ url: string; use: (router: Router) => void; server: Server }> {
  const app = express();
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, use: (router) => void app.use(router), server };
}

/**
 * The services as an operator meets them: each on a port of its own, with ids and credentials that nothing in Rollcall
 * knows.
 */
export async function startStrangers() {
  const [slackAt, loginAt, graphAt, teamsAt] = await Promise.all([open(), open(), open(), open()]);
  const tenantId = randomUUID();
  const graphApp = {
    clientId: randomUUID(),
    secret: randomBytes(20).toString('base64url'),
    audience: 'https://graph.microsoft.com' as const,
    isExpired: false,
  };
  const botApp = {
    clientId: randomUUID(),
    secret: randomBytes(20).toString('base64url'),
    audience: 'https://api.botframework.com' as const,
    isExpired: false,
  };
  const login = createLoopbackLogin({ tenantId, clients: [graphApp, botApp] });
  loginAt.use(login.routes);
  const graph = createLoopbackGraph({
    checkToken: (header) => login.check(header, graphApp.audience),
    rolesOf: (header) => login.rolesOf(header),
  });
  graph.state.tenantId = tenantId;
  graph.state.roleAssignments.push({ principalId: APP_OBJECT_ID, role: 'User Administrator' });
  graphAt.use(graph.routes);
  const slackKeys = {
    signingSecret: randomBytes(16).toString('hex'),
    botToken: `xoxb-${randomBytes(18).toString('hex')}`,
    appToken: `xapp-1-A0ROLLCALL-1-${randomBytes(18).toString('hex')}`,
    teamId: 'T0STRANGER',
  };
  const slack = createLoopbackSlack({ baseUrl: slackAt.url, ...slackKeys });
  const app = { clientId: '1.2', clientSecret: 'secret', redirectUrl: 'https://x' };
  slackAt.use(createLoopbackWorkspaces(app, [slack]).routes);
  const teams = createLoopbackTeams({
    baseUrl: teamsAt.url,
    appId: botApp.clientId,
    tenantId,
    checkToken: (header) => login.check(header, botApp.audience),
  });
  teamsAt.use(teams.routes);
  const mail = await createLoopbackMail({ port: 0 });
  mail.switches.login = { user: 'rollcall', password: randomBytes(9).toString('hex') };

  const policy = {
    customers: [{ id: 'contoso', name: 'Contoso', usageLocation: 'US' }],
    people: [CAST.helpdesk, CAST.admin, CAST.manager],
    slackTeams: [slackKeys.teamId],
    teamsTenants: [tenantId],
    approvals: [{ name: 'E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } }],
  };
  const env: Record<string, string> = {
    SECRET_KEY: randomBytes(32).toString('base64'),
    SLACK_SIGNING_SECRET: slackKeys.signingSecret,
    SLACK_BOT_TOKEN: slackKeys.botToken,
    SLACK_API_URL: `${slackAt.url}/slack/api/`,
    SLACK_FILE_HOSTS: slackAt.url,
    MicrosoftAppId: botApp.clientId,
    MicrosoftAppPassword: botApp.secret,
    MicrosoftAppTenantId: tenantId,
    TEAMS_OPENID_METADATA_URL: `${teamsAt.url}/teams/openid`,
    TEAMS_FILE_HOSTS: teamsAt.url,
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: graphApp.clientId,
    AZURE_CLIENT_SECRET: graphApp.secret,
    AZURE_AUTHORITY_HOST: `${loginAt.url}/login`,
    GRAPH_URL: `${graphAt.url}/graph`,
    SMTP_URL: `smtp://rollcall:${mail.switches.login.password}@127.0.0.1:${mail.port}`,
    MAIL_FROM: 'Rollcall <rollcall@contoso.com>',
  };
  return {
    ...{ tenantId, graphApp, botApp, login, graph, slack, teams, mail, policy, env, slackKeys },
    async stop() {
      await mail.stop();
      for (const { server } of [slackAt, loginAt, graphAt, teamsAt]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** Runs a built program of `src/operate` in a folder, as `npm run` does. */
export async function runOperate(
  program: string,
  args: readonly string[],
  { cwd, env }: { cwd: string; env: Record<string, string> },
): Promise<{ code: number; said: string }> {
  const script = fileURLToPath(new URL(`../../dist/operate/${program}`, import.meta.url));
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
  const [code] = await once(child, 'close');
  return { code: Number(code), said };
}
