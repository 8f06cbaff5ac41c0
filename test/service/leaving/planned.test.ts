import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { createRetention } from '../../../src/service/audit/retention.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import type { LeaveValues } from '../../../src/service/leaving/leaveDraft.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const GRACE = { ...OMAR, id: 'grace', name: 'Grace Okafor', userId: 'U0GRACEOKA' };
const ADA = { ...OMAR, id: 'ada', name: 'Ada', userId: 'U0ADA' };
const PEOPLE = [OMAR, GRACE, ADA, MIA].map(({ id, name, roles, userId }, index) => ({
  id,
  name,
  roles,
  slack: userId,
  ...(id === 'grace' ? { teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${index}` } : {}),
}));
const debug = () => undefined;
const BERLIN = { id: 'g-berlin', displayName: 'Berlin office' };
const DAY_MS = 86_400_000;

function openWorld(more: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld({ people: PEOPLE, ...more });
  world.tenant.groups = [BERLIN];
  world.tenant.hold('lea@contoso.com', 'Lea', {
    accountEnabled: true,
    usageLocation: 'US',
    held: [{ skuId: E3.skuId, disabledPlans: [], inherited: false }],
  });
  return world;
}

const lea = ({ tenant }: World) => tenant.find('lea@contoso.com');
const idOf = (world: World): string => lea(world)?.id ?? '';

/** In so many days, at the hour it is now. */
function inDays({ clock }: World, days: number): Partial<LeaveValues> {
  const [date = '', time = ''] = new Date(clock.now() + days * DAY_MS).toISOString().split('T');
  return { date, time: time.slice(0, 5), zone: 'UTC' };
}

async function check(world: World, typed: Partial<LeaveValues>, actor = OMAR) {
  const { id, data } = await world.service.leaving.open(actor, PLACE, idOf(world));
  return world.service.leaving.check(actor, id, { ...data.values, ...typed });
}

async function submit(world: World, typed: Partial<LeaveValues>, actor = OMAR) {
  const { draft, problems } = await check(world, typed, actor);
  expect(problems).toEqual([]);
  return world.service.approvals.submit({
    actor,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'leave',
    ...requestOfActs(draft.data),
  });
}

async function plan(world: World, typed: Partial<LeaveValues>, actor = OMAR): Promise<RequestRecord> {
  await world.service.resume();
  const submitted = await submit(world, typed, actor);
  if (!('request' in submitted)) throw new Error('It was not planned.');
  return submitted.request.request;
}

const pass = ({ clock }: World, ms: number) => clock.advance(ms);
const LEAVERS = {
  name: 'leavers',
  when: { tasks: ['leave'] },
  by: { people: ['grace'] },
  count: 1,
  expireAfterHours: 72,
} as unknown as Policy['approvals'][number];

function losesRole({ policy }: World, who: string): void {
  policy.people = policy.people.map((one) => (one.id === who ? { ...one, roles: ['helpdesk'] } : one));
}

async function jobOf(world: World, id: string) {
  const { jobId } = (await world.store.loadRequest(id)) ?? {};
  return jobId === undefined ? undefined : world.finish(jobId);
}

describe('somebody who leaves at a day and an hour', () => {
  it('is left alone until then, and offboarded at the hour with what they have by then', async () => {
    const world = openWorld();
    const { id, state } = await plan(world, inDays(world, 3));
    expect(state).toBe('approved');
    await pass(world, 3 * DAY_MS - 120_000);
    expect(lea(world)).toMatchObject({ accountEnabled: true });
    expect(await jobOf(world, id)).toBeUndefined();
    // A group that they were put into after it was planned.
    world.tenant.joined.push({ objectId: idOf(world), groupId: BERLIN.id });
    await pass(world, 240_000);
    expect((await jobOf(world, id))?.counts).toMatchObject({ created: 1 });
    expect(lea(world)).toMatchObject({ accountEnabled: false, held: [] });
    expect(world.tenant.joined).toEqual([]);
  });

  it.each([true, false])(
    'is told, answered for and deleted under the names of that hour (the process dies: %s)',
    async (dies) => {
      const world = openWorld();
      world.tenant.hold('boss@contoso.com', 'Boss');
      world.tenant.hold('sam@contoso.com', 'Sam');
      world.tenant.managers.set(idOf(world), world.tenant.find('boss@contoso.com')?.id ?? '');
      const { id, asked } = await plan(world, { ...inDays(world, 3), deleteAfter: '2' });
      expect(asked.people[0]?.leaving?.reply).toBe(
        'Lea no longer works here. Please write to boss@contoso.com instead.',
      );
      const held = lea(world);
      if (held === undefined) throw new Error('Lea is not there.');
      world.tenant.accounts.delete('lea@contoso.com');
      const renamed = { ...held, userPrincipalName: 'lea.novak@contoso.com', displayName: 'Lea Novak' };
      world.tenant.accounts.set('lea.novak@contoso.com', renamed);
      world.tenant.managers.set(held.id, world.tenant.find('sam@contoso.com')?.id ?? '');
      await pass(world, 3 * DAY_MS);
      if (dies) {
        await pass(world, 40);
        world.restart();
        await world.service.resume();
      }
      await pass(world, 240_000);
      const { rows = [] } = (await jobOf(world, id)) ?? {};
      expect(rows[0]?.person).toMatchObject({
        userPrincipalName: 'lea.novak@contoso.com',
        displayName: 'Lea Novak',
      });
      expect(rows[0]?.acts?.find(({ act }) => act.kind === 'reply')?.act).toEqual({
        kind: 'reply',
        text: 'Lea Novak no longer works here. Please write to sam@contoso.com instead.',
      });
      await pass(world, 2 * DAY_MS + 240_000);
      expect(world.tenant.find('lea.novak@contoso.com')).toBeUndefined();
    },
  );

  it('has the reply that somebody wrote for them, whoever they report to by then', async () => {
    const world = openWorld();
    const { id } = await plan(world, { ...inDays(world, 3), reply: 'Write to the desk.' });
    await pass(world, 3 * DAY_MS + 240_000);
    const { rows = [] } = (await jobOf(world, id)) ?? {};
    expect(rows[0]?.acts?.find(({ act }) => act.kind === 'reply')?.act).toMatchObject({
      text: 'Write to the desk.',
    });
  });

  it('is offboarded once, however often the process dies before, at and after the hour', async () => {
    const world = openWorld();
    const { id } = await plan(world, inDays(world, 1));
    for (const ms of [DAY_MS / 2, DAY_MS / 2 - 5, 3, 3, 5, 40, 60_000]) {
      await pass(world, ms);
      world.restart();
      await world.service.resume();
    }
    await pass(world, 60_000);
    expect((await jobOf(world, id))?.counts).toMatchObject({ created: 1 });
    expect(await world.store.listJobs({ limit: 10 })).toHaveLength(1);
    expect(lea(world)).toMatchObject({ accountEnabled: false });
  });

  it('is offboarded at once when Rollcall did not run at the hour', async () => {
    const world = openWorld();
    const { id } = await plan(world, inDays(world, 1));
    world.restart();
    await pass(world, 9 * DAY_MS);
    await world.service.resume();
    await pass(world, 1_000);
    expect((await jobOf(world, id))?.counts).toMatchObject({ created: 1 });
  });

  it('is told about to whoever asked the day before, once', async () => {
    const world = openWorld();
    const { id } = await plan(world, inDays(world, 5));
    const copies = async () => (await world.store.loadRequest(id))?.copies.map(({ to }) => to);
    await pass(world, 4 * DAY_MS - 60_000);
    expect(await copies()).toEqual(['omar']);
    await pass(world, 120_000);
    expect(await copies()).toEqual(['omar', 'omar']);
    world.restart();
    await world.service.resume();
    await pass(world, 60_000);
    expect(await copies()).toEqual(['omar', 'omar']);
  });

  it('stays when it is canceled, by whoever asked or another admin, and the requester is told then', async () => {
    const world = openWorld();
    const own = await plan(world, inDays(world, 2));
    expect((await world.service.approvals.cancel(OMAR, own.id)).request.state).toBe('cancelled');
    const other = await plan(world, inDays(world, 2));
    const { request } = await world.service.approvals.cancel(GRACE, other.id);
    expect(request).toMatchObject({ state: 'cancelled', cancelledBy: 'Grace Okafor' });
    expect(request.copies.map(({ to }) => to)).toEqual(['omar', 'omar']);
    await pass(world, 3 * DAY_MS);
    expect(lea(world)).toMatchObject({ accountEnabled: true });
    expect(await world.store.listJobs({ limit: 10 })).toEqual([]);
  });

  it('is not kept by whoever leaves, nor by somebody without the role', async () => {
    const world = openWorld({ resetAdmins: true });
    world.tenant.hold('ada@contoso.com', 'Ada', { accountEnabled: true });
    await world.service.resume();
    const { draft } = await (async () => {
      const opened = await world.service.leaving.open(
        OMAR,
        PLACE,
        world.tenant.find('ada@contoso.com')?.id ?? '',
      );
      return world.service.leaving.check(OMAR, opened.id, { ...opened.data.values, ...inDays(world, 2) });
    })();
    const submitted = await world.service.approvals.submit({
      actor: OMAR,
      place: PLACE,
      requestId: draft.id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'leave',
      ...requestOfActs(draft.data),
    });
    if (!('request' in submitted)) throw new Error('It was not planned.');
    const { id } = submitted.request.request;
    const objectId = world.tenant.find('ada@contoso.com')?.id ?? '';
    const going = (actor: typeof OMAR) => world.service.approvals.listGoing(actor, objectId);
    expect(await going(ADA)).toEqual([]);
    expect(await going(MIA)).toMatchObject([{ request: { id }, mayOpen: false, mayCancel: false }]);
    expect(await going(GRACE)).toMatchObject([{ request: { id }, mayOpen: true, mayCancel: true }]);
    expect(await world.service.approvals.listGoing(MIA, idOf(world))).toEqual([]);
    expect(await world.service.approvals.listPlanned(ADA)).toEqual([]);
    expect(await world.service.approvals.listPlanned(GRACE)).toHaveLength(1);
    for (const [actor, message] of [
      [ADA, 'This plan is about you'],
      [MIA, 'Only the requester, the people who may approve it, and admins'],
    ] as const) {
      await expect(world.service.approvals.cancel(actor, id)).rejects.toMatchObject({
        code: 'NOT_YOURS',
        message: expect.stringContaining(message),
      });
      await expect(world.service.approvals.load(actor, id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    }
  });

  it('waits while Rollcall is paused at the hour, and leaves once it goes on', async () => {
    const world = openWorld();
    const { id } = await plan(world, inDays(world, 1));
    await world.service.brake.pause(OMAR);
    await pass(world, DAY_MS + 120_000);
    expect(lea(world)).toMatchObject({ accountEnabled: true });
    await world.service.brake.goOn(OMAR);
    await pass(world, 60_000);
    expect((await jobOf(world, id))?.counts).toMatchObject({ created: 1 });
    expect(lea(world)).toMatchObject({ accountEnabled: false });
  });

  it.each([
    ['in one process', false],
    ['also after a restart', true],
  ])('can be canceled while Rollcall is paused, when its hour has come, %s', async (_how, restarts) => {
    const world = openWorld();
    const { id } = await plan(world, inDays(world, 1));
    await world.service.brake.pause(OMAR);
    await pass(world, DAY_MS + 120_000);
    if (restarts) {
      world.restart();
      await world.service.resume();
      await pass(world, 60_000);
    }
    expect((await world.store.loadRequest(id))?.begunAt).toBeUndefined();
    expect((await world.service.approvals.cancel(OMAR, id)).request.state).toBe('cancelled');
    await world.service.brake.goOn(OMAR);
    await pass(world, 120_000);
    expect(lea(world)).toMatchObject({ accountEnabled: true });
    expect(await world.store.listJobs({ limit: 10 })).toEqual([]);
  });

  it('leaves once Rollcall goes on, also when it was restarted while it was paused', async () => {
    const world = openWorld();
    const { id } = await plan(world, inDays(world, 1));
    await world.service.brake.pause(OMAR);
    await pass(world, DAY_MS + 120_000);
    world.restart();
    await world.service.resume();
    await pass(world, 120_000);
    expect(lea(world)).toMatchObject({ accountEnabled: true });
    await world.service.brake.goOn(OMAR);
    await pass(world, 60_000);
    expect((await jobOf(world, id))?.counts).toMatchObject({ created: 1 });
  });

  it('can no longer be canceled once it has begun', async () => {
    const world = openWorld();
    const { id } = await plan(world, inDays(world, 1));
    await pass(world, DAY_MS + 1_000);
    await expect(world.service.approvals.cancel(OMAR, id)).rejects.toMatchObject({
      code: 'ALREADY_DONE',
      message: 'This has already started.',
    });
  });

  it('leaves on the new day when it is moved, and at once when it is done now instead', async () => {
    const world = openWorld();
    const first = await plan(world, { ...inDays(world, 2), reply: 'Gone fishing.' });
    const form = await world.service.leaving.open(GRACE, PLACE, idOf(world));
    expect(form.data).toMatchObject({ replaces: first.id, values: { reply: 'Gone fishing.' } });
    const second = await plan(world, inDays(world, 4), GRACE);
    expect(await world.store.loadRequest(first.id)).toMatchObject({
      state: 'cancelled',
      cancelledBy: 'Grace Okafor',
    });
    await pass(world, 3 * DAY_MS);
    expect(lea(world)).toMatchObject({ accountEnabled: true });
    const now = await submit(world, { date: '' });
    expect('job' in now).toBe(true);
    expect(await world.store.loadRequest(second.id)).toMatchObject({ state: 'cancelled' });
  });

  it('keeps what was planned until a move of it is approved', async () => {
    const world = openWorld();
    const first = await plan(world, inDays(world, 2));
    world.policy.approvals.push(LEAVERS);
    const moved = await plan(world, inDays(world, 4));
    expect(moved.state).toBe('waiting');
    expect(await world.store.loadRequest(first.id)).toMatchObject({ state: 'approved' });
    await world.service.approvals.decide(GRACE, moved.id, 1, 'approve');
    expect(await world.store.loadRequest(first.id)).toMatchObject({ state: 'cancelled' });
    expect(await world.service.approvals.listPlanned(OMAR)).toMatchObject([{ id: moved.id }]);
    await pass(world, 4 * DAY_MS + 1_000);
    expect((await jobOf(world, moved.id))?.counts).toMatchObject({ created: 1 });
  });

  it.each([
    ['now', undefined],
    ['on another day', 4],
  ])('is kept when what would take its place %s is refused after all', async (_when, days) => {
    const world = openWorld();
    const { id } = await plan(world, inDays(world, 2), ADA);
    world.policy.approvals.push(LEAVERS);
    const other = await submit(world, days === undefined ? { date: '' } : inDays(world, days));
    if (!('request' in other)) throw new Error('It does not wait.');
    losesRole(world, 'omar');
    const { request } = await world.service.approvals.decide(GRACE, other.request.request.id, 1, 'approve');
    expect(request.problem?.code).toBe('ROLE_MISSING');
    expect(await world.store.loadRequest(id)).toMatchObject({ state: 'approved' });
    expect(await world.service.approvals.listPlanned(GRACE)).toMatchObject([{ id }]);
    world.policy.approvals.pop();
    await pass(world, 2 * DAY_MS + 1_000);
    expect((await jobOf(world, id))?.counts).toMatchObject({ created: 1 });
  });

  it('is not canceled by whoever asked without the role of today, nor by who approved and may no longer decide', async () => {
    const world = openWorld();
    world.policy.people = [
      ...world.policy.people.map((one) =>
        one.id === 'grace' ? { ...one, roles: ['approver' as const] } : one,
      ),
    ];
    const grace: typeof OMAR = { ...GRACE, roles: ['approver'] };
    world.policy.approvals.push(LEAVERS);
    const { id } = await plan(world, inDays(world, 2));
    await world.service.approvals.decide(grace, id, 1, 'approve');
    expect(await world.service.approvals.listPlanned(grace)).toMatchObject([{ id }]);
    expect(await world.service.approvals.listPlanned(OMAR)).toMatchObject([{ id }]);
    losesRole(world, 'omar');
    world.policy.approvals.pop();
    for (const actor of [grace, { ...OMAR, roles: ['helpdesk' as const] }]) {
      expect(await world.service.approvals.listPlanned(actor)).toEqual([]);
      await expect(world.service.approvals.cancel(actor, id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    }
    const own = world.service.approvals.cancel({ ...OMAR, roles: ['helpdesk'] }, id);
    await expect(own).rejects.toMatchObject({ message: expect.stringContaining('no longer have the role') });
    expect((await world.service.approvals.cancel(ADA, id)).request.state).toBe('cancelled');
  });

  it('is not carried out for somebody who lost the role, or when it needs approval by then', async () => {
    const needsApproval = ({ policy }: World) => policy.approvals.push(LEAVERS);
    for (const [turn, code] of [
      [(world: World) => losesRole(world, 'omar'), 'ROLE_MISSING'],
      [needsApproval, 'NEEDS_APPROVAL'],
    ] as const) {
      const world = openWorld();
      const { id } = await plan(world, inDays(world, 1));
      turn(world);
      await pass(world, DAY_MS + 1_000);
      const request = await world.store.loadRequest(id);
      expect(request?.problem?.code).toBe(code);
      expect(request?.copies.map(({ to }) => to)).toEqual(['omar', 'omar']);
      expect(lea(world)).toMatchObject({ accountEnabled: true });
    }
  });

  it('is refused at the hour for somebody who has become an admin', async () => {
    const world = openWorld();
    const { id } = await plan(world, inDays(world, 1));
    world.tenant.adminRoles.set(idOf(world), ['User Administrator']);
    await pass(world, DAY_MS + 1_000);
    const state = await jobOf(world, id);
    expect(state?.counts).toMatchObject({ failed: 1 });
    expect(lea(world)).toMatchObject({ accountEnabled: true });
  });

  it('outlives the time for which requests are kept, and a clock that is put ahead', async () => {
    const world = openWorld();
    const { id } = await plan(world, inDays(world, 90));
    world.clock.putAhead(89 * DAY_MS);
    await createRetention({ ...world, log: { debug, info: debug, warn: debug, error: debug } }).sweep();
    expect(await world.store.loadRequest(id)).toMatchObject({ state: 'approved' });
    world.clock.putAhead(DAY_MS);
    await pass(world, 120_000);
    expect((await jobOf(world, id))?.counts).toMatchObject({ created: 1 });
  });

  it.each([
    [{ date: '2020-01-05' }, 'date', 'in the past'],
    [{ date: '2027-02-29' }, 'date', 'There is no February 29 in 2027'],
    [{ date: '03/04/2027' }, 'date', 'Write 2027-04-03 or 2027-03-04'],
    [{ date: '2099-01-01' }, 'date', 'more than two years'],
    [{ date: '2026-12-31', time: '25:00' }, 'time', 'time of day'],
    [{ date: '2026-12-31', zone: 'EST' }, 'zone', 'Enter a time zone'],
    [{ date: '2027-03-28', time: '02:30', zone: 'Europe/Berlin' }, 'time', 'skip this hour'],
    [{ date: '2026-10-25', time: '02:30', zone: 'Berlin' }, 'time', 'show this hour twice'],
  ])('%j is refused at %s', async (typed, property, why) => {
    const world = openWorld();
    const { problems, draft } = await check(world, typed);
    expect(problems).toMatchObject([{ property, message: expect.stringContaining(why) }]);
    expect(draft.data.checked).toBeUndefined();
  });
});
