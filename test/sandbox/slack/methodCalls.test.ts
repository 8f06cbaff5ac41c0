import { describe, expect, it } from 'vitest';
import { SLACK_TEAM_ID } from '../../../src/sandbox/contoso.ts';
import { BOT_TOKEN, MIA, MIA_DIRECT, modal, OMAR, startSlack } from './startSlack.ts';

describe('a call of the Web API', () => {
  it('needs the token of the bot', async () => {
    const { slack, call } = await startSlack();
    expect((await call('auth.test')).body).toMatchObject({ ok: true, user_id: 'U0ROLLCALL' });
    expect((await call('auth.test', {}, null)).body).toEqual({ ok: false, error: 'not_authed' });
    expect((await call('auth.test', {}, 'xoxb-other')).body).toEqual({ ok: false, error: 'invalid_auth' });
    expect(slack.calls).toEqual([
      { method: 'auth.test', ok: true },
      { method: 'auth.test', ok: false, error: 'not_authed' },
      { method: 'auth.test', ok: false, error: 'invalid_auth' },
    ]);
  });

  it('must be one that Slack knows', async () => {
    const { call } = await startSlack();
    const answer = await call('chat.shout');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ ok: false, error: 'unknown_method', req_method: 'chat.shout' });
  });

  it.each([
    ['views.open', { view: modal('A') }, 'missing required field: trigger_id or interactivity_pointer'],
    ['views.update', { view: modal('A') }, 'missing required field: view_id or external_id'],
    ['chat.update', { channel: MIA_DIRECT, text: 'x' }, 'missing required field: ts'],
    ['chat.postMessage', { channel: MIA, text: 'x', colour: 'red' }, 'no argument of this method: colour'],
    ['files.info', { file_id: 'F1' }, 'missing required field: file'],
  ])('has the arguments that Slack documents: %s %j', async (method, args, said) => {
    const { slack, call } = await startSlack();
    const { body } = await call(method, args);
    expect(body).toMatchObject({ ok: false, error: 'invalid_arguments' });
    expect(body.errors).toContain(said);
    // What Slack overlooks would go unnoticed; each test of the whole bot looks at these.
    expect(slack.violations.length).toBe(said.startsWith('no argument') || method === 'files.info' ? 1 : 0);
  });

  it('is refused with the token of an installation of before', async () => {
    const { slack, call, must } = await startSlack();
    slack.switches.tokenRevoked = true;
    expect((await call('auth.test')).body).toEqual({ ok: false, error: 'token_revoked' });
    slack.switches.tokenRevoked = false;
    await must('auth.test');
  });

  it('may do what the token has the scopes for, which every answer to it says', async () => {
    const { call, post } = await startSlack();
    expect((await call('users.info', { user: MIA })).body).toMatchObject({
      ok: false,
      error: 'missing_scope',
      needed: 'users:read',
    });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${BOT_TOKEN}` };
    const said = (await post('/slack/api/auth.test', '{}', headers)).headers.get('x-oauth-scopes');
    expect(said).toBe('chat:write,commands,files:read,files:write,im:history,im:write');
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded;charset=utf-8', 'channel=U0MIAMEYER&text=Hi', undefined],
    ['JSON', 'application/json', '{"channel":"U0MIAMEYER","text":"Hi"}', undefined],
    ['broken JSON', 'application/json', '{"channel":', 'invalid_json'],
    ['a list', 'application/json', '[]', 'json_not_object'],
    ['plain text', 'text/plain', 'Hi', 'invalid_post_type'],
  ])('can be %s', async (_, type, body, error) => {
    const { post, mia } = await startSlack();
    const headers = { 'content-type': type, authorization: `Bearer ${BOT_TOKEN}` };
    const answer = await (await post('/slack/api/chat.postMessage', body, headers)).json();
    expect(answer).toMatchObject(error === undefined ? { ok: true } : { ok: false, error });
    expect(mia.messages().map(({ text }) => text)).toEqual(error === undefined ? ['Hi'] : []);
  });

  it('can be multipart', async () => {
    const { post, mia } = await startSlack();
    const form = new FormData();
    form.set('channel', MIA);
    form.set('text', 'Zoë');
    await post('/slack/api/chat.postMessage', form, { authorization: `Bearer ${BOT_TOKEN}` });
    expect(mia.messages().map(({ text }) => text)).toEqual(['Zoë']);
  });

  it('looks people and conversations up', async () => {
    const { slack, call, must } = await startSlack();
    slack.switches.scopes = [...slack.switches.scopes, 'users:read'];
    expect(await must('users.info', { user: MIA })).toMatchObject({ user: { real_name: 'Mia Meyer' } });
    expect(await must('conversations.open', { users: MIA })).toMatchObject({ channel: { id: MIA_DIRECT } });
    expect(await must('conversations.info', { channel: 'C0RANDOM' })).toMatchObject({
      channel: { name: 'random', is_member: false, is_im: false },
    });
    expect(await must('conversations.info', { channel: MIA_DIRECT })).toMatchObject({
      channel: { user: MIA, is_im: true },
    });
    expect((await call('users.info', { user: 'U1' })).body.error).toBe('user_not_found');
    expect((await call('conversations.open', { users: 'U1' })).body.error).toBe('user_not_found');
    expect((await call('conversations.info', { channel: 'C1' })).body.error).toBe('channel_not_found');
  });
});

describe('a user group', () => {
  const users = new Set([MIA]);

  it('lists who is in it, with the scope for it', async () => {
    const { slack, call, must } = await startSlack();
    slack.userGroups.set('S0HELP', { name: 'Helpdesk', users });
    const args = { usergroup: 'S0HELP' };
    const refused = { ok: false, error: 'missing_scope', needed: 'usergroups:read' };
    expect((await call('usergroups.users.list', args)).body).toMatchObject(refused);
    slack.switches.scopes = [...slack.switches.scopes, 'usergroups:read'];
    expect(await must('usergroups.users.list', args)).toMatchObject({ users: [MIA] });
    expect((await call('usergroups.users.list', { usergroup: 'S0' })).body.error).toBe('no_such_subteam');
    slack.switches.freePlan = true;
    expect((await call('usergroups.users.list', args)).body.error).toBe('plan_upgrade_required');
  });

  it('is told to an app of a whole organization only with its workspace', async () => {
    const { slack, call, must } = await startSlack();
    slack.switches.scopes = [...slack.switches.scopes, 'usergroups:read'];
    slack.switches.grid = { enterpriseId: 'E0CONTOSO', userTeamId: 'T0BERLIN', isOrgWide: true };
    slack.userGroups.set('S0HELP', { name: 'Helpdesk', users });
    const ask = async (args: Record<string, string>) =>
      (await call('usergroups.users.list', args)).body.error;
    expect(await ask({ usergroup: 'S0HELP' })).toBe('missing_argument');
    expect(await ask({ usergroup: 'S0HELP', team_id: 'T0BERLIN' })).toBe('team_access_not_granted');
    const args = { usergroup: 'S0HELP', team_id: SLACK_TEAM_ID };
    expect(await must('usergroups.users.list', args)).toMatchObject({ users: [MIA] });
  });

  it('that is disabled is there only for whoever asks for disabled ones', async () => {
    const { slack, call, must } = await startSlack();
    slack.switches.scopes = [...slack.switches.scopes, 'usergroups:read'];
    slack.userGroups.set('S0OLD', { name: 'Old', users, disabled: true });
    const args = { usergroup: 'S0OLD' };
    expect((await call('usergroups.users.list', args)).body.error).toBe('no_such_subteam');
    const all = await must('usergroups.users.list', { ...args, include_disabled: true });
    expect(all).toMatchObject({ users: [MIA] });
  });
});

describe('rate limits', () => {
  const say = (channel: string) => ({ channel, text: 'x' });

  it('are off unless they are switched on', async () => {
    const { must } = await startSlack();
    for (let count = 0; count < 60; count += 1) await must('conversations.info', { channel: MIA_DIRECT });
    await must('chat.postMessage', say(MIA));
    await must('chat.postMessage', say(MIA));
  });

  it('let one message a second into a channel', async () => {
    const { call, must, clock } = await startSlack({ switches: { rateLimits: true } });
    await must('chat.postMessage', say(MIA_DIRECT));
    const limited = await call('chat.postMessage', say(MIA_DIRECT));
    expect(limited).toEqual({ status: 429, retryAfter: '1', body: { ok: false, error: 'ratelimited' } });
    await must('chat.postMessage', say('C0GENERAL'));
    clock.aheadMs += 1_000;
    await must('chat.postMessage', say(MIA_DIRECT));
  });

  it('count a direct channel and its person as one', async () => {
    const { call, must } = await startSlack({ switches: { rateLimits: true } });
    await must('chat.postMessage', say(MIA_DIRECT));
    expect((await call('chat.postMessage', say(MIA))).status).toBe(429);
    await must('chat.postMessage', say(OMAR));
  });

  it('let 50 updates through in a minute', async () => {
    const { call, must, clock } = await startSlack({ switches: { rateLimits: true } });
    const { ts } = await must('chat.postMessage', say(MIA_DIRECT));
    const update = { ...say(MIA_DIRECT), ts };
    for (let count = 0; count < 50; count += 1) await must('chat.update', update);
    const limited = await call('chat.update', update);
    expect(limited.status).toBe(429);
    const seconds = Number(limited.retryAfter);
    expect(seconds).toBeGreaterThan(50);
    clock.aheadMs += seconds * 1_000;
    await must('chat.update', update);
  });

  it('can be met by every call at once', async () => {
    const { slack, call, must } = await startSlack();
    slack.switches.ratelimitedSeconds = 7;
    expect(await call('auth.test')).toMatchObject({ status: 429, retryAfter: '7' });
    slack.switches.ratelimitedSeconds = 0;
    await must('auth.test');
  });
});

describe('trouble', () => {
  it('comes as often as it was asked for', async () => {
    const { slack, call, must } = await startSlack();
    slack.fail({ method: 'auth.test', times: 1, error: 'fatal_error' });
    slack.fail({ method: 'auth.test', times: 1, status: 503 });
    slack.fail({ method: 'auth.test', times: 1, retryAfterSeconds: 3 });
    expect(await call('auth.test')).toMatchObject({ status: 200, body: { error: 'fatal_error' } });
    expect(await call('auth.test')).toMatchObject({ status: 503, body: { error: 'internal_error' } });
    expect(await call('auth.test')).toMatchObject({ status: 429, retryAfter: '3' });
    await must('auth.test');
  });

  it('can lose the answer of a call that took effect', async () => {
    const { slack, call, mia } = await startSlack();
    slack.fail({ method: 'chat.postMessage', times: 1, lost: true });
    await expect(call('chat.postMessage', { channel: MIA, text: 'Sent' })).rejects.toThrow();
    expect(mia.messages().map(({ text }) => text)).toEqual(['Sent']);
  });

  it('can be that Slack is down, or slow', async () => {
    const { slack, call, must, trigger } = await startSlack();
    slack.switches.down = true;
    await expect(call('auth.test')).rejects.toThrow();
    slack.switches.down = false;
    await must('auth.test');
    const trigger_id = await trigger();
    slack.switches.latencyMs = 60;
    const start = performance.now();
    await must('views.open', { trigger_id, view: modal('A') });
    expect(performance.now() - start).toBeGreaterThan(50);
  });
});
