import { describe, expect, it } from 'vitest';
import { button, MIA, MIA_DIRECT, modal, startSlack } from './startSlack.ts';

describe('a request to the bot', () => {
  it('is signed so that the bot takes it', async () => {
    const { bot, mia, slack } = await startSlack();
    expect(await mia.command('/adduser', 'Grace')).toEqual({ status: 200, body: '' });
    expect(bot.received[0]?.body).toMatchObject({ command: '/adduser', text: 'Grace', user_id: MIA });
    expect(slack.protocolErrors).toEqual([]);
  });

  it.each([
    ['with another secret', { secret: 'wrong' }, 401],
    ['six minutes old', { timestampOffsetSec: -360 }, 401],
    ['six minutes ahead', { timestampOffsetSec: 360 }, 401],
    ['without any signature', { raw: true }, 401],
    ['four minutes old', { timestampOffsetSec: -240 }, 200],
    ['as Slack sends it', {}, 200],
  ])('can be sent %s', async (_, options, status) => {
    const { slack, bot } = await startSlack();
    const answer = await slack.deliver('/slack/events', 'command=%2Fadduser', options);
    expect(answer.status).toBe(status);
    expect(bot.received).toHaveLength(status === 200 ? 1 : 0);
    expect(slack.protocolErrors).toEqual([]);
  });

  it('brings its form without a charset, as Slack does', async () => {
    const { mia, last } = await startSlack();
    await mia.command('/adduser');
    expect(last('/adduser').headers['content-type']).toBe('application/x-www-form-urlencoded');
  });
});

describe('a bot that does not acknowledge', () => {
  it('has three seconds, and the person reads that the command failed', async () => {
    const { slack, bot, mia } = await startSlack();
    bot.answer = ({ kind }) => ({ afterMs: kind === '/addusers' ? 2_300 : 3_700 });
    const [inTime, late] = await Promise.all([mia.command('/addusers'), mia.command('/adduser')]);
    expect(inTime).toEqual({ status: 200, body: '' });
    expect(late).toMatchObject({ status: 0, shown: '/adduser failed with the error "operation_timeout"' });
    expect(slack.protocolErrors).toEqual([{ what: '/adduser', detail: 'not acknowledged: http_timeout' }]);
  });

  it('shows another word when it answers with an error', async () => {
    const { slack, bot, mia } = await startSlack();
    bot.answer = () => ({ status: 500, body: 'oops' });
    expect((await mia.command('/adduser')).shown).toBe('/adduser failed with the error "dispatch_failed"');
    expect(slack.protocolErrors[0]?.detail).toBe('not acknowledged: 500 oops');
  });

  it('leaves a modal open, with the trouble named in it', async () => {
    const { bot, mia, open } = await startSlack({ switches: { ackWithinMs: 100 } });
    const { id } = await open(modal('Form'));
    bot.answer = () => ({ afterMs: 400 });
    const submitted = await mia.submit();
    expect(submitted.shown).toBe('We had some trouble connecting. Try again?');
    expect(submitted.view?.id).toBe(id);
    bot.answer = () => ({});
    expect((await mia.submit()).shown).toBeUndefined();
    expect(mia.openModal()).toBeUndefined();
  });

  it('leaves a warning sign at a button', async () => {
    const { bot, mia, must } = await startSlack();
    await must('chat.postMessage', { channel: MIA_DIRECT, text: 'Press', blocks: [button('go')] });
    const message = await mia.waitForMessage(() => true);
    expect((await mia.click(message, 'go')).shown).toBeUndefined();
    bot.answer = () => ({ status: 404 });
    expect((await mia.click(message, 'go')).shown).toBe('⚠');
  });

  it('is told nothing back by a body that Slack does not read', async () => {
    const { slack, bot, mia, must } = await startSlack();
    await must('chat.postMessage', { channel: MIA_DIRECT, text: 'Press', blocks: [button('go')] });
    const message = await mia.waitForMessage(() => true);
    bot.answer = () => ({ body: { text: 'hello' } });
    await mia.click(message, 'go');
    expect(slack.protocolErrors).toEqual([
      { what: 'block_actions', detail: 'answered with a body: {"text":"hello"}' },
    ]);
  });
});

describe('events', () => {
  it('come once when they are acknowledged', async () => {
    const { bot, mia } = await startSlack();
    await mia.say('help');
    expect(bot.received).toHaveLength(1);
    expect(bot.received[0]?.headers['x-slack-retry-num']).toBeUndefined();
    expect(bot.received[0]?.body).toMatchObject({
      type: 'event_callback',
      event: { type: 'message', channel_type: 'im', channel: MIA_DIRECT, user: MIA, text: 'help' },
    });
  });

  it('come again with the same id, a number and the reason', async () => {
    const { bot, mia } = await startSlack({ retryAfterMs: [0, 10, 20] });
    bot.answer = () => ({ status: bot.received.length < 3 ? 500 : 200 });
    expect((await mia.say('help')).status).toBe(200);
    expect(new Set(bot.received.map(({ body }) => body.event_id)).size).toBe(1);
    expect(bot.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2']);
    expect(bot.received[2]?.headers['x-slack-retry-reason']).toBe('http_error');
  });

  it('come again when the bot was late', async () => {
    const { bot, mia } = await startSlack({ switches: { ackWithinMs: 100 } });
    bot.answer = () => (bot.received.length === 1 ? { afterMs: 300 } : {});
    await mia.say('help');
    expect(bot.received.map(({ headers }) => headers['x-slack-retry-reason'])).toEqual([
      undefined,
      'http_timeout',
    ]);
  });

  it('stop when the bot asks for no retry', async () => {
    const { bot, mia } = await startSlack({ retryAfterMs: [0, 0] });
    bot.answer = () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    await mia.say('help');
    expect(bot.received).toHaveLength(1);
  });

  it('can be sent twice under one id, and again later', async () => {
    const { slack, bot } = await startSlack();
    await expect(slack.redeliver()).rejects.toThrow(/No event/);
    await slack.deliverEvent({ type: 'message', text: 'once' }, 'Ev1');
    await slack.deliverEvent({ type: 'message', text: 'once' }, 'Ev1');
    await slack.redeliver('Ev1', 'connection_failed');
    expect(bot.received.map(({ body }) => body.event_id)).toEqual(['Ev1', 'Ev1', 'Ev1']);
    expect(bot.received[2]?.headers).toMatchObject({
      'x-slack-retry-num': '1',
      'x-slack-retry-reason': 'connection_failed',
    });
  });
});
