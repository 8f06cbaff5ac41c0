import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/flows/reply.ts';
import type { NoticeView } from '../../../src/flows/views/parts.ts';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { expectNoComplaints, SLOW_MS, startRoom } from '../startRoom.ts';

const views = sampleViews('Ada', 3);
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const PATIENCE = { timeout: 10_000 };

function notice(title: string): NoticeView {
  return { kind: 'notice', tone: 'error', title, text: [], buttons: [] };
}

/** A room whose every answer but the opening of a form takes longer than anybody waits without a sign. */
async function startSlow(reply: Reply, answers: 'message' | 'form' = 'message') {
  const form = {
    ...views.personForm,
    fields: ['givenName', 'surname', 'userName', 'licenses', 'recipients'],
    target: { ...views.personForm.target, errors: {} },
  };
  const started = await startRoom({
    answers: { 'adduser.open': 'form', 'adduser.submit': 'form', 'adduser.contact': answers },
    async reply({ action }) {
      if (action === 'adduser.open') return { type: 'form', view: form };
      await later(SLOW_MS);
      return reply;
    },
  });
  return { ...started, form };
}

describe('D23: a slow answer in Slack', () => {
  it('to a command has a sign of life first, which the answer takes the place of', async () => {
    const { mia, slack } = await startSlow({ type: 'message', view: notice('Here it is.') });
    await mia.command('/user', 'ada');
    await expect
      .poll(
        () =>
          mia
            .messages()
            .map((message) => textOf(message))
            .join(),
        PATIENCE,
      )
      .toContain('One moment');
    await expect
      .poll(
        () =>
          mia
            .messages()
            .map((message) => textOf(message))
            .join(),
        PATIENCE,
      )
      .toContain('Here it is.');
    expect(mia.messages()).toHaveLength(1);
    expectNoComplaints(slack);
  });

  it.each([
    ['internal_error', 3],
    ['is_archived', 1],
  ])('S6: leaves no sign of life behind when it cannot take its place for %s', async (error, times) => {
    const { mia, slack } = await startSlow({ type: 'message', view: notice('Here it is.') });
    slack.fail({ method: 'chat.update', times, error });
    await mia.command('/user', 'ada');
    const said = () => mia.messages().map((message) => textOf(message));
    await expect.poll(() => said().join(), PATIENCE).toContain('Here it is.');
    await expect.poll(() => said().join(), PATIENCE).not.toContain('One moment');
    expect(said()).toHaveLength(1);
  });

  it('to words in the chat has one too', async () => {
    const { mia, slack } = await startSlow({ type: 'message', view: notice('Here it is.') });
    await mia.say('user ada');
    await expect
      .poll(
        () =>
          mia
            .messages()
            .map((message) => textOf(message))
            .join(),
        PATIENCE,
      )
      .toContain('One moment');
    await expect
      .poll(
        () =>
          mia
            .messages()
            .map((message) => textOf(message))
            .join(),
        PATIENCE,
      )
      .toContain('Here it is.');
    expectNoComplaints(slack);
  });

  it('to a click in a form stands above the form, which keeps what was typed, also when it is an error', async () => {
    const { mia, slack, form } = await startSlow({
      type: 'message',
      view: notice('No directory.'),
      here: true,
    });
    await mia.command('/adduser');
    await mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
    mia.fill({ givenName: 'Grace' });
    await mia.clickInModal(form.toggleMore.action);
    await mia.waitForModal((view) => textOf(view).includes('One moment'));
    expect(mia.openModal()?.callback_id).toBe('adduser.submit');
    await mia.waitForModal((view) => textOf(view).includes('No directory.'));
    expect(textOf(mia.openModal())).not.toContain('One moment');
    expect(JSON.stringify(mia.openModal()?.values)).toContain('Grace');
    expectNoComplaints(slack);
  });

  it('to a submitted form brings the form back with everything that was typed when it is an error', async () => {
    const { mia, slack, calls } = await startSlow({
      type: 'message',
      view: notice('No directory.'),
      here: true,
    });
    await mia.command('/adduser');
    await mia.waitForModal(({ callback_id }) => callback_id === 'adduser.submit');
    mia.fill({ givenName: 'Grace', licenses: ['sku-1', 'sku-2'] });
    expect(textOf((await mia.submit()).view)).toContain('One moment');
    await mia.waitForModal((view) => textOf(view).includes('No directory.'));
    await mia.submit();
    await expect.poll(() => calls.length, PATIENCE).toBe(3);
    expect(calls[2]?.input).toEqual(calls[1]?.input);
    expectNoComplaints(slack);
  });
});
