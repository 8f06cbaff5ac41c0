import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TENANT_ID } from '../../../src/sandbox/contoso.ts';
import { createLoopbackLogin, type LoopbackLogin } from '../../../src/sandbox/login.ts';

const GRAPH = 'https://graph.microsoft.com';
const BOT = 'https://api.botframework.com';
const GOOD = {
  grant_type: 'client_credentials',
  client_id: 'graph-app',
  client_secret: 'right',
  scope: `${GRAPH}/.default`,
};

let time = 0;
let login: LoopbackLogin;
let server: Server;

beforeEach(async () => {
  time = Date.now();
  login = createLoopbackLogin({
    clients: [
      { clientId: 'graph-app', secret: 'right', audience: GRAPH },
      { clientId: 'bot-app', secret: 'bot', audience: BOT },
    ],
    lifeSeconds: 60,
    now: () => time,
  });
  server = createServer(express().use(login.routes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
);

// biome-ignore lint/suspicious/noExplicitAny: tokens and errors differ in shape.
async function ask(change: Record<string, string | undefined> = {}, tenant = TENANT_ID): Promise<any> {
  const { port } = server.address() as AddressInfo;
  const given = Object.entries({ ...GOOD, ...change }).filter(([, value]) => value !== undefined);
  const response = await fetch(`http://127.0.0.1:${port}/login/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(given as [string, string][]),
  });
  return { status: response.status, body: await response.json() };
}

describe('a login', () => {
  it('gives a token that opens its own audience, until it ends', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 60 });
    const header = `Bearer ${body.access_token}`;
    expect(login.check(header, GRAPH)).toBe(true);
    expect(login.check(header, BOT)).toBe(false);
    expect(login.check(`${header}x`, GRAPH)).toBe(false);
    expect(login.check(undefined, GRAPH)).toBe(false);
    time += 59_999;
    expect(login.check(header, GRAPH)).toBe(true);
    time += 1;
    expect(login.check(header, GRAPH)).toBe(false);
  });

  it('can be taken back', async () => {
    const old = `Bearer ${(await ask()).body.access_token}`;
    login.revokeAll();
    expect(login.check(old, GRAPH)).toBe(false);
    expect(login.check(`Bearer ${(await ask()).body.access_token}`, GRAPH)).toBe(true);
  });

  it('gives tokens with what is consented to at that moment, which they keep', async () => {
    const paths = /^\/users$/;
    login.notConsented = paths;
    const without = `Bearer ${(await ask()).body.access_token}`;
    login.notConsented = undefined;
    const withIt = `Bearer ${(await ask()).body.access_token}`;
    expect([login.deniedTo(without), login.deniedTo(withIt)]).toEqual([paths, undefined]);
    expect(login.given).toBe(2);
  });

  it('says in a token for Graph what the app may do, and in none for others', async () => {
    login.roles = ['Domain.Read.All'];
    const token = (await ask()).body.access_token;
    const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ aud: GRAPH, tid: TENANT_ID, roles: ['Domain.Read.All'] });
    expect(login.rolesOf(`Bearer ${token}`)).toEqual(['Domain.Read.All']);
  });

  it('gives the bot a token in the tenant of bots as well', async () => {
    const change = { client_id: 'bot-app', client_secret: 'bot', scope: `${BOT}/.default` };
    for (const tenant of ['botframework.com', TENANT_ID]) {
      const { body } = await ask(change, tenant);
      expect(login.check(`Bearer ${body.access_token}`, BOT)).toBe(true);
    }
  });

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    ['no secret', { client_secret: undefined }, 401, 'invalid_client', 7000218],
    ["another app's secret", { client_secret: 'bot' }, 401, 'invalid_client', 7000215],
    [
      'a certificate that is not registered',
      { client_secret: undefined, client_assertion: 'a.b.c' },
      401,
      'invalid_client',
      700027,
    ],
    ['an unknown app', { client_id: 'nobody' }, 400, 'unauthorized_client', 700016],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['no grant', { grant_type: undefined }, 400, 'invalid_request', 900144],
    ['a scope by name', { scope: `${GRAPH}/User.Read` }, 400, 'invalid_scope', 1002012],
    [
      'a service that the tenant does not have',
      { scope: 'https://vault.azure.net/.default' },
      400,
      'invalid_resource',
      500011,
    ],
  ])('is refused for %s', async (_, change, status, error, number) => {
    const refused = await ask(change);
    expect(refused).toMatchObject({ status, body: { error, error_codes: [number] } });
    expect(refused.body.error_description).toMatch(new RegExp(`^AADSTS${number}: `));
    expect(refused.body.access_token).toBeUndefined();
    expect((await ask()).status).toBe(200);
  });

  it('is given for a service where the app has no rights, without roles, and lets it do nothing there', async () => {
    const { status, body } = await ask({ scope: `${BOT}/.default` });
    expect(status).toBe(200);
    expect(JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString()).roles).toBe(
      undefined,
    );
    expect(([BOT, GRAPH] as const).map((one) => login.check(`Bearer ${body.access_token}`, one))).toEqual([
      false,
      false,
    ]);
  });

  it('is refused in an unknown tenant', async () => {
    expect(await ask({}, 'fabrikam.com')).toMatchObject({ status: 400, body: { error_codes: [90002] } });
  });

  it('is refused in JSON when the body is no form', async () => {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/login/${TENANT_ID}/oauth2/v2.0/token`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });
});
