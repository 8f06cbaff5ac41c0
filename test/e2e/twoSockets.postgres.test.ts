import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../src/sandbox/bot.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { createEverybody } from '../composition/createEverybody.ts';
import { type Instances, openInstances } from '../composition/instances.ts';
import { createWatchedSandbox, type WatchedSandbox } from './watchSecrets.ts';

/** An instance that dies is noticed after 10 to 13 s; the machine may be busy. */
const TAKEN_OVER_MS = 60_000;

let running: Instances<WatchedSandbox> | undefined;

function setUp(): Instances<WatchedSandbox> {
  if (running === undefined) throw new Error('The instances have not started.');
  return running;
}

beforeAll(async () => {
  running = await openInstances(2, async (options) => {
    const watched = await createWatchedSandbox({ ...options, slack: { socketMode: true } });
    return { stage: watched, sandbox: watched.sandbox };
  });
  await Promise.all(running.bots.map((bot) => bot.start()));
});

afterEach(async () => {
  const { sandbox, bots } = setUp();
  sandbox.graph.switches.latencyMs = 0;
  sandbox.slack.switches.twice = false;
  for (const bot of bots) if (bot.state === 'down') await bot.start();
});

afterAll(async () => {
  if (running === undefined) return;
  await Promise.all(running.bots.map((bot) => bot.stop()));
  const leaks = await running.stage.findLeaks();
  await running.close();
  expect(leaks).toEqual([]);
});

const omar = () => setUp().sandbox.slack.as(CAST.admin.slack);
const listCreated = (name: string) =>
  [...setUp().sandbox.graph.state.users.values()].filter(({ displayName }) => displayName.startsWith(name));

/** How many clicks, forms and commands it has answered. */
const countAnswers = ({ lines }: BotProcess): number =>
  lines.filter((line) => line.includes('"flow.answered"')).length;

async function addPerson(name: string): Promise<void> {
  await omar().command('/adduser', name);
  await omar().waitForModal((view) => view.callback_id === 'adduser.submit');
  omar().fill({ usageLocation: 'US', recipients: 'boss@contoso.com' });
  await omar().submit();
  await omar().waitForModal((view) => view.callback_id === 'adduser.create');
  await omar().submit();
  await omar().waitForMessage((message) => textOf(message).includes(`${name}`), 30_000);
}

describe('two instances with a socket each', () => {
  it('answer by turns, a form that one of them opened, too', async () => {
    const { sandbox, bots } = setUp();
    expect(sandbox.slack.sockets.count).toBe(2);
    await addPerson('Grace Hopper');
    await expect.poll(() => listCreated('Grace Hopper')).toHaveLength(1);
    expect(bots.map(countAnswers).filter((count) => count === 0)).toEqual([]);
  }, 60_000);

  it('do once what Slack sends to both of them', async () => {
    const { sandbox } = setUp();
    sandbox.slack.switches.twice = true;
    await addPerson('Jean Bartik');
    await expect.poll(() => listCreated('Jean Bartik')).toHaveLength(1);
    await omar().say('help');
    const isHelp = (message: object) => textOf(message).includes('adduser');
    await omar().waitForMessage(isHelp);
    sandbox.slack.switches.twice = false;
    await omar().command('/licenses');
    expect(omar().messages().filter(isHelp)).toHaveLength(1);
  }, 60_000);

  it('go on when one is killed in the middle of a file, whose people are created once', async () => {
    const { sandbox, bots } = setUp();
    const rows = Array.from({ length: 12 }, (_, at) => `cut.${at}@contoso.com,,,Cut ${at}`);
    const content = ['Username,First name,Last name,Display name', ...rows].join('\r\n');
    await omar().say('', { files: [{ name: 'cut.csv', content }] });
    const ready = await omar().waitForMessage(
      (message) => textOf(message).includes('cut.csv') && textOf(message).includes('ready'),
    );
    sandbox.graph.switches.latencyMs = 1_000;
    await createEverybody(omar(), ready);
    await expect.poll(() => listCreated('Cut ').length, { timeout: 20_000 }).toBeGreaterThan(0);
    await bots[0]?.kill();
    await expect.poll(() => sandbox.slack.sockets.count).toBe(1);
    const answers = [];
    for (let at = 0; at < 4; at += 1) answers.push((await omar().command('/licenses')).shown);
    expect(new Set(answers)).toEqual(new Set([undefined]));
    sandbox.graph.switches.latencyMs = 0;
    await expect.poll(() => listCreated('Cut ').length, { timeout: TAKEN_OVER_MS }).toBe(12);
    await omar().waitForMessage((message) => /12 .*created/.test(textOf(message)), TAKEN_OVER_MS);
  }, 180_000);

  it('go on while one is stopped', async () => {
    const { sandbox, bots } = setUp();
    let isStopped = false;
    const stopping = bots[1]?.stop().then((code) => {
      isStopped = true;
      return code;
    });
    const answers = [];
    while (!isStopped) answers.push((await omar().command('/licenses')).shown);
    expect(await stopping).toBe(0);
    // What Slack sends in the very moment of the close reaches nobody who could answer.
    expect(answers.filter((shown) => shown !== undefined).length).toBeLessThanOrEqual(1);
    expect(sandbox.slack.sockets.count).toBe(1);
  }, 60_000);
});
