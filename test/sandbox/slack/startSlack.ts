import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { onTestFinished } from 'vitest';
import { CAST, SLACK_TEAM_ID } from '../../../src/sandbox/contoso.ts';
import { createLoopbackSlack } from '../../../src/sandbox/slack/server.ts';
import { type Json, type Received, startFakeBot } from './fakeBot.ts';

const SIGNING_SECRET = 'signing-secret-of-the-test';
export const BOT_TOKEN = 'xoxb-token-of-the-test';
export const APP_TOKEN = 'xapp-1-token-of-the-test';
export const MIA = CAST.helpdesk.slack;
export const OMAR = CAST.admin.slack;
/** Mia's direct channel with the bot. */
export const MIA_DIRECT = `D${MIA.slice(1)}`;

export const plain = (text: string) => ({ type: 'plain_text', text });
export const section = (text: string) => ({ type: 'section', text: plain(text) });
export const button = (actionId: string, text = 'Press') => ({
  type: 'actions',
  block_id: 'buttons',
  elements: [{ type: 'button', action_id: actionId, text: plain(text), value: 'v1' }],
});
export const input = (id: string, element: Json = { type: 'plain_text_input' }, more: Json = {}) => ({
  type: 'input',
  block_id: id,
  label: plain(id),
  element: { action_id: id, ...element },
  ...more,
});
export const modal = (title: string, blocks: Json[] = [section(title)], more: Json = {}) => ({
  type: 'modal',
  callback_id: 'form',
  title: plain(title),
  submit: plain('Send'),
  blocks,
  ...more,
});

interface Called {
  status: number;
  retryAfter: string | null;
  body: Json;
}

/** A workspace and a bot, talking over HTTP until the test is over. Its clock runs, and can be moved. */
export async function startSlack(options: Partial<Parameters<typeof createLoopbackSlack>[0]> = {}) {
  const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const slack = createLoopbackSlack({
    baseUrl,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    teamId: SLACK_TEAM_ID,
    now: clock.now,
    ...options,
  });
  app.use(slack.routes);
  server.on('upgrade', (request, socket) => slack.sockets.upgrade(request, socket));
  const bot = await startFakeBot(SIGNING_SECRET, clock.now);
  slack.setBotUrl(bot.url);
  onTestFinished(() => {
    bot.stop();
    slack.sockets.cut();
    server.closeAllConnections();
    server.close();
  });

  async function post(path: string, body: string | FormData | Buffer, headers: Record<string, string> = {}) {
    return fetch(`${baseUrl}${path}`, { method: 'POST', body, headers });
  }

  /** Calls a Web API method as an SDK does: a form, objects as JSON. */
  async function call(method: string, args: Json = {}, token: string | null = BOT_TOKEN): Promise<Called> {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(args)) {
      form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
    const response = await post(`/slack/api/${method}`, form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: (await response.json()) as Json,
    };
  }

  /** Calls a method that must work. */
  async function must(method: string, args: Json = {}): Promise<Json> {
    const { body } = await call(method, args);
    if (body.ok !== true) throw new Error(`${method}: ${JSON.stringify(body)}`);
    return body;
  }

  const last = (kind: string): Received => {
    const found = bot.received.findLast((each) => each.kind === kind);
    if (found === undefined) throw new Error(`the bot got no ${kind}`);
    return found;
  };

  /** A fresh trigger, as a person's command brings one. */
  async function trigger(user = MIA): Promise<string> {
    await slack.as(user).command('/adduser');
    return String(last('/adduser').body.trigger_id);
  }

  /** Opens a modal for Mia; answers its id and hash. */
  async function open(view: Json): Promise<{ id: string; hash: string }> {
    const { view: opened } = await must('views.open', { trigger_id: await trigger(), view });
    return opened as { id: string; hash: string };
  }

  const mia = slack.as(MIA);
  return { slack, bot, clock, baseUrl, post, call, must, last, trigger, open, mia };
}
