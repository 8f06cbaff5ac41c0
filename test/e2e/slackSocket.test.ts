import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { showMore } from '../composition/showMore.ts';
import { useSandbox } from './useSandbox.ts';

const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const setUp = useSandbox({ slack: { socketMode: true } });
const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);
const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const file = (name: string, person: string) => ({
  name,
  content: `Username,Display name\r\n${person.toLowerCase().replace(' ', '.')}@contoso.com,${person}`,
});

async function readyz(): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${setUp.sandbox.bot.url}/readyz`);
  return { status: response.status, body: await response.json() };
}

async function readGauge(): Promise<string | undefined> {
  const metrics = await (await fetch(setUp.sandbox.metricsUrl)).text();
  return /^rollcall_slack_socket_open (\d)$/m.exec(metrics)?.[1];
}

describe('Slack over Socket Mode', () => {
  it('creates a person: a command, a search, errors at fields, a submission, a button', async () => {
    const { graph } = setUp.sandbox;
    await mia().command('/adduser', 'Grace Hopper');
    await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    await showMore(mia());
    const [group] = await mia().suggest('groups', 'berl');
    mia().fill({
      userName: 'gräce hopper',
      usageLocation: 'US',
      licenses: [OFFICE_E3],
      recipients: 'boss@contoso.com',
    });
    expect(Object.keys((await mia().submit()).errors ?? {})).toEqual(['userName']);
    mia().fill({ userName: 'grace.hopper', groups: [String(group?.value)], reason: 'TICKET-1' });
    await mia().submit();
    await mia().waitForModal((view) => view.callback_id === 'adduser.create');
    await mia().submit();
    const result = await mia().waitForMessage((message) => textOf(message).includes('Reveal password'));
    const account = graph.state.findUser('grace.hopper@contoso.com');
    expect(account?.displayName).toBe('Grace Hopper');
    await mia().click(result, 'job.reveal');
    await mia().waitForModal((view) => textOf(view).includes(account?.password ?? '?'));
    await mia().close({ all: true });
  });

  it('takes files from messages, from a window and by a shortcut', async () => {
    const verified = (name: string) =>
      omar().waitForMessage((message) => textOf(message).includes(name) && textOf(message).includes('ready'));
    await omar().say('', { files: [file('said.csv', 'Ada Said')] });
    await verified('said.csv');
    await omar().command('/addusers');
    await omar().waitForModal((view) => textOf(view).includes('file'));
    omar().fill({ file: { files: [file('window.csv', 'Ada Window')] } });
    await omar().submit();
    await verified('window.csv');
    await omar().sayInChannel('Look', { files: [file('shortcut.csv', 'Ada Shortcut')] });
    const message = setUp.sandbox.slack.state.channels.get('C0GENERAL')?.messages.at(-1);
    if (message === undefined) throw new Error('no message');
    await omar().messageShortcut('create_people_from_file', message);
    await verified('shortcut.csv');
  });

  it('opens the form by a global shortcut, and shows the Home tab', async () => {
    await mia().shortcut('add_person');
    await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    await mia().close({ all: true });
    await mia().openHome();
    await expect.poll(() => mia().home()).toBeDefined();
  });

  it('answers nothing over HTTP, not even what is signed', async () => {
    const { status } = await setUp.sandbox.slack.deliver('/slack/events', 'command=/user&user_id=U0MIA');
    expect(status).toBe(404);
  });

  it('says so while it has no socket, and comes back by itself', async () => {
    setUp.expectsTrouble();
    const { slack } = setUp.sandbox;
    expect(await readyz()).toMatchObject({ status: 200 });
    expect((await readyz()).body).not.toHaveProperty('trouble');
    expect(await readGauge()).toBe('1');
    slack.fail({ method: 'apps.connections.open', times: 2, error: 'internal_error' });
    slack.sockets.cut();
    await expect.poll(readyz).toMatchObject({ status: 200, body: { trouble: ['slack: CHAT_DOWN'] } });
    expect(await readGauge()).toBe('0');
    expect((await mia().command('/user', 'ada')).shown).toContain('dispatch_failed');
    await expect.poll(async () => (await readyz()).body, { timeout: 15_000 }).not.toHaveProperty('trouble');
    expect((await mia().command('/user', 'ada')).shown).toBeUndefined();
  });

  it('is refreshed again and again while a job runs, and nobody notices', async () => {
    const { slack, graph } = setUp.sandbox;
    Object.assign(slack.switches, { connectionSeconds: 3, warningMs: 2_500 });
    graph.switches.latencyMs = 300;
    slack.sockets.disconnect('warning');
    const people = Array.from(
      { length: 30 },
      (_, index) => `refreshed.${index}@contoso.com,Refreshed ${index}`,
    );
    const content = ['Username,Display name', ...people].join('\r\n');
    await omar().say('', { files: [{ name: 'refreshed.csv', content }] });
    const verification = await omar().waitForMessage(
      (message) => textOf(message).includes('refreshed.csv') && textOf(message).includes('ready'),
    );
    const opened = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
    const before = opened();
    const answers: (string | undefined)[] = [];
    await omar().click(verification, 'addusers.setup');
    await omar().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    omar().fill({ usageLocation: 'US' });
    await omar().submit();
    await omar().waitForModal((view) => view.callback_id === 'addusers.start');
    await omar().submit();
    const until = Date.now() + 8_000;
    while (Date.now() < until) {
      answers.push((await mia().command('/licenses')).shown);
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    expect(new Set(answers)).toEqual(new Set([undefined]));
    expect(opened() - before).toBeGreaterThan(1);
    Object.assign(slack.switches, { connectionSeconds: 3_600, warningMs: undefined });
    graph.switches.latencyMs = 0;
    await expect
      .poll(() => graph.state.findUser('refreshed.29@contoso.com'), { timeout: 30_000 })
      .toBeDefined();
  });

  it('closes the socket when it is asked to stop, and starts again', async () => {
    const { bot, slack } = setUp.sandbox;
    expect(await bot.stop()).toBe(0);
    expect(slack.sockets.count).toBe(0);
    await bot.start();
    expect(slack.sockets.count).toBe(1);
  });

  it('does not start with a token that opens no socket, and says what to do', async () => {
    const { bot, slack } = setUp.sandbox;
    await bot.stop();
    slack.switches.appScopes = [];
    await expect(bot.start()).rejects.toThrow(
      /lacks the scope connections:write[\s\S]*App-Level Token with connections:write/,
    );
    slack.switches.appScopes = ['connections:write'];
    await bot.start();
  });
});
