import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { createEverybody } from '../composition/createEverybody.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();

const CSV = [
  'Username,First name,Last name,Display name',
  'nina.one@contoso.com,,,Nina One',
  'otto.two@contoso.com,,,Otto Two',
].join('\r\n');

/** Two people, created by the admin in Slack. */
async function createTwo(): Promise<void> {
  const omar = setUp.sandbox.slack.as(CAST.admin.slack);
  await omar.command('/addusers');
  await omar.waitForModal((view) => view.callback_id === 'addusers.file');
  omar.fill({}, { file: [{ name: 'team.csv', content: CSV }] });
  await omar.submit();
  const verification = await omar.waitForMessage((message) => slackText(message).includes('2 ready'));
  await createEverybody(omar, verification);
  await omar.waitForMessage((message) => slackText(message).includes('Results CSV'), 30_000);
}

describe('the history', () => {
  it('says in Slack who did what for somebody, and sends it as a file', async () => {
    await createTwo();
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    await omar.say('history NINA.one@contoso.com');
    const message = await omar.waitForMessage((one) => slackText(one).includes('History'));
    const text = slackText(message);
    expect(text).toMatch(
      /\d{4}-\d\d-\d\d \d\d:\d\d UTC.*Omar Haddad.*created the account.*nina\.one@contoso\.com/s,
    );
    expect(text).not.toContain('otto.two');
    expect(text).toMatch(/emailed passwords for/);
    expect(text).toMatch(/started a job to create.*2 people \(team\.csv\)/s);
    // C5: names, and no ids, hashes or action ids.
    expect(text).not.toMatch(/job_|[0-9a-f]{8}-[0-9a-f]{4}|hash|account\.created|objectId/);

    await omar.click(message, 'history.csv');
    const ownFile = () => omar.files().find(({ name }) => name.startsWith('history-NINA'));
    await expect.poll(ownFile, { timeout: 10_000 }).toBeDefined();
    const ids = Buffer.from(ownFile()?.content ?? '').toString('utf8');
    const jobId = /jobId=(job_[\w-]+)/.exec(ids)?.[1] ?? 'none';
    await omar.say(`history ${jobId} last week`);
    const ofJob = await omar.waitForMessage(
      (one) => slackText(one).includes('History') && slackText(one).includes('otto.two'),
    );
    expect(slackText(ofJob)).toMatch(/started a job to create/);
    expect(slackText(ofJob)).toMatch(/the past 7 days \(\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\), newest first/);

    await omar.click(ofJob, 'history.csv');
    const fileNow = () => omar.files().find(({ name }) => name.startsWith('history-job-'));
    await expect.poll(fileNow, { timeout: 10_000 }).toBeDefined();
    const file = fileNow();
    const csv = Buffer.from(file?.content ?? '').toString('utf8');
    expect(csv).toMatch(/Time,Name,Actor,From,Conversation,What,Outcome,About,Customer,Detail/);
    expect(csv).toMatch(/Z,Omar Haddad,omar,slack,D0OMARHADD,history\.read,done,/);
    expect(csv).toMatch(/Z,Omar Haddad,omar,\w+,[^,]+,job\.accepted,done,/);
    expect(csv).toMatch(/Z,Omar Haddad,omar,system,,account\.created,done,otto\.two@contoso\.com,contoso,/);
  });

  it('says in Teams what one actor did, refusals too', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('pause');
    await mia.waitForMessage((message) => teamsText(message).includes('You need the admin role'));
    // Somebody who only creates people sees what they did themselves.
    await mia.say('history');
    const own = await mia.waitForMessage((message) => teamsText(message).includes('History'));
    expect(teamsText(own)).toContain("wasn't allowed to pause Rollcall");
    expect(teamsText(own)).not.toContain('Omar Haddad');

    const omar = sandbox.teams.as(CAST.admin.teams);
    await omar.say('history Omar Haddad');
    const card = await omar.waitForMessage((message) => teamsText(message).includes('History'));
    expect(teamsText(card)).toMatch(/Omar Haddad.*created the account.*otto\.two@contoso\.com/s);

    await omar.click(card, 'history.csv', {});
    const consent = await omar.waitForMessage((message) =>
      message.attachments.some(({ name }) => name === 'history-Omar-Haddad.csv'),
    );
    await omar.consent(consent, 'accept');
    await omar.say(`history ${CAST.helpdesk.name}`);
    await omar.waitForMessage((message) => teamsText(message).includes("wasn't allowed to pause Rollcall"));
    await omar.say('history omar yesterday');
    const none = await omar.waitForMessage((message) => teamsText(message).includes('No entries found.'));
    expect(teamsText(none)).toMatch(/^.*omar.*yesterday \(\d{4}-\d\d-\d\d, Europe\/London\)/s);
    await omar.say('history last week');
    await omar.waitForMessage((message) => teamsText(message).includes('the past 7 days ('));

    const file = omar.files().find(({ name }) => name === 'history-Omar-Haddad.csv');
    expect(Buffer.from(file?.content ?? '').toString('utf8')).toContain('account.created');
  });

  it('tells of a person also who saw the password, by the part before the @, and how to ask when there is nothing', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    const results = omar.messages().find((one) => slackText(one).includes('Results CSV'));
    if (results === undefined) throw new Error('There are no results.');
    await omar.click(results, 'job.reveal');
    await omar.waitForModal((view) => slackText(view).includes('nina.one@contoso.com'));
    await omar.say('history nina.one');
    const message = await omar.waitForMessage((one) => slackText(one).includes('revealed passwords for'));
    expect(slackText(message)).not.toContain('otto.two');
    await omar.say('history Nina One');
    await omar.waitForMessage((one) =>
      slackText(one).includes('No entries found. You can search by user name'),
    );
  });

  it('shows in Slack somebody who only creates people what they did, and nothing of others', async () => {
    const mia = setUp.sandbox.slack.as(CAST.helpdesk.slack);
    await mia.say('history nina.one');
    const message = await mia.waitForMessage((one) => slackText(one).includes('History'));
    expect(slackText(message)).not.toContain('Omar Haddad');
    expect(slackText(message)).toContain('No entries found.');
  });
});
