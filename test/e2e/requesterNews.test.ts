import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CAST, sandboxPolicy } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const WAIT_MS = 20_000;

const DAY_MS = 86_400_000;

const E5 = { name: 'Microsoft 365 E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } };
const LEAVERS = { name: 'Leavers', when: { tasks: ['leave'] }, by: { role: 'approver' } };
const setUp = useSandbox({ policy: { ...sandboxPolicy(), approvals: [E5, LEAVERS] } });
const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);
const miaInTeams = () => setUp.sandbox.teams.as(CAST.helpdesk.teams);
const grace = () => setUp.sandbox.slack.as(CAST.manager.slack);

const inSlack = (who: typeof mia, ...words: string[]) =>
  who().waitForMessage((message) => words.every((word) => slackText(message).includes(word)), WAIT_MS);
const inTeams = (...words: string[]) =>
  miaInTeams().waitForMessage((message) => words.every((word) => teamsText(message).includes(word)), WAIT_MS);

async function askInSlack(name: string): Promise<string> {
  while (mia().openModal() !== undefined) await mia().close();
  await mia().command('/adduser', name);
  await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
  mia().fill({
    usageLocation: 'US',
    licenses: [MICROSOFT_E5],
    recipients: 'boss@contoso.com',
    reason: 'TICKET-1',
  });
  await mia().submit();
  await mia().waitForModal((view) => view.callback_id === 'adduser.create');
  await mia().submit();
  return (await inSlack(mia, name, 'Waiting for approval')).ts;
}

async function askInTeams(name: string): Promise<string> {
  await miaInTeams().say(`adduser ${name}`);
  const form = await inTeams('Add one person', name.split(' ')[0] ?? name);
  const confirm = await miaInTeams().click(form, 'adduser.submit', {
    usageLocation: 'US',
    licenses: MICROSOFT_E5,
    recipients: 'boss@contoso.com',
    reason: 'TICKET-1',
  });
  await miaInTeams().click(confirm, 'adduser.create');
  return (await inTeams(name, 'Waiting for approval')).id;
}

async function decline(name: string, reason: string): Promise<void> {
  const card = await inSlack(grace, name, 'Approval needed');
  await grace().click(card, 'approval.decline');
  await grace().waitForModal((view) => view.callback_id === 'approval.declineSubmit');
  grace().fill({ reason: ' ' });
  expect((await grace().submit()).errors?.reason).toContain('Enter a reason');
  grace().fill({ reason });
  await grace().submit();
}

describe('C3: the approval that a license needs', () => {
  const words = "needs Grace Okafor's approval";

  it('is said in Slack beside the license and before it is asked for, and a reason is asked for', async () => {
    await mia().command('/adduser', 'Sally Said');
    const form = await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    expect(JSON.stringify(form.blocks)).toContain(words);
    mia().fill({ usageLocation: 'US', licenses: [MICROSOFT_E5] });
    expect((await mia().submit()).errors?.reason).toContain(words);
    mia().fill({ reason: 'TICKET-1', recipients: 'boss@gmail.com' });
    // C9
    expect((await mia().submit()).errors?.recipients).toContain("can't receive passwords");
    mia().fill({ recipients: 'boss@contoso.com' });
    await mia().submit();
    const confirm = await mia().waitForModal((view) => view.callback_id === 'adduser.create');
    expect(slackText(confirm)).toContain(words);
    expect(confirm.submit).toMatchObject({ text: 'Ask for approval' });
    while (mia().openModal() !== undefined) await mia().close();

    await mia().command('/adduser', 'Nora Needless');
    await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    expect((await mia().submit()).errors ?? {}).toEqual({});
    const plain = await mia().waitForModal((view) => view.callback_id === 'adduser.create');
    expect(slackText(plain)).not.toContain('approval');
    expect(plain.submit).toMatchObject({ text: 'Create' });
    while (mia().openModal() !== undefined) await mia().close();
  }, 60_000);

  it('is said in Teams beside the license and before it is asked for, and a reason is asked for', async () => {
    await miaInTeams().say('adduser Tim Said');
    const form = await inTeams('Add one person');
    expect(JSON.stringify(form.card)).toContain(words);
    const asked = { usageLocation: 'US', licenses: MICROSOFT_E5 };
    const again = await miaInTeams().click(form, 'adduser.submit', asked);
    expect(teamsText(again.card)).toContain('Enter a reason');
    const confirm = await miaInTeams().click(again, 'adduser.submit', { ...asked, reason: 'TICKET-1' });
    expect(teamsText(confirm.card)).toContain(words);
    expect(JSON.stringify(confirm.card)).toContain('Ask for approval');
    const back = await miaInTeams().click(confirm, 'adduser.back');
    const plain = await miaInTeams().click(back, 'adduser.submit', { licenses: '' });
    expect(JSON.stringify(plain.card)).not.toContain('approval');
  }, 60_000);
});

describe('C4: a decline', () => {
  it('reaches whoever asked in Slack as a new message, with the reason; the old card changes too', async () => {
    const asked = await askInSlack('Dora Declined');
    await decline('Dora Declined', 'Use E3 for trainees');
    const isAbout = (words: string) => () =>
      mia()
        .messages()
        .filter((message) => ['Dora Declined', words].every((word) => slackText(message).includes(word)));
    await expect.poll(isAbout('Use E3 for trainees'), { timeout: WAIT_MS }).toHaveLength(2);
    const [old, told] = isAbout('Declined')();
    expect(old?.ts).toBe(asked);
    expect(told).toMatchObject({ edits: 0, text: 'Declined.' });
    expect(slackText(told ?? { blocks: [] })).toContain('Grace Okafor');
    if (told === undefined) throw new Error('Nothing was told.');
    await mia().click(told, 'adduser.back');
    const again = await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    const filled = JSON.stringify(again);
    for (const typed of ['Dora', 'TICKET-1', 'boss@contoso.com']) expect(filled).toContain(typed);
    await mia().submit();
    await mia().waitForModal((view) => view.callback_id === 'adduser.create');
    await mia().submit();
    await inSlack(grace, 'Dora Declined', 'Approval needed');
  }, 60_000);

  it('reaches whoever asked in Teams as a new message, with the reason; the old card changes too', async () => {
    const asked = await askInTeams('Tess Declined');
    await decline('Tess Declined', 'No seats for trainees');
    const about = () =>
      miaInTeams()
        .messages()
        .filter((message) =>
          ['Tess Declined', 'No seats for trainees', 'Declined'].every((word) =>
            teamsText(message).includes(word),
          ),
        );
    await expect.poll(about, { timeout: WAIT_MS }).toHaveLength(2);
    const [old, told] = about();
    expect(old?.id).toBe(asked);
    expect(told?.id).not.toBe(asked);
    const again = await miaInTeams().click(told ?? { id: asked }, 'adduser.back');
    const filled = JSON.stringify(again.card);
    for (const typed of ['Tess', 'TICKET-1', 'boss@contoso.com']) expect(filled).toContain(typed);
  }, 60_000);
});

/** Nobody replies to a card faster than it is noted where it is. */
async function replyTo(card: { ts: string }, text: string): Promise<void> {
  const folder = join(setUp.sandbox.dataDir, 'requests');
  const read = async () =>
    (
      await Promise.all(
        (
          await readdir(folder)
        )
          .filter((name) => name.endsWith('.json'))
          .map((name) => readFile(join(folder, name), 'utf8')),
      )
    ).join('');
  await expect.poll(read, { timeout: WAIT_MS }).toContain(card.ts);
  // The bot knows it once the folder is flushed, which follows the file.
  await wait(1_500);
  await grace().say(text, { thread: card.ts });
}

describe('a request that waits is discussed', () => {
  it('by replies in the thread of its card and by its button in Slack, each a new message to the other', async () => {
    await askInSlack('Tara Talked');
    const card = await inSlack(grace, 'Tara Talked', 'Approval needed');
    await replyTo(card, 'Is E3 enough for her & the team?');
    await inSlack(grace, 'Your note was added and sent to');
    const isAbout = () =>
      mia()
        .messages()
        .filter((message) => slackText(message).includes('Is E3 enough for her & the team?'));
    await expect.poll(isAbout, { timeout: WAIT_MS }).toHaveLength(2);
    const [, asked] = isAbout();
    if (asked === undefined) throw new Error('Nothing was told.');
    expect(asked).toMatchObject({ edits: 0, text: 'Waiting for approval: note from Grace Okafor.' });
    await mia().click(asked, 'approval.note');
    await mia().waitForModal((view) => view.callback_id === 'approval.noteSubmit');
    mia().fill({ note: ' ' });
    expect((await mia().submit()).errors?.note).toContain('Write something to send.');
    mia().fill({ note: 'She needs E5 for the audit.' });
    await mia().submit();
    await inSlack(grace, 'Tara Talked', 'Approval needed: note from', 'needs E5 for the audit');
    // A thread of anything else is what it was: words to Rollcall.
    await grace().say('help', { thread: '1700000000.000001' });
    await inSlack(grace, 'Hello Grace Okafor', 'See what needs your approval');
  }, 60_000);

  it('from Teams to Slack and back', async () => {
    const asked = await askInTeams('Toni Talked');
    const form = await miaInTeams().click({ id: asked }, 'approval.note');
    const empty = await miaInTeams().click(form, 'approval.noteSubmit', { note: ' ' });
    expect(teamsText(empty.card)).toContain('Write something to send.');
    await miaInTeams().click(form, 'approval.noteSubmit', { note: 'Her first day is Monday.' });
    const card = await inSlack(
      grace,
      'Toni Talked',
      'Approval needed: note from',
      'Her first day is Monday.',
    );
    await replyTo(card, 'I will look today.');
    const told = () =>
      miaInTeams()
        .messages()
        .filter((message) => teamsText(message).includes('I will look today.'));
    await expect.poll(told, { timeout: WAIT_MS }).toHaveLength(2);
    expect(told().map(({ id }) => id === asked)).toEqual([true, false]);
    await decline('Toni Talked', 'Ask again in May');
    await grace().say('Sorry!', { thread: card.ts });
    await inSlack(grace, 'This request was already declined');
  }, 60_000);
});

describe('C4: an expiry', () => {
  it('while the bot was away reaches whoever asked as a new message once it is back', async () => {
    const { bot, dataDir } = setUp.sandbox;
    const asked = await askInSlack('Eva Expired');
    await inSlack(grace, 'Eva Expired', 'Approval needed');
    expect(await bot.stop()).toBe(0);
    const folder = join(dataDir, 'requests');
    for (const name of await readdir(folder)) {
      const file = join(folder, name);
      const record = JSON.parse(await readFile(file, 'utf8'));
      if (record.request.state !== 'waiting') continue;
      record.request.expiresAt = Date.now() - 1;
      await writeFile(file, JSON.stringify(record));
    }
    await bot.start();
    const about = () =>
      mia()
        .messages()
        .filter((message) => ['Eva Expired', 'Expired'].every((word) => slackText(message).includes(word)))
        .filter((message) => slackText(message).includes('no one decided in time'));
    await expect.poll(about, { timeout: WAIT_MS }).toHaveLength(2);
    expect(about().map(({ ts }) => ts === asked)).toEqual([true, false]);
    expect(await bot.stop()).toBe(0);
    await bot.start();
    await mia().say('help');
    await expect.poll(about, { timeout: 5_000 }).toHaveLength(2);
  }, 90_000);

  it('of a plan is announced a day before to both sides, and asked for again in either chat once its time has come', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const toOmar = (...words: string[]) =>
      omar.waitForMessage((message) => words.every((word) => teamsText(message).includes(word)), WAIT_MS);
    await askInSlack('Nina Late');
    await omar.say('offboard sam.stone@contoso.com');
    const form = await toOmar('Sam Stone');
    const date = new Date(Date.now() + 10 * DAY_MS).toISOString().slice(0, 10);
    const typed = { steps: 'block,signOut', date, time: '17:00', zone: 'UTC', reason: 'TICKET-7' };
    const confirm = await omar.click(form, 'leave.submit', typed);
    await omar.click(confirm, 'leave.start', {});
    await toOmar('Waiting for approval', 'Sam Stone');
    await inSlack(grace, 'Sam Stone', 'Approval needed');

    // Three days are the usual time for a decision.
    await setUp.sandbox.letTimePass(2.1 * DAY_MS);
    await toOmar('Still waiting for approval: this expires soon', 'Sam Stone');
    await inSlack(grace, 'Approval needed: this expires soon', 'Sam Stone');

    await setUp.sandbox.letTimePass(DAY_MS);
    const inTeams = await toOmar('Expired', 'no one decided in time', 'Sam Stone', 'Ask again');
    const again = await omar.click(inTeams, 'leave.back');
    const filled = JSON.stringify(again.card);
    for (const one of ['Sam Stone', 'TICKET-7', date]) expect(filled).toContain(one);
    const sure = await omar.click(again, 'leave.submit', typed);
    await omar.click(sure, 'leave.start', {});
    const isNew = () =>
      grace()
        .messages()
        .filter((message) => /Approval needed(?!:)/.test(slackText(message)))
        .filter((message) => slackText(message).includes('Sam Stone'));
    await expect.poll(isNew, { timeout: WAIT_MS }).toHaveLength(1);

    const late = await inSlack(mia, 'Nina Late', 'Expired', 'Ask again');
    await mia().click(late, 'adduser.back');
    const refilled = await mia().waitForModal((view) => view.callback_id === 'adduser.submit');
    expect(JSON.stringify(refilled)).toContain('Nina');
    await mia().submit();
    await mia().waitForModal((view) => view.callback_id === 'adduser.create');
    await mia().submit();
    await inSlack(grace, 'Nina Late', 'Approval needed');
  }, 120_000);
});
