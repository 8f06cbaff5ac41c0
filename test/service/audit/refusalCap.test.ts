import { describe, expect, it } from 'vitest';
import { createWorld, MIA, OMAR } from '../fakes/world.ts';

const ZOE = { userPrincipalName: 'zoe@contoso.com', displayName: 'Zoe', usageLocation: 'US' };

describe('T49: what the service refuses people whom it knows', () => {
  const refusals = (world: ReturnType<typeof createWorld>) =>
    world.store.entries().filter(({ outcome }) => outcome === 'refused');

  it('is audited so often a minute, for each of them alone, and everything that is done always', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    const press = () => world.service.jobs.retry(MIA, job.id).catch((error: unknown) => error);
    for (let count = 0; count < 80; count += 1) expect(await press()).toMatchObject({ code: 'NOT_YOURS' });
    expect(refusals(world)).toHaveLength(60);
    expect(world.logged.filter((line) => line.startsWith('audit.more_refusals'))).toHaveLength(1);
    const hers = await world.accept([ZOE], { actor: MIA, kind: 'one' });
    await world.service.jobs.retry(OMAR, hers.id).catch(() => undefined);
    expect(refusals(world).filter(({ actor }) => actor === 'omar')).toHaveLength(1);
    const before = world.store.entries().length;
    await world.finish(hers.id);
    expect(world.store.entries().length).toBeGreaterThan(before);
    await world.clock.advance(60_000);
    await press();
    expect(refusals(world)).toHaveLength(62);
  });
});
