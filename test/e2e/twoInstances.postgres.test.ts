import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BotProcess } from '../../src/sandbox/bot.ts';
import { CAST, SKUS } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import type { SlackMessage } from '../../src/sandbox/slack/wire.ts';
import { printMasked } from '../../src/sandbox/wireLog.ts';
import { createEverybody } from '../composition/createEverybody.ts';
import { type Instances, openInstances } from '../composition/instances.ts';
import { LICENSE } from '../composition/tenant.ts';
import { createWatchedSandbox, type WatchedSandbox } from './watchSecrets.ts';

const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
/** Of each call to Graph, once a job is about to start: time to kill or to press in its middle. */
const CALL_MS = 1_500;
/** A pause is known everywhere within a beat of 3 s, and what was sent before it has been answered. */
const HELD_WITHIN_MS = 5_000;
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

afterEach(async () => {
  const { sandbox, bots, reach } = setUp();
  sandbox.graph.switches.latencyMs = 0;
  sandbox.slack.switches.down = false;
  reach();
  for (const bot of bots) if (bot.state === 'down') await bot.start();
});

afterAll(async () => {
  if (running === undefined) return;
  await Promise.all(running.bots.map((bot) => bot.stop()));
  try {
    expect(await running.stage.findLeaks()).toEqual([]);
  } finally {
    await running.close();
  }
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
  setUp().sandbox.graph.switches.latencyMs = CALL_MS;
  await createEverybody(omar(), ready, [LICENSE]);
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
  await expect.poll(() => listCreated(name).length, { timeout: 20_000 }).toBeGreaterThan(0);
  const since = new Date(Date.now() - CALL_MS).toISOString();
  const lastOf = (bot: BotProcess): string =>
    bot.lines.filter((line) => line.includes('"createAccounts"')).at(-1) ?? '';
  const timeOf = (bot: BotProcess): string => /"time":"([^"]+)"/.exec(lastOf(bot))?.[1] ?? '';
  await expect.poll(() => setUp().bots.some((bot) => timeOf(bot) > since)).toBe(true);
  return timeOf(at(0)) > timeOf(at(1)) ? at(0) : at(1);
}

const otherThan = (bot: BotProcess): BotProcess => (bot === at(0) ? at(1) : at(0));

describe('two instances on one database', () => {
  it('finish a file of 40 people whose owner is killed in the middle, each person once, in the same messages', async () => {
    const { mail } = setUp().sandbox;
    await startRoster('owned', 40);
    const progress = await omar().waitForMessage(
      (message) => textOf(message).includes('owned.csv') && textOf(message).includes('Stop'),
    );
    const owner = await findOwner('owned');
    // Killed before it has noted the message that it sent, it leaves that one behind.
    await expect
      .poll(() => ask("SELECT doc #>> '{messages,0,ref,messageId}' FROM jobs"))
      .toEqual([progress.ts]);
    await owner.kill();
    expect(setUp().sandbox.graph.state.findUser('owned0@contoso.com')?.assignedLicenses).toEqual([]);
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
  }, 120_000);

  it('stop a job that the other carries out', async () => {
    await startRoster('halted', 200);
    const owner = await findOwner('halted');
    setUp().reach([otherThan(owner)]);
    const progress = await omar().waitForMessage(
      (message) => textOf(message).includes('halted.csv') && textOf(message).includes('Stop'),
    );
    await omar().click(progress, 'job.stop');
    await omar().waitForMessage(
      (message) => textOf(message).includes('halted.csv') && /Start the other \d/.test(textOf(message)),
      20_000,
    );
    expect(listCreated('halted').length).toBeLessThan(200);
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
  it('tell what became of a job whose owner died before it could say so', async () => {
    const { slack } = setUp().sandbox;
    await startRoster('untold', 3);
    slack.switches.down = true;
    const owner = await findOwner('untold');
    await expect
      .poll(
        () => ask("SELECT count(*)::int FROM jobs WHERE doc::text LIKE '%untold.csv%' AND state = 'done'"),
        {
          timeout: 20_000,
        },
      )
      .toEqual([1]);
    await owner.kill();
    slack.switches.down = false;
    await omar().waitForMessage(
      (message) => textOf(message).includes('untold.csv') && textOf(message).includes('Results CSV'),
      50_000,
    );
    expect(listMessages('untold.csv', 'Results CSV')).toHaveLength(1);
  }, 120_000);

  it('show a password once, whichever of them is asked', async () => {
    const { sandbox } = setUp();
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    while (mia.openModal() !== undefined) await mia.close();
    const result = await mia.waitForMessage(
      (message) => textOf(message).includes('Tilda Twice') && textOf(message).includes('Reveal password'),
    );
    const password = sandbox.graph.state.findUser('tilda.twice@contoso.com')?.password ?? '?';
    // A window that the other's took the place of shows nothing, and its instance gives the password free again.
    const count = (words: string, isAccepted = true) =>
      sandbox.wire.exchanges
        .filter(({ service, asker }) => service === 'Slack' && asker === 'bot')
        .filter(({ status }) => (status === 'ok') === isAccepted)
        .filter(({ request }) => printMasked(request, []).includes(words)).length;
    const counts = () => ({
      shown: count(password),
      not:
        count('They are shown only once.') +
        count('They are shown only once.', false) +
        count(password, false),
    });
    await mia.twice(() => mia.click(result, 'job.reveal'));
    const slowly = { interval: 1_000, timeout: 20_000 };
    await expect.poll(() => counts().shown + counts().not, slowly).toBe(2);
    expect(counts().shown).toBeLessThanOrEqual(1);
    // Where the window of the one that was too late took the place of the other, it is shown at the next press.
    if (counts().shown === 0) {
      while (mia.openModal() !== undefined) await mia.close();
      await expect.poll(() => mia.click(result, 'job.reveal').then(() => counts().shown), slowly).toBe(1);
    }
    while (mia.openModal() !== undefined) await mia.close();
    await mia.click(result, 'job.reveal');
    await mia.waitForModal((view) => textOf(view).includes('They are shown only once.'));
    expect(counts().shown).toBe(1);
  }, 120_000);

  it('hold what the other carries out while it is paused at one', async () => {
    await startRoster('held', 200);
    const owner = await findOwner('held');
    setUp().reach([otherThan(owner)]);
    await omar().say('pause');
    await omar().waitForMessage((message) => textOf(message).includes('Rollcall is paused'));
    await sleep(HELD_WITHIN_MS);
    const created = listCreated('held').length;
    expect(created).toBeLessThan(200);
    await sleep(HELD_WITHIN_MS);
    expect(listCreated('held')).toHaveLength(created);
    setUp().sandbox.graph.switches.latencyMs = 0;
    await omar().say('go on');
    await omar().waitForMessage(
      (message) => textOf(message).includes('held.csv') && textOf(message).includes('Results CSV'),
      40_000,
    );
    expect(listCreated('held')).toHaveLength(200);
  }, 120_000);

  it('hand out a file that the other one offered, by a link that any of them answers, once', async () => {
    const { teams } = setUp().sandbox;
    const omarInTeams = teams.as(CAST.admin.teams);
    setUp().reach([at(0)]);
    await omarInTeams.say('template');
    await omarInTeams.waitForMessage((each) => (each.text ?? '').includes('type get file'));
    setUp().reach([at(1)]);
    await omarInTeams.say('get file');
    const link = await omarInTeams.waitForMessage((each) => /\/f\//.test(each.text ?? ''));
    const [, path = ''] = /https?:\/\/[^/]+(\/f\/\S+)/.exec(link.text ?? '') ?? [];
    const got = await fetch(at(0).url + path, { method: 'POST' });
    expect(await got.text()).toContain('Username,First name');
    for (const bot of setUp().bots) {
      expect((await fetch(bot.url + path, { method: 'POST' })).status).toBe(404);
    }
  }, 60_000);

  it('take the buttons off the message that the other one sent about a file that was attached again', async () => {
    const send = async (people: string) =>
      omar().say('', { files: [{ name: 'again.csv', content: `${HEADER}\r\n${people}` }] });
    setUp().reach([at(0)]);
    await send('again1@contoso.com,,,Again 1');
    const old = await omar().waitForMessage(
      (message) => textOf(message).includes('again.csv') && textOf(message).includes('ready'),
    );
    setUp().reach([at(1)]);
    await send('again1@contoso.com,,,Again 1\r\nagain2@contoso.com,,,Again 2');
    await omar().waitForMessage(
      (message) => message.ts === old.ts && textOf(message).includes('newer message about this file'),
      20_000,
    );
  }, 60_000);

  it('carry out what a load balancer sends again, when the one that had received it died before it answered', async () => {
    await omar().command('/addusers');
    await omar().waitForModal((view) => view.callback_id === 'addusers.file');
    // The first one dies between what it has noted and its answer.
    await ask(`
      CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NEW; END $$`);
    await ask(`
      CREATE TRIGGER dawdle BEFORE INSERT ON seen FOR EACH ROW WHEN (NEW.key LIKE 'slack:submission:%')
      EXECUTE FUNCTION dawdle()`);
    setUp().reach([at(0), at(1)]);
    setUp().balancer.resend(true);
    omar().fill(
      {},
      { file: [{ name: 'resent.csv', content: `${HEADER}\r\nresent@contoso.com,,,Resent 1` }] },
    );
    const submitting = omar()
      .submit()
      .catch(() => undefined);
    await sleep(500);
    const [held] = await ask("SELECT count(*)::int FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
    expect(held).toBe(1);
    const holder = setUp().balancer.firstOf('/slack/events');
    await setUp()
      .bots.find(({ url }) => url === holder)
      ?.kill();
    await submitting;
    await ask('DROP FUNCTION dawdle CASCADE');
    await omar().waitForMessage(
      (message) => textOf(message).includes('resent.csv') && textOf(message).includes('ready'),
      20_000,
    );
    expect(listMessages('resent.csv', 'ready')).toHaveLength(1);
    setUp().balancer.resend(false);
  }, 60_000);

  it('begin a job soon that one of them accepted right before it died', async () => {
    const mia = setUp().sandbox.slack.as(CAST.helpdesk.slack);
    while (mia.openModal() !== undefined) await mia.close();
    await mia.command('/adduser', 'Uma Unbegun');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({ usageLocation: 'US' });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    // It dies while it writes into the audit that it has accepted the job, before it has begun it.
    await ask(`
      CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(2); RETURN NEW; END $$`);
    await ask(`
      CREATE TRIGGER linger BEFORE INSERT ON audit FOR EACH ROW WHEN (NEW.line LIKE '%"job.accepted"%')
      EXECUTE FUNCTION linger()`);
    setUp().reach([at(0)]);
    const submitting = mia.submit().catch(() => undefined);
    await expect
      .poll(() => ask("SELECT count(*)::int FROM rows WHERE doc::text LIKE '%uma.unbegun@%'"))
      .toEqual([1]);
    await at(0).kill();
    await submitting;
    await ask('DROP FUNCTION linger CASCADE');
    await mia.waitForMessage(
      (message) => textOf(message).includes('Uma Unbegun') && textOf(message).includes('Reveal password'),
      40_000,
    );
    expect(listCreated('Uma')).toHaveLength(1);
  }, 90_000);
});
