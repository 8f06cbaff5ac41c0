import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/flows/reply.ts';
import type { NoticeView } from '../../../src/flows/views/parts.ts';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { expectNoComplaints, startRoom } from '../startRoom.ts';

const views = sampleViews('Ada', 3);
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function notice(title: string): NoticeView {
  return { kind: 'notice', tone: 'info', title, text: [], buttons: [] };
}

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

  it('is answered in words where it cannot be told at once whose chat it is in, and does nothing', async () => {
    const { room, mia, calls, directs, slack } = await startRoom({
      reply: () => ({ type: 'message', view: views.help }),
    });
    const ref = await room.chat.post(await room.chat.openDirect('U0MIAMEYER'), views.progress);
    const message = await mia.waitForMessage(({ ts }) => ts === ref.messageId);
    directs.clear();
    slack.fail({ method: 'conversations.open', times: 1, error: 'missing_scope' });
    await mia.click(message, 'job.stop');
    await mia.waitForMessage((each) => textOf(each).includes('Reference'));
    expect(calls).toEqual([]);
    await mia.click(message, 'job.stop');
    await expect.poll(() => calls.map(({ action }) => action)).toEqual(['job.stop']);
  });

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

  it('D7: answers in the person’s own chat when the message stands in a channel', async () => {
    const { mia, room, calls, ref } = await post('replace', () => ({
      type: 'replace',
      view: notice('Stopped: Ada.'),
    }));
    const inChannel = { ...calls[0]?.place, platform: 'slack', workspace: 'T0CONTOSO' } as const;
    await room.chat.post({ ...inChannel, conversationId: 'C0GENERAL', kind: 'channel' }, views.progress);
    const [shared] = mia.messages('C0GENERAL');
    if (shared === undefined) throw new Error('nothing was posted in the channel');
    await mia.click(shared, 'job.stop');
    await mia.waitForMessage((each) => textOf(each).includes('Stopped: Ada.'));
    expect(mia.messages('C0GENERAL').map(textOf).join()).not.toContain('Stopped');
    expect(mia.messages().map(({ ts }) => ts)).toContain(ref.messageId);
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

  const file = {
    name: 'people-log.csv',
    contentType: 'text/csv',
    bytes: Buffer.from('a,b\n'),
    again: { action: 'addusers.log', id: 'd', version: 1 },
  } as const;

  it('sends files with what announces them as one message', async () => {
    const files = [file, { ...file, name: 'sample.csv' }];
    const view = notice('Here they are.');
    const { mia, message, slack } = await post('message', () => ({ type: 'message', view, files }));
    const before = mia.messages().length;
    await mia.click(message, 'job.stop');
    const one = await mia.waitForMessage((each) => textOf(each).includes('Here they are.'));
    expect(one.files.map(({ name }) => name)).toEqual(['people-log.csv', 'sample.csv']);
    expect(mia.files()).toEqual([
      { name: 'people-log.csv', content: Buffer.from('a,b\n') },
      { name: 'sample.csv', content: Buffer.from('a,b\n') },
    ]);
    expect(mia.messages()).toHaveLength(before + 1);
    expectNoComplaints(slack);
  });

  it('sends files after a message with buttons, which is changed later', async () => {
    const buttons = [{ action: 'job.stop', label: 'Stop', id: '1', version: 1 }];
    const view = { ...notice('Here it is.'), buttons };
    const { mia, message, slack } = await post('message', () => ({ type: 'message', view, files: [file] }));
    await mia.click(message, 'job.stop');
    const one = await mia.waitForMessage((each) => textOf(each).includes('Here it is.'));
    await expect.poll(() => mia.files(), { timeout: 5_000 }).toHaveLength(1);
    expect(one.files).toEqual([]);
    expectNoComplaints(slack);
  });

  it.each([
    ['files.getUploadURLExternal', 'missing_scope'],
    ['files.completeUploadExternal', 'internal_error'],
    ['files.completeUploadExternal', 'channel_not_found'],
  ])('says so when a file cannot be sent: %s, %s', async (method, error) => {
    const { mia, message, slack } = await post('message', () => ({
      type: 'message',
      view: notice('Here it is.'),
      files: [file],
    }));
    slack.fail({ method, times: 1, error });
    await mia.click(message, 'job.stop');
    await mia.waitForMessage((each) => textOf(each).includes("couldn't send the file to Slack"));
    // No half of it: the file stays with Slack, where nobody sees it.
    expect(mia.files()).toEqual([]);
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
    expect(released).toEqual(["Slack didn't show it"]);
  });

  it('say why when they cannot be claimed', async () => {
    const { mia } = await reveal({ method: 'claim', error: '' });
    await mia.waitForModal((view) => textOf(view).includes('Something went wrong'));
  });
});
