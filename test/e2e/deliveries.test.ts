import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textInSlack } from '../../src/sandbox/slack/textOf.ts';
import { textOf as textInTeams } from '../../src/sandbox/teams/textOf.ts';
import { createEverybody, createEverybodyInTeams } from '../composition/createEverybody.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();

/** One address is refused, one puts off whatever comes, one takes it. */
const TO = 'gone@contoso.com, full@contoso.com, it@contoso.com';

function makeTrouble(): void {
  const { refuse } = setUp.sandbox.mail.switches;
  refuse.set('gone@contoso.com', { code: 550, text: '5.1.1 No such mailbox here' });
  refuse.set('full@contoso.com', { code: 452, text: '4.2.2 Mailbox full, try again later' });
}

/** What the result has to say about the three. */
function expectWords(text: string): void {
  expect(text).toMatch(/gone@contoso\.com.*refused: there is no such mailbox.*send it to someone else/is);
  expect(text).toMatch(
    /full@contoso\.com.*the mailbox is full.*Rollcall keeps trying and will tell you how it ends/s,
  );
  expect(text).toMatch(/it@contoso\.com/);
  // Codes are for the log.
  expect(text).not.toMatch(/\b(?:550|452)\b/);
}

describe('who got the first password', () => {
  it('is said for each recipient in Slack, in words, and sent on from there', async () => {
    const { slack, mail, graph } = setUp.sandbox;
    makeTrouble();
    const mia = slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser', 'Hedy Lamarr');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({ recipients: TO });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
    const result = await mia.waitForMessage(
      (message) => textInSlack(message).includes('Send to someone else'),
      40_000,
    );
    expectWords(textInSlack(result));
    const { password = '?' } = graph.state.findUser('hedy.lamarr@contoso.com') ?? {};

    mail.switches.refuse.delete('full@contoso.com');
    await mia.click(result, 'job.resend');
    const late = await mail.waitForMail(({ to }) => to.includes('full@contoso.com'), 30_000);
    expect(late.text).toContain(password);
    const sent = await mia.waitForMessage(
      (message) =>
        message.ts === result.ts &&
        !textInSlack(message).includes('the mailbox is full') &&
        textInSlack(message).includes('Send to someone else'),
    );
    await mia.click(sent, 'job.sendTo');
    await mia.waitForModal((view) => view.callback_id === 'job.sendToSubmit');
    mia.fill({ recipients: 'manager@contoso.com' });
    await mia.submit();
    const other = await mail.waitForMail(({ to }) => to.includes('manager@contoso.com'), 30_000);
    expect(other.text).toContain(password);
    expect(mail.mails.filter(({ to }) => to.includes('it@contoso.com'))).toHaveLength(1);
    await mia.waitForMessage(
      (message) =>
        message.ts === result.ts &&
        /gone@contoso\.com.*there is no such mailbox/s.test(textInSlack(message)) &&
        textInSlack(message).includes('manager@contoso.com') &&
        !textInSlack(message).includes('the mailbox is full'),
    );
  }, 90_000);

  it('is said for each recipient in Teams, in words', async () => {
    const { teams } = setUp.sandbox;
    makeTrouble();
    const mia = teams.as(CAST.helpdesk.teams);
    await mia.say('adduser Radia Perlman');
    const form = await mia.waitForMessage((message) => textInTeams(message).includes('Add one person'));
    const confirm = await mia.click(form, 'adduser.submit', { recipients: TO });
    await mia.click(confirm, 'adduser.create');
    await mia.waitForMessage(
      (message) =>
        message.id === form.id && /the mailbox is full.*try again in a moment/s.test(textInTeams(message)),
      30_000,
    );
    const result = await mia.waitForMessage(
      (message) => message.id === form.id && textInTeams(message).includes('Send to someone else'),
      40_000,
    );
    expectWords(textInTeams(result));
  }, 60_000);

  /** Each row names who gets its password; the last two addresses do not exist. */
  function rosterOf(prefix: string): string {
    const rows = Array.from({ length: 30 }, (_, at) => {
      const recipient = `${at < 28 ? 'boss' : 'gone'}${at}@contoso.com`;
      if (at >= 28) setUp.sandbox.mail.switches.refuse.set(recipient, { code: 550, text: '5.1.1 Nobody' });
      return `${prefix}${at}@contoso.com,Own ${at},${recipient}`;
    });
    return ['Username,Display name,Password recipients', ...rows].join('\r\n');
  }

  function expectWorstFirst(text: string): void {
    expect(text).toMatch(
      /gone28@contoso\.com.*there is no such mailbox.*gone29@contoso\.com.*boss0@contoso\.com/s,
    );
    expect(text).toMatch(/and 20 more, all accepted: see the results file/i);
    expect(text).not.toContain('boss27@contoso.com');
  }

  it('names those who got none first in Slack, when the rows of a file name many, and the file names all', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    await omar.say('', { files: [{ name: 'own.csv', content: rosterOf('s') }] });
    const ready = await omar.waitForMessage((message) => textInSlack(message).includes('30 ready'));
    await createEverybody(omar, ready);
    const results = await omar.waitForMessage(
      (message) => textInSlack(message).includes('Results CSV'),
      60_000,
    );
    expectWorstFirst(textInSlack(results));
    await omar.click(results, 'job.results');
    const file = () => omar.files().find(({ name }) => name.includes('results'));
    await expect.poll(file, { timeout: 10_000 }).toBeDefined();
    expect(file()?.content.toString()).toContain('gone29@contoso.com: refused (there is no such mailbox)');
    expect(file()?.content.toString()).toContain('boss27@contoso.com: accepted');
  }, 120_000);

  it('names those who got none first in Teams, too', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    await omar.say('', { files: [{ name: 'own.csv', content: rosterOf('t') }] });
    const ready = await omar.waitForMessage((message) => textInTeams(message).includes('30 ready'));
    await createEverybodyInTeams(omar, ready);
    const results = await omar.waitForMessage(
      (message) => textInTeams(message).includes('Results CSV'),
      60_000,
    );
    expectWorstFirst(textInTeams(results));
  }, 120_000);
});
