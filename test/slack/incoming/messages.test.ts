import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { parseCommand } from '../../../src/flows/commands.ts';
import { showError } from '../../../src/flows/errorViews.ts';
import type { Reply } from '../../../src/flows/reply.ts';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { isPlainCommand } from '../../../src/slack/incoming/isPlainCommand.ts';
import { forgeView, sendSlack, submission } from '../../e2e/forgeries.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { expectNoComplaints, type FlowCall, startRoom } from '../startRoom.ts';

const views = sampleViews('Ada', 3);
const CSV = 'User name,Display name\r\nada@contoso.com,Ada\r\n';

async function readAll(file: FlowCall['input']['file']): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await file?.open()) ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Reads the file as the flow would and says what was in it. */
async function readFile({ input }: FlowCall): Promise<Reply> {
  try {
    const title = `Read ${input.file?.name}: ${await readAll(input.file)}`;
    return { type: 'message', view: { kind: 'notice', tone: 'info', title, text: [], buttons: [] } };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { type: 'message', view: showError(error, error.code), here: true };
  }
}

describe('words in the bot’s own chat', () => {
  it('are a command, with or without a slash', async () => {
    const { mia, calls, slack } = await startRoom({ reply: () => ({ type: 'message', view: views.help }) });
    await mia.say('template');
    await mia.say('/template');
    await expect.poll(() => calls.map(({ action }) => action)).toEqual(['template.send', 'template.send']);
    expect(calls[0]).toMatchObject({ place: { kind: 'direct', workspace: 'T0CONTOSO' } });
    await mia.waitForMessage((message) => textOf(message).includes('what you can do in'));
    expectNoComplaints(slack);
  });

  it('are a command also in the thread of a request’s card, where other words are a note', async () => {
    const { mia, calls } = await startRoom({
      requestOf: () => 'req_1',
      reply: () => ({ type: 'message', view: views.help }),
    });
    const commands = ['pause', 'go on', '/help', 'forget ada@contoso.com', 'offboard Ada Lovelace'].concat(
      '/user ada and some more words',
    );
    const notes = [
      'Is E3 enough?',
      'help me see why she needs E5',
      'user left already.',
      'user needs E5',
      'user needs E5 because',
      'Licenses are short',
      'history of hers',
      'User Ada left',
    ];
    for (const text of [...commands, ...notes]) await mia.say(text, { thread: '1700000000.000001' });
    await expect.poll(() => calls.length, { timeout: 10_000 }).toBe(commands.length + notes.length);
    expect(calls.map(({ action }) => action)).toEqual([
      'pause.start',
      'pause.end',
      'help.show',
      'forget.find',
      'leave.find',
      'user.find',
      ...notes.map(() => 'approval.thread'),
    ]);
  });

  it('show help when they are not', async () => {
    const { mia, calls } = await startRoom({ reply: () => ({ type: 'message', view: views.help }) });
    await mia.say('hello there');
    await mia.waitForMessage((message) => textOf(message).includes('what you can do in'));
    expect(calls.map(({ action }) => action)).toEqual(['help.unknown']);
  });

  it('offer a form as a button, because there is no trigger to open it with', async () => {
    const { mia } = await startRoom({
      answers: { 'adduser.open': 'form', 'adduser.back': 'form' },
      reply: () => ({
        type: 'form',
        view: { ...views.personForm, fields: ['givenName', 'surname', 'userName', 'recipients'] },
      }),
    });
    await mia.say('adduser Ada Lovelace');
    const message = await mia.waitForMessage((each) => textOf(each).includes('Open the form'));
    await mia.click(message, 'adduser.back');
    await mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
  });

  it('have one effect when Slack sends them twice', async () => {
    const { slack, calls, mia } = await startRoom({ reply: () => ({ type: 'message', view: views.help }) });
    const direct = 'D0MIAMEYER';
    const event = {
      type: 'message',
      channel_type: 'im',
      channel: direct,
      user: 'U0MIAMEYER',
      text: 'help',
      ts: '1.2',
      team: 'T0CONTOSO',
    };
    await slack.deliverEvent(event, 'Ev1');
    await slack.deliverEvent({ ...event, text: 'help ' }, 'Ev1');
    await expect.poll(() => calls.length).toBe(1);
    expect(mia.openModal()).toBeUndefined();
  });

  it.each([
    ['the bot’s own', { user: 'U0ROLLCALL' }],
    ['another bot’s', { bot_id: 'B0OTHER' }],
    ['an edit', { subtype: 'message_changed' }],
    ['a deletion', { subtype: 'message_deleted' }],
    ['a message in a channel', { channel_type: 'channel', channel: 'C0GENERAL' }],
  ])('are not answered when they are %s', async (_name, different) => {
    const { slack, calls } = await startRoom({ reply: () => ({ type: 'message', view: views.help }) });
    const event = {
      type: 'message',
      channel_type: 'im',
      channel: 'D0MIAMEYER',
      user: 'U0MIAMEYER',
      text: 'help',
      ts: '1.2',
      team: 'T0CONTOSO',
    };
    await slack.deliverEvent({ ...event, ...different }, 'Ev2');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(calls).toEqual([]);
  });
});

describe('a file', () => {
  it('dropped into the bot’s own chat is read', async () => {
    const { mia, calls, slack, lines } = await startRoom({ reply: readFile });
    await mia.say('', { files: [{ name: 'starters.csv', content: CSV }] });
    const message = await mia.waitForMessage((each) => textOf(each).includes('Read starters.csv'));
    expect(textOf(message)).toContain('ada@contoso.com,Ada');
    expect(calls.map(({ action }) => action)).toEqual(['addusers.file']);
    expect(lines.join('\n')).not.toContain('ada@contoso.com');
    expectNoComplaints(slack);
  });

  it('among several is the first that looks like a CSV, and the bot says which', async () => {
    const { mia } = await startRoom({ reply: readFile });
    await mia.say('', {
      files: [
        { name: 'logo.png', content: 'x', mimetype: 'image/png' },
        { name: 'starters.csv', content: CSV },
      ],
    });
    await mia.waitForMessage((each) =>
      textOf(each).includes('You sent 2 files. Rollcall is reading one of them:\nstarters.csv'),
    );
    await mia.waitForMessage((each) => textOf(each).includes('Read starters.csv'));
  });

  it('that takes long shows that it is being checked, then the answer in that place', async () => {
    const { mia } = await startRoom({
      reply: async (call) => {
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        return readFile(call);
      },
    });
    await mia.say('', { files: [{ name: 'starters.csv', content: CSV }] });
    await mia.waitForMessage((each) => textOf(each).includes('Checking the file…'));
    await mia.waitForMessage((each) => textOf(each).includes('Read starters.csv'));
    expect(mia.messages().filter(({ user }) => user === 'bot')).toHaveLength(1);
  });

  it('chosen in the window is read, and the window closes at once', async () => {
    const { mia, slack } = await startRoom({
      answers: { 'addusers.open': 'form', 'addusers.file': 'message' },
      reply: (call) =>
        call.action === 'addusers.open'
          ? {
              type: 'form',
              view: {
                ...views.rosterUpload,
                target: {
                  submit: { action: 'addusers.file', label: 'Check' },
                  id: 'new',
                  version: 1,
                  errors: {},
                },
              },
            }
          : readFile(call),
    });
    await mia.command('/addusers');
    await mia.waitForModal(({ callback_id }) => callback_id === 'addusers.file');
    mia.fill({}, { file: [{ name: 'starters.csv', content: CSV }] });
    await mia.submit();
    expect(mia.openModal()).toBeUndefined();
    await mia.waitForMessage((each) => textOf(each).includes('Read starters.csv'));
    expectNoComplaints(slack);
  });

  it.each([
    ['in a form of theirs', false],
    ['in their chat with Rollcall', true],
  ])('of somebody else, %s, is not read for whoever names its id in a form', async (_where, isSent) => {
    const { mia, slack } = await startRoom({ answers: { 'addusers.file': 'message' }, reply: readFile });
    const omar = slack.as(CAST.admin.slack);
    const file = { name: 'hires.csv', content: CSV };
    const countRead = () => omar.messages().filter((each) => textOf(each).includes('Read hires.csv')).length;
    const before = isSent ? 1 : 0;
    if (isSent) await omar.say('', { files: [file] });
    const { id } = omar.messages()[0]?.files[0] ?? omar.upload(file);
    await expect.poll(countRead).toBe(before);
    const values = { file: { file: { type: 'file_input', files: [{ id, name: file.name }] } } };
    for (const who of [CAST.helpdesk, CAST.admin]) {
      await sendSlack({ slack }, submission(who, forgeView('addusers.file', '', values)));
    }
    await mia.waitForMessage((each) => textOf(each).includes("Rollcall can't see that file in Slack."));
    await expect.poll(countRead).toBe(before + 1);
  });

  it('on a message is read by the shortcut, as often as asked', async () => {
    const { mia, slack, calls } = await startRoom({ reply: readFile });
    await mia.say('', { files: [{ name: 'starters.csv', content: CSV }] });
    await mia.waitForMessage((each) => textOf(each).includes('Read starters.csv'));
    const [message] = mia.messages();
    if (message === undefined) throw new Error('no message');
    await mia.messageShortcut('create_people_from_file', message);
    await expect.poll(() => calls.length).toBe(2);
    await mia.messageShortcut('create_people_from_file', message);
    await expect.poll(() => calls.length).toBe(3);
    expectNoComplaints(slack);
  });

  it('is missed by the shortcut on a message without one, and the bot says so', async () => {
    const { mia } = await startRoom({ reply: readFile });
    await mia.say('hello');
    const [message] = mia.messages();
    if (message === undefined) throw new Error('no message');
    await mia.messageShortcut('create_people_from_file', message);
    await mia.waitForMessage((each) => textOf(each).includes('That message has no file.'));
  });

  it('that is too large is refused', async () => {
    const { mia } = await startRoom({ reply: readFile });
    await mia.say('', { files: [{ name: 'starters.csv', content: 'x'.repeat(10_001) }] });
    await mia.waitForMessage((each) => textOf(each).includes('larger than 10000 bytes'));
  });

  it.each([
    ['file_not_found', 1, "Rollcall can't see that file"],
    ['file_deleted', 1, "Rollcall can't see that file"],
    ['access_denied', 1, "Rollcall can't see that file"],
    ['internal_error', 3, "Slack isn't responding properly right now."],
    ['missing_scope', 1, "Slack doesn't accept Rollcall."],
    ['invalid_arguments', 1, "Slack didn't accept what Rollcall sent."],
  ])('that cannot be looked up for %s is explained by that', async (error, times, said) => {
    const { mia, slack } = await startRoom({ reply: readFile });
    slack.fail({ method: 'files.info', times, error });
    await mia.say('', { files: [{ name: 'starters.csv', content: CSV }] });
    await mia.waitForMessage((each) => textOf(each).includes(said));
  });
});

describe('the shortcut to add a person', () => {
  it('opens the form from anywhere', async () => {
    const { mia, calls } = await startRoom({
      answers: { 'adduser.open': 'form' },
      reply: () => ({
        type: 'form',
        view: { ...views.personForm, fields: ['givenName', 'surname', 'userName', 'recipients'] },
      }),
    });
    await mia.shortcut('add_person');
    await mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
    expect(calls).toMatchObject([{ action: 'adduser.open', place: { kind: 'direct' } }]);
  });
});

describe('in the thread of a request’s card', () => {
  it.each([
    ...['user ada', 'offboard ada lovelace', 'user Ada de Vries', 'user Will Smith', 'adduser ada lovelace'],
    ...['history', 'history today', 'history last 2 weeks', 'history ada@contoso.com last week'],
    ...[
      'history ada de vries since 2026-11-01',
      'user ada@contoso.com',
      'offboard ada@contoso.com b@contoso.com',
    ],
    ...['user Ada Maria Lovelace King', 'help', 'approvals', '/user needs E5', 'GO ON'],
  ])('“%s” is a command', (text) => {
    expect(isPlainCommand(parseCommand(text), text)).toBe(true);
  });

  it.each([
    ...['user needs E5 because of the audit', 'user needs E5', 'user left already', 'user ada?', 'user ada.'],
    ...[
      'history looks fine to me',
      'history looks fine today',
      'history of hers',
      'forget it',
      'forget the E5',
    ],
    ...[
      'user ada@contoso.com needs E5',
      'user account locked after holiday',
      'help me decide',
      'pause everything',
    ],
    ...['licenses short', 'template please', 'Is E3 enough?', 'offboard both tomorrow because they left'],
  ])('“%s” is a note', (text) => {
    expect(isPlainCommand(parseCommand(text), text)).toBe(false);
  });
});
