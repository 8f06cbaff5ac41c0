import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/flows/reply.ts';
import type { NoticeView } from '../../src/flows/views.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { sampleViews } from './sampleViews.ts';
import { expectNoComplaints, SLOW_MS, startRoom } from './startRoom.ts';

const views = sampleViews('Ada', 3);
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function notice(title: string): NoticeView {
  return { kind: 'notice', tone: 'info', title, text: [], buttons: [] };
}

/** The person form without errors, as it opens. */
const form = { ...views.personForm, showContact: false, target: { ...views.personForm.target, errors: {} } };
const confirm = {
  ...views.personConfirm,
  target: {
    ...views.personConfirm.target,
    submit: { action: 'adduser.create', label: 'Create' },
    errors: {},
  },
};

describe('a command', () => {
  it('opens its form in a window, with the words after it', async () => {
    const { slack, mia, calls } = await startRoom({
      answers: { 'adduser.open': 'form' },
      reply: () => ({ type: 'form', view: form }),
    });
    const answer = await mia.command('/adduser', 'Ada Lovelace', { channel: 'C0GENERAL' });
    expect(answer).toEqual({ status: 200, body: '' });
    await mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
    expect(calls).toMatchObject([
      {
        action: 'adduser.open',
        speaker: { platform: 'slack', workspace: 'T0CONTOSO', userId: 'U0MIAMEYER' },
        place: { conversationId: 'C0GENERAL', kind: 'channel' },
        input: { text: 'Ada Lovelace' },
      },
    ]);
    expectNoComplaints(slack);
  });

  it('opens a loading window at once when the form takes longer than a trigger lives', async () => {
    const { slack, mia } = await startRoom({
      answers: { 'adduser.open': 'form' },
      reply: async () => {
        await later(3_500);
        return { type: 'form', view: form };
      },
    });
    await mia.command('/adduser');
    await mia.waitForModal((view) => textOf(view).includes('One moment'));
    await mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
    expectNoComplaints(slack);
  });

  it('is answered in the person’s own chat, with a pointer where it was typed', async () => {
    const { slack, mia } = await startRoom({
      reply: () => ({ type: 'message', view: views.help, here: true }),
    });
    await mia.command('/licenses', '', { channel: 'C0GENERAL' });
    await mia.waitForMessage((message) => textOf(message).includes('You can:'));
    await expect
      .poll(() => mia.ephemerals())
      .toEqual([{ channel: 'C0GENERAL', text: 'I answered in our chat.' }]);
    expect(mia.messages('C0GENERAL')).toEqual([]);
    expectNoComplaints(slack);
  });

  it('needs no pointer in the person’s own chat', async () => {
    const { mia, calls } = await startRoom({ reply: () => ({ type: 'message', view: views.help }) });
    await mia.command('/user', 'ada');
    await mia.waitForMessage((message) => textOf(message).includes('You can:'));
    expect(mia.ephemerals()).toEqual([]);
    expect(calls).toMatchObject([{ action: 'help.show', place: { kind: 'direct' } }]);
  });

  it('shows a refusal in the window it opened', async () => {
    const { mia } = await startRoom({
      answers: { 'adduser.open': 'form' },
      reply: () => ({ type: 'message', view: notice('You are not on the list.'), here: true }),
    });
    await mia.command('/adduser');
    await mia.waitForModal((view) => textOf(view).includes('You are not on the list.'));
    expect(mia.messages()).toEqual([]);
  });

  it('offers the form in the chat when Slack did not open the window', async () => {
    const { slack, mia } = await startRoom({
      answers: { 'adduser.open': 'form', 'adduser.back': 'form' },
      reply: () => ({ type: 'form', view: form }),
    });
    slack.fail({ method: 'views.open', times: 1, error: 'expired_trigger_id' });
    await mia.command('/adduser', '', { channel: 'C0GENERAL' });
    const message = await mia.waitForMessage((each) => textOf(each).includes('Open the form'));
    await expect.poll(() => mia.ephemerals().map(({ channel }) => channel)).toEqual(['C0GENERAL']);
    await mia.click(message, 'adduser.back');
    await mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
  });
});

describe('a submitted form', () => {
  async function open(reply: (action: string) => Reply | Promise<Reply>) {
    const started = await startRoom({
      answers: {
        'adduser.open': 'form',
        'adduser.submit': 'form',
        'adduser.create': 'replace',
        'adduser.back': 'form',
        'adduser.contact': 'form',
      },
      reply: ({ action }) => (action === 'adduser.open' ? { type: 'form', view: form } : reply(action)),
    });
    await started.mia.command('/adduser');
    await started.mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
    return started;
  }

  it('sends every field by its id, lists as lists', async () => {
    const { mia, calls, slack } = await open(() => ({ type: 'form', view: confirm }));
    mia.fill({
      givenName: 'Grace',
      usageLocation: 'AC',
      licenses: ['sku-1', 'sku-2'],
      recipients: 'a@b.c\nd@e.f',
    });
    const { view } = await mia.submit();
    expect(calls[1]).toMatchObject({
      action: 'adduser.submit',
      place: { kind: 'direct' },
      input: {
        id: 'draft_1',
        version: 3,
        fields: {
          givenName: 'Grace',
          surname: 'Ada',
          usageLocation: 'AC',
          signIn: 'allowed',
          licenses: ['sku-1', 'sku-2'],
          recipients: 'a@b.c\nd@e.f',
        },
      },
    });
    expect(calls[1]?.input.fields).not.toHaveProperty('jobTitle');
    expect(view?.callback_id).toBe('adduser.create');
    expectNoComplaints(slack);
  });

  it('shows errors at their fields and stays as it is', async () => {
    const errors = { userName: 'That name is taken.', recipients: 'Six are too many.' };
    const { mia, slack } = await open(() => ({ type: 'fieldErrors', errors, form }));
    expect((await mia.submit()).errors).toEqual(errors);
    expectNoComplaints(slack);
  });

  it.each([
    ['', 'The directory is down.'],
    ['city', 'Too long.'],
  ])('shows errors at its top when one of them is not at a field it has: %j', async (field, sentence) => {
    const errors = { userName: 'Taken.', [field]: sentence };
    const { mia, slack } = await open(() => ({
      type: 'fieldErrors',
      errors,
      form: { ...form, target: { ...form.target, errors } },
    }));
    const { view } = await mia.submit();
    expect(textOf(view)).toContain(sentence);
    expect(textOf(view)).toContain('User name: Taken.');
    expectNoComplaints(slack);
  });

  it('shows a loading view when the check takes long, then the form with its errors at the top', async () => {
    const errors = { userName: 'That name is taken.' };
    const { mia, slack } = await open(async () => {
      await later(SLOW_MS);
      return { type: 'fieldErrors', errors, form: { ...form, target: { ...form.target, errors } } };
    });
    const { view } = await mia.submit();
    expect(textOf(view)).toContain('One moment');
    await mia.waitForModal((now) => textOf(now).includes('User name: That name is taken.'));
    expectNoComplaints(slack);
  });

  it('closes when the answer follows as a message', async () => {
    const { mia, slack } = await open((action) =>
      action === 'adduser.submit' ? { type: 'form', view: confirm } : { type: 'follow', view: views.working },
    );
    await mia.submit();
    await mia.submit();
    expect(mia.openModal()).toBeUndefined();
    expect(mia.messages()).toEqual([]);
    expectNoComplaints(slack);
  });

  it('lays an error over the form, which keeps what was typed', async () => {
    const { mia, slack } = await open(() => ({ type: 'message', view: notice('Gone wrong.'), here: true }));
    mia.fill({ givenName: 'Grace' });
    const { view } = await mia.submit();
    expect(textOf(view)).toContain('Gone wrong.');
    await mia.close();
    expect(mia.openModal()?.callback_id).toBe('adduser.submit');
    expectNoComplaints(slack);
  });

  it('has one effect and one answer when it is sent twice at once', async () => {
    const { mia, calls } = await open(async () => {
      await later(300);
      return { type: 'form', view: confirm };
    });
    const [first, second] = await Promise.all([mia.submit(), mia.submit()]);
    expect(first.body).toBe(second.body);
    expect(calls.map(({ action }) => action)).toEqual(['adduser.open', 'adduser.submit']);
  });

  it('can be sent again unchanged after errors, because the world may have changed', async () => {
    let taken = true;
    const { mia } = await open(() => {
      if (!taken) return { type: 'form', view: confirm };
      taken = false;
      return { type: 'fieldErrors', errors: { userName: 'Taken.' }, form };
    });
    await mia.submit();
    expect((await mia.submit()).view?.callback_id).toBe('adduser.create');
  });

  it('changes in place at a click inside, and keeps what was typed', async () => {
    const { mia, calls, slack } = await open(() => ({ type: 'form', view: { ...form, showContact: true } }));
    mia.fill({ givenName: 'Grace' });
    await mia.clickInModal(form.toggleContact.action);
    await mia.waitForModal((view) => view.blocks.some(({ block_id }) => block_id === 'jobTitle'));
    expect(calls[1]).toMatchObject({ input: { id: 'job_1', version: 1, fields: { givenName: 'Grace' } } });
    expectNoComplaints(slack);
  });

  it('lays an error over the form when a click inside fails', async () => {
    const { mia, slack } = await open(() => ({ type: 'message', view: notice('No directory.'), here: true }));
    await mia.clickInModal(form.toggleContact.action);
    await mia.waitForModal((view) => textOf(view).includes('No directory.'));
    await mia.close();
    expect(mia.openModal()?.callback_id).toBe('adduser.submit');
    expectNoComplaints(slack);
  });
});

describe('a button on a message', () => {
  async function post(
    answers: 'replace' | 'private' | 'form' | 'message',
    reply: () => Reply | Promise<Reply>,
  ) {
    const started = await startRoom({ answers: { 'job.stop': answers }, reply });
    const place = await started.room.chat.openDirect('U0MIAMEYER');
    const ref = await started.room.chat.post(place, views.progress);
    const message = await started.mia.waitForMessage(({ ts }) => ts === ref.messageId);
    return { ...started, message, ref };
  }

  it('tells the flow which message it is on, and only id and version', async () => {
    const { mia, message, calls, ref } = await post('replace', () => ({
      type: 'replace',
      view: notice('Stopped.'),
    }));
    await mia.click(message, 'job.stop');
    await mia.waitForMessage((each) => textOf(each).includes('Stopped.'));
    expect(calls).toMatchObject([
      { action: 'job.stop', place: { kind: 'direct', message: ref }, input: { id: 'job_1', version: 1 } },
    ]);
    expect(mia.messages()).toHaveLength(1);
  });

  it('posts anew when the message is gone', async () => {
    const { mia, message, slack } = await post('replace', () => ({
      type: 'replace',
      view: notice('Stopped.'),
    }));
    slack.fail({ method: 'chat.update', times: 1, error: 'message_not_found' });
    await mia.click(message, 'job.stop');
    await mia.waitForMessage((each) => textOf(each).includes('Stopped.'));
    expect(mia.messages()).toHaveLength(2);
  });

  it('does not overwrite what notify said meanwhile', async () => {
    const { mia, message, room, ref } = await post('replace', async () => {
      void room.chat.update(ref, notice('All is over.'));
      return { type: 'follow', view: notice('Stopping…') };
    });
    await mia.click(message, 'job.stop');
    await mia.waitForMessage((each) => textOf(each).includes('All is over.'));
    await later(1_500);
    expect(textOf(mia.messages()[0])).toContain('All is over.');
  });

  it('shows a first impression when notify has said nothing yet', async () => {
    const { mia, message } = await post('replace', () => ({ type: 'follow', view: notice('Stopping…') }));
    await mia.click(message, 'job.stop');
    await mia.waitForMessage((each) => textOf(each).includes('Stopping…'));
  });

  it('sends files after the message that announces them', async () => {
    const { mia, message, slack } = await post('message', () => ({
      type: 'message',
      view: notice('Here it is.'),
      files: [
        {
          name: 'people-log.csv',
          contentType: 'text/csv',
          bytes: Buffer.from('a,b\n'),
          again: { action: 'addusers.log', id: 'd', version: 1 },
        },
      ],
    }));
    await mia.click(message, 'job.stop');
    await expect
      .poll(() => mia.files(), { timeout: 5_000 })
      .toEqual([{ name: 'people-log.csv', content: Buffer.from('a,b\n') }]);
    expectNoComplaints(slack);
  });

  it('says so when a file cannot be sent', async () => {
    const { mia, message, slack } = await post('message', () => ({
      type: 'message',
      view: notice('Here it is.'),
      files: [
        {
          name: 'people-log.csv',
          contentType: 'text/csv',
          bytes: Buffer.from('a,b\n'),
          again: { action: 'addusers.log', id: 'd', version: 1 },
        },
      ],
    }));
    slack.fail({ method: 'files.getUploadURLExternal', times: 1, error: 'missing_scope' });
    await mia.click(message, 'job.stop');
    await mia.waitForMessage((each) => textOf(each).includes('could not be sent to Slack'));
  });
});

describe('passwords', () => {
  async function reveal(fault?: { method: string; error: string }) {
    const released: string[] = [];
    let claims = 0;
    const started = await startRoom({
      answers: { 'job.stop': 'private' },
      reply: () => ({
        type: 'private',
        async claim() {
          claims += 1;
          if (fault?.method === 'claim') throw new Error('already revealed');
          await later(300);
          return { view: views.passwords, release: async (reason) => void released.push(reason) };
        },
      }),
    });
    const { room, mia, slack } = started;
    const ref = await room.chat.post(await room.chat.openDirect('U0MIAMEYER'), views.progress);
    const message = await mia.waitForMessage(({ ts }) => ts === ref.messageId);
    if (fault !== undefined && fault.method !== 'claim') slack.fail({ ...fault, times: 3 });
    await mia.click(message, 'job.stop');
    return { ...started, released, claims: () => claims };
  }

  it('show in a window that was open before they were claimed', async () => {
    const { mia, released, slack, lines } = await reveal();
    await mia.waitForModal((view) => textOf(view).includes('abcd-efgh-2345-WXYZ'));
    expect(released).toEqual([]);
    expect(JSON.stringify(mia.messages())).not.toContain('abcd-efgh-2345-WXYZ');
    expect(lines.join('\n')).not.toContain('abcd-efgh-2345-WXYZ');
    expectNoComplaints(slack);
  });

  it('are not claimed when Slack opens no window', async () => {
    const { mia, claims } = await reveal({ method: 'views.open', error: 'expired_trigger_id' });
    await mia.waitForMessage((each) => textOf(each).includes('Nothing was revealed'));
    expect(claims()).toBe(0);
  });

  it('are released when the window is closed too early', async () => {
    const { mia, released } = await reveal();
    await mia.waitForModal((view) => textOf(view).includes('One moment'));
    await mia.close();
    await mia.waitForMessage((each) => textOf(each).includes('The window was closed too early.'));
    expect(released).toEqual(['the window was closed']);
  });

  it('are released when Slack refuses to show them', async () => {
    const { mia, released } = await reveal({ method: 'views.update', error: 'internal_error' });
    await mia.waitForMessage((each) => textOf(each).includes('Nothing was revealed'));
    expect(released).toEqual(['Slack did not show it']);
  });

  it('say why when they cannot be claimed', async () => {
    const { mia } = await reveal({ method: 'claim', error: '' });
    await mia.waitForModal((view) => textOf(view).includes('Something went wrong'));
  });
});
