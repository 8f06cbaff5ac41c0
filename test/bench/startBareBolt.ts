import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { SLACK_TEAM_ID } from '../../src/sandbox/contoso.ts';
import { createLoopbackSlack, type LoopbackSlack } from '../../src/sandbox/slack/server.ts';

/** A bare listener of Bolt in a process of its own. */
export interface BareBolt {
  /** Sends one interaction, and answers the status. */
  send(body: string): Promise<number>;
  stop(): Promise<void>;
}

/** Patience with an answer that is measured: longer than Slack's, so that a late one has its time and not none. */
const WITHIN_MS = 10_000;

/** An interaction through a socket of this Slack; 0: no answer. */
export async function sendThroughSocket({ sockets }: LoopbackSlack, body: string): Promise<number> {
  return (await sockets.deliver(body, {}, WITHIN_MS)).status;
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

/** Over HTTP; `slack` signs for it, with a secret of its own. */
export async function startBareBolt(slack: LoopbackSlack, urlOfOurs: string): Promise<BareBolt> {
  const secret = randomBytes(16).toString('hex');
  const { said, stop } = await start('bareBolt.js', [secret]);
  const { port } = said as { port: number };
  return {
    async send(body) {
      slack.setBotUrl(`http://127.0.0.1:${port}`);
      const answer = slack.deliver('/slack/events', body, { secret });
      slack.setBotUrl(urlOfOurs);
      return (await answer).status;
    },
    stop,
  };
}

/** Over Socket Mode, with a Slack of its own, as an app's payloads go to any of its sockets. */
export async function startBareSocketBolt(): Promise<BareBolt> {
  const app = express();
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const appToken = `xapp-1-${randomBytes(18).toString('hex')}`;
  const slack = createLoopbackSlack({
    ...{ baseUrl, appToken, teamId: SLACK_TEAM_ID },
    signingSecret: randomBytes(16).toString('hex'),
    switches: { socketMode: true },
  });
  app.use(slack.routes);
  server.on('upgrade', (request, socket) => slack.sockets.upgrade(request, socket));
  const bare = await start('bareSocketBolt.js', [`${baseUrl}/slack/api/`, appToken]);
  return {
    send: (body) => sendThroughSocket(slack, body),
    async stop() {
      await bare.stop();
      slack.sockets.cut();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
