import { describe, expect, it } from 'vitest';
import type { View } from '../../../src/flows/views.ts';
import { elementsOf } from '../../../src/sandbox/slack/state.ts';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import type { SlackMessage } from '../../../src/sandbox/slack/wire.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { startRoom } from '../startRoom.ts';

const { results, help } = sampleViews('Ada');
const VIEW: View = {
  ...results,
  buttons: ['job.retry', 'job.reveal', 'job.undo'].map((action) => ({
    action,
    label: 'Do it',
    id: 'job_1',
    version: 1,
  })),
};
const BUTTONS = ['job.retry', 'job.reveal', 'job.undo'];

function buttonsOf(message: SlackMessage | undefined): string[] {
  const buttons = elementsOf(message?.blocks ?? []).filter(({ element }) => element.type === 'button');
  return buttons.map(({ element }) => String(element.action_id));
}

async function start(view: View = VIEW) {
  const setup = await startRoom({ reply: () => ({ type: 'message', view }) });
  const sent = (method: string) => setup.slack.calls.filter((call) => call.method === method);
  return { ...setup, sent };
}

describe('S1: a message that Slack refuses', () => {
  it.each([
    'msg_blocks_too_long',
    'invalid_blocks',
    'invalid_blocks_format',
    'msg_too_long',
    'too_many_blocks',
  ])('for %s comes in its shorter version, with its buttons', async (error) => {
    const { slack, mia, sent } = await start();
    slack.fail({ method: 'chat.postMessage', times: 1, error });
    await mia.say('anything');
    const message = await mia.waitForMessage((each) => buttonsOf(each).length > 0);
    expect(buttonsOf(message)).toEqual(BUTTONS);
    expect(textOf(message)).toContain('Finished, but something still needs attention');
    expect(textOf(message)).toContain("Slack didn't accept the whole message");
    expect(sent('chat.postMessage').map(({ ok }) => ok)).toEqual([false, true]);
  });

  it('in its shorter version too comes as a sentence, and no form is sent twice', async () => {
    const { slack, mia, sent } = await start();
    slack.fail({ method: 'chat.postMessage', times: 2, error: 'invalid_blocks' });
    await mia.say('anything');
    const message = await mia.waitForMessage(({ text }) => text.includes("didn't accept the rest"));
    expect(message.blocks).toEqual([]);
    expect(message.text).toContain('Results of');
    expect(sent('chat.postMessage')).toHaveLength(3);
  });

  it('in every form is tried three times and no more', async () => {
    const { slack, mia, sent, lines } = await start();
    slack.fail({ method: 'chat.postMessage', times: 3, error: 'invalid_blocks' });
    await mia.say('anything');
    // What went wrong is told in the chat: a message of its own.
    await mia.waitForMessage((each) => textOf(each).includes("Slack didn't accept what Rollcall sent."));
    expect(sent('chat.postMessage').map(({ ok }) => ok)).toEqual([false, false, false, true]);
    expect(lines.join('\n')).toContain('slack.failed');
  });

  it('as an update takes the place of the message in its shorter version', async () => {
    const { slack, room, mia, sent } = await start();
    const place = await room.chat.openDirect('U0MIAMEYER');
    const ref = await room.chat.post(place, help);
    slack.fail({ method: 'chat.update', times: 1, error: 'msg_blocks_too_long' });
    expect(await room.chat.update(ref, VIEW)).toEqual(ref);
    expect(mia.messages()).toHaveLength(1);
    expect(buttonsOf(mia.messages()[0])).toEqual(BUTTONS);
    expect(sent('chat.update')).toHaveLength(2);
  });

  it('S6: for a limit without a time to wait is sent after a while', async () => {
    const { slack, mia, sent } = await start();
    slack.fail({ method: 'chat.postMessage', times: 1, error: 'ratelimited', status: 429 });
    await mia.say('anything');
    const message = await mia.waitForMessage((each) => buttonsOf(each).length > 0, 15_000);
    expect(textOf(message)).not.toContain('shorter version');
    expect(sent('chat.postMessage').map(({ ok }) => ok)).toEqual([false, true]);
  });

  it('S5: for a conversation that is gone is posted in the one that is there', async () => {
    const { directs, mia, sent } = await start();
    directs.set('U0MIAMEYER', {
      platform: 'slack',
      workspace: 'T0CONTOSO',
      conversationId: 'D0DEAD',
      kind: 'direct',
    });
    await mia.command('/licenses', '', { channel: 'C0GENERAL' });
    const message = await mia.waitForMessage((each) => buttonsOf(each).length > 0);
    expect(buttonsOf(message)).toEqual(BUTTONS);
    expect(directs.get('U0MIAMEYER')?.conversationId).toBe(message.channel);
    expect(sent('conversations.open')).toHaveLength(1);
  });

  it('for another reason is not sent in short', async () => {
    const { slack, room, sent } = await start();
    const place = await room.chat.openDirect('U0MIAMEYER');
    slack.fail({ method: 'chat.postMessage', times: 1, error: 'is_archived' });
    await expect(room.chat.post(place, VIEW)).rejects.toMatchObject({ data: { error: 'is_archived' } });
    expect(sent('chat.postMessage')).toHaveLength(1);
  });

  it('as a Home tab is published in short', async () => {
    const { slack, mia, sent } = await start(help);
    slack.fail({ method: 'views.publish', times: 1, error: 'invalid_arguments' });
    await mia.openHome();
    await expect.poll(() => textOf(mia.home() ?? {})).toContain('what you can do in Ada');
    expect(sent('views.publish').map(({ ok }) => ok)).toEqual([false, true]);
  });
});

describe('S6: an answer while something passes at Slack', () => {
  it('comes all the same after one internal_error', async () => {
    const { slack, mia, sent } = await start();
    slack.fail({ method: 'chat.postMessage', times: 1, error: 'internal_error' });
    await mia.say('anything');
    const message = await mia.waitForMessage((each) => buttonsOf(each).length > 0);
    expect(textOf(message)).toContain('Finished, but something still needs attention');
    expect(sent('chat.postMessage').map(({ ok }) => ok)).toEqual([false, true]);
  });

  it.each(['internal_error', 'service_unavailable'])(
    'is explained as Slack’s trouble when %s lasts, and not as Rollcall’s',
    async (error) => {
      const { slack, mia } = await start();
      slack.fail({ method: 'chat.postMessage', times: 2, error });
      await mia.say('anything');
      const message = await mia.waitForMessage(() => true);
      expect(textOf(message)).toContain("Slack isn't responding properly right now.");
      expect(textOf(message)).toContain('Wait a minute');
      expect(textOf(message)).not.toContain('inside Rollcall');
    },
  );
});

describe('S5: a token that Slack takes no more', () => {
  it.each(['token_revoked', 'account_inactive', 'invalid_auth'])(
    '(%s) is said once to whoever runs Rollcall, with what to do',
    async (error) => {
      const { slack, mia, sent, lines } = await start();
      slack.fail({ method: 'chat.postMessage', times: 4, error });
      await mia.say('anything');
      await expect.poll(() => sent('chat.postMessage').length, { timeout: 10_000 }).toBeGreaterThan(1);
      const told = lines.filter((line) => line.includes('slack.tokenRefused'));
      expect(told).toHaveLength(1);
      expect(told[0]).toContain('Set SLACK_BOT_TOKEN');
    },
  );

  it.each([
    ['token_revoked', 1],
    ['account_inactive', 1],
    // Slack also says it to an address that is not allowed: it may pass.
    ['invalid_auth', 0],
  ])('(%s) is told to admins so many times: %s', async (error, times) => {
    const told: string[] = [];
    const { slack, mia, calls } = await startRoom({
      reply: () => ({ type: 'message', view: VIEW }),
      room: { tellAdmins: ({ title }) => void told.push(title) },
    });
    slack.fail({ method: 'chat.postMessage', times: 20, error });
    const refused = () => slack.calls.filter((call) => call.method === 'chat.postMessage').length;
    for (const more of [1, 2]) {
      const before = refused();
      await mia.say(`anything ${more}`);
      await expect.poll(refused, { timeout: 10_000 }).toBeGreaterThan(before);
    }
    expect(calls).toHaveLength(2);
    expect(told).toEqual(Array.from({ length: times }, () => 'Rollcall lost its access to Slack.'));
  });

  it('is told to admins as soon as Slack says that the app was removed, before anything is to be sent', async () => {
    const told: string[] = [];
    const { slack, room } = await startRoom({
      reply: () => ({ type: 'message', view: VIEW }),
      room: { tellAdmins: ({ title }) => void told.push(title) },
    });
    await expect(room.check()).resolves.toBeUndefined();
    await slack.uninstall();
    await expect.poll(() => told, { timeout: 5_000 }).toEqual(['Rollcall lost its access to Slack.']);
    // So that /readyz names it, for whoever watches that.
    await expect(room.check()).rejects.toMatchObject({
      code: 'CHAT_DOWN',
      message: "Slack doesn't take the bot token any more.",
    });
  });
});

describe('a token of another app than the one that people write to', () => {
  it('is said once in the log, by the first answer, with what to do', async () => {
    const { slack, mia, lines, sent } = await start();
    await mia.say('anything');
    await expect.poll(() => sent('chat.postMessage').length).toBe(1);
    expect(lines.join('\n')).not.toContain('slack.otherApp');
    slack.switches.otherApp = 'A0OTHER';
    for (const times of [2, 3]) {
      await mia.say('anything');
      await expect.poll(() => mia.messages().filter((one) => buttonsOf(one).length > 0)).toHaveLength(times);
    }
    const told = () => lines.filter((line) => line.includes('slack.otherApp'));
    await expect.poll(told).toHaveLength(1);
    expect(told()[0]).toContain('"asked":"A0ROLLCALL","answering":"A0OTHER"');
    expect(told()[0]).toContain('Take all credentials from one Slack app');
  });
});
