import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { SLACK_TEAM_ID } from '../../src/sandbox/contoso.ts';
import { createLoopbackSlack, type LoopbackSlack } from '../../src/sandbox/slack/server.ts';

/** How Slack sends. */
export type Way = 'http' | 'socket';

/** A bare listener of Bolt in a process of its own, and the Slack that it is installed in, which sends to nothing else. */
export interface BareBolt {
  slack: LoopbackSlack;
  stop(): Promise<void>;
}

/** Patience with an answer that is measured: longer than Slack's, so that a late one has its time and not none. */
const WITHIN_MS = 10_000;

/** One interaction, the way this Slack sends, and the status of the answer; 0: none. */
export async function sendInteraction(slack: LoopbackSlack, way: Way, body: string): Promise<number> {
  if (way === 'socket') return (await slack.sockets.deliver(body, {}, WITHIN_MS)).status;
  return (await slack.deliver('/slack/events', body)).status;
}

async function start(program: string, words: readonly string[]) {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), words);
  const [said] = await once(child, 'message');
  return {
    said: said as unknown,
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

export async function startBareBolt(way: Way): Promise<BareBolt> {
  const app = express();
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [botToken, appToken, signingSecret] = ['xoxb-', 'xapp-1-', ''].map(
    (kind) => `${kind}${randomBytes(18).toString('hex')}`,
  ) as [string, string, string];
  const slack = createLoopbackSlack({
    ...{ baseUrl, botToken, appToken, signingSecret, teamId: SLACK_TEAM_ID },
    switches: { socketMode: way === 'socket' },
  });
  app.use(slack.routes);
  server.on('upgrade', (request, socket) => slack.sockets.upgrade(request, socket));
  const api = `${baseUrl}/slack/api/`;
  const bare = await (way === 'socket'
    ? start('bareSocketBolt.js', [api, botToken, appToken])
    : start('bareBolt.js', [api, botToken, signingSecret]));
  if (way === 'http') slack.setBotUrl(`http://127.0.0.1:${(bare.said as { port: number }).port}`);
  return {
    slack,
    async stop() {
      await bare.stop();
      slack.sockets.cut();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
