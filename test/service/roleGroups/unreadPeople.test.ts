import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { PLACE, type World } from '../fakes/world.ts';
import {
  ADA,
  ADMIN,
  ADMINS,
  APPROVERS,
  codeOf,
  DAY_MS,
  FIRST,
  failReading,
  GRACE,
  HOUR_MS,
  KIM,
  lose,
  MINUTE_MS,
  mend,
  openWorld,
  planLeave,
  requestIn,
} from './groupWorld.ts';

describe('a new password that somebody asked for who has the role by a group (T69)', () => {
  async function acceptReset(world: World): Promise<string> {
    world.tenant.hold('lea@contoso.com', 'Lea', { accountEnabled: true });
    const { resets, jobs } = world.service;
    const lea = world.tenant.find('lea@contoso.com')?.id ?? '';
    const { id } = await resets.open(ADMIN, PLACE, lea);
    const values = { recipients: '', delivery: 'show' as const, reason: '' };
    const { draft } = await resets.check(ADMIN, id, values);
    const { job } = await jobs.accept({
      ...{ actor: ADMIN, place: PLACE, requestId: draft.id, requestVersion: draft.version },
      ...{ kind: 'one', task: 'reset', ...resets.requestOf(draft.data) },
    });
    return job.id;
  }
  const setFor = ({ tenant }: World) => tenant.passwordsSet.length;

  it('is not set while the group cannot be read, and is once it can', async () => {
    const world = await openWorld();
    const jobId = await acceptReset(world);
    world.restart();
    await failReading(world);
    await world.service.resume();
    await world.clock.advance(2 * HOUR_MS);
    expect(await world.store.loadJob(jobId)).toMatchObject({ state: 'running' });
    expect(setFor(world)).toBe(0);
    await mend(world);
    expect((await world.finish(jobId)).counts).toMatchObject({ created: 1, failed: 0 });
    expect(setFor(world)).toBe(1);
  });

  it('is not set once the role is really lost', async () => {
    const world = await openWorld();
    const jobId = await acceptReset(world);
    world.restart();
    await lose(world);
    await world.service.resume();
    const { job } = await world.finish(jobId);
    expect([job.state, job.haltedAt !== undefined]).toEqual(['stopped', true]);
    expect(setFor(world)).toBe(0);
  });

  it.each([
    ['cannot be read', 'waits, and is set once they can', 1],
    ['give them a role', 'is refused', 0],
  ] as const)('for somebody whose groups %s: %s', async (groups, _what, set) => {
    const world = await openWorld();
    const jobId = await acceptReset(world);
    world.restart();
    const lea = world.tenant.find('lea@contoso.com')?.id ?? '';
    if (groups === 'cannot be read') {
      await failReading(world, lea);
      await world.roleGroups.refresh(ADMIN.id);
      await world.service.resume();
      // As long as a row is tried.
      await world.clock.advance(3 * MINUTE_MS);
      expect(await world.store.loadJob(jobId)).toMatchObject({ state: 'running' });
      expect(setFor(world)).toBe(0);
      await mend(world);
    } else {
      // Who is an admin too has no more roles than they; who approves has one that they have not.
      world.tenant.memberships.set(APPROVERS, [GRACE, KIM, lea]);
      await world.clock.advance(7 * MINUTE_MS);
      await world.service.resume();
    }
    const { rows } = await world.finish(jobId);
    expect(rows[0]?.create.error?.code).toBe(set === 1 ? undefined : 'FORBIDDEN');
    expect(setFor(world)).toBe(set);
  });
});

describe('a planned deletion whose requester, or approver, has the role by a group (T69)', () => {
  /** Lea left, and is to be deleted two days later. */
  async function planDeletion(world: World): Promise<RequestRecord> {
    const leave = await planLeave(world, { deleteAfter: '2' });
    if (leave.state === 'waiting') await world.service.approvals.decide(FIRST, leave.id, 1, 'approve');
    await world.clock.advance(DAY_MS + HOUR_MS);
    await world.finish((await requestIn(world, leave)).jobId ?? '');
    const [deletion] = (await world.store.listRequests({})).filter(({ asked }) => asked.task === 'delete');
    if (deletion === undefined) throw new Error('Nothing is to be deleted.');
    // An hour before.
    await world.clock.advance((deletion.asked.startsAt ?? 0) - world.clock.now() - HOUR_MS);
    return deletion;
  }
  const isThere = ({ tenant }: World) => tenant.find('lea@contoso.com')?.deleted === false;
  const LEAVES = { name: 'Leavers', when: { tasks: ['leave', 'delete'] }, by: { role: 'approver' } };

  it.each([
    ['the requester’s', ADA],
    ['an approver’s', GRACE],
  ])('is put off while %s group cannot be read, and done once it can', async (_whose, objectId) => {
    const world = await openWorld({ approvals: [LEAVES] });
    const deletion = await planDeletion(world);
    await failReading(world, objectId);
    await world.clock.advance(3 * HOUR_MS);
    const late = await requestIn(world, deletion);
    expect([late.state, late.problem, late.begunAt]).toEqual(['approved', undefined, undefined]);
    expect(isThere(world)).toBe(true);
    await mend(world);
    await world.finish((await requestIn(world, deletion)).jobId ?? '');
    expect(isThere(world)).toBe(false);
  });

  it.each([
    ['the requester', ADMINS, []],
    ['whoever approved it', APPROVERS, [KIM]],
  ])('comes to nothing, and says so, once %s has really lost the role', async (_whose, group, left) => {
    const world = await openWorld({ approvals: [LEAVES] });
    const deletion = await planDeletion(world);
    world.tenant.memberships.set(group, left);
    await world.clock.advance(3 * HOUR_MS);
    expect((await requestIn(world, deletion)).problem).toMatchObject({ code: 'ROLE_MISSING' });
    expect(isThere(world)).toBe(true);
  });

  it('is asked for at the end of the offboarding once those who approve deletions can be read', async () => {
    const GONE = { name: 'Gone', when: { tasks: ['delete'] }, by: { role: 'approver' } };
    const world = await openWorld({ approvals: [GONE] });
    const leave = await planLeave(world, { deleteAfter: '2' });
    await world.clock.advance(DAY_MS - HOUR_MS);
    await failReading(world, GRACE);
    await world.clock.advance(3 * HOUR_MS);
    const { jobId = '' } = await requestIn(world, leave);
    expect(world.tenant.find('lea@contoso.com')).toMatchObject({ accountEnabled: false });
    expect(await world.store.loadJob(jobId)).toMatchObject({ state: 'running' });
    expect((await world.store.loadRows(jobId))[0]?.deletion).toBeUndefined();
    await mend(world);
    expect(await world.store.loadJob(jobId)).toMatchObject({ state: 'done' });
    expect((await world.store.loadRows(jobId))[0]?.deletion).toMatchObject({ requestId: expect.any(String) });
  });

  it('can be canceled while it is put off', async () => {
    const world = await openWorld();
    const deletion = await planDeletion(world);
    await failReading(world);
    await world.clock.advance(3 * HOUR_MS);
    world.tenant.membershipsFailFor = GRACE;
    await world.clock.advance(MINUTE_MS / 2);
    await world.roleGroups.refresh(ADMIN.id);
    expect(await codeOf(world.service.approvals.cancel(ADMIN, deletion.id))).toBe('done');
    await mend(world);
    expect(isThere(world)).toBe(true);
  });
});
