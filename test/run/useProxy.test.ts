import { describe, expect, it } from 'vitest';
import { proxyOf } from '../../src/run/useProxy.ts';
import { Secret } from '../../src/secrets/secret.ts';

const KEYS = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const through = (url: string, except = '') =>
  proxyOf({ proxy: { url: new Secret(url), except } }, KEYS).keysProxy;

describe('the proxy for the keys of the Bot Framework', () => {
  it('is the one that is set, with its port and its password', () => {
    expect(proxyOf({}, KEYS)).toEqual({});
    expect(through('http://proxy.contoso.com:8080')).toEqual({ host: 'proxy.contoso.com', port: 8080 });
    expect(through('http://proxy.contoso.com')).toEqual({ host: 'proxy.contoso.com', port: 80 });
    expect(through('http://me:se%3Acret@proxy:1')).toEqual({ host: 'me:se%3Acret@proxy', port: 1 });
  });

  it.each([
    'login.botframework.com',
    '.botframework.com',
    '*.botframework.com',
    'contoso.com, botframework.com:443',
    '*',
  ])('is none for what NO_PROXY excepts: %s', (except) => {
    expect(through('http://proxy:1', except)).toBeUndefined();
  });

  it.each(['botframework.com:80', 'framework.com', 'login.botframework.com.evil', ''])(
    'is one for what NO_PROXY does not except: %s',
    (except) => {
      expect(through('http://proxy:1', except)).toEqual({ host: 'proxy', port: 1 });
    },
  );
});
