import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import type { HeldLicense } from '../../../src/domain/terms.ts';
import type { AssignValues } from '../../../src/service/licensing/assignDraft.ts';
import type { JobRecord } from '../../../src/service/ports/records.ts';
import { E3, E5 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const SWAY = 'a23b959c-7ce8-4e57-9140-b90eb88a9e97';
const PEOPLE = [OMAR, MIA].map(({ id, name, roles, userId }) => ({ id, name, roles, slack: userId }));
const GRACE = {
  id: 'grace',
  name: 'Grace Okafor',
  roles: ['approver'],
  slack: 'U0GRACEOKA',
  teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333333',
};
const RULE = { name: 'E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } };
const DIRECT: HeldLicense = { skuId: E5.skuId, disabledPlans: [], inherited: false };
const BY_GROUP: HeldLicense = { ...DIRECT, inherited: true };

function openWorld(...held: HeldLicense[]): World {
  const world = createWorld({ people: [...PEOPLE, GRACE], approvals: [RULE] });
  world.tenant.licenses = [E5, E3].map((license) => ({
    ...license,
    total: 50,
    left: 50,
    servicePlans: [{ servicePlanId: SWAY, name: 'Sway' }],
  }));
  world.tenant.hold('ada@contoso.com', 'Ada', { usageLocation: 'US', held });
  return world;
}

const ada = ({ tenant }: World) => tenant.find('ada@contoso.com');
const held = (world: World) => ada(world)?.held ?? [];
function setHeld(world: World, ...now: HeldLicense[]): void {
  const account = ada(world);
  if (account !== undefined) account.held = now;
}

/** What the form and its confirmation lead to. */
async function start(world: World, values: Partial<AssignValues>, meanwhile = (): void => undefined) {
  const { service } = world;
  const { id, data } = await service.assignments.open(OMAR, PLACE, [ada(world)?.id ?? '']);
  const { draft } = await service.assignments.check(OMAR, id, { ...data.values, ...values });
  const people = service.assignments.peopleOf(await service.facts.read('contoso'), draft.data);
  meanwhile();
  return service.approvals.submit({
    actor: OMAR,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'assign',
    people,
    settings: { accountEnabled: true, usageLocation: 'US', licenses: [], recipients: [] },
  });
}

async function run(world: World, values: Partial<AssignValues>, meanwhile?: () => void): Promise<JobRecord> {
  const submitted = await start(world, values, meanwhile);
  if (!('job' in submitted)) throw new Error('This waits for approval.');
  await world.finish(submitted.job.id);
  return submitted.job;
}

const SWAY_OFF = { servicesOff: [`${E5.skuId}/${SWAY}`] };

describe('D20: services of a license that were to be switched', () => {
  it('are switched while it is held', async () => {
    const world = openWorld(DIRECT);
    await run(world, SWAY_OFF);
    expect(held(world)).toEqual([{ ...DIRECT, disabledPlans: [SWAY] }]);
  });

  it.each<[string, HeldLicense[]]>([
    ['taken away', []],
    ['left to a group', [BY_GROUP]],
  ])('do not bring it back when it was %s between the form and the change', async (_what, now) => {
    const world = openWorld(DIRECT);
    const { id } = await run(world, SWAY_OFF, () => setHeld(world, ...now));
    expect(held(world)).toEqual(now);
    const state = await world.service.jobs.read(id);
    expect(state?.rows[0]?.license.error).toMatchObject({
      code: 'VERSION_STALE',
      message: expect.stringContaining('No license was changed'),
    });
    // Nor later, by Retry.
    await world.service.jobs.retry(OMAR, id);
    await world.finish(id);
    expect(held(world)).toEqual(now);
  });

  it('do not bring it back by an undo that goes on after a restart, unless the rules want no approval', async () => {
    const world = openWorld(DIRECT);
    const { id } = await run(world, SWAY_OFF);
    const { holdJob } = world.store;
    world.store.holdJob = async (jobId) => {
      const held = await holdJob(jobId);
      if (held === undefined) return undefined;
      return {
        ...held,
        update(...change) {
          // From the moment it is durable.
          world.tenant.away = true;
          return held.update(...change);
        },
      };
    };
    expect('request' in (await world.service.jobs.undo(OMAR, id))).toBe(false);
    setHeld(world);
    world.restart();
    world.tenant.away = false;
    await world.service.resume();
    await world.clock.until(world.clock.sleep(5_000));
    expect(held(world)).toEqual([]);
    const state = await world.service.jobs.read(id);
    expect(state?.rows[0]?.undo?.error).toMatchObject({ code: 'NEEDS_APPROVAL' });

    const { customers, people } = world.policy;
    world.policy.approvals = policySchema.parse({ customers, people, approvals: [] }).approvals;
    await world.service.jobs.undo(OMAR, id);
    await world.clock.until(world.clock.sleep(5_000));
    expect(held(world)).toEqual([DIRECT]);
  });
});

describe('D6: a license that comes from a group', () => {
  it('is not made direct unasked by giving it to people of whom some have it', async () => {
    const world = openWorld({ ...BY_GROUP, disabledPlans: [SWAY] });
    world.tenant.hold('bob@contoso.com', 'Bob', { usageLocation: 'US', held: [] });
    const { service } = world;
    const ids = ['ada@contoso.com', 'bob@contoso.com'].map((name) => world.tenant.find(name)?.id ?? '');
    const { id, data } = await service.assignments.open(OMAR, PLACE, ids);
    const values = { ...data.values, licenses: [E5.skuId] };
    const { draft } = await service.assignments.check(OMAR, id, values);
    const people = service.assignments.peopleOf(await service.facts.read('contoso'), draft.data);
    expect(people.map(({ person, licenses }) => [person.displayName, licenses])).toEqual([
      ['Bob', [E5.skuId]],
    ]);
  });

  it('is given directly once that was approved', async () => {
    const world = openWorld();
    const asked = await start(world, { licenses: [E5.skuId] }, () =>
      setHeld(world, { ...BY_GROUP, disabledPlans: [SWAY] }),
    );
    if (!('request' in asked)) throw new Error('This needed no approval.');
    const grace = { ...OMAR, id: 'grace', name: 'Grace Okafor', roles: ['approver'] as const };
    await world.service.approvals.decide(grace, asked.request.request.id, 1, 'approve');
    const { jobId = '' } = (await world.store.loadRequest(asked.request.request.id)) ?? {};
    expect((await world.finish(jobId)).counts.created).toBe(1);
    expect(held(world)).toContainEqual(DIRECT);
  });
});
