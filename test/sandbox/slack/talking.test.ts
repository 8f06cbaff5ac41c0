import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { MIA, MIA_DIRECT, OMAR, section, startSlack } from './startSlack.ts';

describe('what a person types', () => {
  it('reaches the bot as Slack writes it', async () => {
    const { mia, last } = await startSlack();
    await mia.say('a & b <c> mia@contoso.com https://contoso.com/x');
    expect(last('message').body.event).toMatchObject({
      text: 'a &amp; b &lt;c&gt; <mailto:mia@contoso.com|mia@contoso.com> <https://contoso.com/x>',
    });
    expect(textOf(mia.messages()[0])).toBe('a & b <c> mia@contoso.com https://contoso.com/x');
  });

  it('in a channel reaches the bot only as a mention where the bot is', async () => {
    const { bot, mia, last } = await startSlack();
    expect(await mia.sayInChannel('hello all')).toBeUndefined();
    expect(await mia.sayInChannel('@rollcall help', { channel: 'C0RANDOM' })).toBeUndefined();
    expect(bot.received).toEqual([]);
    expect(await mia.sayInChannel('@rollcall help')).toEqual({ status: 200, body: '' });
    expect(last('app_mention').body.event).toMatchObject({
      channel: 'C0GENERAL',
      user: MIA,
      text: '<@U0ROLLCALL> help',
    });
    expect(mia.messages('C0GENERAL')).toHaveLength(2);
  });

  it('stays out of channels that they are not in', async () => {
    const { mia } = await startSlack();
    await expect(mia.sayInChannel('hi', { channel: `D${OMAR.slice(1)}` })).rejects.toThrow('is not in D');
  });

  it('is a command anywhere, answered with text or blocks to them alone', async () => {
    const { slack, bot, mia, last } = await startSlack();
    bot.answer = () => ({ body: 'Plain words' });
    await mia.command('/adduser', 'Grace', { channel: 'C0RANDOM' });
    expect(last('/adduser').body).toMatchObject({ channel_id: 'C0RANDOM', channel_name: 'random' });
    bot.answer = () => ({ body: { text: 'x', blocks: [section('In a block')] } });
    await mia.command('/adduser');
    expect(mia.ephemerals()).toEqual([
      { channel: 'C0RANDOM', text: 'Plain words' },
      { channel: MIA_DIRECT, text: 'In a block' },
    ]);
    expect(slack.violations).toEqual([]);
    bot.answer = () => ({ body: { text: 'x', blocks: [{ type: 'nothing' }] } });
    await mia.command('/adduser');
    expect(mia.ephemerals()).toHaveLength(2);
    expect(slack.violations).toMatchObject([{ where: 'answer to /adduser' }]);
  });
});

describe('shortcuts', () => {
  it('bring a trigger, and the message they were picked at', async () => {
    const { mia, must, last } = await startSlack();
    await mia.shortcut('add_user');
    const { trigger_id } = last('shortcut').body;
    expect(last('shortcut').body).toMatchObject({ callback_id: 'add_user', user: { id: MIA } });
    const view = { type: 'modal', title: { type: 'plain_text', text: 'Hi' }, blocks: [section('x')] };
    await must('views.open', { trigger_id, view });
    await mia.say('', { files: [{ name: 'a.csv', content: 'x' }] });
    const [message] = mia.messages();
    if (message === undefined) throw new Error('nothing was said');
    await mia.messageShortcut('create', message);
    expect(last('message_action').body).toMatchObject({
      callback_id: 'create',
      message: { ts: message.ts, files: [{ name: 'a.csv' }] },
    });
  });
});

describe('the people', () => {
  it('are always the same, and others are not here', async () => {
    const { slack, mia } = await startSlack();
    expect(slack.as(MIA)).toBe(mia);
    expect(() => slack.as('U0NOBODY')).toThrow('U0NOBODY is not in the loopback Slack');
  });

  it('wait for a message, and say what is there instead', async () => {
    const { mia, must } = await startSlack();
    const waiting = mia.waitForMessage(({ text }) => text === 'Two');
    await must('chat.postMessage', { channel: MIA, text: 'One' });
    await must('chat.postMessage', { channel: MIA, text: 'Two' });
    expect((await waiting).text).toBe('Two');
    await expect(mia.waitForMessage(() => false, 20)).rejects.toThrow(/without that message.*One.*Two/s);
  });
});
