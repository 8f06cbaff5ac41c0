import { describe, expect, it } from 'vitest';
import type { HeldLicense } from '../../../src/domain/terms.ts';
import type { AssignValues } from '../../../src/service/licensing/assignDraft.ts';
import { MAX_PICKED } from '../../../src/service/licensing/assigning.ts';
import { E3, E5, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const TEAMS = '57ff2da0-773e-42df-b2af-ffb7a2317929';
const SWAY = 'a23b959c-7ce8-4e57-9140-b90eb88a9e97';
const LICENSE = {
  ...E3,
  servicePlans: [
    { servicePlanId: TEAMS, name: 'Microsoft Teams' },
    { servicePlanId: SWAY, name: 'Sway' },
  ],
};

function holding(skuId: string, disabledPlans: string[] = []): HeldLicense {
  return { skuId, disabledPlans, inherited: false };
}

/** Ada has E3 without Sway, Grace has nothing, and Omar is blocked. */
function createTenant(left = 5): World {
  const world = createWorld();
  world.tenant.licenses = [{ ...LICENSE, left }, E5];
  world.tenant.hold('ada@contoso.com', 'Ada', { held: [holding(E3.skuId, [SWAY])], usageLocation: 'US' });
  world.tenant.hold('grace@contoso.com', 'Grace', { held: [], usageLocation: 'US' });
  world.tenant.hold('omar@contoso.com', 'Omar', { held: [], usageLocation: 'US', accountEnabled: false });
  return world;
}

const NAMES = ['ada@contoso.com', 'grace@contoso.com', 'omar@contoso.com'];

async function ask(world: World, values: Partial<AssignValues>) {
  const ids = NAMES.map((name) => world.tenant.find(name)?.id ?? '');
  const draft = await world.service.assignments.open(OMAR, PLACE, ids);
  return world.service.assignments.check(OMAR, draft.id, { ...draft.data.values, ...values });
}

async function accept(world: World, values: Partial<AssignValues>) {
  const { draft } = await ask(world, values);
  const people = world.service.assignments.peopleOf(await world.service.facts.read('contoso'), draft.data);
  const { job } = await world.service.jobs.accept({
    actor: OMAR,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'bulk',
    task: 'assign',
    people,
    settings: { accountEnabled: true, usageLocation: 'US', licenses: [], recipients: [] },
  });
  return job;
}

const heldBy = ({ tenant }: World, name: string) =>
  (tenant.find(name)?.held ?? []).map(({ skuId, disabledPlans }) => [skuId, disabledPlans]);

describe('licenses for several people who are picked', () => {
  it('need a seat only for those who have none, and say who cannot sign in', async () => {
    const { draft, problems, seats } = await ask(createTenant(2), { licenses: [E3.skuId] });
    expect(seats).toMatchObject([{ needs: 2, short: false }]);
    expect(problems).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('blocked for Omar') },
    ]);
    expect(draft.data.checked).toBe(true);
  });

  it('are refused where a seat is missing', async () => {
    const { draft, problems } = await ask(createTenant(1), { licenses: [E3.skuId] });
    expect(problems).toMatchObject([{ message: expect.stringMatching(/needs 2, 1 left/) }, {}]);
    expect(draft.data.checked).toBeUndefined();
  });

  it('stay with those who have them from a group, which is said', async () => {
    const world = createTenant();
    const grace = world.tenant.find('grace@contoso.com');
    if (grace !== undefined) grace.held = [{ skuId: E3.skuId, disabledPlans: [], inherited: true }];
    const { problems } = await ask(world, { remove: [E3.skuId] });
    expect(problems).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('stays with Grace') },
    ]);
    const job = await accept(world, { remove: [E3.skuId] });
    expect((await world.finish(job.id)).counts).toMatchObject({ total: 1, created: 1 });
    expect(heldBy(world, 'ada@contoso.com')).toEqual([]);
    expect(heldBy(world, 'grace@contoso.com')).toEqual([[E3.skuId, []]]);
  });

  it('leave the services alone that somebody has off', async () => {
    const world = createTenant();
    const job = await accept(world, { licenses: [E3.skuId] });
    expect((await world.finish(job.id)).counts).toMatchObject({ total: 2, created: 2 });
    expect(heldBy(world, 'ada@contoso.com')).toEqual([[E3.skuId, [SWAY]]]);
    expect(heldBy(world, 'grace@contoso.com')).toEqual([[E3.skuId, []]]);
  });

  it('switch a service off for those who have the license, and for those who get it', async () => {
    const world = createTenant();
    const job = await accept(world, { licenses: [E3.skuId], servicesOff: [`${E3.skuId}/${TEAMS}`] });
    await world.finish(job.id);
    expect(heldBy(world, 'ada@contoso.com')).toEqual([[E3.skuId, [SWAY, TEAMS]]]);
    expect(heldBy(world, 'grace@contoso.com')).toEqual([[E3.skuId, [TEAMS]]]);
  });

  it('are undone for those who were changed, and nobody else is counted', async () => {
    const world = createTenant();
    world.tenant.changeFateOf = ({ objectId }) =>
      objectId === world.tenant.find('omar@contoso.com')?.id
        ? { status: 'refused', error: fail('NO_SEATS', 'Gone meanwhile.') }
        : { status: 'done' };
    const job = await accept(world, { licenses: [E3.skuId] });
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1, failed: 1 });
    await world.service.jobs.undo(OMAR, job.id);
    await world.clock.until(world.clock.sleep(5_000));
    expect((await world.service.jobs.read(job.id))?.counts).toMatchObject({ undone: 1, failed: 1 });
    expect(heldBy(world, 'grace@contoso.com')).toEqual([]);
  });

  it('are refused for more people than fit a form, for nobody, and for somebody who is gone', async () => {
    const { service, tenant } = createTenant();
    const ids = Array.from({ length: MAX_PICKED + 1 }, (_, index) => `id-${index}`);
    await expect(service.assignments.open(OMAR, PLACE, ids)).rejects.toThrow(/more than 25 people/);
    await expect(service.assignments.open(OMAR, PLACE, [])).rejects.toThrow(/No one was picked/);
    const ada = tenant.find('ada@contoso.com')?.id ?? '';
    await expect(service.assignments.open(OMAR, PLACE, [ada, 'gone'])).rejects.toThrow(
      /no longer in the directory/,
    );
  });
});
