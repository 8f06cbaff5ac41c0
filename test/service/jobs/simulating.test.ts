import { expect, it } from 'vitest';
import { createWritePacer } from '../../../src/graph/client/writePacer.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld } from '../fakes/world.ts';

it('plays 5,000 people under Microsoft’s limit in another order, without waiting for it', async () => {
  const world = createWorld({ orderRows: (rows) => rows.toReversed() });
  world.tenant.licenses = [{ ...E3, total: 5_000, left: 5_000 }];
  world.tenant.pacer = createWritePacer(world.clock, () => 1);
  const startedAt = world.clock.now();
  let endedAt = Number.NaN;
  world.service.on('finished', () => {
    endedAt = world.clock.now();
  });
  const { id } = await world.accept(5_000, { settings: { licenses: [E3.skuId] } });
  await world.clock.advance(400_000);
  const { counts, rows = [] } = (await world.service.jobs.read(id)) ?? {};
  expect(counts).toMatchObject({ total: 5_000, created: 5_000, failed: 0, waiting: 0 });
  const seconds = (endedAt - startedAt) / 1_000;
  expect(seconds).toBeGreaterThan(350);
  expect(seconds).toBeLessThan(365);
  expect(world.tenant.sent[0]?.userPrincipalName).toBe('person5000@contoso.com');
  expect(rows[0]?.person.userPrincipalName).toBe('person1@contoso.com');
}, 60_000);
