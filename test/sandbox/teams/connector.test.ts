import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { listOf } from '../../../src/sandbox/teams/wire.ts';
import { APP_ID, createStage, type Stage, TENANT } from './fakeBot.ts';

let stage: Stage;
let chat: string;
let clock: number;

beforeEach(async () => {
  clock = Date.now();
  stage = await createStage(() => clock);
  chat = stage.teams.state.personal(CAST.helpdesk.teams).id;
});

afterEach(() => stage.stop());

const card = (text: string) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text }],
});
const message = (content: unknown) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
});
const activities = (conversation: string, activity = '') =>
  `/v3/conversations/${encodeURIComponent(conversation)}/activities${activity && `/${activity}`}`;
const problems = () => stage.teams.violations.flatMap((violation) => violation.problems);
const textsOf = (aadObjectId: string) =>
  stage.teams
    .as(aadObjectId)
    .messages()
    .map(({ text }) => text);

function say(text: string, conversation = chat) {
  return stage.call('POST', activities(conversation), { type: 'message', text });
}

describe('the connector', () => {
  it('asks for a token', async () => {
    const refused = await stage.call(
      'POST',
      activities(chat),
      { type: 'message', text: 'a' },
      'Bearer wrong',
    );
    expect([refused.status, refused.body]).toEqual([
      401,
      { error: expect.objectContaining({ code: 'Unauthorized' }) },
    ]);
    expect(textsOf(CAST.helpdesk.teams)).toEqual([]);
    expect((await say('a')).status).toBe(201);
  });

  it('sends, replies, updates and deletes messages', async () => {
    const { status, body } = await say('one');
    expect([status, body]).toEqual([201, { id: expect.stringMatching(/^\d+$/) }]);
    await stage.call('POST', activities(chat, String(body.id)), { type: 'message', text: 'two' });
    expect(textsOf(CAST.helpdesk.teams)).toEqual(['one', 'two']);
    expect(textsOf(CAST.admin.teams)).toEqual([]);
    const updated = await stage.call('PUT', activities(chat, String(body.id)), message(card('three')));
    expect([updated.status, updated.body]).toEqual([200, { id: body.id }]);
    expect(stage.teams.as(CAST.helpdesk.teams).cards()).toMatchObject([
      { id: body.id, edits: 1, card: card('three') },
    ]);
    expect((await stage.call('DELETE', activities(chat, String(body.id)))).status).toBe(200);
    expect(textsOf(CAST.helpdesk.teams)).toEqual(['two']);
    expect((await stage.call('PUT', activities(chat, String(body.id)), message(card('x')))).status).toBe(404);
    expect((await stage.call('DELETE', activities(chat, '12'))).status).toBe(404);
  });

  it('does not let the bot change what a person said', async () => {
    const { id } = await stage.teams.as(CAST.helpdesk.teams).say('mine');
    expect((await stage.call('PUT', activities(chat, id), message(card('x')))).status).toBe(403);
    expect((await stage.call('DELETE', activities(chat, id))).status).toBe(403);
  });

  it('knows its conversations', async () => {
    expect((await say('a', 'a:1nobody')).status).toBe(404);
    expect((await say('a', stage.teams.state.of(CAST.helpdesk.teams, 'group').id)).status).toBe(201);
    const channel = stage.teams.state.of(CAST.helpdesk.teams, 'channel').id;
    expect((await say('in a thread', `${channel};messageid=77`)).status).toBe(201);
    expect(stage.teams.as(CAST.admin.teams).messages('channel')).toMatchObject([{ thread: '77' }]);
  });

  it('takes typing, and no other kinds', async () => {
    expect((await stage.call('POST', activities(chat), { type: 'typing' })).status).toBe(201);
    expect(stage.teams.state.typings).toBe(1);
    expect(textsOf(CAST.helpdesk.teams)).toEqual([]);
    expect((await stage.call('POST', activities(chat), { type: 'trace' })).status).toBe(400);
    expect(problems()).toEqual([expect.stringContaining("type 'trace'")]);
  });

  it('refuses bad cards in messages and updates, and keeps why', async () => {
    const bad = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock' }] };
    const refused = await stage.call('POST', activities(chat), message(bad));
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      400,
      expect.stringContaining('has no text'),
    ]);
    const { body } = await say('a');
    expect((await stage.call('PUT', activities(chat, String(body.id)), message(bad))).status).toBe(400);
    expect(stage.teams.violations).toMatchObject([{ where: 'POST message' }, { where: 'PUT message' }]);
    expect(textsOf(CAST.helpdesk.teams)).toEqual(['a']);
  });

  it.each([
    ['an empty message', { text: '' }, 'empty'],
    [
      'text that is no string',
      { text: 7, attachments: [{ contentType: 'image/png' }] },
      'text must be a string',
    ],
    ['an unknown text format', { text: 'a', textFormat: 'html' }, 'textFormat'],
    [
      'an unknown attachment',
      { attachments: [{ contentType: 'text/csv', content: 'a' }] },
      "contentType 'text/csv'",
    ],
    ['eleven attachments', { attachments: Array(11).fill({ contentType: 'image/png' }) }, 'more than 10'],
    [
      'a mention that is not in the text',
      { text: 'Hello', entities: [{ type: 'mention', text: '<at>Mia</at>', mentioned: { id: '29:1' } }] },
      'not in the text',
    ],
  ])('refuses %s', async (_what, extra, said) => {
    expect((await stage.call('POST', activities(chat), { type: 'message', ...extra })).status).toBe(400);
    expect(problems()).toEqual([expect.stringContaining(said)]);
  });

  it('takes a mention that is in the text', async () => {
    const entities = [{ type: 'mention', text: '<at>Mia</at>', mentioned: { id: '29:1' } }];
    const sent = await stage.call('POST', activities(chat), {
      type: 'message',
      text: 'Hi <at>Mia</at>',
      entities,
    });
    expect(sent.status).toBe(201);
  });

  it.each([
    ['100 KB of UTF-16', 51_300],
    ['the connector at all', 300_000],
  ])('refuses messages too big for %s', async (_what, length) => {
    const refused = await say('x'.repeat(length));
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      413,
      expect.stringContaining('MessageSizeTooBig'),
    ]);
    expect((await say('x'.repeat(40_000))).status).toBe(201);
  });

  it('limits messages to seven a second in one conversation', async () => {
    const statuses: number[] = [];
    for (let sent = 0; sent < 8; sent += 1) statuses.push((await say(`${sent}`)).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 201, 429]);
    const other = stage.teams.state.personal(CAST.admin.teams).id;
    expect((await say('elsewhere', other)).status).toBe(201);
    expect(await say('again')).toMatchObject({ status: 429, retryAfter: '1' });
    clock += 1_001;
    expect((await say('later')).status).toBe(201);
    expect(await say('the ninth in two seconds')).toMatchObject({ status: 429 });
    stage.teams.switches.rateLimit = false;
    expect((await say('unlimited')).status).toBe(201);
  });

  it('refuses updates and deletions of messages that are there, when told to', async () => {
    const { body } = await say('one');
    const path = activities(chat, String(body.id));
    stage.teams.switches.liveMessages = 404;
    const refused = await stage.call('PUT', path, { type: 'message', text: 'two' });
    expect([refused.status, refused.body]).toEqual([
      404,
      { error: expect.objectContaining({ code: 'ActivityNotFoundInConversation' }) },
    ]);
    expect((await stage.call('DELETE', path)).status).toBe(404);
    expect(textsOf(CAST.helpdesk.teams)).toEqual(['one']);
    stage.teams.switches.liveMessages = 'ok';
    expect((await stage.call('PUT', path, { type: 'message', text: 'two' })).status).toBe(200);
  });

  it('is slow, down or faulty when told to', async () => {
    stage.teams.switches.latencyMs = 60;
    const before = performance.now();
    await say('slow');
    expect(performance.now() - before).toBeGreaterThan(55);
    stage.teams.switches.latencyMs = 0;

    stage.teams.switches.down = true;
    expect((await say('down')).status).toBe(503);
    stage.teams.switches.down = false;

    stage.teams.fail({ method: 'POST', path: /activities/, status: 429, retryAfter: 3 });
    expect(await say('limited')).toMatchObject({ status: 429, retryAfter: '3' });
    stage.teams.fail({ status: 500, after: true });
    expect((await say('took effect')).status).toBe(500);
    stage.teams.fail({ status: 'reset' });
    await expect(say('cut')).rejects.toThrow('fetch failed');
    stage.teams.fail({ method: 'DELETE', status: 500 });
    stage.teams.clearFaults();
    const { body } = await say('fine');
    expect((await stage.call('DELETE', activities(chat, String(body.id)))).status).toBe(200);
    expect(textsOf(CAST.helpdesk.teams)).toEqual(['slow', 'took effect']);
  });

  it('counts what it was asked', async () => {
    await say('a');
    await stage.call('GET', '/v3/conversations/x/members');
    expect(stage.teams.calls.map(({ method, status }) => [method, status])).toEqual([
      ['POST', 201],
      ['GET', 404],
    ]);
  });

  it('has no other routes', async () => {
    expect((await stage.call('GET', '/v3/attachments/1')).status).toBe(404);
    expect(problems()).toEqual([expect.stringContaining('no such route')]);
  });
});

describe('a conversation the bot opens', () => {
  const personal = (id: string, extra: object = {}) => ({
    isGroup: false,
    bot: { id: `28:${APP_ID}` },
    members: [{ id }],
    tenantId: TENANT,
    ...extra,
  });
  const open = (body: object) => stage.call('POST', '/v3/conversations', body);

  it('is the same chat each time, by object id or by Teams id', async () => {
    const mri = stage.teams.state.personOf(CAST.helpdesk.teams)?.mri ?? '';
    const byMri = await open(personal(mri));
    const byObjectId = await open(personal(CAST.helpdesk.teams));
    expect([byMri.status, byMri.body]).toEqual([201, { id: chat }]);
    expect(byObjectId.body).toEqual({ id: chat });
  });

  it('may begin with a message', async () => {
    const opened = await open(personal(CAST.helpdesk.teams, { activity: message(card('Hello')) }));
    expect(opened.body).toEqual({ id: chat, activityId: stage.teams.as(CAST.helpdesk.teams).cards()[0]?.id });
    expect((await open(personal(CAST.helpdesk.teams, { activity: message({}) }))).status).toBe(400);
  });

  it('needs the app installed by that person', async () => {
    await stage.teams.as(CAST.helpdesk.teams).uninstall();
    expect((await open(personal(CAST.helpdesk.teams))).status).toBe(403);
    expect((await say('a')).status).toBe(403);
    expect((await open(personal(CAST.admin.teams))).status).toBe(201);
    await stage.teams.as(CAST.helpdesk.teams).install();
    expect((await open(personal(CAST.helpdesk.teams))).status).toBe(201);
  });

  it.each([
    ['a tenant', { tenantId: undefined }, 400],
    ['the right tenant', { tenantId: 'other' }, 403],
    ['one member', { members: [] }, 400],
    ['a member of the tenant', { members: [{ id: '29:1nobody' }] }, 403],
    ['no group', { isGroup: true }, 400],
  ])('needs %s', async (_what, extra, status) => {
    expect((await open(personal(CAST.helpdesk.teams, extra))).status).toBe(status);
  });

  it('may be a thread in a channel', async () => {
    const { id } = stage.teams.state.of(CAST.helpdesk.teams, 'channel');
    const opened = await open({
      channelData: { channel: { id }, tenant: { id: TENANT } },
      activity: { type: 'message', text: 'Hello all' },
    });
    expect(opened.status).toBe(201);
    expect(opened.body).toEqual({
      id: `${id};messageid=${opened.body.activityId}`,
      activityId: expect.any(String),
    });
    expect((await open({ channelData: { channel: { id } } })).status).toBe(400);
    expect((await open({ channelData: { channel: { id: '19:x' } } })).status).toBe(404);
  });
});

describe('the roster', () => {
  it('names members of a conversation', async () => {
    const path = `/v3/conversations/${encodeURIComponent(stage.teams.state.of(CAST.admin.teams, 'group').id)}`;
    const { body } = await stage.call('GET', `${path}/members`);
    expect(listOf(body)).toHaveLength(4);
    const mia = listOf(body).find(({ name }) => name === 'Mia Meyer');
    expect(mia).toMatchObject({
      aadObjectId: CAST.helpdesk.teams,
      userPrincipalName: 'mia.meyer@contoso.com',
      tenantId: TENANT,
    });
    const one = await stage.call('GET', `${path}/members/${encodeURIComponent(String(mia?.id))}`);
    expect(one.body).toEqual(mia);
    expect((await stage.call('GET', `${path}/members/29:nobody`)).status).toBe(404);
  });

  it('comes in pages', async () => {
    const path = `/v3/conversations/${encodeURIComponent(stage.teams.state.of(CAST.admin.teams, 'channel').id)}/pagedmembers`;
    const first = await stage.call('GET', `${path}?pageSize=3`);
    expect(listOf(first.body.members)).toHaveLength(3);
    const rest = await stage.call(
      'GET',
      `${path}?pageSize=3&continuationToken=${first.body.continuationToken}`,
    );
    expect(listOf(rest.body.members)).toHaveLength(1);
    expect(rest.body).not.toHaveProperty('continuationToken');
    expect((await stage.call('GET', '/v3/conversations/x/pagedmembers')).status).toBe(404);
  });

  it('knows the team and its channels', async () => {
    const { id } = stage.teams.state.team;
    expect((await stage.call('GET', `/v3/teams/${id}`)).body).toMatchObject({ id, channelCount: 1 });
    const { body } = await stage.call('GET', `/v3/teams/${id}/conversations`);
    expect(body).toEqual({ conversations: [{ id: expect.stringMatching(/^19:/), name: 'Helpdesk' }] });
    expect((await stage.call('GET', '/v3/teams/other')).status).toBe(404);
    expect((await stage.call('GET', '/v3/teams/other/conversations')).status).toBe(404);
  });
});
