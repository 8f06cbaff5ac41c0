import { describe, expect, it } from 'vitest';
import { createRetention } from '../../../src/service/audit/retention.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import type { LeaveValues } from '../../../src/service/leaving/leaveDraft.ts';
import { takeOrder } from '../../../src/service/ports/order.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { E3, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const DAY_MS = 86_400_000;
const GRACE = { ...OMAR, id: 'grace', name: 'Grace Okafor', userId: 'U0GRACEOKA' };
const PEOPLE = [OMAR, GRACE, MIA].map(({ id, name, roles, userId }) => ({
  id,
  name,
  roles,
  slack: userId,
  ...(id === 'grace' ? { teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333331' } : {}),
}));

function openWorld(more: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld({ people: PEOPLE, ...more });
  world.tenant.hold('lea@contoso.com', 'Lea', {
    accountEnabled: true,
    usageLocation: 'US',
    held: [{ skuId: E3.skuId, disabledPlans: [], inherited: false }],
  });
  return world;
}

const lea = ({ tenant }: World) => tenant.find('lea@contoso.com');
/** Of those the tenant has not deleted for good. */
const isThere = (world: World): boolean => lea(world) !== undefined;

async function check(world: World, typed: Partial<LeaveValues>, actor = OMAR) {
  const { id, data } = await world.service.leaving.open(actor, PLACE, lea(world)?.id ?? '');
  return world.service.leaving.check(actor, id, { ...data.values, ...typed });
}

/** Offboards Lea, and answers the job. */
async function offboard(
  world: World,
  deleteAfter: string,
  steps: LeaveValues['steps'] = ['block', 'licenses'],
  actor = OMAR,
) {
  const { draft, problems } = await check(world, { steps, deleteAfter }, actor);
  expect(problems).toEqual([]);
  const { approvals } = world.service;
  const submitted = await approvals.submit({
    actor,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'leave',
    ...requestOfActs(draft.data),
  });
  if ('job' in submitted) return world.finish(submitted.job.id);
  const { request } = submitted.request;
  await approvals.decide(GRACE, request.id, request.version, 'approve');
  const { jobId = '' } = (await world.store.loadRequest(request.id)) ?? {};
  return world.finish(jobId);
}

async function deletionOf(world: World): Promise<RequestRecord> {
  const all = (await world.store.listRequests({})).filter(({ asked }) => asked.task === 'delete');
  const [only] = all.filter(({ state }) => state === 'approved' || state === 'waiting');
  if (only === undefined) throw new Error('No deletion is planned.');
  return only;
}

/** What became of the deletion. */
async function outcomeOf(world: World, id: string) {
  const { jobId, problem } = (await world.store.loadRequest(id)) ?? {};
  if (jobId === undefined) return problem?.code;
  const { rows } = await world.finish(jobId);
  return rows[0]?.acts?.[0];
}

const rule = (name: string, ...tasks: string[]) => ({ name, when: { tasks }, by: { people: ['grace'] } });

describe('an account that is deleted some days after its person left', () => {
  it('is told whole by the history of its person: who asked, decided and canceled, and for what', async () => {
    const world = openWorld({ approvals: [rule('Leaving', 'leave')] });
    await world.service.resume();
    await offboard(world, '30');
    const plan = await deletionOf(world);
    await world.clock.advance(DAY_MS);
    await world.service.approvals.cancel(OMAR, plan.id);
    const { entries } = await world.service.history.read(OMAR, 'lea@contoso.com');
    const told = entries.map(({ what, name, detail = {} }) => `${what} ${String(detail.task)} ${name}`);
    expect(told[0]).toBe('request.cancelled delete Omar Haddad');
    expect(told).toEqual(
      expect.arrayContaining([
        'request.planned delete Omar Haddad',
        'job.accepted leave Omar Haddad',
        'request.decided leave Grace Okafor',
        'request.asked leave Omar Haddad',
      ]),
    );
  });

  it('is kept until that day and deleted then, with how it was kept first, and both are told and audited', async () => {
    const world = openWorld();
    await world.service.resume();
    const { rows } = await offboard(world, '30');
    const plan = await deletionOf(world);
    const at = world.clock.now() + 30 * DAY_MS;
    expect(plan).toMatchObject({ state: 'approved', rule: '', asked: { task: 'delete' } });
    expect(Math.abs((plan.asked.startsAt ?? 0) - at)).toBeLessThan(60_000);
    expect(rows[0]?.deletion).toEqual({ requestId: plan.id, at: plan.asked.startsAt, now: 'toCome' });
    expect(await world.service.approvals.listPlanned(OMAR, plan.asked.people[0]?.objectId)).toHaveLength(1);
    await world.clock.advance(29.9 * DAY_MS);
    expect(isThere(world)).toBe(true);
    await world.clock.advance(0.2 * DAY_MS);
    expect(await outcomeOf(world, plan.id)).toMatchObject({ state: 'done', act: { kind: 'delete' } });
    expect(isThere(world)).toBe(false);
    const objectId = plan.asked.people[0]?.objectId ?? '';
    const kept = await world.store.listSnapshots({ customer: 'contoso', objectId });
    expect(kept.map(({ task }) => task)).toEqual(['delete', 'leave']);
    const [entry] = await world.store.readAudit({ subject: 'lea@contoso.com', limit: 1 });
    expect(entry).toMatchObject({ what: 'person.deleted', outcome: 'done', actor: 'omar' });
  });

  it('is deleted by nobody where nothing was said of it, and never while its person may sign in', async () => {
    const world = openWorld();
    await offboard(world, '');
    expect((await world.store.listRequests({})).filter(({ asked }) => asked.task === 'delete')).toEqual([]);
    for (const [deleteAfter, steps, message] of [
      ['0', ['block'], 'from 1 to 365'],
      ['366', ['block'], 'from 1 to 365'],
      ['-3', ['block'], 'from 1 to 365'],
      ['soon', ['block'], 'from 1 to 365'],
      ['30', ['signOut'], 'only while sign-in is blocked'],
    ] as const) {
      const { draft, problems } = await check(world, { deleteAfter, steps });
      expect(problems).toMatchObject([
        { property: 'deleteAfter', message: expect.stringContaining(message) },
      ]);
      expect(draft.data.checked).toBeUndefined();
    }
  });

  it('is deleted once, though the process dies after the offboarding, before, at and after the time', async () => {
    const world = openWorld();
    await world.service.resume();
    await offboard(world, '2 days');
    const { id } = await deletionOf(world);
    for (const ms of [DAY_MS, DAY_MS - 5_000, 4_000, 1_500, 5, 40, 60_000]) {
      world.restart();
      await world.service.resume();
      await world.clock.advance(ms);
    }
    expect(await outcomeOf(world, id)).toMatchObject({ state: 'done' });
    const deleted = await world.store.readAudit({ subject: 'lea@contoso.com', limit: 50 });
    expect(deleted.filter(({ what }) => what === 'person.deleted')).toHaveLength(1);
    const jobs = await world.store.listJobs({ limit: 10 });
    expect(jobs.map(({ task }) => task)).toEqual(['delete', 'leave']);
  });

  it('is planned only once sign-in is blocked, after Try again', async () => {
    const world = openWorld();
    await world.service.resume();
    const forbidden = { status: 'refused', error: fail('FORBIDDEN') } as const;
    world.tenant.actFateOf = (what, _id, nth) =>
      what === 'person' && nth === 1 ? forbidden : { status: 'done' };
    const { rows, job } = await offboard(world, '5');
    expect(rows[0]?.deletion).toMatchObject({ error: { code: 'NOT_YET' } });
    await expect(deletionOf(world)).rejects.toThrow('No deletion');
    await world.service.jobs.retry(OMAR, job.id);
    const again = await world.finish(job.id);
    expect(again.rows[0]?.deletion).toEqual({
      requestId: (await deletionOf(world)).id,
      at: expect.any(Number),
      now: 'toCome',
    });
  });

  it.each<
    [string, (world: World, id: string) => Promise<unknown>, string, Parameters<typeof createWorld>[0]]
  >([
    ['canceled', (world, id) => world.service.approvals.cancel(GRACE, id), 'kept', {}],
    ['carried out', ({ clock }) => clock.advance(5.1 * DAY_MS), 'over', {}],
    [
      'not approved',
      ({ clock }) => clock.advance(5.1 * DAY_MS),
      'unapproved',
      { approvals: [rule('Gone', 'delete')] },
    ],
  ])(
    'is told as %s in the results of the offboarding, which are drawn anew',
    async (_how, end, now, more) => {
      const world = openWorld(more);
      await world.service.resume();
      const { job } = await offboard(world, '5');
      const { id } = await deletionOf(world);
      const shown = async () => (await world.service.jobs.read(job.id))?.rows[0]?.deletion;
      expect(await shown()).toMatchObject({ requestId: id, now: 'toCome' });
      const drawn: string[] = [];
      world.service.on('tickedOff', (jobId) => drawn.push(jobId));
      await end(world, id);
      await world.service.approvals.expire();
      await world.clock.advance(60_000);
      expect(await shown()).toMatchObject({ now });
      expect(drawn).toContain(job.id);
      expect((await world.store.loadRows(job.id))[0]?.deletion).not.toHaveProperty('now');
    },
  );

  it('is kept when somebody says so, and its requester is told', async () => {
    const world = openWorld();
    await world.service.resume();
    await offboard(world, '5');
    const { id } = await deletionOf(world);
    await expect(world.service.approvals.cancel(MIA, id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    const { request } = await world.service.approvals.cancel(GRACE, id);
    expect(request.copies.map(({ to }) => to)).toEqual(['omar', 'omar']);
    await world.clock.advance(6 * DAY_MS);
    expect(isThere(world)).toBe(true);
  });

  it.each([
    ['three days before, where the policy says nothing', 10, undefined, 7, ['omar', 'omar']],
    [
      'as long before as the policy says, and its admins too',
      10,
      { days: 5, admins: true },
      5,
      ['omar', 'omar', 'grace'],
    ],
    ['the day before what is near', 3, undefined, 2, ['omar', 'omar']],
  ])('is reminded of %s', async (_when, days, deleteReminder, told, copies) => {
    const world = openWorld();
    if (deleteReminder !== undefined) Object.assign(world.policy.customers[0] ?? {}, { deleteReminder });
    await world.service.resume();
    await offboard(world, String(days));
    const { id } = await deletionOf(world);
    const to = async () => (await world.store.loadRequest(id))?.copies.map((one) => one.to);
    await world.clock.advance(told * DAY_MS - 60_000);
    expect(await to()).toEqual(['omar']);
    await world.clock.advance(120_000);
    expect(await to()).toEqual(copies);
    world.restart();
    await world.service.resume();
    await world.clock.advance(60_000);
    expect(await to()).toEqual(copies);
  });

  it.each<[string, (world: World) => unknown, RegExp]>([
    [
      'may sign in again',
      (world) => Object.assign(lea(world) ?? {}, { accountEnabled: true }),
      /sign in again/,
    ],
    [
      'is an admin',
      (world) => world.tenant.adminRoles.set(lea(world)?.id ?? '', ['User Administrator']),
      /admin/,
    ],
    ['is synced', (world) => Object.assign(lea(world) ?? {}, { synced: true }), /Active Directory/],
    [
      'has another name',
      (world) => {
        const held = lea(world);
        if (held === undefined) return;
        world.tenant.accounts.delete('lea@contoso.com');
        world.tenant.accounts.set('leo@contoso.com', { ...held, userPrincipalName: 'leo@contoso.com' });
      },
      /user name has changed/,
    ],
  ])('is not deleted when its person %s by then, and it is told why', async (_what, change, why) => {
    const world = openWorld();
    await world.service.resume();
    await offboard(world, '2');
    const { id } = await deletionOf(world);
    change(world);
    await world.clock.advance(2.1 * DAY_MS);
    expect(await outcomeOf(world, id)).toMatchObject({
      state: 'failed',
      error: { message: expect.stringMatching(why) },
    });
    expect(world.tenant.accounts.size).toBe(1);
  });

  it('is not deleted once its person was put back, though they were blocked again since', async () => {
    const world = openWorld();
    await world.service.resume();
    await offboard(world, '2');
    const { id } = await deletionOf(world);
    const objectId = lea(world)?.id ?? '';
    const [snapshot] = await world.store.listSnapshots({ customer: 'contoso', objectId });
    if (snapshot === undefined) throw new Error('Nothing was kept.');
    await world.store.saveSnapshot({
      ...snapshot,
      id: 'put-back',
      task: 'putBack',
      takenAt: world.clock.now() + 1_000,
      order: await takeOrder(world),
    });
    await world.clock.advance(2.1 * DAY_MS);
    expect(await outcomeOf(world, id)).toMatchObject({
      state: 'failed',
      error: { message: expect.stringContaining('put back, restored') },
    });
    expect(isThere(world)).toBe(true);
  });

  it('is planned no more once its person was put back, and its requester is told', async () => {
    const world = openWorld();
    await world.service.resume();
    await offboard(world, '20');
    const { id } = await deletionOf(world);
    const objectId = lea(world)?.id ?? '';
    const [snapshot] = await world.store.listSnapshots({ customer: 'contoso', objectId });
    const { putBacks, approvals } = world.service;
    const putBack = async () => {
      const { draft } = await putBacks.open(GRACE, PLACE, snapshot?.id ?? '');
      const request = { actor: GRACE, place: PLACE, requestId: draft.id, requestVersion: draft.version };
      return { ...request, kind: 'one' as const, task: 'putBack' as const, ...requestOfActs(draft.data) };
    };
    const asked = await putBack();
    world.tenant.away = true;
    const submitted = await approvals.submit(asked);
    if (!('job' in submitted)) throw new Error('It waits for approval.');
    await world.clock.advance(1_000);
    expect(await approvals.listPlanned(OMAR, objectId)).toHaveLength(1);
    world.restart();
    world.tenant.away = false;
    await world.service.resume();
    expect((await world.finish(submitted.job.id)).counts).toMatchObject({ created: 1 });
    expect(await world.service.approvals.listPlanned(OMAR, objectId)).toEqual([]);
    expect(await world.store.loadRequest(id)).toMatchObject({ state: 'cancelled', cancelledBy: GRACE.name });
    await world.clock.advance(21 * DAY_MS);
    expect(isThere(world)).toBe(true);
  });

  it('that somebody else deleted by then is told as such, and is no entry of this one', async () => {
    const world = openWorld();
    await world.service.resume();
    await offboard(world, '2');
    const { id } = await deletionOf(world);
    world.tenant.accounts.delete('lea@contoso.com');
    await world.clock.advance(2.1 * DAY_MS);
    expect(await outcomeOf(world, id)).toMatchObject({ state: 'done', already: true });
    const entries = await world.store.readAudit({ subject: 'lea@contoso.com', limit: 50 });
    expect(entries.filter(({ what }) => what === 'person.deleted')).toEqual([]);
  });

  it.each<[string, Parameters<typeof createWorld>[0]]>([
    ['', {}],
    [', which was approved', { approvals: [rule('Both', 'leave', 'delete')] }],
  ])('is kept when a newer offboarding says nothing of it%s', async (_what, more) => {
    const world = openWorld(more);
    await world.service.resume();
    await offboard(world, '5');
    const { id } = await deletionOf(world);
    await world.clock.advance(DAY_MS);
    const { rows } = await offboard(world, '', ['signOut']);
    expect(rows[0]?.deletion).toBeUndefined();
    expect(await world.store.loadRequest(id)).toMatchObject({ state: 'cancelled' });
    await world.clock.advance(5 * DAY_MS);
    expect(isThere(world)).toBe(true);
  });

  it('stays planned when the older offboarding is tried again after the newer one', async () => {
    const world = openWorld();
    await world.service.resume();
    const older = await offboard(world, '', ['signOut']);
    await world.clock.advance(DAY_MS);
    await offboard(world, '5');
    const { id, asked } = await deletionOf(world);
    const ids = asked.people.flatMap(({ objectId }) => objectId ?? []);
    await world.service.approvals.dropDeletions(OMAR, ids, { until: older.job.createdAt, except: 'x' });
    expect(await world.store.loadRequest(id)).toMatchObject({ state: 'approved' });
  });

  it('that waits for approval gives way to the one of a newer offboarding, by another admin', async () => {
    const by = { people: ['omar', 'grace', 'mia'] };
    const people = PEOPLE.map((one, at) => ({ ...one, teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${at}` }));
    const world = openWorld({ people, approvals: [{ ...rule('Gone', 'delete'), by }] });
    await world.service.resume();
    await offboard(world, '5');
    const first = await deletionOf(world);
    await world.clock.advance(60_000);
    await offboard(world, '9', ['block', 'signOut'], GRACE);
    expect(first.state).toBe('waiting');
    expect(await world.store.loadRequest(first.id)).toMatchObject({
      state: 'cancelled',
      cancelledBy: GRACE.name,
    });
    expect(await deletionOf(world)).toMatchObject({
      state: 'waiting',
      requestedBy: { actorId: 'grace' },
    });
  });

  it.each([
    [1, 0.5],
    [2, 1],
    [4, 1],
  ])('is reminded of in time, though its plan is kept late: after %i days', async (days, told) => {
    const world = openWorld();
    await world.service.resume();
    const { store, clock } = world;
    const loadJob = store.loadJob.bind(store);
    // Also between counting the days and keeping the plan.
    store.loadJob = async (id) => {
      clock.putAhead(300);
      return loadJob(id);
    };
    await offboard(world, String(days));
    const { tellAt = 0, asked, createdAt } = await deletionOf(world);
    expect(createdAt + days * DAY_MS).toBeGreaterThan(asked.startsAt ?? 0);
    expect(Math.abs(tellAt - createdAt - told * DAY_MS)).toBeLessThan(60_000);
  });

  it('is kept once its person was allowed to sign in, though they were blocked again since', async () => {
    const world = openWorld();
    await world.service.resume();
    await offboard(world, '5', ['block']);
    const { id } = await deletionOf(world);
    const change = async (signIn: 'allowed' | 'blocked') => {
      await world.clock.advance(DAY_MS);
      const { changes, approvals } = world.service;
      const opened = await changes.open(OMAR, PLACE, lea(world)?.id ?? '');
      const { draft } = await changes.check(OMAR, opened.id, { ...opened.data.values, signIn });
      const request = { actor: OMAR, place: PLACE, requestId: draft.id, requestVersion: draft.version };
      const asked = {
        ...request,
        kind: 'one' as const,
        task: 'change' as const,
        ...requestOfActs(draft.data),
      };
      const submitted = await approvals.submit(asked);
      if (!('job' in submitted)) throw new Error('It waits for approval.');
      await world.finish(submitted.job.id);
    };
    await change('allowed');
    await change('blocked');
    expect(await world.store.loadRequest(id)).toMatchObject({ state: 'cancelled' });
    await world.clock.advance(4 * DAY_MS);
    expect(isThere(world)).toBe(true);
  });

  it.each<[string, (world: World) => void]>([
    [
      'decides no more by that rule',
      (world) => {
        const [both] = world.policy.approvals;
        if (both !== undefined) world.policy.approvals = [{ ...both, by: { people: ['mia'] } }];
      },
    ],
  ])('is not deleted when whoever approved its offboarding %s', async (what, lose) => {
    const world = openWorld({ approvals: [rule('Both', 'leave', 'delete')] });
    await world.service.resume();
    await offboard(world, '3');
    const { id } = await deletionOf(world);
    lose(world);
    await world.clock.advance(4 * DAY_MS);
    expect([what, await outcomeOf(world, id)]).toEqual([what, 'ROLE_MISSING']);
    expect(isThere(world)).toBe(true);
  });

  it('is deleted long after the offboarding that approved it, which is kept until then', async () => {
    const world = openWorld({ approvals: [rule('Both', 'leave', 'delete')] });
    await world.service.resume();
    await offboard(world, '300');
    const { id } = await deletionOf(world);
    const debug = () => undefined;
    world.clock.putAhead(299 * DAY_MS);
    await createRetention({ ...world, log: { debug, info: debug, warn: debug, error: debug } }).sweep();
    await world.clock.advance(2 * DAY_MS);
    expect(await outcomeOf(world, id)).toMatchObject({ state: 'done' });
  });

  it('is planned though the older one began meanwhile', async () => {
    const world = openWorld();
    await world.service.resume();
    await offboard(world, '5');
    const first = await deletionOf(world);
    const { store } = world;
    const update = store.updateRequest.bind(store);
    store.updateRequest = async (id, ...asked) => {
      if (id === first.id) await update(id, (fresh) => ({ ...fresh, begunAt: 1 }));
      return update(id, ...asked);
    };
    await world.clock.advance(DAY_MS);
    const { rows } = await offboard(world, '9');
    expect(rows[0]?.deletion).toMatchObject({ requestId: expect.stringMatching(/^req_/) });
  });

  it('is no part of any other task', async () => {
    const world = openWorld();
    const { draft } = await check(world, { steps: ['block'] });
    const asked = requestOfActs(draft.data);
    const people = asked.people.map((one) => ({ ...one, acts: [{ kind: 'delete' as const }] }));
    const request = { actor: OMAR, place: PLACE, requestId: draft.id, requestVersion: draft.version };
    await expect(
      world.service.approvals.submit({ ...request, kind: 'one', task: 'leave', ...asked, people }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect(isThere(world)).toBe(true);
  });

  it('that is planned again by another offboarding has the newer day alone', async () => {
    const world = openWorld();
    await world.service.resume();
    await offboard(world, '5');
    const first = await deletionOf(world);
    await world.clock.advance(DAY_MS);
    await offboard(world, '9');
    const second = await deletionOf(world);
    expect(second.id).not.toBe(first.id);
    expect(await world.store.loadRequest(first.id)).toMatchObject({ state: 'cancelled' });
    await world.clock.advance(8 * DAY_MS);
    expect(isThere(world)).toBe(true);
    await world.clock.advance(2 * DAY_MS);
    expect(isThere(world)).toBe(false);
  });

  it.each([
    [
      'needs no other yes where the approval of the offboarding said it',
      [rule('Both', 'leave', 'delete')],
      'approved',
      'Both',
    ],
    [
      'needs the yes of its own rule where the offboarding had none',
      [rule('Gone', 'delete')],
      'waiting',
      undefined,
    ],
    [
      'needs the yes of its own rule where that is another',
      [rule('Left', 'leave'), rule('Gone', 'delete')],
      'waiting',
      'Left',
    ],
    ['needs none where no rule names it', [rule('Left', 'leave')], 'approved', 'Left'],
  ])('%s', async (_what, approvals, state, coveredBy) => {
    const world = openWorld({ approvals });
    await world.service.resume();
    await offboard(world, '3');
    const plan = await deletionOf(world);
    expect([plan.state, state === 'approved' ? plan.coveredBy : coveredBy]).toEqual([state, coveredBy]);
    await world.clock.advance(4 * DAY_MS);
    expect(isThere(world)).toBe(state === 'waiting');
  });

  it('is not deleted unapproved by a rule that came since', async () => {
    const world = openWorld({ approvals: [rule('Left', 'leave')] });
    await world.service.resume();
    await offboard(world, '3');
    const { id } = await deletionOf(world);
    const [left] = world.policy.approvals;
    if (left === undefined) throw new Error('There is no rule.');
    world.policy.approvals = [{ ...left, name: 'Gone', when: { tasks: ['delete'] } }];
    await world.clock.advance(4 * DAY_MS);
    expect(await outcomeOf(world, id)).toBe('NEEDS_APPROVAL');
    expect(isThere(world)).toBe(true);
  });

  it('is told as not planned where that cannot be, and what they had is kept as long as it is needed', async () => {
    const world = openWorld({ approvals: [{ ...rule('Gone', 'delete'), by: { people: ['omar'] } }] });
    await world.service.resume();
    const { rows } = await offboard(world, '3');
    expect(rows[0]?.deletion).toMatchObject({ error: { code: 'NO_APPROVER' } });
    const other = openWorld();
    await other.service.resume();
    await offboard(other, '200');
    const debug = () => undefined;
    other.clock.putAhead(150 * DAY_MS);
    await createRetention({ ...other, log: { debug, info: debug, warn: debug, error: debug } }).sweep();
    const objectId = lea(other)?.id ?? '';
    expect(await other.store.listSnapshots({ customer: 'contoso', objectId })).toHaveLength(1);
  });
});
