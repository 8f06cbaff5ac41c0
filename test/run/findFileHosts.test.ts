import { describe, expect, it } from 'vitest';
import type { Domain } from '../../src/domain/tenant.ts';
import { findFileHosts, hostsOf } from '../../src/run/findFileHosts.ts';
import { createTestClock, createTestLog } from '../store/sampleRecords.ts';

const [HOME, OTHER, FOREIGN] = ['1', '2', '3'].map((digit) => `${digit}`.repeat(8)) as [
  string,
  string,
  string,
];

function initial(id: string): Domain[] {
  const domain = { isVerified: true, authenticationType: 'Managed' } as const;
  return [
    { ...domain, id, isDefault: false, isInitial: true },
    { ...domain, id: 'contoso.com', isDefault: true, isInitial: false },
  ];
}

function find(listDomains: (customer: string) => Promise<Domain[]>) {
  const customers = [
    { id: 'home' },
    { id: 'other', tenantId: OTHER },
    { id: 'foreign', tenantId: FOREIGN },
  ] as never;
  const clock = createTestClock();
  const log = createTestLog();
  const hosts = findFileHosts({
    listed: ['files.contoso.com'],
    cloud: 'global',
    tenantId: HOME,
    policy: { customers, teamsTenants: [HOME, OTHER] },
    directoryFor: (customer) => ({ listDomains: () => listDomains(customer) }),
    // A minute passes at once; a day and the five seconds of whoever waits do not.
    clock: { ...clock, sleep: (ms, signal) => (ms === 60_000 ? Promise.resolve() : clock.sleep(ms, signal)) },
    log,
  });
  return { ...hosts, advance: clock.advance, log };
}

describe('where the files of Teams are taken from (T11)', () => {
  it('is what is listed, and the two hosts of each tenant whose people may use Teams', async () => {
    const asked: string[] = [];
    const files = find(async (customer) => {
      asked.push(customer);
      return initial(`${customer}.onmicrosoft.com`);
    });
    expect(files.hosts()).toEqual(['files.contoso.com']);
    files.start();
    await expect
      .poll(() => files.hosts())
      .toEqual([
        'files.contoso.com',
        'home-my.sharepoint.com',
        'home.sharepoint.com',
        'other-my.sharepoint.com',
        'other.sharepoint.com',
      ]);
    expect(asked).toEqual(['home', 'other']);
    files.stop();
  });

  it('is asked for again while a directory cannot be read', async () => {
    let tries = 0;
    const files = find(async (customer) => {
      tries += 1;
      if (tries < 4) throw new Error('not now');
      return initial(`${customer}.onmicrosoft.com`);
    });
    files.start();
    await expect.poll(() => files.hosts()).toContain('home-my.sharepoint.com');
    files.stop();
  });

  it('of one tenant holds while the directory of another cannot be read', async () => {
    const files = find(async (customer) => {
      if (customer === 'other') throw new Error('not consented');
      return initial(`${customer}.onmicrosoft.com`);
    });
    await files.lookAgain();
    expect(files.hosts()).toContain('home.sharepoint.com');
    expect(files.log.events).toContainEqual(expect.objectContaining({ event: 'teams.file_hosts_unknown' }));
  });

  it('is asked for again when a file was refused, once a minute at most, and keeps what it knew when that fails', async () => {
    let name = 'before';
    let asked = 0;
    const files = find(async () => {
      asked += 1;
      if (name === '') throw new Error('not now');
      return initial(`${name}.onmicrosoft.com`);
    });
    await files.lookAgain();
    expect(files.hosts()).toContain('before.sharepoint.com');
    name = 'after';
    await Promise.all([files.lookAgain(), files.lookAgain()]);
    expect([files.hosts().includes('after.sharepoint.com'), asked]).toEqual([false, 2]);
    files.advance(60_000);
    await Promise.all([files.lookAgain(), files.lookAgain()]);
    expect([files.hosts().includes('after.sharepoint.com'), asked]).toEqual([true, 4]);
    name = '';
    files.advance(60_000);
    await files.lookAgain();
    expect(files.hosts()).toContain('after.sharepoint.com');
  });

  it.each([
    ['contoso.onmicrosoft.com', 'global', ['contoso-my.sharepoint.com', 'contoso.sharepoint.com']],
    ['Contoso.onmicrosoft.us', 'usgov', ['contoso-my.sharepoint.us', 'contoso.sharepoint.us']],
    ['contoso.partner.onmschina.cn', 'china', ['contoso-my.sharepoint.cn', 'contoso.sharepoint.cn']],
    ['contoso.com', 'global', []],
    ['evil.onmicrosoft.com.example.com', 'global', []],
    ['a.b.onmicrosoft.com', 'global', []],
  ] as const)('of %s in the cloud %s is %j', (domain, cloud, hosts) => {
    expect(hostsOf(domain, cloud)).toEqual(hosts);
  });
});
