import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../src/sandbox/bot.ts';
import { CAST, SKUS } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import type { SlackMessage } from '../../src/sandbox/slack/wire.ts';
import { createEverybody } from '../composition/createEverybody.ts';
import { type Instances, openInstances } from '../composition/instances.ts';
import { createWatchedSandbox, type WatchedSandbox } from './watchSecrets.ts';

const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const HEADER = 'Username,First name,Last name,Display name';

let running: Instances<WatchedSandbox> | undefined;

function setUp(): Instances<WatchedSandbox> {
  if (running === undefined) throw new Error('The instances have not started.');
  return running;
}

beforeAll(async () => {
  running = await openInstances(2, async (options) => {
    const watched = await createWatchedSandbox(options);
    return { stage: watched, sandbox: watched.sandbox };
  });
  for (const { skuId } of SKUS) {
    const sku = running.sandbox.graph.state.skus.get(skuId);
    if (sku !== undefined) sku.enabled = 1_000;
  }
  await Promise.all(running.bots.map((bot) => bot.start()));
});

afterEach(() => {
  setUp().sandbox.graph.switches.latencyMs = 0;
  setUp().reach();
});

afterAll(async () => {
  if (running === undefined) return;
  await Promise.all(running.bots.map((bot) => bot.stop()));
  const leaks = await running.stage.findLeaks();
  await running.close();
  expect(leaks).toEqual([]);
});

const omar = () => setUp().sandbox.slack.as(CAST.admin.slack);

function at(index: 0 | 1): BotProcess {
  const bot = setUp().bots[index];
  if (bot === undefined) throw new Error('There are two.');
  return bot;
}

/** What the database answers: one value of each row. */
async function ask(text: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: setUp().database.url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text, values);
    return rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}

/** Sends a file of so many people and starts, without waiting for anything more. */
async function startRoster(name: string, people: number): Promise<void> {
  const rows = Array.from({ length: people }, (_, n) => `${name}${n}@contoso.com,,,${name} ${n}`);
  await omar().say('', { files: [{ name: `${name}.csv`, content: [HEADER, ...rows].join('\r\n') }] });
  const ready = await omar().waitForMessage(
    (message) => textOf(message).includes(`${name}.csv`) && textOf(message).includes('ready'),
  );
  await createEverybody(omar(), ready);
}

function listCreated(name: string): string[] {
  return [...setUp().sandbox.graph.state.users.values()]
    .filter(({ displayName }) => displayName.startsWith(`${name} `))
    .map(({ userPrincipalName }) => userPrincipalName);
}

const listMessages = (...words: string[]): SlackMessage[] =>
  omar()
    .messages()
    .filter((message) => message.user === 'bot' && words.every((word) => textOf(message).includes(word)));

/** Whoever created somebody last, once someone has: its log says so. */
async function findOwner(name: string): Promise<BotProcess> {
  await expect.poll(() => listCreated(name).length).toBeGreaterThan(0);
  const lastOf = (bot: BotProcess): string =>
    bot.lines.filter((line) => line.includes('"createAccounts"')).at(-1) ?? '';
  const timeOf = (bot: BotProcess): string => /"time":"([^"]+)"/.exec(lastOf(bot))?.[1] ?? '';
  await expect.poll(() => Math.max(...setUp().bots.map((bot) => timeOf(bot).length))).toBeGreaterThan(0);
  return timeOf(at(0)) > timeOf(at(1)) ? at(0) : at(1);
}

const otherThan = (bot: BotProcess): BotProcess => (bot === at(0) ? at(1) : at(0));

/** So many creates are put off, which leaves a job in its middle for as long. */
function putOff(creates: number, seconds: number): void {
  const match = { method: 'POST', path: /^\/users$/ };
  setUp().sandbox.graph.fail({ match, kind: 'status', status: 429, retryAfter: seconds, times: creates });
}

describe('two instances on one database', () => {
  it('finish a file of 40 people whose owner is killed in the middle, each person once, in the same messages', async () => {
    const { mail } = setUp().sandbox;
    putOff(20, 4);
    await startRoster('owned', 40);
    const owner = await findOwner('owned');
    const progress = await omar().waitForMessage(
      (message) => textOf(message).includes('owned.csv') && /\b20 of 40\b/.test(textOf(message)),
    );
    await owner.kill();
    const results = await omar().waitForMessage(
      (message) => textOf(message).includes('owned.csv') && textOf(message).includes('Results CSV'),
      40_000,
    );
    expect(textOf(results)).toContain('40 people');
    expect(listCreated('owned')).toHaveLength(40);
    expect(new Set(listCreated('owned')).size).toBe(40);
    await expect.poll(() => listMessages('owned.csv', 'Finished').map(({ ts }) => ts)).toEqual([progress.ts]);
    expect(listMessages('owned.csv', 'Results CSV')).toHaveLength(1);
    const mails = mail.mails.filter(({ text }) => text.includes('owned39@contoso.com'));
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await ask("SELECT count(*)::int FROM audit WHERE line LIKE '%job.accepted%'")).toEqual([1]);
    await owner.start();
  }, 120_000);

  it('stop a job that the other carries out', async () => {
    putOff(60, 6);
    await startRoster('halted', 80);
    const owner = await findOwner('halted');
    setUp().reach([otherThan(owner)]);
    const progress = await omar().waitForMessage(
      (message) => textOf(message).includes('halted.csv') && textOf(message).includes('Stop'),
    );
    await omar().click(progress, 'job.stop');
    await omar().waitForMessage(
      (message) => textOf(message).includes('halted.csv') && textOf(message).includes('Start the other 60'),
      20_000,
    );
    expect(listCreated('halted')).toHaveLength(20);
  }, 120_000);

  it('make one job and one entry of the audit of 50 clicks on one approval at each', async () => {
    const { sandbox } = setUp();
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    const grace = sandbox.slack.as(CAST.manager.slack);
    await mia.command('/adduser', 'Erna Asked');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({
      usageLocation: 'US',
      licenses: [MICROSOFT_E5],
      recipients: 'boss@contoso.com',
      reason: 'T-1',
    });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
    const card = await grace.waitForMessage(
      (message) => textOf(message).includes('Erna Asked') && textOf(message).includes('Approval needed'),
      20_000,
    );
    await Promise.all(Array.from({ length: 100 }, () => grace.click(card, 'approval.approve')));
    await mia.waitForMessage(
      (message) => textOf(message).includes('Erna Asked') && textOf(message).includes('Reveal password'),
      20_000,
    );
    expect(
      await ask("SELECT count(DISTINCT job_id)::int FROM rows WHERE doc::text LIKE '%erna.asked@%'"),
    ).toEqual([1]);
    const decided = `SELECT count(*)::int FROM audit WHERE line LIKE '%"request.decided"%' AND line LIKE '%"done"%'`;
    expect(await ask(decided)).toEqual([1]);
    expect(listCreated('Erna')).toHaveLength(1);
  }, 120_000);

  it('make one job of two presses of Create, one at each', async () => {
    const mia = setUp().sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser', 'Tilda Twice');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({ usageLocation: 'US' });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.twice(() => mia.submit());
    const about = (message: SlackMessage) =>
      textOf(message).includes('Tilda Twice') && textOf(message).includes('Reveal password');
    await mia.waitForMessage(about, 20_000);
    const [jobId, ...others] = await ask(
      "SELECT DISTINCT job_id FROM rows WHERE doc::text LIKE '%tilda.twice@%'",
    );
    expect(others).toEqual([]);
    const accepted = `SELECT count(*)::int FROM audit WHERE line LIKE '%"job.accepted"%' AND subject = $1`;
    expect(await ask(accepted, [jobId])).toEqual([1]);
    expect(mia.messages().filter(about)).toHaveLength(1);
    expect(listCreated('Tilda')).toHaveLength(1);
  }, 120_000);
});
