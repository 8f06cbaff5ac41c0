import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type ConfidentialClientOptions,
  createConfidentialClient,
} from '../../../src/graph/login/createConfidentialClient.ts';
import { createTokenSource } from '../../../src/graph/login/tokenSource.ts';
import { Secret } from '../../../src/secrets/secret.ts';

const TENANT = '2f1c7a90-5b7e-4c55-9a54-7e0f3c1d8b21';
const CLIENT = '9b3f6d52-3c0c-4c8a-b0a5-5f2f6a1f0c77';

interface Login {
  host: string;
  asked: { path: string; form: URLSearchParams }[];
  stop(): Promise<void>;
}

let login: Login;
afterEach(() => login.stop());

/** A token endpoint under `/login`, answering what `answer` says. */
async function startLogin(
  answer: (count: number) => { status?: number; json?: object; raw?: string },
): Promise<Login> {
  const asked: Login['asked'] = [];
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const path = new URL(request.url ?? '', 'http://login').pathname;
      asked.push({ path, form: new URLSearchParams(text) });
      const { status = 200, json, raw } = answer(asked.length);
      response.writeHead(status, { 'content-type': 'application/json' }).end(raw ?? JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `http://127.0.0.1:${(server.address() as AddressInfo).port}/login`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const token = (name: string, seconds = 3600) => ({
  json: { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: name },
});
const refusal = (number: number, error = 'invalid_client') => ({
  status: 401,
  json: { error, error_description: `AADSTS${number}: Something.`, error_codes: [number] },
});

const GRAPH = 'https://graph.microsoft.com';

function clientFor(host: string, credential?: ConfidentialClientOptions['credential']) {
  const secret = new Secret('canary-client-secret');
  return createConfidentialClient({
    tenantId: TENANT,
    clientId: CLIENT,
    credential: credential ?? { secret },
    authorityHost: host,
  });
}

describe('signing in as an app', () => {
  it('asks for what the cloud calls its Graph (G6)', async () => {
    login = await startLogin(() => token('first'));
    await createTokenSource(clientFor(login.host), 'https://dod-graph.microsoft.us').get();
    expect(login.asked[0]?.form.get('scope')).toContain('https://dod-graph.microsoft.us/.default');
  });

  it("asks a loopback login's own token endpoint with the secret, and nobody else", async () => {
    login = await startLogin(() => token('first'));
    const tokens = createTokenSource(clientFor(`${login.host}/`), GRAPH);
    expect((await tokens.get()).reveal()).toBe('first');
    expect(login.asked).toHaveLength(1);
    expect(login.asked[0]?.path).toBe(`/login/${TENANT}/oauth2/v2.0/token`);
    expect(Object.fromEntries(login.asked[0]?.form ?? [])).toMatchObject({
      grant_type: 'client_credentials',
      client_id: CLIENT,
      client_secret: 'canary-client-secret',
      scope: 'https://graph.microsoft.com/.default',
    });
  });

  it('signs with a certificate instead of sending a secret', async () => {
    login = await startLogin(() => token('first'));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const certificate = { thumbprint: 'ab'.repeat(32), privateKey: new Secret(pem) };
    await createTokenSource(clientFor(login.host, { certificate }), GRAPH).get();
    const form = login.asked[0]?.form;
    expect(form?.has('client_secret')).toBe(false);
    const [head = ''] = form?.get('client_assertion')?.split('.') ?? [];
    const header = JSON.parse(Buffer.from(head, 'base64url').toString());
    expect(header['x5t#S256']).toBe(Buffer.from('ab'.repeat(32), 'hex').toString('base64url'));
  });

  it('refuses a private key that cannot sign, without repeating it', async () => {
    login = await startLogin(() => token('first'));
    const certificate = { thumbprint: 'ab'.repeat(32), privateKey: new Secret('canary-key') };
    const error = await createTokenSource(clientFor(login.host, { certificate }), GRAPH)
      .get()
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'CREDENTIALS_REFUSED' });
    expect(inspect(error, { depth: 9 })).not.toContain('canary');
    expect(login.asked).toHaveLength(0);
  });
});

describe('tokens', () => {
  it('are asked for once by many callers, and kept', async () => {
    login = await startLogin((count) => token(`t${count}`));
    const tokens = createTokenSource(clientFor(login.host), GRAPH);
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.get()));
    expect(new Set(all.map((one) => one.reveal()))).toEqual(new Set(['t1']));
    await tokens.get();
    expect(login.asked).toHaveLength(1);
    expect(`${all[0]} ${JSON.stringify(all)}`).not.toContain('t1');
  });

  it('are asked for anew after one was refused', async () => {
    login = await startLogin((count) => token(`t${count}`));
    const tokens = createTokenSource(clientFor(login.host), GRAPH);
    await tokens.get();
    tokens.forget();
    expect((await tokens.get()).reveal()).toBe('t2');
  });

  it('are renewed before they run out', async () => {
    login = await startLogin((count) => token(`t${count}`));
    let ahead = 0;
    const tokens = createTokenSource(clientFor(login.host), GRAPH, () => Date.now() + ahead);
    await tokens.get();
    ahead = 54 * 60_000;
    expect((await tokens.get()).reveal()).toBe('t1');
    ahead = 56 * 60_000;
    expect((await tokens.get()).reveal()).toBe('t2');
  });

  it('are used while they last when they cannot be renewed, and no longer', async () => {
    login = await startLogin((count) => (count === 1 ? token('t1') : { status: 503, raw: 'down' }));
    let ahead = 0;
    const tokens = createTokenSource(clientFor(login.host), GRAPH, () => Date.now() + ahead);
    await tokens.get();
    ahead = 56 * 60_000;
    expect((await tokens.get()).reveal()).toBe('t1');
    ahead = 59 * 60_000;
    await expect(tokens.get()).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
  });

  it.each([
    [7000215, /AZURE_CLIENT_SECRET/],
    [7000222, /AZURE_CLIENT_SECRET/],
    [700027, /certificate/],
    [700016, /AZURE_CLIENT_ID/],
    [7000112, /Enterprise applications/],
    // G8: a new customer's usual errors.
    [7000229, /consent to the app/],
    [500011, /CLOUD/],
    [53003, /policies for workload identities/],
    [700024, /clock/],
    [90002, /AZURE_TENANT_ID/],
    [50000, /AZURE_TENANT_ID, AZURE_CLIENT_ID, and AZURE_CLIENT_SECRET/],
  ])('that are refused with AADSTS%d say what to set', async (number, next) => {
    login = await startLogin(() => refusal(number));
    const error = await createTokenSource(clientFor(login.host), GRAPH)
      .get()
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'CREDENTIALS_REFUSED', next: expect.stringMatching(next) });
    expect(inspect(error, { depth: 9 })).not.toContain('canary');
  });

  it.each([
    ['answers 503 with a page', { status: 503, raw: '<html>' }],
    ['is temporarily unavailable', { status: 400, json: { error: 'temporarily_unavailable' } }],
    ['has an error of its own', { status: 500, json: { error: 'server_error' } }],
    ['answers without a token', { json: {} }],
  ])('are DIRECTORY_DOWN when the login %s', async (_what, answer) => {
    login = await startLogin(() => answer);
    await expect(createTokenSource(clientFor(login.host), GRAPH).get()).rejects.toMatchObject({
      code: 'DIRECTORY_DOWN',
    });
  });

  it('are DIRECTORY_DOWN when the login is not there, and come when it is back', async () => {
    login = await startLogin((count) => (count === 1 ? { status: 503, raw: '' } : token('t')));
    const gone = await startLogin(() => token('never'));
    await gone.stop();
    await expect(createTokenSource(clientFor(gone.host), GRAPH).get()).rejects.toMatchObject({
      code: 'DIRECTORY_DOWN',
    });
    const tokens = createTokenSource(clientFor(login.host), GRAPH);
    await expect(tokens.get()).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
    expect((await tokens.get()).reveal()).toBe('t');
  });
});
