import { describe, expect, it } from 'vitest';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { E3, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const PEOPLE = [{ id: 'omar', name: 'Omar Haddad', roles: ['helpdesk', 'admin'], slack: OMAR.userId }];

function openWorld(): World {
  const world = createWorld({ people: PEOPLE });
  world.tenant.licenses = [{ ...E3, total: 50, left: 50 }];
  world.tenant.hold('ada@contoso.com', 'Ada', {
    accountEnabled: true,
    usageLocation: 'US',
    held: [{ skuId: E3.skuId, disabledPlans: [], inherited: false }],
  });
  return world;
}

const ada = ({ tenant }: World) => tenant.find('ada@contoso.com');
const idOf = (world: World) => ada(world)?.id ?? '';

const REFUSED = { status: 'refused', error: fail('FORBIDDEN') } as const;
const DONE = { status: 'done' } as const;

function refuseLicenseOnce(world: World): void {
  world.tenant.changeFateOf = (_change, nth) => (nth === 1 ? REFUSED : DONE);
}

/** The offboarding blocked them, in the first such call. */
function refuseAllowOnce(world: World): void {
  world.tenant.actFateOf = (what, _id, nth) => (what === 'person' && nth === 2 ? REFUSED : DONE);
}

async function accept(
  world: World,
  task: 'leave' | 'putBack',
  draft: { id: string; version: number; data: Parameters<typeof requestOfActs>[0] },
) {
  const { job } = await world.service.jobs.accept({
    actor: OMAR,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'one',
    task,
    ...requestOfActs(draft.data),
  });
  return world.finish(job.id);
}

async function leave(world: World) {
  const { id, data } = await world.service.leaving.open(OMAR, PLACE, idOf(world));
  const typed = { ...data.values, steps: ['block', 'licenses'] as const };
  return accept(world, 'leave', (await world.service.leaving.check(OMAR, id, typed)).draft);
}

async function putBack(world: World) {
  const [kept] = await world.service.snapshots.list(OMAR, idOf(world));
  return accept(world, 'putBack', (await world.service.putBacks.open(OMAR, PLACE, kept?.id ?? '')).draft);
}

describe('Try again of a job that something came after', () => {
  it('takes nothing from somebody who was put back since, and is not offered again', async () => {
    const world = openWorld();
    refuseLicenseOnce(world);
    const left = await leave(world);
    expect(left.counts).toMatchObject({ partly: 1 });
    await world.clock.advance(1_000);
    expect((await putBack(world)).counts).toMatchObject({ created: 1 });
    await world.clock.advance(20 * 86_400_000);
    await expect(world.service.jobs.retry(OMAR, left.job.id)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: "This wasn't done, because this person has been put back since then.",
    });
    expect(ada(world)).toMatchObject({ accountEnabled: true, held: [{ skuId: E3.skuId }] });
    const { rows } = (await world.service.jobs.read(left.job.id)) ?? {};
    expect(rows?.[0]?.overtakenAt).toBeDefined();
    await expect(world.service.jobs.retry(OMAR, left.job.id)).rejects.toBeDefined();
  });

  it('lets nobody in who was offboarded since they were to be put back', async () => {
    const world = openWorld();
    await leave(world);
    await world.clock.advance(1_000);
    refuseAllowOnce(world);
    const back = await putBack(world);
    expect(back.counts).toMatchObject({ partly: 1 });
    await world.clock.advance(1_000);
    await leave(world);
    await expect(world.service.jobs.retry(OMAR, back.job.id)).rejects.toMatchObject({
      message: "This wasn't done, because this person has been offboarded since then.",
    });
    expect(ada(world)).toMatchObject({ accountEnabled: false });
  });

  it('goes on with an offboarding where there was no more than another one', async () => {
    const world = openWorld();
    refuseLicenseOnce(world);
    const left = await leave(world);
    await world.clock.advance(1_000);
    await leave(world);
    await world.service.jobs.retry(OMAR, left.job.id);
    expect((await world.finish(left.job.id)).counts).toMatchObject({ created: 1 });
    expect(ada(world)).toMatchObject({ accountEnabled: false, held: [] });
  });
});
