import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { deleteSomebody, useSandbox } from './useSandbox.ts';

const HEADER = 'Username,First name,Last name,Display name';
const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const setUp = useSandbox();

function csv(...people: [userName: string, displayName: string][]): string {
  return [HEADER, ...people.map(([name, shown]) => `${name},,,${shown}`)].join('\r\n');
}

const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);
const verificationOf = (name: string) =>
  omar().waitForMessage((message) => textOf(message).includes(name) && textOf(message).includes('ready'));

describe('many people in Slack', () => {
  it('are read anew from a corrected file, which replaces the one of before and says what changed', async () => {
    const wrong = csv(['kär.one@contoso.com', 'Kim One'], ['kim.two@contoso.com', 'Kim Two']);
    const right = csv(
      ['kar.one@contoso.com', 'Kim One'],
      ['kim.three@contoso.com', 'Kim Three'],
      ['kim.two@contoso.com', 'Kim Two'],
    );
    await omar().say('', { files: [{ name: 'kim.csv', content: wrong }] });
    const first = await verificationOf('kim.csv');
    await omar().say('', { files: [{ name: 'kim2.csv', content: right }] });
    const second = await verificationOf('kim2.csv');
    expect(textOf(second)).toContain('This replaces your previous file.');
    expect(textOf(second)).toContain('Previous file: kim.csv');
    expect(textOf(second)).toContain('Changed: 1 person: Kim One');
    expect(textOf(second)).toContain('Added: 1 person: Kim Three');
    expect(textOf(second)).toContain('Fixed: 1 problem');
    await omar().click(first, 'addusers.cancel');
    // Also after a restart, when nobody knows any more which message was the file's: it loses its buttons.
    const retired = await omar().waitForMessage(
      (message) => message.ts === first.ts && textOf(message).includes('kim.csv was replaced by kim2.csv'),
    );
    expect(retired.blocks.filter(({ type }) => type === 'actions')).toEqual([]);
    await omar().click(second, 'addusers.cancel');
    await omar().waitForMessage((message) => textOf(message).includes('Canceled. No one was created.'));
  });

  it('are restored instead where the user name was a deleted account’s', async () => {
    const { graph } = setUp.sandbox;
    const gone = deleteSomebody(setUp.sandbox, 'lost.one@contoso.com', 'Lost One');
    const content = csv(['lost.one@contoso.com', 'Lost One'], ['fresh.two@contoso.com', 'Fresh Two']);
    await omar().say('', { files: [{ name: 'lost.csv', content }] });
    const verification = await verificationOf('lost.csv');
    expect(textOf(verification)).toContain('was deleted in the last 30 days');
    await omar().click(verification, 'addusers.restorable');
    const offer = await omar().waitForMessage((message) =>
      textOf(message).includes('1 person in this file was deleted in the last 30 days.'),
    );
    await omar().click(offer, 'addusers.restore');
    const rest = await omar().waitForMessage((message) =>
      textOf(message).includes('Lost One was restored instead'),
    );
    expect(textOf(rest)).toContain('1 person read');
    expect(graph.state.findUser('lost.one@contoso.com')?.id).toBe(gone);
    await omar().click(rest, 'addusers.cancel');
  });

  it('are created from the file of the /addusers modal', async () => {
    const { sandbox } = setUp;
    await omar().command('/addusers');
    await omar().waitForModal((view) => view.callback_id === 'addusers.file');
    const content = csv(
      ['nina.one@contoso.com', 'Nina One'],
      ['zoë.two@contoso.com', 'Zoë Two'],
      ['otto.three@contoso.com', 'Otto Three'],
    );
    omar().fill({}, { file: [{ name: 'team.csv', content }] });
    await omar().submit();
    expect(omar().openModal()).toBeUndefined();

    const verification = await verificationOf('team.csv');
    expect(textOf(verification)).toContain('zoe.two@contoso.com');
    await omar().click(verification, 'addusers.setup');
    const form = await omar().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    expect(textOf(form)).toContain('Office 365 E3');
    omar().fill({
      usageLocation: 'DE',
      licenses: [BUSINESS_BASIC],
      recipients: 'it@contoso.com, hr@contoso.com',
    });
    await omar().submit();
    const confirm = await omar().waitForModal((view) => view.callback_id === 'addusers.start');
    expect(textOf(confirm)).toContain('2 people');
    await omar().submit();
    const results = await omar().waitForMessage(
      (message) => textOf(message).includes('Results CSV') && textOf(message).includes('nina.one'),
      30_000,
    );
    expect(textOf(results)).toContain('hr@contoso.com');
    const nina = sandbox.graph.state.findUser('nina.one@contoso.com');
    expect(nina?.assignedLicenses).toHaveLength(1);
    expect(sandbox.graph.state.findUser('zoe.two@contoso.com')).toBeUndefined();
    for (const recipient of ['it@contoso.com', 'hr@contoso.com']) {
      const mail = await sandbox.mail.waitForMail(({ to }) => to.includes(recipient));
      expect(mail.text).toContain(nina?.password);
    }

    await omar().click(results, 'job.reveal');
    const shown = await omar().waitForModal((view) => textOf(view).includes(nina?.password ?? '?'));
    expect(textOf(shown)).toContain('Otto Three');
    await omar().close();

    await omar().click(results, 'job.results');
    await expect
      .poll(() =>
        omar()
          .files()
          .map(({ name }) => name),
      )
      .toContain('team-results.csv');
    const file = omar()
      .files()
      .find(({ name }) => name === 'team-results.csv');
    expect(file?.content.toString()).toContain('nina.one@contoso.com');
    expect(file?.content.toString()).not.toContain(nina?.password);

    await omar().click(results, 'job.undo');
    await omar().waitForMessage(
      (message) => message.ts === results.ts && textOf(message).includes('2 deleted'),
    );
    expect(sandbox.graph.state.findUser('nina.one@contoso.com')).toBeUndefined();
  }, 60_000);

  it('start from a file dropped in the direct chat', async () => {
    await omar().say('', {
      files: [{ name: 'dropped.csv', content: csv(['pia.four@contoso.com', 'Pia Four']) }],
    });
    expect(textOf(await verificationOf('dropped.csv'))).toContain('1 ready');
  });

  it('start from the message shortcut', async () => {
    const mine = omar();
    await mine.say('', {
      files: [{ name: 'shortcut.csv', content: csv(['quin.five@contoso.com', 'Quin Five']) }],
    });
    await verificationOf('shortcut.csv');
    const message = mine.messages().find(({ files }) => files.some(({ name }) => name === 'shortcut.csv'));
    const before = mine.messages().length;
    if (message === undefined) throw new Error('the message is gone');
    await mine.messageShortcut('create_people_from_file', message);
    await expect.poll(() => mine.messages().slice(before).map(textOf).join()).toContain('shortcut.csv');
  });

  it('get both templates on request', async () => {
    await omar().say('template');
    await expect
      .poll(() =>
        omar()
          .files()
          .map(({ name }) => name),
      )
      .toEqual(expect.arrayContaining(['rollcall-blank.csv', 'rollcall-sample.csv']));
  });

  it('wait for an agreement to headers that were guessed', async () => {
    const header = 'Vorname;Nachname;E-Mail;Eintritt';
    const content = Buffer.from(`${header}\r\nJörg;Weiß;joerg.weiss@contoso.com;01.04.2026`, 'latin1');
    await omar().say('', { files: [{ name: 'neu.csv', content }] });
    const question = await verificationOf('neu.csv');
    expect(textOf(question)).toContain('Are these columns right?');
    expect(textOf(question)).toMatch(/❓ .*E-Mail.* → User name/);
    expect(JSON.stringify(question.blocks)).not.toContain('addusers.setup');

    await omar().click(question, 'addusers.columns');
    const verification = await omar().waitForMessage(
      (message) => message.ts === question.ts && textOf(message).includes('Set up 1 person'),
    );
    expect(textOf(verification)).not.toContain('Are these columns');
    await omar().click(verification, 'addusers.setup');
    await omar().waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    omar().fill({ usageLocation: 'DE', recipients: 'it@contoso.com' });
    await omar().submit();
    await omar().waitForModal((view) => view.callback_id === 'addusers.start');
    await omar().submit();
    await expect
      .poll(() => setUp.sandbox.graph.state.findUser('joerg.weiss@contoso.com'), { timeout: 30_000 })
      .toMatchObject({ displayName: 'Jörg Weiß', givenName: 'Jörg', surname: 'Weiß' });
  }, 60_000);

  it('take the suggestions with one click', async () => {
    await omar().say('', {
      files: [{ name: 'fix.csv', content: csv(['jörg.six@contoso.com', 'Jörg Six']) }],
    });
    const verification = await verificationOf('fix.csv');
    await omar().click(verification, 'addusers.suggestions');
    const fixed = await omar().waitForMessage(
      (message) => message.ts === verification.ts && textOf(message).includes('1 ready'),
    );
    expect(textOf(fixed)).toContain('0 to fix');
  });

  it.each([
    ['empty.csv', '', /empty/i],
    ['page.csv', '<!DOCTYPE html><html><body>Sign in</body></html>', /page|sign/i],
    ['book.csv', Buffer.from('PK\u0003\u0004workbook', 'latin1'), /Excel/],
    ['huge.csv', Buffer.alloc(20_000_000, 'a,b\n'), /10 MB/],
  ])('%s gets a sentence that says what to do', async (name, content, sentence) => {
    const before = omar().messages().length;
    await omar().say('', { files: [{ name, content }] });
    await expect
      .poll(
        () =>
          omar()
            .messages()
            .slice(before)
            .filter(({ user }) => user === 'bot')
            .map(textOf)
            .join('\n'),
        {
          timeout: 20_000,
        },
      )
      .toMatch(sentence);
  });

  it('are for admins: helpdesk is refused politely', async () => {
    const mia = setUp.sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/addusers');
    const refusal = await mia.waitForModal((view) => textOf(view).includes('role'));
    expect(textOf(refusal)).toContain('admin');
  });

  it('a file that Slack delivers twice is read once', async () => {
    const { slack } = setUp.sandbox;
    await omar().say('', {
      files: [{ name: 'twice.csv', content: csv(['rosa.seven@contoso.com', 'Rosa Seven']) }],
    });
    await verificationOf('twice.csv');
    const count = () =>
      omar()
        .messages()
        .filter((message) => message.user === 'bot' && textOf(message).includes('twice.csv')).length;
    expect(count()).toBe(1);
    const event = {
      type: 'message',
      channel_type: 'im',
      channel: `D${CAST.admin.slack.slice(1)}`,
      user: CAST.admin.slack,
      text: 'help',
      ts: '1.1',
      event_ts: '1.1',
      team: 'T0CONTOSO',
    };
    const before = omar().messages().length;
    await slack.deliverEvent(event, 'Ev0TWICE');
    await slack.deliverEvent(event, 'Ev0TWICE');
    await expect.poll(() => omar().messages().length).toBe(before + 1);
  });
});
