import { describe, expect, it } from 'vitest';
import { requestOfActs } from '../../../../src/service/changing/changing.ts';
import { requestOfChanges } from '../../../../src/service/changing/requestOfChanges.ts';
import type { LeaveValues } from '../../../../src/service/leaving/leaveDraft.ts';
import { requestOfLeavers } from '../../../../src/service/leaving/peopleOfLeavers.ts';
import { E3 } from '../../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../../fakes/world.ts';

const DAY_MS = 86_400_000;
const GRACE = { ...OMAR, id: 'grace', name: 'Grace Okafor', userId: 'U0GRACEOKA' };
const PEOPLE = [OMAR, GRACE, MIA].map(({ id, name, roles, userId }, index) => ({
  id,
  name,
  roles,
  slack: userId,
  teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${index}`,
}));
const LEAVERS = { name: 'Leavers', when: { tasks: ['leave'] }, by: { people: ['grace', 'mia'] } };

async function openWorld(more: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = createWorld({ people: PEOPLE, ...more });
  for (const name of ['Lea', 'Max']) {
    world.tenant.hold(`${name.toLowerCase()}@contoso.com`, name, {
      accountEnabled: true,
      usageLocation: 'US',
      held: [{ skuId: E3.skuId, disabledPlans: [], inherited: false }],
    });
  }
  await world.service.resume();
  return world;
}

const idOf = ({ tenant }: World, name = 'lea@contoso.com') => tenant.find(name)?.id ?? '';

function inDays({ clock }: World, days: number): Partial<LeaveValues> {
  const [date = '', time = ''] = new Date(clock.now() + days * DAY_MS).toISOString().split('T');
  return { date, time: time.slice(0, 5), zone: 'UTC' };
}

/** A confirmation that is open, to be pressed. */
async function confirmLeave(world: World, typed: Partial<LeaveValues>, actor = OMAR) {
  const { id, data } = await world.service.leaving.open(actor, PLACE, idOf(world));
  const { draft } = await world.service.leaving.check(actor, id, { ...data.values, ...typed });
  return () =>
    world.service.approvals.submit({
      actor,
      place: PLACE,
      requestId: draft.id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'leave',
      ...requestOfActs(draft.data),
    });
}

async function listLeaves({ store }: World) {
  const all = await store.listRequests({});
  return all.filter(({ asked, state }) => asked.task === 'leave' && state !== 'cancelled');
}

describe('confirmations that cross', () => {
  it.each([
    ['one after the other', false],
    ['in the same moment', true],
  ])('plan somebody once, when they are pressed %s', async (_how, together) => {
    const world = await openWorld();
    const first = await confirmLeave(world, inDays(world, 2));
    const second = await confirmLeave(world, inDays(world, 4), GRACE);
    const outcomes = together
      ? await Promise.allSettled([first(), second()])
      : [...(await Promise.allSettled([first()])), ...(await Promise.allSettled([second()]))];
    expect(outcomes[0]?.status).toBe('fulfilled');
    expect(outcomes[1]).toMatchObject({
      status: 'rejected',
      reason: { code: 'NOT_YET', message: expect.stringContaining('They are already planned to leave on') },
    });
    expect(await listLeaves(world)).toHaveLength(1);
    // Pressed again, the first one is the one that it was.
    await first();
    expect(await listLeaves(world)).toHaveLength(1);
  });

  it('ask for approval once', async () => {
    const world = await openWorld({ approvals: [LEAVERS] });
    const first = await confirmLeave(world, {});
    const second = await confirmLeave(world, {}, GRACE);
    await first();
    await expect(second()).rejects.toMatchObject({
      message: 'A request to offboard them is already waiting for approval.',
    });
    expect(await listLeaves(world)).toHaveLength(1);
  });

  it('move a plan that the second one was shown to replace', async () => {
    const world = await openWorld();
    await (await confirmLeave(world, inDays(world, 2)))();
    await (await confirmLeave(world, inDays(world, 4)))();
    expect(await listLeaves(world)).toHaveLength(1);
  });

  it('leave out of several people whom the first one has', async () => {
    const world = await openWorld();
    const ids = [idOf(world), idOf(world, 'max@contoso.com')];
    const opened = await world.service.leavers.open(OMAR, PLACE, ids);
    if (!('draft' in opened)) throw new Error('Nobody can leave.');
    const { id, data } = opened.draft;
    const typed = { ...data.values, ...inDays(world, 3) };
    const { draft } = await world.service.leavers.check(OMAR, id, typed);
    await (await confirmLeave(world, inDays(world, 2)))();
    const { leftOut = [], ...asked } = requestOfLeavers(draft.data);
    await world.service.approvals.submit({
      actor: OMAR,
      place: PLACE,
      requestId: draft.id,
      requestVersion: draft.version,
      kind: 'bulk',
      task: 'leave',
      ...asked,
      leftOut,
    });
    const second = (await listLeaves(world)).find(
      ({ asked: { people } }) => people[0]?.person.displayName === 'Max',
    );
    expect(second?.asked.people).toHaveLength(1);
    expect(second?.asked.leftOut).toMatchObject([
      { displayName: 'Lea', reason: expect.stringContaining('They are already planned to leave on') },
    ]);
  });

  it.each([true, false])('let nobody in who was offboarded meanwhile (they were: %s)', async (isOut) => {
    const world = await openWorld();
    Object.assign(world.tenant.find('lea@contoso.com') ?? {}, { accountEnabled: false });
    const { changes, approvals } = world.service;
    const { id, data } = await changes.open(MIA, PLACE, idOf(world));
    const { draft } = await changes.check(MIA, id, { ...data.values, signIn: 'allowed' });
    await world.clock.advance(1_000);
    if (isOut) {
      const submitted = await (await confirmLeave(world, { steps: ['block', 'signOut'] }))();
      if (!('job' in submitted)) throw new Error('It waits.');
      await world.finish(submitted.job.id);
    }
    const press = approvals.submit({
      actor: MIA,
      place: PLACE,
      requestId: draft.id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'change',
      ...requestOfActs(draft.data),
    });
    if (isOut) {
      await expect(press).rejects.toMatchObject({
        code: 'VERSION_STALE',
        message: 'This person was offboarded or blocked after you opened this form.',
      });
    } else await expect(press).resolves.toHaveProperty('job');
  });

  /** A file that allows Lea and Max to sign in, shown and ready to be asked for. */
  async function openAllows(world: World) {
    for (const name of ['lea', 'max']) {
      Object.assign(world.tenant.find(`${name}@contoso.com`) ?? {}, { accountEnabled: false });
    }
    const bytes = Buffer.from('User name,Sign-in\nlea@contoso.com,Allowed\nmax@contoso.com,Allowed');
    const { manyChanges, approvals } = world.service;
    const { id } = await manyChanges.openFile(OMAR, PLACE, {
      name: 'back.csv',
      open: async () =>
        (async function* () {
          yield bytes;
        })(),
    });
    const draft = await manyChanges.check(OMAR, id, 'T-1');
    expect(draft.data.people).toHaveLength(2);
    await world.clock.advance(1_000);
    return () =>
      approvals.submit({
        actor: OMAR,
        place: PLACE,
        requestId: draft.id,
        requestVersion: draft.version,
        kind: 'bulk',
        task: 'change',
        reason: 'T-1',
        ...requestOfChanges(draft.data),
      });
  }

  async function offboardLea(world: World): Promise<void> {
    const submitted = await (await confirmLeave(world, { steps: ['block', 'signOut'] }, GRACE))();
    if (!('job' in submitted)) throw new Error('It waits.');
    await world.finish(submitted.job.id);
  }

  const isAllowed = (world: World, name: string) => world.tenant.find(`${name}@contoso.com`)?.accountEnabled;
  const LEFT_OUT = {
    row: 2,
    displayName: 'Lea',
    reason: expect.stringContaining('This person was offboarded or blocked after this was asked for'),
  };

  it('of several people let all others in but who was offboarded meanwhile', async () => {
    const world = await openWorld();
    const press = await openAllows(world);
    await offboardLea(world);
    const submitted = await press();
    if (!('job' in submitted)) throw new Error('It waits.');
    await world.finish(submitted.job.id);
    expect([isAllowed(world, 'lea'), isAllowed(world, 'max')]).toEqual([false, true]);
    expect((await world.store.loadJob(submitted.job.id))?.leftOut).toMatchObject([LEFT_OUT]);
  });

  it('of several people let all others in where that happened while it waited for approval', async () => {
    const rule = { name: 'Changes', when: { tasks: ['change'] }, by: { people: ['mia'] } };
    const world = await openWorld({ approvals: [rule] });
    const submitted = await (await openAllows(world))();
    if (!('request' in submitted)) throw new Error('It does not wait.');
    await world.clock.advance(1_000);
    await offboardLea(world);
    const { id, version } = submitted.request.request;
    await world.service.approvals.decide(MIA, id, version, 'approve');
    const jobIdOf = async () => (await world.store.loadRequest(id))?.jobId;
    await expect.poll(jobIdOf).toBeDefined();
    await world.finish((await jobIdOf()) ?? '');
    expect([isAllowed(world, 'lea'), isAllowed(world, 'max')]).toEqual([false, true]);
    expect((await world.store.loadJob((await jobIdOf()) ?? ''))?.leftOut).toMatchObject([LEFT_OUT]);
  });
});
