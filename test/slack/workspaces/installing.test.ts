import express from 'express';
import { describe, expect, it } from 'vitest';
import { createInstall } from '../../../src/run/slackInstall.ts';
import { allowIn, createBrowser } from '../../../src/sandbox/slack/oauth/browser.ts';
import { createLoopbackWorkspaces } from '../../../src/sandbox/slack/oauth/routes.ts';
import { createLoopbackSlack } from '../../../src/sandbox/slack/server.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import type { Store } from '../../../src/service/ports/store.ts';
import type { SlackOptions } from '../../../src/slack/options.ts';
import { createInstalledWorkspaces } from '../../../src/slack/workspaces/installedWorkspaces.ts';
import { mountInstalling } from '../../../src/slack/workspaces/installing.ts';
import { masterKeys } from '../../store/sampleRecords.ts';
import { listen } from '../startRoom.ts';
import { startInstalled } from './startInstalled.ts';

const FULL = async () => {
  throw new Error('ENOSPC: no space left on device');
};

/** A bot that can be added to T1, whose store may fail. */
async function start(broken: Partial<Store> = {}, secret = 'secret', allowedTeams = ['T1', 'E1']) {
  const house = await startInstalled();
  const [web, botWeb] = [express(), express()];
  const newest = { isElsewhere: false };
  let exchanges = 0;
  web.use((request, _response, next) => {
    if (request.path.endsWith('oauth.v2.access')) exchanges += 1;
    next();
  });
  const [url, bot] = [await listen(web), await listen(botWeb)];
  const slack = createLoopbackSlack({ baseUrl: url, signingSecret: 'x', teamId: 'T1' });
  const app = { clientId: '1.2', clientSecret: 'secret', redirectUrl: `${bot}/slack/oauth_redirect` };
  web.use(createLoopbackWorkspaces(app, [slack]).routes);
  const levels: string[] = [];
  const noting = (level: 'debug' | 'info' | 'warn' | 'error') => (fields: object, event: string) => {
    levels.push(level);
    house.options.log[level]({ ...fields }, event);
  };
  const log = { debug: noting('debug'), info: noting('info'), warn: noting('warn'), error: noting('error') };
  const options = {
    ...house.options,
    log,
    apiUrl: `${url}/slack/api/`,
    allowedTeams,
    auditRefusal: async () => undefined,
  } as SlackOptions;
  const store = { ...house.store, ...broken };
  const install = createInstall({ clientId: '1.2', clientSecret: new Secret(secret) }, bot, {
    ...{ store, masterKeys, clock: house.clock, policy: { groups: [] } },
    tellAdmins: () => undefined,
    installed: () => undefined,
    isBehind: async () => newest.isElsewhere,
    tellUnsaid: async () => undefined,
  });
  mountInstalling(botWeb, options, install, createInstalledWorkspaces(options, install));
  return { ...house, slack, bot, newest, levels, exchanges: () => exchanges };
}

const stateOf = (location = '') => encodeURIComponent(new URL(location).searchParams.get('state') ?? '');

describe('an installation', () => {
  it.each([
    ['saved', { saveInstallation: FULL }],
    ['audited', { audit: FULL }],
  ])('that cannot be %s is given back, and the page and the log say so', async (_, broken) => {
    const { bot, slack, store, lines } = await start(broken);
    const browser = createBrowser();
    const { status, html } = await browser.get(await allowIn(browser, bot, 'T1'));
    expect(status).toBe(500);
    expect(html).toContain('save it');
    expect(html).not.toContain('Nothing was done');
    expect([...slack.world.tokens.values()].map(({ gone }) => gone)).toEqual(['token_revoked']);
    expect(await store.listInstallations()).toEqual([]);
    expect(lines.find((line) => line.startsWith('slack.installNotKept'))).toBeDefined();
  });

  it('that is kept already is not taken back where it is added again in vain', async () => {
    const kept = { id: 'T1' } as never;
    const { bot, slack } = await start({ saveInstallation: FULL, loadInstallation: async () => kept });
    const browser = createBrowser();
    await browser.get(await allowIn(browser, bot, 'T1'));
    expect([...slack.world.tokens.values()].map(({ gone }) => gone)).toEqual([undefined]);
  });

  it('is finished where Slack fails once at naming the bot', async () => {
    const { bot, slack, store } = await start();
    slack.fail({ method: 'auth.test', times: 1, error: 'internal_error' });
    const browser = createBrowser();
    const { status } = await browser.get(await allowIn(browser, bot, 'T1'));
    expect(status).toBe(200);
    expect(await store.loadInstallation('T1')).toMatchObject({
      botId: expect.stringMatching(/./),
      appId: 'A0ROLLCALL',
    });
  });

  it('whose bot Slack does not name is given back, and the page says that Slack had completed it', async () => {
    const { bot, slack, store, lines } = await start();
    slack.fail({ method: 'auth.test', times: 9, error: 'internal_error' });
    const browser = createBrowser();
    const { status, html } = await browser.get(await allowIn(browser, bot, 'T1'));
    expect(status).toBe(500);
    expect(html).toContain('Slack completed the installation');
    expect([...slack.world.tokens.values()].map(({ gone }) => gone)).toEqual(['token_revoked']);
    expect(await store.listInstallations()).toEqual([]);
    expect(lines.find((line) => line.startsWith('slack.installNotKept'))).toBeDefined();
  });

  it('in a workspace that nobody named is given back, whatever Slack says of its bot', async () => {
    const { bot, slack, store } = await start({}, 'secret', ['T2']);
    slack.fail({ method: 'auth.test', times: 9, error: 'internal_error' });
    const browser = createBrowser();
    const { status } = await browser.get(await allowIn(browser, bot, 'T1'));
    expect(status).toBe(403);
    expect([...slack.world.tokens.values()].map(({ gone }) => gone)).toEqual(['token_revoked']);
    expect(await store.listInstallations()).toEqual([]);
  });

  it('takes nothing from Slack where another instance has a newer policy file, and is finished once it is here, too', async () => {
    const { bot, slack, store, newest, exchanges } = await start();
    const browser = createBrowser();
    const back = await allowIn(browser, bot, 'T1');
    newest.isElsewhere = true;
    const { status, html } = await browser.get(back);
    expect([status, exchanges()]).toEqual([503, 0]);
    expect(html).toContain('Rollcall is being updated');
    newest.isElsewhere = false;
    expect((await browser.get(back)).status).toBe(200);
    expect([...slack.world.tokens.values()].map(({ gone }) => gone)).toEqual([undefined]);
    expect(await store.loadInstallation('T1')).toBeDefined();
  });

  it('with the client secret of another app says so, on the page and in the log', async () => {
    const { bot, lines } = await start({}, 'wrong');
    const browser = createBrowser();
    const { status, html } = await browser.get(await allowIn(browser, bot, 'T1'));
    expect(status).toBe(400);
    expect(html).toContain('client ID and client secret');
    expect(lines.find((line) => line.startsWith('slack.installFailed'))).toContain('bad_client_secret');
  });

  it('of a whole organization is in none of its workspaces yet, and the page says so', async () => {
    const { bot, slack } = await start();
    slack.switches.grid = { enterpriseId: 'E1', isOrgWide: true } as never;
    const browser = createBrowser();
    const { status, html } = await browser.get(await allowIn(browser, bot, 'T1'));
    expect(status).toBe(200);
    expect(html).toContain('any of its workspaces yet');
  });

  it('that began on a page of Slack, or that Slack refused, is explained', async () => {
    const { bot } = await start();
    const browser = createBrowser();
    const noState = await browser.get(`${bot}/slack/oauth_redirect?code=x`);
    expect(noState.html).toContain(`Open ${bot}/slack/install to start it.`);
    const { location } = await browser.get(`${bot}/slack/install`);
    const refused = await browser.get(
      `${bot}/slack/oauth_redirect?error=invalid_scope&state=${stateOf(location)}`,
    );
    expect(refused.html).toContain('complete the installation');
    expect(refused.html).not.toContain('too late');
  });

  it.each(['in the same moment', 'later'])(
    'that comes back twice, %s, is not said to be missing',
    async (when) => {
      const { bot, store, lines } = await start();
      const browser = createBrowser();
      const back = await allowIn(browser, bot, 'T1');
      const pages =
        when === 'later'
          ? [await browser.get(back), await browser.get(back)]
          : await Promise.all([browser.get(back), browser.get(back)]);
      expect(await store.loadInstallation('T1')).toBeDefined();
      const again = pages.find(({ status }) => status === 400);
      expect(pages.map(({ status }) => status).sort()).toEqual([200, 400]);
      expect(again?.html).toContain('may already be installed');
      expect(again?.html).not.toMatch(/wasn.t installed|Nothing was done/);
      const said = lines.filter((line) => line.startsWith('slack.installFailed'));
      expect(said).toHaveLength(1);
      expect(said[0]).toMatch(/"why":"The state (was used|parameter is not for this browser session)\."/);
    },
  );

  it('that nobody began, or that was canceled, is one line in the log, with the reason and no word of Slack’s', async () => {
    const { bot, lines, levels } = await start();
    const browser = createBrowser();
    for (const query of ['code=x&state=made.up.now', 'code=x', 'error=access_denied', 'state=x']) {
      lines.length = 0;
      expect((await browser.get(`${bot}/slack/oauth_redirect?${query}`)).status).toBe(400);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^slack\.installFailed .*"why":"\w/);
      expect(lines[0]).not.toContain('undefined');
    }
    expect(new Set(levels)).toEqual(new Set(['warn']));
  });

  it('whose state cannot be looked up is an error of our own, and the log says which', async () => {
    const { bot, levels } = await start({ seen: FULL });
    const browser = createBrowser();
    const { status, html } = await browser.get(await allowIn(browser, bot, 'T1'));
    expect(status).toBe(400);
    expect(html).toContain('complete the installation');
    expect(levels).toContain('error');
  });

  it('is tried a few times a minute by one address, and costs Slack no more', async () => {
    const { bot, exchanges, clock } = await start();
    const seen = new Set<number>();
    for (let tries = 0; tries < 30; tries += 1) {
      const browser = createBrowser();
      const { status, location } = await browser.get(`${bot}/slack/install`);
      seen.add(status);
      if (location === undefined) continue;
      await browser.get(`${bot}/slack/oauth_redirect?code=x&state=${stateOf(location)}`);
    }
    expect([...seen]).toEqual([302, 429]);
    expect(exchanges()).toBe(10);
    clock.advance(60_000);
    expect((await createBrowser().get(`${bot}/slack/install`)).status).toBe(302);
  });
});
