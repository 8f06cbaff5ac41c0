import { describe, expect, it } from 'vitest';
import { E3, E5, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR } from '../fakes/world.ts';

const WITH_E3 = { settings: { licenses: [E3.skuId] } };

describe('licenses', () => {
  it('assigns all of a person’s licenses in one call', async () => {
    const world = createWorld();
    const { rows } = await world.run(2, { settings: { licenses: [E3.skuId, E5.skuId] } });
    expect(world.tenant.licensed).toEqual([
      { objectId: 'object-1', licenses: [E3.skuId, E5.skuId] },
      { objectId: 'object-2', licenses: [E3.skuId, E5.skuId] },
    ]);
    expect(rows.map(({ license }) => license.state)).toEqual(['done', 'done']);
  });

  it('tries again while a new account is not known everywhere yet', async () => {
    const world = createWorld();
    const later = { status: 'later', afterMs: 5_000, error: fail('LOCATION_INVALID') } as const;
    world.tenant.licenseFateOf = (_, nth) => (nth < 4 ? later : { status: 'done' });
    expect((await world.run(1, WITH_E3)).counts.created).toBe(1);
  });

  it('goes on trying when the clock is put ahead by an hour meanwhile', async () => {
    const world = createWorld();
    const later = { status: 'later', afterMs: 5_000, error: fail('LOCATION_INVALID') } as const;
    world.tenant.licenseFateOf = (_, nth) => {
      if (nth === 2) world.clock.putAhead(3_600_000);
      return nth < 4 ? later : { status: 'done' };
    };
    expect((await world.run(1, WITH_E3)).counts).toMatchObject({ created: 1, partly: 0 });
  });

  it('goes on by itself after 45 minutes in which a principal’s quota was used up, without a press on Retry', async () => {
    const world = createWorld();
    const throttled = { status: 'later', afterMs: 180_000, error: fail('THROTTLED') } as const;
    const since = world.clock.now();
    world.tenant.licenseFateOf = () =>
      world.clock.now() - since < 45 * 60_000 ? throttled : { status: 'done' };
    expect((await world.run(2, WITH_E3)).counts).toMatchObject({ created: 2, partly: 0 });
    expect(world.clock.now() - since).toBeGreaterThan(45 * 60_000);
  });

  it('does not count a long wait for the quota as a wait for the directory’s copies', async () => {
    const world = createWorld();
    const throttled = { status: 'later', afterMs: 60_000, error: fail('THROTTLED') } as const;
    const notYetKnown = { status: 'later', afterMs: 5_000, error: fail('NOT_FOUND') } as const;
    world.tenant.licenseFateOf = (_, nth) =>
      nth < 7 ? throttled : nth < 10 ? notYetKnown : { status: 'done' };
    expect((await world.run(1, WITH_E3)).counts).toMatchObject({ created: 1, partly: 0 });
  });

  it('reports it as a failed step after a minute, and a retry assigns it to the same account', async () => {
    const world = createWorld();
    const error = fail('LOCATION_INVALID', 'The location is not seen yet.');
    world.tenant.licenseFateOf = () => ({ status: 'later', afterMs: 5_000, error });
    const before = world.clock.now();
    const { counts, rows, job } = await world.run(2, WITH_E3);
    expect(world.clock.now() - before).toBeGreaterThan(60_000);
    expect(counts).toEqual({ total: 2, created: 0, failed: 0, partly: 2, undone: 0, waiting: 0 });
    expect(rows[0]?.license.error?.message).toBe('The location is not seen yet.');
    expect(world.mailer.inbox).toHaveLength(1);

    world.tenant.licenseFateOf = () => ({ status: 'done' });
    await world.service.jobs.retry(OMAR, job.id);
    const after = await world.finish(job.id);
    expect(after.counts).toMatchObject({ created: 2, partly: 0 });
    expect(world.tenant.sent).toHaveLength(2);
    expect(world.mailer.inbox).toHaveLength(1);
  });

  it('says for whom no seat was left', async () => {
    const world = createWorld();
    world.tenant.licenseFateOf = ({ objectId }) =>
      objectId === 'object-2' ? { status: 'refused', error: fail('NO_SEATS') } : { status: 'done' };
    const { rows, counts } = await world.run(3, WITH_E3);
    expect(counts).toEqual({ total: 3, created: 2, failed: 0, partly: 1, undone: 0, waiting: 0 });
    expect(rows.filter(({ license }) => license.state === 'failed')).toHaveLength(1);
    expect(world.store.entries().filter(({ what }) => what === 'license.failed')).toMatchObject([
      { outcome: 'failed', detail: { code: 'NO_SEATS' } },
    ]);
  });

  it('keeps the account when the directory goes away before the license', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => {
      setImmediate(() => {
        world.tenant.away = true;
      });
      return 'answered';
    };
    const { rows, counts } = await world.run(1, { ...WITH_E3, kind: 'one' });
    expect(counts.partly).toBe(1);
    expect(rows[0]?.license.error?.message).toContain('The account was created');
  });
});
