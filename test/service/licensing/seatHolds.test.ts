import { describe, expect, it } from 'vitest';
import { createWorld, OMAR } from '../fakes/world.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

function openWorld() {
  const world = createWorld();
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  const left = async () => {
    const { licenses } = await world.clock.until(world.service.facts.read(OMAR.customer));
    return licenses.find(({ skuId }) => skuId === E3)?.left;
  };
  return { world, left };
}

describe('seats of a running job', () => {
  it('count as taken at once, so that no other form promises them', async () => {
    const { world, left } = openWorld();
    expect(await left()).toBe(50);
    await world.accept(30, { settings: { licenses: [E3] } });
    expect(await left()).toBe(20);
  });

  it('come free when the job is over', async () => {
    const { world, left } = openWorld();
    await world.run(3, { settings: { licenses: [E3] } });
    await world.clock.advance(60_000);
    // The made-up tenant does not count what it assigned.
    expect(await left()).toBe(50);
  });

  it('are not held for people who get no license', async () => {
    const { world, left } = openWorld();
    await world.accept(30);
    expect(await left()).toBe(50);
  });
});
