import { describe, expect, it } from 'vitest';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import type { LeaveValues } from '../../../src/service/leaving/leaveDraft.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const GRACE = { ...OMAR, id: 'grace', name: 'Grace Okafor', userId: 'U0GRACEOKA' };
const PEOPLE = [OMAR, GRACE, MIA].map(({ id, name, roles, userId }) => ({
  id,
  name,
  roles,
  slack: userId,
  ...(id === 'grace' ? { teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333331' } : {}),
}));

const lea = ({ tenant }: World) => tenant.find('lea@contoso.com');

/** Lea is there, and what these tasks do needs Grace's yes within so many hours. */
async function openWorld(expireAfterHours: number, ...tasks: string[]): Promise<World> {
  const rule = { name: 'Gone', when: { tasks }, by: { people: ['grace'] }, expireAfterHours };
  const world = createWorld({ people: PEOPLE, approvals: [rule] });
  world.tenant.hold('lea@contoso.com', 'Lea', { accountEnabled: true });
  await world.service.resume();
  return world;
}

async function submit(
  world: World,
  task: 'leave' | 'change',
  { id, version, data }: { id: string; version: number; data: Parameters<typeof requestOfActs>[0] },
) {
  const asked = { actor: OMAR, place: PLACE, requestId: id, requestVersion: version };
  return world.service.approvals.submit({ ...asked, kind: 'one', task, ...requestOfActs(data) });
}

/** Offboards Lea, and answers the job. */
async function offboard(world: World, deleteAfter: string) {
  const opened = await world.service.leaving.open(OMAR, PLACE, lea(world)?.id ?? '');
  const typed = { ...opened.data.values, steps: ['block'], deleteAfter } satisfies LeaveValues;
  const { draft } = await world.service.leaving.check(OMAR, opened.id, typed);
  const submitted = await submit(world, 'leave', draft);
  if (!('job' in submitted)) throw new Error('It waits for approval.');
  return world.finish(submitted.job.id);
}

async function change(world: World, signIn: 'allowed' | 'blocked') {
  const { changes } = world.service;
  const opened = await changes.open(OMAR, PLACE, lea(world)?.id ?? '');
  const { draft } = await changes.check(OMAR, opened.id, { ...opened.data.values, signIn });
  return submit(world, 'change', draft);
}

async function deletions(world: World): Promise<RequestRecord[]> {
  const all = await world.store.listRequests({});
  return all
    .filter(({ asked }) => asked.task === 'delete')
    .sort((one, other) => one.createdAt - other.createdAt);
}

const again = (world: World, { id }: Pick<RequestRecord, 'id'>, actor = OMAR) =>
  world.service.deletions.askAgain(actor, id);

/** As long as it says, with what looks after requests each hour. */
async function pass(world: World, ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += HOUR_MS) {
    await world.clock.advance(Math.min(HOUR_MS, ms - gone));
    await world.service.approvals.expire();
  }
}

describe('a deletion that needs an approval of its own', () => {
  it.each([
    ['three days before it expires', 8 * 24, 5],
    ['a day before, where it expires sooner', 72, 2],
    ['when half of the time is over, where it expires within hours', 4, 2 / 24],
  ])('is announced once to both sides %s', async (_when, hours, days) => {
    const world = await openWorld(hours, 'delete');
    await offboard(world, '30');
    const to = async () => (await deletions(world))[0]?.copies.map((one) => `${one.to} ${one.as}`);
    const before = ['omar requester', 'grace approver'];
    await pass(world, days * DAY_MS - 60_000);
    expect(await to()).toEqual(before);
    await pass(world, 120_000);
    expect(await to()).toEqual([...before, ...before]);
    world.restart();
    await world.service.resume();
    await pass(world, HOUR_MS);
    expect(await to()).toEqual([...before, ...before]);
    expect((await deletions(world))[0]).toMatchObject({ state: 'waiting', warnedAt: expect.any(Number) });
  });

  it('is announced later by as long as nobody could decide, and not at all once it was approved', async () => {
    const world = await openWorld(8 * 24, 'delete');
    await offboard(world, '30');
    await world.service.brake.pause(OMAR);
    await pass(world, DAY_MS);
    await world.service.brake.goOn(OMAR);
    await pass(world, 5 * DAY_MS - HOUR_MS);
    const [waiting] = await deletions(world);
    expect(waiting).not.toHaveProperty('warnedAt');
    await world.service.approvals.decide(GRACE, waiting?.id ?? '', waiting?.version ?? 0, 'approve');
    await pass(world, 2 * DAY_MS);
    expect((await deletions(world))[0]).not.toHaveProperty('warnedAt');
    await pass(world, 20 * DAY_MS);
    expect((await deletions(world))[0]).toMatchObject({ toldAt: expect.any(Number) });
  });

  it('is asked for again by its requester once nobody decided in time, for its own day', async () => {
    const world = await openWorld(72, 'delete');
    const job = await offboard(world, '30');
    await pass(world, 4 * DAY_MS);
    const [first] = await deletions(world);
    if (first === undefined) throw new Error('Nothing was planned.');
    expect(first.copies.filter(({ as }) => as === 'requester')).toHaveLength(3);
    await expect(again(world, first, GRACE)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    const { request } = await again(world, first);
    expect(request).toMatchObject({ state: 'waiting', asked: { startsAt: first.asked.startsAt } });
    expect((await again(world, first)).request.id).toBe(request.id);
    expect(await deletions(world)).toHaveLength(2);
    const [row] = await world.store.loadRows(job.job.id);
    expect(row?.deletion).toMatchObject({ requestId: request.id, needsApproval: true });
    await world.service.approvals.decide(GRACE, request.id, request.version, 'approve');
    await pass(world, 27 * DAY_MS);
    const { jobId = '' } = (await deletions(world))[1] ?? {};
    await world.finish(jobId);
    expect(lea(world)).toBeUndefined();
  });

  it('is asked for again for a day that is far enough away, after a decline long after', async () => {
    const world = await openWorld(240, 'delete');
    await offboard(world, '2');
    const [first] = await deletions(world);
    const { approvals } = world.service;
    await approvals.decide(GRACE, first?.id ?? '', first?.version ?? 0, 'decline', 'Not yet');
    await pass(world, 3 * DAY_MS);
    const { request } = await again(world, first ?? { id: '' });
    expect(request.asked.startsAt).toBe(world.clock.now() + 4 * DAY_MS);
  });

  it('is not asked for again while it waits, after it was kept, and once its person is needed again', async () => {
    const world = await openWorld(72, 'delete');
    await offboard(world, '30');
    const [first] = await deletions(world);
    if (first === undefined) throw new Error('Nothing was planned.');
    await expect(again(world, first)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    await pass(world, 4 * DAY_MS);
    const submitted = await change(world, 'allowed');
    if (!('job' in submitted)) throw new Error('It waits for approval.');
    await world.finish(submitted.job.id);
    await expect(again(world, first)).rejects.toMatchObject({ code: 'NOT_YET' });
    expect(await deletions(world)).toHaveLength(1);

    const kept = await openWorld(72, 'delete');
    await offboard(kept, '30');
    const [other] = await deletions(kept);
    await kept.service.approvals.cancel(OMAR, other?.id ?? '');
    await expect(again(kept, other ?? { id: '' })).rejects.toMatchObject({ code: 'ALREADY_DONE' });
  });
});

describe('a sign-in that is allowed once somebody approves it', () => {
  async function askToAllow(world: World): Promise<RequestRecord> {
    Object.assign(lea(world) ?? {}, { accountEnabled: false });
    const submitted = await change(world, 'allowed');
    if (!('request' in submitted)) throw new Error('It needed no approval.');
    return submitted.request.request;
  }

  it('is allowed where nothing came in between', async () => {
    const world = await openWorld(72, 'change');
    const { id, version } = await askToAllow(world);
    await world.service.approvals.decide(GRACE, id, version, 'approve');
    await world.finish((await world.store.loadRequest(id))?.jobId ?? '');
    expect(lea(world)?.accountEnabled).toBe(true);
  });

  it('is not allowed to somebody who was offboarded since, and its requester is told', async () => {
    const world = await openWorld(72, 'change');
    const { id, version } = await askToAllow(world);
    Object.assign(lea(world) ?? {}, { accountEnabled: true });
    await world.clock.advance(60_000);
    await offboard(world, '');
    await world.service.approvals.decide(GRACE, id, version, 'approve');
    const request = await world.store.loadRequest(id);
    expect(request?.problem).toMatchObject({ message: expect.stringContaining('offboarded or blocked') });
    expect(request?.copies.at(-1)).toMatchObject({ to: 'omar', as: 'requester' });
    expect(lea(world)?.accountEnabled).toBe(false);
    world.restart();
    await world.service.resume();
    expect((await world.store.loadRequest(id))?.jobId).toBeUndefined();
  });
});
