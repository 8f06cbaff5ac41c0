import express from 'express';
import { createLoopbackWorkspaces } from '../../../src/sandbox/slack/oauth/routes.ts';
import { createLoopbackSlack } from '../../../src/sandbox/slack/server.ts';
import { createSealer } from '../../../src/secrets/sealing.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import type { SlackOptions } from '../../../src/slack/options.ts';
import type { InstallOptions } from '../../../src/slack/workspaces/installOptions.ts';
import { createMemoryStore } from '../../service/fakes/memoryStore.ts';
import { createTestClock, masterKeys } from '../../store/sampleRecords.ts';
import { always } from '../../testTurn.ts';
import { createLines, listen } from '../startRoom.ts';

/** Slack: tokens last 12 hours. */
export const LASTS_MS = 12 * 3_600_000;
const REDIRECT = 'https://rollcall.example.com/slack/oauth_redirect';

/**
 * A workspace with rotating tokens, where the app was just installed, and as many instances as are made; beside it,
 * workspaces of organizations that the app is to be installed for.
 */
export async function startInstalled(grids: readonly { teamId: string; enterpriseId: string }[] = []) {
  const clock = createTestClock();
  const { lines, log } = createLines();
  const web = express();
  const url = await listen(web);
  const slack = createLoopbackSlack({
    ...{ baseUrl: url, signingSecret: 'x', teamId: 'T1', now: clock.now },
  });
  const app = { clientId: '1.2', clientSecret: 'secret', redirectUrl: REDIRECT, rotatesAfterMs: LASTS_MS };
  const organizations = grids.map(({ teamId, enterpriseId }) =>
    createLoopbackSlack({
      ...{ baseUrl: url, signingSecret: 'x', teamId, now: clock.now },
      switches: { grid: { enterpriseId, userTeamId: teamId, isOrgWide: true } },
    }),
  );
  const workspaces = createLoopbackWorkspaces(app, [slack, ...organizations]);
  const { grants } = workspaces;
  web.use(workspaces.routes);
  const store = createMemoryStore(clock);
  const options = {
    ...{ apiUrl: `${url}/slack/api/`, fileHosts: [], turn: always, clock, log },
    allowedTeams: ['T1'],
  } as unknown as SlackOptions;
  const news: string[] = [];
  const nexts: string[] = [];
  const install = {
    ...{ clientId: app.clientId, clientSecret: new Secret(app.clientSecret), publicUrl: 'https://x' },
    ...{ store, clock, sealer: createSealer(masterKeys) },
    tellAdmins: ({ title, next = '' }: { title: string; next?: string }) => {
      news.push(title);
      nexts.push(next);
    },
    onInstalled: async () => undefined,
  } as unknown as InstallOptions;
  const grant = ({ world }: typeof slack) => {
    const granted = grants.access({
      ...{ client_id: app.clientId, client_secret: app.clientSecret, redirect_uri: REDIRECT },
      code: grants.makeCode(world, 'U1', REDIRECT, 'chat:write'),
    });
    return {
      token: String(granted.access_token),
      refreshToken: String(granted.refresh_token),
      expiresAt: clock.now() + LASTS_MS,
    };
  };
  const bot = { name: 'Contoso', botId: 'B1', botUserId: 'U1', scopes: [] };
  const added = { ...bot, id: 'T1', granted: grant(slack) };
  const addedFor = organizations.map((one, index) => {
    const { enterpriseId = '' } = grids[index] ?? {};
    return { ...bot, id: enterpriseId, enterpriseId, granted: grant(one) };
  });
  return {
    clock,
    lines,
    slack,
    organizations,
    grants,
    store,
    options,
    install,
    added,
    addedFor,
    news,
    nexts,
  };
}
