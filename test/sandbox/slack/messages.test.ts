import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { button, MIA, MIA_DIRECT, OMAR, plain, section, startSlack } from './startSlack.ts';

describe('a message of the bot', () => {
  it('reaches a person by channel or by user id', async () => {
    const { must, mia } = await startSlack();
    await must('chat.postMessage', { channel: MIA_DIRECT, text: 'One' });
    const { channel } = await must('chat.postMessage', { channel: MIA, text: 'Two' });
    expect(channel).toBe(MIA_DIRECT);
    expect(mia.messages().map(({ text }) => text)).toEqual(['One', 'Two']);
  });

  it.each([
    ['to a channel that is not there', { channel: 'C0NOWHERE', text: 'x' }, 'channel_not_found'],
    ['to a channel without the bot', { channel: 'C0RANDOM', text: 'x' }, 'not_in_channel'],
    ['with nothing in it', { channel: MIA_DIRECT, text: ' ' }, 'no_text'],
    ['with too long a text', { channel: MIA_DIRECT, text: 'x'.repeat(40_001) }, 'msg_too_long'],
    [
      'with 51 blocks',
      { channel: MIA_DIRECT, text: 'x', blocks: Array.from({ length: 51 }, () => section('x')) },
      'invalid_blocks',
    ],
    [
      'with more than 13,000 characters of blocks',
      { channel: MIA_DIRECT, text: 'x', blocks: Array.from({ length: 5 }, () => section('x'.repeat(2_600))) },
      'msg_blocks_too_long',
    ],
    ['with blocks that are none', { channel: MIA_DIRECT, text: 'x', blocks: '[{' }, 'invalid_blocks_format'],
  ])('is refused %s', async (_, args, error) => {
    const { call, mia } = await startSlack();
    expect((await call('chat.postMessage', args)).body).toMatchObject({ ok: false, error });
    expect(mia.messages()).toEqual([]);
  });

  it('with 50 blocks, in a channel with the bot, is taken', async () => {
    const { slack, must, mia } = await startSlack();
    const blocks = Array.from({ length: 50 }, () => section('x'));
    await must('chat.postMessage', { channel: 'C0GENERAL', text: 'x', blocks });
    expect(mia.messages('C0GENERAL')).toHaveLength(1);
    expect(slack.violations).toEqual([]);
  });

  it('is taken and reported without a text beside its blocks, or with a mention in it', async () => {
    const { slack, must } = await startSlack();
    await must('chat.postMessage', { channel: MIA_DIRECT, blocks: [section('x')] });
    await must('chat.postMessage', { channel: MIA_DIRECT, text: 'Hi <!channel>' });
    await must('chat.postMessage', { channel: MIA_DIRECT, text: 'Hi &lt;!channel&gt;' });
    expect(slack.violations.map(({ problems }) => problems)).toEqual([
      ['text must be specified with blocks [json-pointer:/text]'],
      ['control sequence [json-pointer:/text]'],
    ]);
  });
});

describe('updating a message', () => {
  async function posted() {
    const setup = await startSlack();
    const args = { channel: MIA_DIRECT, text: 'Old', blocks: [section('Old block')] };
    const { ts } = await setup.must('chat.postMessage', args);
    return { ...setup, at: { channel: MIA_DIRECT, ts: String(ts) }, shown: () => setup.mia.messages()[0] };
  }

  it('puts text and blocks in the place of the old ones', async () => {
    const { must, at, shown } = await posted();
    await must('chat.update', { ...at, text: 'New', blocks: [section('New block')] });
    expect(shown()).toMatchObject({ text: 'New', edits: 1, blocks: [section('New block')] });
  });

  it('drops the blocks when it brings a text alone, and keeps them when it brings neither', async () => {
    const { must, at, shown } = await posted();
    await must('chat.update', at);
    expect(textOf(shown())).toBe('Old block');
    await must('chat.update', { ...at, text: 'New' });
    expect(shown()?.blocks).toEqual([]);
    expect(textOf(shown())).toBe('New');
  });

  it('is refused for a message of a person, an ephemeral one and one that is not there', async () => {
    const { call, must, at, mia } = await posted();
    await mia.say('mine');
    const mine = mia.messages().at(-1)?.ts;
    const update = async (ts: unknown) => (await call('chat.update', { ...at, ts, text: 'New' })).body.error;
    expect(await update(mine)).toBe('cant_update_message');
    const { message_ts } = await must('chat.postEphemeral', { channel: MIA_DIRECT, user: MIA, text: 'Psst' });
    expect(await update(message_ts)).toBe('message_not_found');
    expect(await update('1.000001')).toBe('message_not_found');
    const byUser = await call('chat.update', { ...at, channel: MIA, text: 'New' });
    expect(byUser.body.error).toBe('channel_not_found');
  });

  it('leaves the copy that a person looks at, whose buttons still work', async () => {
    const { must, at, mia, last } = await posted();
    await must('chat.update', { ...at, text: 'v1', blocks: [button('go')] });
    const old = await mia.waitForMessage(() => true);
    await must('chat.update', { ...at, text: 'v2' });
    await mia.click(old, 'go');
    expect(last('block_actions').body).toMatchObject({
      container: { type: 'message', message_ts: at.ts, channel_id: MIA_DIRECT, is_ephemeral: false },
      message: { text: 'v1' },
      actions: [{ action_id: 'go', value: 'v1' }],
    });
  });

  it('is not deleting: that takes it away, unless a person wrote it', async () => {
    const { call, must, at, mia } = await posted();
    await must('chat.delete', at);
    expect(mia.messages()).toEqual([]);
    expect((await call('chat.delete', at)).body.error).toBe('message_not_found');
    await mia.say('mine');
    const mine = await call('chat.delete', { ...at, ts: mia.messages()[0]?.ts });
    expect(mine.body.error).toBe('cant_delete_message');
  });
});

describe('an ephemeral message', () => {
  it('is for one member of a channel with the bot', async () => {
    const { slack, call, must, mia } = await startSlack();
    await must('chat.postEphemeral', { channel: 'C0GENERAL', user: MIA, text: 'Only you' });
    expect(mia.ephemerals()).toEqual([{ channel: 'C0GENERAL', text: 'Only you' }]);
    expect(slack.as(OMAR).ephemerals()).toEqual([]);
    expect(mia.messages('C0GENERAL')).toEqual([]);
    const post = async (channel: string, user: string) =>
      (await call('chat.postEphemeral', { channel, user, text: 'x' })).body.error;
    expect(await post(MIA_DIRECT, OMAR)).toBe('user_not_in_channel');
    expect(await post('C0RANDOM', MIA)).toBe('not_in_channel');
    expect(await post('C0NOWHERE', MIA)).toBe('channel_not_found');
  });

  it('has buttons, and no copy of it comes with them', async () => {
    const { must, mia, last } = await startSlack();
    await must('chat.postEphemeral', { channel: 'C0GENERAL', user: MIA, text: 'x', blocks: [button('go')] });
    const [message] = mia.ephemeralMessages();
    if (message === undefined) throw new Error('nothing was shown');
    await mia.click(message, 'go');
    const { body } = last('block_actions');
    expect(body).toMatchObject({ container: { is_ephemeral: true } });
    expect(body).not.toHaveProperty('message');
  });
});

describe('a menu in a message', () => {
  it('sends the option that was picked', async () => {
    const { must, mia, last } = await startSlack();
    const options = ['one', 'two'].map((value) => ({ text: plain(value), value }));
    const blocks = [
      { type: 'actions', block_id: 'b', elements: [{ type: 'overflow', action_id: 'more', options }] },
    ];
    await must('chat.postMessage', { channel: MIA_DIRECT, text: 'x', blocks });
    const message = await mia.waitForMessage(() => true);
    await mia.click(message, 'more', 'two');
    expect(last('block_actions').body.actions).toMatchObject([
      { action_id: 'more', type: 'overflow', selected_option: { value: 'two' } },
    ]);
    await expect(async () => mia.click(message, 'more', 'three')).rejects.toThrow('has no option three');
  });
});

describe('a response_url', () => {
  async function withUrl() {
    const setup = await startSlack();
    await setup.mia.command('/adduser', '', { channel: 'C0GENERAL' });
    const path = String(setup.last('/adduser').body.response_url).slice(setup.baseUrl.length);
    const respond = async (body: unknown) => {
      const response = await setup.post(path, JSON.stringify(body), { 'content-type': 'application/json' });
      return response.status;
    };
    return { ...setup, respond };
  }

  it('works five times', async () => {
    const { respond, mia } = await withUrl();
    for (let use = 1; use <= 5; use += 1) expect(await respond({ text: `Use ${use}` })).toBe(200);
    expect(await respond({ text: 'Use 6' })).toBe(404);
    expect(mia.ephemerals()).toHaveLength(5);
  });

  it('works for 30 minutes', async () => {
    const { respond, clock } = await withUrl();
    clock.aheadMs += 29 * 60_000;
    expect(await respond({ text: 'In time' })).toBe(200);
    clock.aheadMs += 61_000;
    expect(await respond({ text: 'Late' })).toBe(404);
  });

  it('speaks to the person, or to the channel when it says so', async () => {
    const { respond, mia } = await withUrl();
    await respond({ text: 'To you' });
    await respond({ text: 'To all', response_type: 'in_channel' });
    expect(mia.ephemerals()).toEqual([{ channel: 'C0GENERAL', text: 'To you' }]);
    expect(mia.messages('C0GENERAL').map(({ text }) => text)).toEqual(['To all']);
  });

  it('takes no message that Slack would refuse, and is not one that was made up', async () => {
    const { respond, post, slack } = await withUrl();
    expect(await respond({ text: 'x', blocks: [{ type: 'nothing' }] })).toBe(400);
    expect(slack.violations).toMatchObject([{ where: 'response_url' }]);
    const madeUp = await post('/slack/response/R1', '{}', { 'content-type': 'application/json' });
    expect(madeUp.status).toBe(404);
  });

  it('of a button replaces or deletes the message of the button', async () => {
    const { must, mia, last, post, baseUrl } = await startSlack();
    await must('chat.postMessage', { channel: MIA_DIRECT, text: 'x', blocks: [button('go')] });
    await mia.click(await mia.waitForMessage(() => true), 'go');
    const path = String(last('block_actions').body.response_url).slice(baseUrl.length);
    const respond = (body: unknown) =>
      post(path, JSON.stringify(body), { 'content-type': 'application/json' });
    await respond({ replace_original: true, text: 'Done' });
    expect(mia.messages().map(textOf)).toEqual(['Done']);
    await respond({ delete_original: true });
    expect(mia.messages()).toEqual([]);
  });
});
