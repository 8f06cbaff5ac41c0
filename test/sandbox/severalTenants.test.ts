import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GRAPH_CLIENT_ID } from '../../src/sandbox/contoso.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { CONTOSO, FABRIKAM, TAILSPIN, WINGTIP } from '../../src/sandbox/tenants.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ several: true });
});
afterAll(() => sandbox.stop());

/** A token for Graph in this tenant; undefined where the tenant is not known. */
async function logIn(tenantId: string, secret = sandbox.keys[0] ?? ''): Promise<string | undefined> {
  const response = await fetch(`${sandbox.url}/login/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: GRAPH_CLIENT_ID,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
  return ((await response.json()) as { access_token?: string }).access_token;
}

async function get(path: string, token: string | undefined): Promise<{ status: number; body: unknown }> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${sandbox.url}/graph/v1.0${path}`, { headers });
  return { status: response.status, body: await response.json() };
}

describe('the sandbox with three customers', () => {
  it.each([CONTOSO, FABRIKAM, TAILSPIN])(
    '$name answers with its own, to a token of its own',
    async (tenant) => {
      const token = await logIn(tenant.tenantId);
      const organization = await get('/organization', token);
      expect(organization.body).toMatchObject({ value: [{ id: tenant.tenantId, displayName: tenant.name }] });
      const domains = await get('/domains', token);
      expect((domains.body as { value: { id: string }[] }).value.map(({ id }) => id)).toEqual(
        tenant.domains.map(({ id }) => id),
      );
      for (const other of [CONTOSO, FABRIKAM, TAILSPIN]) {
        const [first] = other.users;
        const { status } = await get(`/users/${first?.userPrincipalName}?$select=id`, token);
        expect(status, `${other.name} to a token of ${tenant.name}`).toBe(other === tenant ? 200 : 404);
      }
    },
  );

  it('gives no token of a tenant that is not there, and answers none without', async () => {
    expect(await logIn('11111111-1111-4111-8111-111111111111')).toBeUndefined();
    expect((await get('/organization', undefined)).status).toBe(401);
  });
});

/** The page where an admin of a tenant consents, or what it leads to. */
function askForConsent(tenant: string, pressed = '', change: Record<string, string> = {}): Promise<Response> {
  const query = new URLSearchParams({
    client_id: GRAPH_CLIENT_ID,
    scope: 'https://graph.microsoft.com/.default',
    redirect_uri: `${sandbox.bot.url}/consent`,
    state: 'abc',
    ...change,
  });
  const path = `/login/${tenant}/v2.0/adminconsent${pressed}?${query}`;
  return fetch(`${sandbox.url}${path}`, { redirect: 'manual' });
}

describe('a tenant that is nobody’s customer yet', () => {
  it('is found by its domain, and gives a token once an admin there has consented, until they remove the app', async () => {
    const metadata = (name: string) =>
      fetch(`${sandbox.url}/login/${name}/v2.0/.well-known/openid-configuration`);
    const found = await metadata('wingtip.com');
    expect(await found.json()).toMatchObject({ issuer: expect.stringContaining(WINGTIP.tenantId) });
    expect((await metadata('nobody.example')).status).toBe(400);
    expect(await logIn(WINGTIP.tenantId)).toBeUndefined();

    expect(await (await askForConsent(WINGTIP.tenantId)).text()).toContain('Accept');
    const canceled = await askForConsent(WINGTIP.tenantId, '/cancel');
    const back = new URL(canceled.headers.get('location') ?? '').searchParams;
    expect(Object.fromEntries(back)).toMatchObject({
      ...{ admin_consent: 'True', tenant: WINGTIP.tenantId, state: 'abc', error: 'consent_required' },
    });
    expect(await logIn(WINGTIP.tenantId)).toBeUndefined();
    const accepted = await askForConsent(WINGTIP.tenantId, '/accept');
    expect(new URL(accepted.headers.get('location') ?? '').searchParams.get('error')).toBeNull();
    const token = await logIn(WINGTIP.tenantId);
    expect((await get('/organization', token)).body).toMatchObject({ value: [{ displayName: 'Wingtip' }] });

    sandbox.login.consent.withdraw(WINGTIP.tenantId);
    expect((await get('/organization', token)).status).toBe(401);
    expect(await logIn(WINGTIP.tenantId)).toBeUndefined();
  });

  it('is asked only for what the app has registered', async () => {
    const refused = [
      askForConsent('common'),
      askForConsent(WINGTIP.tenantId, '', { redirect_uri: 'http://127.0.0.1:1/consent' }),
      askForConsent(WINGTIP.tenantId, '', { client_id: '11111111-1111-4111-8111-111111111111' }),
      askForConsent(WINGTIP.tenantId, '', { scope: '' }),
      askForConsent(WINGTIP.tenantId, '/accept', { scope: '' }),
    ];
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect(sandbox.login.consent.isGiven(WINGTIP.tenantId)).toBe(false);
  });
});
