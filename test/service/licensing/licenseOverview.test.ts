import { describe, expect, it } from 'vitest';
import type { License } from '../../../src/domain/terms.ts';
import { weighLicense } from '../../../src/service/licensing/licenseOverview.ts';
import { fail } from '../fakes/fakeDirectory.ts';
import { createWorld } from '../fakes/world.ts';

const DAY_MS = 86_400_000;

function license(total: number, consumed: number, more: Partial<License> = {}): License {
  const left = Math.max(0, total - consumed);
  return {
    skuId: `sku-${total}-${consumed}`,
    skuPartNumber: 'X',
    name: `X ${total} ${consumed}`,
    total,
    consumed,
    left,
    warning: 0,
    assignable: true,
    ...more,
  };
}

describe('what needs attention', () => {
  it.each([
    ['over', license(20, 21)],
    ['out', license(10, 10)],
    ['grace', license(25, 5, { warning: 5 })],
    ['low', license(5, 4)],
    ['low', license(300, 270)],
    ['fine', license(300, 269)],
    ['fine', license(10, 6)],
    ['off', license(0, 4, { suspended: 10, assignable: false })],
    ['fine', license(10_000, 0, { assignable: false })],
  ])('%s', (attention, one) => {
    expect(weighLicense(one)).toBe(attention);
  });

  it('comes first', async () => {
    const { service, tenant } = createWorld();
    tenant.licenses = [license(300, 1), license(5, 4), license(3, 4), license(8, 8)];
    const { licenses } = await service.licenses.read('contoso');
    expect(licenses.map(({ attention }) => attention)).toEqual(['over', 'out', 'low', 'fine']);
  });
});

describe('seats that were counted before', () => {
  it('say when, as long as the directory does not answer', async () => {
    const { service, tenant, clock } = createWorld();
    const countedAt = clock.now();
    expect((await service.licenses.read('contoso')).countedAt).toBeUndefined();
    tenant.away = true;
    await clock.advance(10 * 60_000);
    expect((await service.licenses.read('contoso')).countedAt).toBe(countedAt);
    tenant.away = false;
    await clock.advance(10_000);
    expect((await service.licenses.read('contoso')).countedAt).toBeUndefined();
  });
});

describe('people who are away', () => {
  it('hold a license and have not signed in for 90 days, or never since they were created', async () => {
    const { service, tenant, clock } = createWorld();
    const daysAgo = (days: number) => new Date(clock.now() - days * DAY_MS).toISOString();
    const [own] = tenant.licenses;
    const licenses = [own?.skuId ?? ''];
    tenant.hold('gone@contoso.com', 'Gone', { licenses, lastSignInDateTime: daysAgo(91) });
    tenant.hold('here@contoso.com', 'Here', { licenses, lastSignInDateTime: daysAgo(89) });
    tenant.hold('never@contoso.com', 'Never', { licenses, createdDateTime: daysAgo(200) });
    tenant.hold('new@contoso.com', 'New', { licenses, createdDateTime: daysAgo(2) });
    const overview = await service.licenses.read('contoso');
    expect('people' in overview.idle && overview.idle.people.map(({ displayName }) => displayName)).toEqual([
      'Never',
      'Gone',
    ]);
    expect(overview.licenses.find(({ license }) => license.skuId === own?.skuId)?.idle).toBe(2);
  });

  it('are not known while the directory refuses, and the licenses are shown all the same', async () => {
    const { service, tenant } = createWorld();
    tenant.holdersFail = fail('FORBIDDEN', 'No premium.');
    const overview = await service.licenses.read('contoso');
    expect(overview.idle).toMatchObject({ reason: expect.stringMatching(/No premium.*AuditLog/) });
    expect(overview.licenses.map(({ idle }) => idle)).toEqual([undefined, undefined]);
  });
});
