import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BotProcess } from '../../src/sandbox/bot.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import type { SlackMessage } from '../../src/sandbox/slack/wire.ts';
import { severalPolicy } from '../../src/sandbox/tenants.ts';
import { type Instances, openInstances } from '../composition/instances.ts';
import { createWatchedSandbox, type WatchedSandbox } from './watchSecrets.ts';

const CUSTOMERS = { contoso: 'contoso.com', fabrikam: 'fabrikam.com', tailspin: 'tailspintoys.com' };
const PEOPLE = 25;
/** Of each call to Graph: time to kill in the middle. */
const CALL_MS = 1_500;

/** One after the other, so that some are to come when one of the instances dies. */
const policy = { ...severalPolicy(), waves: { first: 1, atOnce: 1, failures: 1 } };
let running: Instances<WatchedSandbox> | undefined;

function setUp(): Instances<WatchedSandbox> {
  if (running === undefined) throw new Error('The instances have not started.');
  return running;
}

beforeAll(async () => {
  running = await openInstances(2, async (options) => {
    const watched = await createWatchedSandbox({ ...options, several: true, policy });
    return { stage: watched, sandbox: watched.sandbox };
  });
  await Promise.all(running.bots.map((bot) => bot.start()));
});

afterAll(async () => {
  if (running === undefined) return;
  await Promise.all(running.bots.map((bot) => bot.stop()));
  const leaks = await running.stage.findLeaks();
  await running.close();
  expect(leaks).toEqual([]);
});

const omar = () => setUp().sandbox.slack.as(CAST.admin.slack);
const usersOf = (id: string) => [
  ...(setUp().sandbox.directories.tenants.get(id)?.graph.state.users.values() ?? []),
];

function at(index: 0 | 1): BotProcess {
  const bot = setUp().bots[index];
  if (bot === undefined) throw new Error('There are two.');
  return bot;
}

function listCreated(customer: string): string[] {
  return usersOf(customer)
    .map(({ userPrincipalName }) => userPrincipalName)
    .filter((name) => name.startsWith('wt'));
}

function setLatency(ms: number): void {
  for (const { graph } of setUp().sandbox.directories.tenants.values()) graph.switches.latencyMs = ms;
}

const listMessages = (...words: string[]): SlackMessage[] =>
  omar()
    .messages()
    .filter((message) => message.user === 'bot' && words.every((word) => textOf(message).includes(word)));

const countSent = (write: string): number[] =>
  setUp().bots.map((bot) => bot.lines.filter((line) => line.includes(`"${write}"`)).length);

/** Whichever of the two was the first to send people to be created or deleted since then, as soon as there is one. */
async function waitForSender(write: string, before: readonly number[]): Promise<BotProcess> {
  const findSender = () => countSent(write).findIndex((count, index) => count > (before[index] ?? 0));
  await expect.poll(findSender, { timeout: 30_000 }).toBeGreaterThanOrEqual(0);
  return at(findSender() === 0 ? 0 : 1);
}

it('a file that one instance checked and the other started goes on when one is killed, each person and message once', async () => {
  setUp().reach([at(0)]);
  const rows = Object.entries(CUSTOMERS).flatMap(([id, domain]) =>
    Array.from({ length: PEOPLE }, (_, n) => `${id},wt${n}@${domain},,,WT ${n}`),
  );
  const content = ['Customer,Username,First name,Last name,Display name', ...rows].join('\r\n');
  await omar().say('', { files: [{ name: 'shared.csv', content }] });
  const opened = await omar().waitForMessage((message) =>
    textOf(message).includes('75 people for 3 customers'),
  );
  await omar().click(opened, 'addusers.setup');
  await omar().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
  omar().fill({ licenses: [], usageLocation: 'US', reason: 'TICKET-1' });
  setUp().reach([at(1)]);
  await omar().submit();
  await omar().waitForModal((view) => view.callback_id === 'wave.start', 20_000);
  setLatency(CALL_MS);
  const created = countSent('createAccounts');
  await omar().submit();

  const owner = await waitForSender('createAccounts', created);
  setUp().reach([owner === at(0) ? at(1) : at(0)]);
  await owner.kill();
  // Whose directory answers first comes first.
  expect(Object.keys(CUSTOMERS).filter((id) => listCreated(id).length === 0)).not.toEqual([]);
  setLatency(0);
  const done = await omar().waitForMessage(
    (message) => textOf(message).includes('Finished: 75 of 75 people created'),
    60_000,
  );
  for (const id of Object.keys(CUSTOMERS)) {
    expect(listCreated(id)).toHaveLength(PEOPLE);
    expect(new Set(listCreated(id)).size).toBe(PEOPLE);
  }
  // The message that was there before the start tells all of it, and no part has one of its own.
  expect(done.ts).toBe(opened.ts);
  expect(listMessages('shared.csv').map(({ ts }) => ts)).toEqual([opened.ts]);

  // The other way round: asked for at the one that came back; whoever carries it out dies.
  await owner.start();
  setUp().reach([owner]);
  setLatency(CALL_MS);
  const deleted = countSent('deleteAccounts');
  await omar().click(done, 'wave.undo');
  const undoing = await waitForSender('deleteAccounts', deleted);
  await undoing.kill();
  expect(Object.keys(CUSTOMERS).flatMap(listCreated)).not.toEqual([]);
  setUp().reach(setUp().bots.filter((bot) => bot !== undoing));
  setLatency(0);
  await omar().waitForMessage(
    (message) => textOf(message).includes('Undone: everyone who was created was deleted again'),
    60_000,
  );
  for (const id of Object.keys(CUSTOMERS)) expect(listCreated(id)).toEqual([]);
  expect(listMessages('shared.csv').map(({ ts }) => ts)).toEqual([opened.ts]);
}, 240_000);
