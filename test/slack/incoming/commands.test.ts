import { describe, expect, it } from 'vitest';
import type { NoticeView } from '../../../src/flows/views/parts.ts';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { expectNoComplaints, startRoom } from '../startRoom.ts';

const views = sampleViews('Ada', 3);
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function notice(title: string): NoticeView {
  return { kind: 'notice', tone: 'info', title, text: [], buttons: [] };
}

/** The person form without errors, as it opens. */
const form = {
  ...views.personForm,
  fields: ['givenName', 'surname', 'userName', 'recipients'],
  target: { ...views.personForm.target, errors: {} },
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

  it('opens a form that is ready as it is, with no window before it', async () => {
    const { slack, mia } = await startRoom({
      answers: { 'adduser.open': 'form' },
      reply: () => ({ type: 'form', view: form }),
    });
    await mia.command('/adduser');
    await mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
    expect(slack.calls.filter(({ method }) => method.startsWith('views.'))).toMatchObject([
      { method: 'views.open' },
    ]);
    expectNoComplaints(slack);
  });

  it('is answered in the person’s own chat, with a pointer where it was typed', async () => {
    const { slack, mia } = await startRoom({
      reply: () => ({ type: 'message', view: views.help, here: true }),
    });
    await mia.command('/licenses', '', { channel: 'C0GENERAL' });
    await mia.waitForMessage((message) => textOf(message).includes('what you can do in'));
    await expect
      .poll(() => mia.ephemerals())
      .toEqual([{ channel: 'C0GENERAL', text: 'The answer is in our chat.' }]);
    expect(mia.messages('C0GENERAL')).toEqual([]);
    expectNoComplaints(slack);
  });

  it('needs no pointer in the person’s own chat', async () => {
    const { mia, calls } = await startRoom({ reply: () => ({ type: 'message', view: views.help }) });
    await mia.command('/user', 'ada');
    await mia.waitForMessage((message) => textOf(message).includes('what you can do in'));
    expect(mia.ephemerals()).toEqual([]);
    expect(calls).toMatchObject([{ action: 'user.find', place: { kind: 'direct' } }]);
  });

  it('shows a refusal in the window it opened', async () => {
    const { mia } = await startRoom({
      answers: { 'adduser.open': 'form' },
      reply: () => ({ type: 'message', view: notice("You aren't on the list."), here: true }),
    });
    await mia.command('/adduser');
    await mia.waitForModal((view) => textOf(view).includes("You aren't on the list."));
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

  describe('that may find one person', () => {
    const card = {
      ...notice('Offboard Ada?'),
      buttons: [{ action: 'leave.open', label: 'Offboard…', id: '1', version: 1 }],
    };
    const found = { type: 'form', view: views.leaveForm, card } as const;

    it('opens their form in a window, and leaves nothing in the chat', async () => {
      const { slack, mia } = await startRoom({ reply: () => found });
      await mia.command('/offboard', 'Ada', { channel: 'C0GENERAL' });
      await mia.waitForModal(({ callback_id }) => callback_id === views.leaveForm.target.submit.action);
      expect([mia.messages(), mia.ephemerals()]).toEqual([[], []]);
      expectNoComplaints(slack);
    });

    it('offers it on a card when the search took longer than a trigger lives', async () => {
      const { mia } = await startRoom({
        answers: { 'leave.open': 'form' },
        reply: async ({ action }) => {
          if (action === 'leave.find') await later(3_500);
          return found;
        },
      });
      await mia.command('/offboard', 'Ada');
      const message = await mia.waitForMessage((each) => textOf(each).includes('Offboard Ada?'), 10_000);
      expect(mia.openModal()).toBeUndefined();
      await mia.click(message, 'leave.open');
      await mia.waitForModal(({ callback_id }) => callback_id === views.leaveForm.target.submit.action);
      expect(mia.messages()).toHaveLength(1);
    });

    it('offers it on a card where it was typed as a message, which brings no trigger', async () => {
      const { mia } = await startRoom({ reply: () => found });
      await mia.say('offboard Ada');
      await mia.waitForMessage((each) => textOf(each).includes('Offboard Ada?'));
      expect(mia.openModal()).toBeUndefined();
    });
  });
});
