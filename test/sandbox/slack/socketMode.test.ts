import { App, SocketModeReceiver } from '@slack/bolt';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SlackSwitches } from '../../../src/sandbox/slack/world.ts';
import { APP_TOKEN, BOT_TOKEN, input, modal, startSlack } from './startSlack.ts';

const QUIET = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => 'error' as never,
  setName() {},
};

/** The official client against the loopback: whatever it understands, Slack's own would say. */
async function connectBolt(stage: Awaited<ReturnType<typeof startSlack>>) {
  const clientOptions = { slackApiUrl: `${stage.baseUrl}/slack/api/` };
  const receiver = new SocketModeReceiver({
    appToken: APP_TOKEN,
    logger: QUIET,
    // It waits for as long before it comes back.
    clientPingTimeout: 500,
    installerOptions: { clientOptions },
  });
  const app = new App({
    receiver,
    logger: QUIET,
    convoStore: false,
    deferInitialization: true,
    clientOptions,
    authorize: async () => ({ botToken: BOT_TOKEN, botId: 'B0', botUserId: 'U0' }),
  });
  await app.init();
  await receiver.start();
  onTestFinished(async () => {
    await receiver.stop();
    stage.slack.sockets.cut();
  });
  return app;
}

const startSocketSlack = (switches: Partial<SlackSwitches> = {}) =>
  startSlack({ switches: { socketMode: true, ...switches } });

describe('Socket Mode', () => {
  it('carries commands, events, submissions and suggestions to the official client', async () => {
    const stage = await startSocketSlack();
    const app = await connectBolt(stage);
    const heard: string[] = [];
    app.command('/adduser', async ({ ack, command }) => {
      heard.push(command.text);
      await ack({ text: 'Taken.' });
      await stage.must('views.open', {
        trigger_id: command.trigger_id,
        view: modal('Form', [
          input('name'),
          input('group', { type: 'external_select', min_query_length: 1 }, { optional: true }),
        ]),
      });
    });
    app.event('message', async ({ event }) => void heard.push((event as { text: string }).text));
    app.view('form', async ({ ack }) => ack({ response_action: 'errors', errors: { name: 'Too short.' } }));
    app.options('group', async ({ ack, payload }) =>
      ack({ options: [{ text: { type: 'plain_text', text: payload.value }, value: 'g1' }] }),
    );
    await stage.mia.command('/adduser', 'Ada');
    await expect.poll(() => stage.mia.openModal()).toBeDefined();
    expect(await stage.mia.suggest('group', 'Sales')).toEqual([
      { text: { type: 'plain_text', text: 'Sales' }, value: 'g1' },
    ]);
    stage.mia.fill({ name: 'A' });
    expect((await stage.mia.submit()).errors).toEqual({ name: 'Too short.' });
    await stage.mia.say('help');
    expect(heard).toEqual(['Ada', 'help']);
    expect(stage.slack.state.ephemerals.map(({ text }) => text)).toEqual(['Taken.']);
    expect(stage.slack.protocolErrors).toEqual([]);
    expect(stage.bot.received).toEqual([]);
  });

  it('says what is wrong with a token as Slack does', async () => {
    const stage = await startSocketSlack();
    const open = async (token: string | null) => (await stage.call('apps.connections.open', {}, token)).body;
    expect(await open(null)).toMatchObject({ ok: false, error: 'not_authed' });
    expect(await open('xapp-another')).toMatchObject({ ok: false, error: 'invalid_auth' });
    expect(await open(BOT_TOKEN)).toMatchObject({ ok: false, error: 'not_allowed_token_type' });
    expect((await stage.call('auth.test', {}, APP_TOKEN)).body).toMatchObject({
      error: 'not_allowed_token_type',
    });
    stage.slack.switches.appScopes = ['authorizations:read'];
    expect(await open(APP_TOKEN)).toMatchObject({ error: 'missing_scope', needed: 'connections:write' });
    stage.slack.switches.appScopes = ['connections:write'];
    expect(await open(APP_TOKEN)).toMatchObject({
      ok: true,
      url: expect.stringContaining('/slack/link/?ticket='),
    });
  });

  it('lets nobody in twice with one ticket, and nobody without', async () => {
    const stage = await startSocketSlack();
    const { url } = (await stage.call('apps.connections.open', {}, APP_TOKEN)).body;
    const knock = async (address: string) => {
      const { WebSocket } = await import('undici');
      const socket = new WebSocket(address);
      return new Promise<boolean>((resolve) => {
        socket.addEventListener('open', () => resolve(true));
        socket.addEventListener('error', () => resolve(false));
      });
    };
    expect(await knock(String(url))).toBe(true);
    expect(await knock(String(url))).toBe(false);
    expect(await knock(`${stage.baseUrl.replace('http', 'ws')}/slack/link/?ticket=none`)).toBe(false);
    expect(stage.slack.sockets.count).toBe(1);
  });

  it('sends each payload to one of several sockets', async () => {
    const stage = await startSocketSlack();
    const heard = [0, 0];
    for (const index of [0, 1]) {
      const app = await connectBolt(stage);
      app.command('/user', async ({ ack }) => {
        heard[index] = (heard[index] ?? 0) + 1;
        await ack();
      });
    }
    for (let time = 0; time < 10; time += 1) await stage.mia.command('/user');
    expect(heard).toEqual([5, 5]);
  });

  it('shows a failed command where nobody is connected, and where nobody acknowledges', async () => {
    const stage = await startSocketSlack({ ackWithinMs: 300 });
    expect((await stage.mia.command('/user')).shown).toBe('/user failed with the error "dispatch_failed"');
    const app = await connectBolt(stage);
    app.command('/user', async () => undefined);
    expect((await stage.mia.command('/user')).shown).toBe('/user failed with the error "operation_timeout"');
  });

  it('says goodbye, and the official client comes back after its pause', async () => {
    const stage = await startSocketSlack();
    await connectBolt(stage);
    expect(stage.slack.sockets.count).toBe(1);
    stage.slack.sockets.disconnect('refresh_requested');
    expect(stage.slack.sockets.count).toBe(0);
    await expect.poll(() => stage.slack.sockets.count, { timeout: 20_000 }).toBe(1);
  });

  it('tells an app that Socket Mode is off', async () => {
    const stage = await startSlack();
    const { url } = (await stage.call('apps.connections.open', {}, APP_TOKEN)).body;
    const { WebSocket } = await import('undici');
    const socket = new WebSocket(String(url));
    const said: string[] = [];
    socket.addEventListener('message', ({ data }) => void said.push(JSON.parse(String(data)).reason));
    await expect.poll(() => said).toEqual([undefined, 'link_disabled']);
  });
});
