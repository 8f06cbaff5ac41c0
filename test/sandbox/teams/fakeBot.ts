import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createLocalJWKSet, decodeProtectedHeader, type JWK, jwtVerify } from 'jose';
import { createLoopbackTeams, type LoopbackTeams } from '../../../src/sandbox/teams/server.ts';
import type { Activity, Json } from '../../../src/sandbox/teams/wire.ts';

export const APP_ID = '7d1d3c1e-0c5e-4a5e-8a39-4c1f2f0b6a11';
export const TENANT = '2f1c7a90-5b7e-4c55-9a54-7e0f3c1d8b21';
const TOKEN = 'Bearer connector-token';

/** How the fake bot answers an activity: an HTTP status, and a body for invokes. */
type Answering = (activity: Activity) => Promise<{ status: number; body?: unknown }>;

/** A loopback Teams and a bot of a few lines that checks tokens as the Bot Framework asks for. */
export interface Stage {
  teams: LoopbackTeams;
  /** Of the loopback. */
  url: string;
  /** Activities the bot has let in, oldest first. */
  got: Activity[];
  answer: Answering;
  /** Calls the connector as the bot. */
  call(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<{ status: number; body: Json; retryAfter: string | null }>;
  /** Sends a message with this card to a conversation, and gives its id. */
  post(conversationId: string, card: unknown): Promise<string>;
  stop(): Promise<void>;
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

interface Metadata {
  issuer: string;
  jwks_uri: string;
  id_token_signing_alg_values_supported: string[];
}

interface Keys {
  keys: (JWK & { endorsements: string[] })[];
}

/** Microsoft: "Authentication with the Bot Connector API": what a bot must verify. */
async function verify(url: string, authorization: string | undefined, activity: Activity): Promise<boolean> {
  try {
    const token = (authorization ?? '').replace('Bearer ', '');
    const metadata = (await (await fetch(`${url}/teams/openid`)).json()) as Metadata;
    const keys = (await (await fetch(metadata.jwks_uri)).json()) as Keys;
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer: metadata.issuer,
      audience: APP_ID,
      algorithms: metadata.id_token_signing_alg_values_supported,
    });
    const { kid } = decodeProtectedHeader(token);
    const key = keys.keys.find((one) => one.kid === kid);
    return (
      payload.serviceurl === activity.serviceUrl &&
      key?.endorsements.includes(String(activity.channelId)) === true
    );
  } catch {
    return false;
  }
}

export async function createStage(now?: () => number): Promise<Stage> {
  const app = express();
  const sandbox = createServer(app);
  const url = await listen(sandbox);
  const teams = createLoopbackTeams({
    baseUrl: url,
    appId: APP_ID,
    tenantId: TENANT,
    checkToken: (authorization) => authorization === TOKEN,
    ...(now === undefined ? {} : { now }),
  });
  app.use(teams.routes);

  const got: Activity[] = [];
  const botApp = express();
  botApp.post('/api/messages', express.json(), async (request, response) => {
    if (!(await verify(url, request.headers.authorization, request.body))) {
      response.status(401).end();
      return;
    }
    got.push(request.body);
    const { status, body } = await stage.answer(request.body);
    if (body === undefined) response.status(status).end();
    else response.status(status).json(body);
  });
  const bot = createServer(botApp);
  teams.setBotUrl(await listen(bot));

  const stage: Stage = {
    teams,
    url,
    got,
    answer: async () => ({ status: 200 }),
    async call(method, path, body, token = TOKEN) {
      const response = await fetch(`${url}/teams/connector${path}`, {
        method,
        headers: { authorization: token, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        body: text === '' ? {} : JSON.parse(text),
        retryAfter: response.headers.get('retry-after'),
      };
    },
    async post(conversationId, card) {
      const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }];
      const { body } = await stage.call(
        'POST',
        `/v3/conversations/${encodeURIComponent(conversationId)}/activities`,
        {
          type: 'message',
          attachments,
        },
      );
      return String(body.id);
    },
    async stop() {
      for (const server of [sandbox, bot]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
  return stage;
}
