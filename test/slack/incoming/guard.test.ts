import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { CAST, SLACK_TEAM_ID } from '../../../src/sandbox/contoso.ts';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import { createSlack } from '../../../src/slack/app.ts';
import { createGuard, isSignedBy } from '../../../src/slack/incoming/guard.ts';
import { createReadBody } from '../../../src/web/readBody.ts';
import { always, createTestTurn } from '../../testTurn.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { createLines, createMemory, listen, startRoom } from '../startRoom.ts';

const { help } = sampleViews('Ada', 1);
const COMMAND = new URLSearchParams({
  team_id: SLACK_TEAM_ID,
  channel_id: 'C0GENERAL',
  user_id: CAST.helpdesk.slack,
  command: '/licenses',
  text: '',
  trigger_id: 'x',
}).toString();

async function start() {
  return startRoom({ reply: () => ({ type: 'message', view: help }) });
}

describe('a request to /slack/events', () => {
  it('that Slack signed is let through', async () => {
    const { slack, calls, audits } = await start();
    expect((await slack.deliver('/slack/events', COMMAND)).status).toBe(200);
    await expect.poll(() => calls.length).toBe(1);
    expect(audits).toEqual([]);
  });

  const stamp = String(Math.floor(Date.now() / 1_000));
  it.each<[string, Parameters<Awaited<ReturnType<typeof start>>['slack']['deliver']>[2], string]>([
    ['is signed with another secret', { secret: 'other' }, 'badly signed'],
    ['is 301 seconds old', { timestampOffsetSec: -302 }, 'stale'],
    ['is 301 seconds ahead', { timestampOffsetSec: 302 }, 'stale'],
    ['has no signature', { headers: { 'x-slack-signature': '' } }, 'unsigned'],
    ['has no timestamp', { headers: { 'x-slack-request-timestamp': '' } }, 'unsigned'],
    ['has a timestamp that is no number', { headers: { 'x-slack-request-timestamp': '1e9' } }, 'unsigned'],
    ['has another version', { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }, 'badly signed'],
    ['has a short hash', { headers: { 'x-slack-signature': 'v0=00' } }, 'badly signed'],
    [
      'has a signature over another body',
      {
        headers: {
          'x-slack-request-timestamp': stamp,
          'x-slack-signature': `v0=${createHmac('sha256', 'signing-secret-of-the-test').update(`v0:${stamp}:{}`).digest('hex')}`,
        },
      },
      'badly signed',
    ],
  ])('that %s is refused and audited', async (_name, options, reason) => {
    const { slack, calls, audits } = await start();
    expect(await slack.deliver('/slack/events', COMMAND, options)).toEqual({ status: 401, body: '' });
    expect(audits).toMatchObject([
      { actor: 'slack:unknown', what: 'slack.request', outcome: 'refused', detail: { reason } },
    ]);
    expect(calls).toEqual([]);
  });

  it.each([
    ['is unsigned', {}],
    ['is old', { 'x-slack-request-timestamp': '1', 'x-slack-signature': `v0=${'0'.repeat(64)}` }],
  ])('D14: that %s is refused before its body is there', async (_name, headers) => {
    const { botUrl } = await start();
    const { hostname, port } = new URL(botUrl);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const path = '/slack/events';
      const sent = request({
        hostname,
        port,
        path,
        method: 'POST',
        headers: { ...headers, 'content-length': '1000000' },
      });
      sent.on('response', (response) => resolve(response.statusCode));
      sent.on('error', reject);
      sent.write('x');
    });
    expect(status).toBe(401);
  });

  it('that asks for an SSL check without a signature is refused', async () => {
    const { slack } = await start();
    const answer = await slack.deliver('/slack/events', 'ssl_check=1', { secret: 'other' });
    expect(answer.status).toBe(401);
  });

  it('that is replayed has no second effect', async () => {
    const { slack, calls } = await start();
    // The very same bytes: signed anew in the next second they would be another request.
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac('sha256', 'signing-secret-of-the-test')
      .update(`v0:${timestamp}:${COMMAND}`)
      .digest('hex');
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
    const first = await slack.deliver('/slack/events', COMMAND, { headers });
    const again = await slack.deliver('/slack/events', COMMAND, { headers });
    expect([first.status, again]).toEqual([200, { status: 200, body: '' }]);
    await expect.poll(() => calls.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['answered with 200', 200, [200, 200], 1],
    ['answered with 503', 503, [503, 503], 2],
    ['never answered', undefined, [0, 0], 2],
  ] as const)(
    'that was %s and comes again after 5 s is told apart',
    async (_name, status, answers, times) => {
      let now = Date.now();
      const handled: string[] = [];
      const app = express();
      const guard = createGuard({
        signingSecret: new Secret('s'),
        store: createMemory(() => now).store,
        turn: always,
        readBody: createReadBody(),
        auditRefusal: async () => undefined,
        log: createLines().log,
      });
      app.post('/', guard, (asked, response) => {
        handled.push(String(asked.get('x-slack-signature')));
        if (status === undefined) response.destroy();
        else response.status(status).end();
      });
      const url = await listen(app);
      const timestamp = String(Math.floor(now / 1_000));
      const signature = createHmac('sha256', 's').update(`v0:${timestamp}:x`).digest('hex');
      const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
      const send = async () =>
        fetch(url, { method: 'POST', body: 'x', headers }).then(
          (answer) => answer.status,
          () => 0,
        );
      const first = await send();
      // While it is held, the same again has no effect.
      expect(await send()).toBe(200);
      expect(handled).toHaveLength(1);
      now += 5_001;
      expect([first, await send()]).toEqual(answers);
      expect(handled).toHaveLength(times);
    },
  );

  describe('that nobody can keep', () => {
    const form = (view: object) =>
      new URLSearchParams({ payload: JSON.stringify({ type: 'view_submission', view }) }).toString();
    const EVENT = JSON.stringify({ type: 'event_callback', event: { type: 'message' } });
    const WORDS = "Rollcall can't reach its records right now.";

    async function startWithout(fails: 'store' | 'turn' | 'time') {
      const turn = createTestTurn();
      turn.isOurs = fails !== 'turn';
      const { store } = createMemory();
      let letGo: () => void = () => undefined;
      const waits = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const { seen } = store;
      if (fails === 'store') store.seen = () => Promise.reject(new Error('refused'));
      if (fails === 'time') store.seen = (...given) => waits.then(() => seen(...given));
      const handled: string[] = [];
      const app = express();
      const { log } = createLines();
      const guard = createGuard({
        ...{ signingSecret: new Secret('s'), store, turn, log },
        ...{ readBody: createReadBody(), auditRefusal: async () => undefined },
      });
      app.post('/', guard, (_asked, response) => {
        handled.push('handled');
        response.end();
      });
      const url = await listen(app);
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const send = async (body: string) => {
        const hash = createHmac('sha256', 's').update(`v0:${timestamp}:${body}`).digest('hex');
        const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${hash}` };
        const answer = await fetch(url, { method: 'POST', body, headers });
        return { status: answer.status, text: await answer.text() };
      };
      return { send, handled, turn, store, seen, letGo };
    }

    it.each(['store', 'turn', 'time'] as const)(
      'is answered in words where the answer can hold some, and not carried out (%s)',
      async (fails) => {
        const { send, handled } = await startWithout(fails);
        const [command, first, second] = await Promise.all([
          send(COMMAND),
          send(form({ root_view_id: 'V1' })),
          send(form({ root_view_id: 'V1', previous_view_id: 'V1' })),
        ]);
        expect(JSON.parse(command.text)).toMatchObject({ response_type: 'ephemeral' });
        expect(command).toMatchObject({ status: 200, text: expect.stringContaining(WORDS) });
        for (const { status, text } of [first, second]) {
          expect(status).toBe(200);
          expect(JSON.parse(text)).toMatchObject({ response_action: 'push', view: { type: 'modal' } });
          expect(text).toContain(WORDS);
        }
        expect(handled).toEqual([]);
      },
    );

    it('is refused where it can hold none, so that Slack sends an event again', async () => {
      const { send, handled, store, seen } = await startWithout('store');
      expect((await send(EVENT)).status).toBe(500);
      expect((await send(form({ root_view_id: 'V1', previous_view_id: 'V2' }))).status).toBe(500);
      store.seen = seen;
      expect((await send(EVENT)).status).toBe(200);
      expect(handled).toHaveLength(1);
    });

    it('has no effect later, once it was said that nothing was done', async () => {
      const { send, handled, letGo } = await startWithout('time');
      expect((await send(COMMAND)).text).toContain(WORDS);
      letGo();
      await expect.poll(async () => (await send(COMMAND)).text).toBe('');
      expect(handled).toEqual([]);
    });
  });

  it('that is larger than 1 MB is refused, whatever length it claims', async () => {
    const { slack, calls, audits } = await start();
    const answer = await slack.deliver('/slack/events', `${COMMAND}&x=${'y'.repeat(1_100_000)}`);
    expect([0, 413]).toContain(answer.status);
    expect(calls).toEqual([]);
    expect(audits).toEqual([]);
  });

  it('that breaks off is dropped', async () => {
    const { slack, calls, botUrl } = await start();
    const bot = new URL(botUrl);
    await new Promise<void>((resolve) => {
      const sent = request({ host: bot.hostname, port: bot.port, path: '/slack/events', method: 'POST' });
      sent.on('error', () => resolve());
      sent.write('half');
      sent.destroy();
    });
    expect((await slack.deliver('/slack/events', COMMAND)).status).toBe(200);
    await expect.poll(() => calls.length).toBe(1);
  });

  it('that carries prototype keys and deep nesting does no harm', async () => {
    const { slack, calls } = await start();
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const payload = `{"type":"block_actions","__proto__":{"team":{"id":"${SLACK_TEAM_ID}"}},"deep":${deep}}`;
    await slack.deliver('/slack/events', new URLSearchParams({ payload }).toString());
    expect(({} as { team?: unknown }).team).toBeUndefined();
    expect(calls).toEqual([]);
    expect((await slack.deliver('/slack/events', COMMAND)).status).toBe(200);
    await expect.poll(() => calls.length).toBe(1);
  });

  it('answers Slack’s question whether the address is ours, when Slack signed it', async () => {
    const { slack } = await start();
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c4', token: 'x' });
    expect((await slack.deliver('/slack/events', body)).body).toContain('c4');
    expect((await slack.deliver('/slack/events', body, { secret: 'other' })).status).toBe(401);
  });

  it('cannot flood the audit log', async () => {
    const { slack, audits } = await start();
    await Promise.all(
      Array.from({ length: 80 }, () => slack.deliver('/slack/events', COMMAND, { secret: 'other' })),
    );
    expect(audits.length).toBeLessThanOrEqual(61);
  });
});

describe('the signature', () => {
  const body = Buffer.from('token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J');
  const good = `v0=${createHmac('sha256', 's').update('v0:1531420618:').update(body).digest('hex')}`;

  it('is over version, time and body', () => {
    expect(isSignedBy('s', '1531420618', good, body)).toBe(true);
    expect(isSignedBy('s', '1531420619', good, body)).toBe(false);
    expect(isSignedBy('t', '1531420618', good, body)).toBe(false);
    expect(isSignedBy('s', '1531420618', good, Buffer.from('x'))).toBe(false);
    expect(isSignedBy('s', '1531420618', `${good}0`, body)).toBe(false);
  });
});

describe('the room', () => {
  it('refuses to start without a signing secret', () => {
    expect(() => createSlack({ door: { signingSecret: new Secret('') } } as never)).toThrow(
      'signing secret is empty',
    );
  });

  it('says which token to set when Slack does not accept it', async () => {
    const start = startRoom({
      reply: () => ({ type: 'message', view: help }),
      room: { botToken: new Secret('xoxb-wrong') },
    });
    await expect(start).rejects.toMatchObject({
      code: 'CREDENTIALS_REFUSED',
      next: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
  });

  it.each(['internal_error', 'service_unavailable', 'fatal_error'])(
    'S6: says that Slack has trouble of its own, and blames no token, at %s',
    async (error) => {
      const services = express();
      services.use((_request, response) => void response.json({ ok: false, error }));
      const url = await listen(services);
      const start = startRoom({
        reply: () => ({ type: 'message', view: help }),
        room: { apiUrl: `${url}/api/` },
      });
      await expect(start).rejects.toMatchObject({
        code: 'CHAT_DOWN',
        message: `Slack reported a problem: ${error}.`,
      });
    },
  );

  it('says where Slack does not answer', async () => {
    const start = startRoom({
      reply: () => ({ type: 'message', view: help }),
      room: { apiUrl: 'http://127.0.0.1:9/api/' },
    });
    await expect(start).rejects.toThrow("Slack doesn't answer at 127.0.0.1:9.");
  });
});

describe('another workspace', () => {
  it('is refused politely at a command, and audited', async () => {
    const { slack, calls, audits } = await start();
    const body = COMMAND.replace(SLACK_TEAM_ID, 'T0EVIL');
    const answer = await slack.deliver('/slack/events', body);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('response_type');
    expect(JSON.parse(answer.body)).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining("isn't set up for your workspace"),
    });
    expect(audits).toMatchObject([
      // A colleague may have the same id: people are told apart by their workspace.
      {
        actor: `slack:T0EVIL/${CAST.helpdesk.slack}`,
        outcome: 'refused',
        detail: { code: 'FOREIGN_WORKSPACE' },
      },
    ]);
    expect(calls).toEqual([]);
  });

  it('is served when the policy names it', async () => {
    const { slack, calls } = await startRoom({
      reply: () => ({ type: 'message', view: help }),
      room: { allowedTeams: ['T0PARTNER'] },
    });
    await slack.deliver('/slack/events', COMMAND.replace(SLACK_TEAM_ID, 'T0PARTNER'));
    await expect.poll(() => calls.length).toBe(1);
  });

  it('is refused when only the person comes from there (Slack Connect)', async () => {
    const { slack, calls, audits, mia, room } = await start();
    const { conversationId } = await room.chat.openDirect(CAST.helpdesk.slack);
    const event = {
      type: 'message',
      channel_type: 'im',
      channel: conversationId,
      user: CAST.helpdesk.slack,
      text: 'help',
      ts: '1.2',
      user_team: 'T0EVIL',
    };
    expect((await slack.deliverEvent(event, 'Ev9')).status).toBe(200);
    await mia.waitForMessage((message) => textOf(message).includes("isn't set up for your workspace"));
    expect(audits).toMatchObject([
      {
        actor: `slack:T0EVIL/${CAST.helpdesk.slack}`,
        outcome: 'refused',
        detail: { code: 'FOREIGN_WORKSPACE', workspace: 'T0EVIL' },
      },
    ]);
    expect(calls).toEqual([]);
  });

  it('gets a refusal in place of a modal it submits', async () => {
    const { slack, calls } = await start();
    const payload = JSON.stringify({
      type: 'view_submission',
      team: { id: SLACK_TEAM_ID },
      user: { id: 'U0EVIL', team_id: 'T0EVIL' },
      view: { id: 'V1', hash: 'h', callback_id: 'adduser.create', blocks: [], state: { values: {} } },
    });
    const { body } = await slack.deliver('/slack/events', new URLSearchParams({ payload }).toString());
    const answer = JSON.parse(body);
    expect(answer.response_action).toBe('update');
    expect(textOf(answer.view)).toContain('Nothing was done.');
    expect(calls).toEqual([]);
  });

  it('is offered nobody while it types', async () => {
    const asked: string[] = [];
    const { slack } = await startRoom({
      reply: () => ({ type: 'message', view: help }),
      search: (_field, text) => {
        asked.push(text);
        return [{ value: '1', text: 'Ada Lovelace', description: 'ada@contoso.com' }];
      },
    });
    const type = (team: string) =>
      slack.deliver(
        '/slack/events',
        new URLSearchParams({
          payload: JSON.stringify({
            type: 'block_suggestion',
            team: { id: SLACK_TEAM_ID },
            user: { id: CAST.admin.slack, team_id: team },
            block_id: 'people',
            action_id: 'people',
            value: 'ada',
          }),
        }).toString(),
      );
    expect(JSON.parse((await type('T0EVIL')).body)).toEqual({ options: [] });
    expect(asked).toEqual([]);
    expect(JSON.parse((await type(SLACK_TEAM_ID)).body).options).toMatchObject([
      { value: '1', text: { text: 'Ada Lovelace' }, description: { text: 'ada@contoso.com' } },
    ]);
  });

  it('that is not named at all is refused', async () => {
    const { slack, calls } = await start();
    const payload = JSON.stringify({
      type: 'block_actions',
      user: { id: 'U0MIAMEYER' },
      actions: [{ type: 'button', action_id: 'job.stop', action_ts: '1', block_id: 'b' }],
    });
    await slack.deliver('/slack/events', new URLSearchParams({ payload }).toString());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(calls).toEqual([]);
  });
});
