import { describe, expect, it } from 'vitest';
import { listServiceHosts } from '../../src/teams/serviceHosts.ts';

const PUBLIC = 'https://login.microsoftonline.com';

describe('where Teams may be answered', () => {
  it("is at Microsoft's hosts of the cloud, and at no loopback", () => {
    expect(listServiceHosts(PUBLIC, undefined)).toContain('smba.trafficmanager.net');
    expect(listServiceHosts(PUBLIC, 'https://keys.contoso.com/')).toEqual(
      listServiceHosts(PUBLIC, undefined),
    );
    expect(listServiceHosts('https://login.microsoftonline.us', undefined)).toEqual([
      'smba.infra.gov.teams.microsoft.us',
      'smba.infra.dod.teams.microsoft.us',
    ]);
  });

  it('is at a loopback that publishes the keys', () => {
    expect(listServiceHosts(PUBLIC, 'http://127.0.0.1:3001/teams/openid')).toContain('http://127.0.0.1:3001');
  });
});
