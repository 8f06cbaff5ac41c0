import { describe, expect, it } from 'vitest';
import { findTenant, writeConsentLink } from '../../../src/graph/tenant/findTenant.ts';

const ID = 'c7b0e5d2-9a41-4f6e-8d35-2b1a0f9e8c47';
const LOGIN = 'https://login.microsoftonline.com';
const GLOBAL = { authorityHost: LOGIN, cloudLogin: LOGIN };

/** Answers once; what was asked for is kept. */
function answering(status: number, body: unknown) {
  const asked: string[] = [];
  const fetch = (async (url: string) => {
    asked.push(String(url));
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  }) as typeof globalThis.fetch;
  return { asked, fetch };
}

const metadata = (instance: string, issuer = `https://login.${instance}/${ID}/v2.0`) => ({
  issuer,
  cloud_instance_name: instance,
});

describe('a tenant, looked up', () => {
  it('has the id that the metadata of its domain names', async () => {
    const { asked, fetch } = answering(200, metadata('microsoftonline.com'));
    expect(await findTenant('wingtip.com', GLOBAL, fetch)).toBe(ID);
    expect(asked).toEqual([`${LOGIN}/wingtip.com/v2.0/.well-known/openid-configuration`]);
  });

  it.each([
    ['global', LOGIN, 'microsoftonline.us'],
    ['global', LOGIN, 'partner.microsoftonline.cn'],
    ['the US government', 'https://login.microsoftonline.us', 'microsoftonline.com'],
    ['China', 'https://login.chinacloudapi.cn', 'microsoftonline.com'],
  ])('is refused by Rollcall in the cloud %s where it is in another', async (_cloud, login, instance) => {
    const { fetch } = answering(200, metadata(instance));
    const clouds = { authorityHost: login, cloudLogin: login };
    await expect(findTenant('wingtip.com', clouds, fetch)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('another Microsoft cloud'),
    });
  });

  it.each([
    ['unknown', 400, { error: 'invalid_tenant' }, 'NOT_FOUND'],
    ['answered by somebody else', 200, '<html>', 'DIRECTORY_DOWN'],
    [
      'without an id',
      200,
      metadata('microsoftonline.com', 'https://login.microsoftonline.com/common/v2.0'),
      'DIRECTORY_DOWN',
    ],
    ['not answered', 503, {}, 'DIRECTORY_DOWN'],
  ])('that is %s is none', async (_what, status, body, code) => {
    const { fetch } = answering(status, body);
    await expect(findTenant('wingtip.com', GLOBAL, fetch)).rejects.toMatchObject({ code });
  });
});

describe('a consent link', () => {
  const app = { authorityHost: LOGIN, clientId: 'app', audience: 'https://graph.microsoft.com' };

  it('asks for what the app has registered, and leads back with its state', () => {
    const back = { to: 'https://rollcall.contoso.com/consent', state: 'consent_1.proof' };
    const link = new URL(writeConsentLink(app, ID, back));
    expect(link.pathname).toBe(`/${ID}/v2.0/adminconsent`);
    expect(Object.fromEntries(link.searchParams)).toEqual({
      ...{ client_id: 'app', scope: 'https://graph.microsoft.com/.default' },
      ...{ redirect_uri: back.to, state: back.state },
    });
  });

  it('leads back nowhere without a public address', () => {
    expect(writeConsentLink(app, ID)).toBe(`${LOGIN}/${ID}/adminconsent?client_id=app`);
  });
});
