import { describe, expect, it } from 'vitest';
import { listServiceHosts } from '../../src/teams/serviceHosts.ts';

describe('where Teams may be answered', () => {
  it("is at Microsoft's hosts of the cloud, and at no loopback", () => {
    expect(listServiceHosts('global', undefined)).toContain('smba.trafficmanager.net');
    expect(listServiceHosts('global', 'https://keys.contoso.com/')).toEqual(
      listServiceHosts('global', undefined),
    );
  });

  it.each([
    ['usgov', 'smba.infra.gov.teams.microsoft.us'],
    ['usgovdod', 'smba.infra.dod.teams.microsoft.us'],
    ['china', 'frontend.botapi.msg.infra.teams.microsoftonline.cn'],
  ] as const)('is in %s at %s, and nowhere in another cloud (G6)', (cloud, host) => {
    expect(listServiceHosts(cloud, undefined)).toEqual([host]);
  });

  it('is at a loopback that publishes the keys', () => {
    expect(listServiceHosts('global', 'http://127.0.0.1:3001/teams/openid')).toContain(
      'http://127.0.0.1:3001',
    );
  });
});
