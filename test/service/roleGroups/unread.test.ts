import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { refuseByRoles } from '../../../src/service/door/readMay.ts';
import { ACCEPTED } from '../fakes/fakeMailer.ts';
import { PLACE, SETTINGS } from '../fakes/world.ts';
import {
  ADA,
  ADMIN,
  APPROVERS,
  ask,
  codeOf,
  DAY_MS,
  DOWN,
  FIRST,
  failReading,
  forget,
  GRACE,
  HOUR_MS,
  KIM,
  lose,
  MINUTE_MS,
  mend,
  openWorld,
  planLeave,
  RULE,
  reading,
  requestIn,
  SECOND,
} from './groupWorld.ts';

describe('a group that gives the requester the role, and cannot be read (T69)', () => {
  it('puts a planned leave off before it has begun, and begins it once it can be read', async () => {
    const world = await openWorld();
    const plan = await planLeave(world);
    await world.clock.advance(DAY_MS - HOUR_MS);
    await failReading(world);
    await world.clock.advance(3 * HOUR_MS);
    const late = await requestIn(world, plan);
    expect([late.problem, late.begunAt, late.jobId]).toEqual([undefined, undefined, undefined]);
    expect(world.tenant.find('lea@contoso.com')).toMatchObject({ accountEnabled: true });
    expect(world.logged.some((line) => line.includes('who is in the group “Admins”'))).toBe(true);
    await mend(world);
    await world.finish((await requestIn(world, plan)).jobId ?? '');
    expect(world.tenant.find('lea@contoso.com')).toMatchObject({ accountEnabled: false });
  });

  it('ends a planned leave once the role is really lost', async () => {
    const world = await openWorld();
    const plan = await planLeave(world);
    await world.clock.advance(DAY_MS - HOUR_MS);
    await lose(world);
    await world.clock.advance(3 * HOUR_MS);
    expect((await requestIn(world, plan)).problem).toMatchObject({ code: 'ROLE_MISSING' });
    expect(world.tenant.find('lea@contoso.com')).toMatchObject({ accountEnabled: true });
  });

  it.each([false, true])(
    'ends an offboarding at whose end the group cannot be read only once it can, or once somebody presses Stop: %s',
    async (stops) => {
      const world = await openWorld();
      world.tenant.hold('lea@contoso.com', 'Lea', { accountEnabled: true });
      const { leaving, approvals, jobs } = world.service;
      const lea = world.tenant.find('lea@contoso.com')?.id ?? '';
      const { id: draftId, data } = await leaving.open(ADMIN, PLACE, lea);
      const typed = { ...data.values, steps: ['block' as const], deleteAfter: '30' };
      const { draft } = await leaving.check(ADMIN, draftId, typed);
      world.tenant.callMs = 10 * MINUTE_MS;
      const submitted = await approvals.submit({
        ...{ actor: ADMIN, place: PLACE, requestId: draft.id, requestVersion: draft.version },
        ...{ kind: 'one', task: 'leave', ...requestOfActs(draft.data) },
      });
      if (!('job' in submitted)) throw new Error('This was to begin at once.');
      const { id: jobId } = submitted.job;
      await world.clock.advance(MINUTE_MS);
      await failReading(world);
      await world.clock.advance(2 * HOUR_MS);
      expect(await world.store.loadJob(jobId)).toMatchObject({ state: 'running' });
      expect(world.tenant.find('lea@contoso.com')).toMatchObject({ accountEnabled: false });
      if (stops) {
        await jobs.stop(ADMIN, jobId);
        await world.clock.advance(2 * HOUR_MS);
      } else await mend(world);
      expect(await world.store.loadJob(jobId)).toMatchObject({ state: 'done' });
      expect((await world.store.loadRows(jobId))[0]?.deletion).toMatchObject(
        stops ? { error: { code: 'ROLE_UNKNOWN' } } : { requestId: expect.any(String) },
      );
    },
  );

  it('puts off what was approved', async () => {
    const world = await openWorld({ approvals: [RULE] });
    const request = await ask(world);
    await failReading(world, ADA);
    await world.roleGroups.refresh(FIRST.id);
    await world.service.approvals.decide(FIRST, request.id, 1, 'approve');
    await world.clock.advance(HOUR_MS);
    expect(await requestIn(world, request)).toMatchObject({ state: 'approved' });
    expect((await requestIn(world, request)).problem).toBeUndefined();
    expect(world.tenant.sent).toEqual([]);
    await mend(world);
    await world.finish((await requestIn(world, request)).jobId ?? '');
    expect(world.tenant.sent).toHaveLength(2);
  });

  it('keeps a job waiting at a restart, which goes on once it can be read, or ends when somebody stops it', async () => {
    for (const stops of [false, true]) {
      const world = await openWorld();
      const job = await world.accept(3, { actor: ADMIN });
      world.restart();
      await failReading(world);
      await world.service.resume();
      await world.clock.advance(2 * HOUR_MS);
      expect(await world.store.loadJob(job.id)).toMatchObject({ state: 'running' });
      expect(world.tenant.sent).toEqual([]);
      if (stops) await world.service.jobs.stop(ADMIN, job.id);
      else await mend(world);
      const { job: ended } = await world.finish(job.id);
      expect(ended.haltedAt).toBeUndefined();
      expect([ended.state, world.tenant.sent.length]).toEqual(stops ? ['stopped', 0] : ['done', 3]);
    }
  });

  it('keeps changes waiting that are under way, and a new password', async () => {
    const world = await openWorld();
    world.tenant.hold('lea@contoso.com', 'Lea', { accountEnabled: true });
    const objectId = world.tenant.find('lea@contoso.com')?.id ?? '';
    await failReading(world, objectId);
    const request = await world.prepare([{ userPrincipalName: 'lea@contoso.com', displayName: 'Lea' }], {
      ...{ actor: ADMIN, kind: 'one', settings: { ...SETTINGS, licenses: [] } },
      each: () => ({ objectId, licenses: [], acts: [{ kind: 'block' }] }),
    });
    const kept = await world.store.loadDraft(request.requestId);
    if (kept !== undefined) await world.store.saveDraft({ ...kept, kind: 'change' });
    const { job } = await world.service.jobs.accept({ ...request, task: 'change' });
    await world.clock.advance(10 * MINUTE_MS);
    expect(world.tenant.find('lea@contoso.com')).toMatchObject({ accountEnabled: true });
    expect(await world.store.loadJob(job.id)).toMatchObject({ state: 'running' });
    await mend(world);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
    expect(world.tenant.find('lea@contoso.com')).toMatchObject({ accountEnabled: false });
  });

  it.each([
    ['unread', failReading, 'deferred', 1],
    ['lost', lose, 'refused', 0],
  ] as const)('keeps mails, for a role that is %s', async (_, change, state, mailed) => {
    const world = await openWorld();
    world.mailer.outcomeOf = () => ({ status: 'deferred', response: '450 busy' });
    const { job } = await world.run(1, { actor: ADMIN });
    expect(job.deliveries).toMatchObject([{ state: 'deferred' }]);
    await change(world);
    world.mailer.outcomeOf = () => ACCEPTED;
    await world.clock.advance(30 * MINUTE_MS);
    expect((await world.store.loadJob(job.id))?.deliveries).toMatchObject([{ state }]);
    expect(world.mailer.inbox).toHaveLength(0);
    world.tenant.membershipsFail = undefined;
    await world.clock.advance(3 * HOUR_MS);
    expect(world.mailer.inbox).toHaveLength(mailed);
  });

  it('leaves a one-time link unopened, which opens once it can be read', async () => {
    const world = await openWorld();
    const { job } = await world.run(1, { actor: ADMIN, settings: { recipients: [] } });
    const { url } = await world.service.links.makeList(ADMIN, job.id);
    const token = url.reveal().split('/p/')[1] ?? '';
    await failReading(world);
    expect(await codeOf(world.service.links.take(token))).toBe(reading('Ada Lovelace', 'Admins'));
    expect(await world.service.links.isOpen(token)).toBe(true);
    world.tenant.membershipsFail = undefined;
    await world.clock.advance(MINUTE_MS);
    expect((await world.service.links.take(token))?.people).toHaveLength(1);
  });

  it('uses a one-time link up once the role is really lost', async () => {
    const world = await openWorld();
    const { job } = await world.run(1, { actor: ADMIN, settings: { recipients: [] } });
    const { url } = await world.service.links.makeList(ADMIN, job.id);
    const token = url.reveal().split('/p/')[1] ?? '';
    await lose(world);
    expect(await world.service.links.take(token)).toBeUndefined();
    expect(await world.service.links.isOpen(token)).toBe(false);
  });

  it('leaves a file at its address', async () => {
    const world = await openWorld();
    const file = { name: 'a.csv', contentType: 'text/csv', bytes: Buffer.from('a') };
    const again = { action: 'job.csv', id: 'job_1' };
    const address = await world.service.handouts.give(ADMIN, { ...file, again });
    const token = address?.split('/f/')[1] ?? '';
    await failReading(world);
    expect(await codeOf(world.service.handouts.take(token))).toBe(reading('Ada Lovelace', 'Admins'));
    world.tenant.membershipsFail = undefined;
    await world.clock.advance(MINUTE_MS);
    expect((await world.service.handouts.take(token))?.file.name).toBe('a.csv');
  });

  it.each([
    ['for some minutes', 3 * MINUTE_MS, 'deleted'],
    ['for longer', 20 * MINUTE_MS, 'given up'],
  ])('keeps an undo waiting %s', async (_, ms, outcome) => {
    const world = await openWorld();
    const { job } = await world.run(1, { actor: ADMIN });
    await failReading(world);
    await world.service.jobs.undo(ADMIN, job.id);
    await world.clock.advance(ms);
    expect(world.tenant.find('person1@contoso.com')?.deleted).toBeFalsy();
    world.tenant.membershipsFail = undefined;
    await world.clock.advance(2 * MINUTE_MS);
    const [row] = await world.store.loadRows(job.id);
    const isDone = outcome === 'deleted';
    expect(row?.undo).toMatchObject(
      isDone ? { state: 'done' } : { state: 'failed', error: { code: 'ROLE_UNKNOWN' } },
    );
    if (isDone) return;
    expect(row?.undo?.error?.message).toContain('who is in the group “Admins”');
    await world.service.jobs.undo(ADMIN, job.id);
    await world.clock.advance(MINUTE_MS);
    expect((await world.store.loadRows(job.id))[0]?.undo).toMatchObject({ state: 'done' });
  });

  it('refuses what more roles might allow only once these can be read', async () => {
    const world = await openWorld();
    const refusal = new RollcallError('FORBIDDEN', 'Not with these roles.', { next: 'Ask an admin.' });
    const refuse = () =>
      refuseByRoles(world, ADMIN, 'contoso', async (roles) =>
        roles.includes('admin') ? undefined : refusal,
      );
    expect(await refuse()).toBeUndefined();
    await failReading(world);
    expect(await codeOf(refuse())).toContain("ROLE_UNKNOWN: Rollcall can't tell whether Ada Lovelace");
    world.tenant.membershipsFail = undefined;
    await lose(world);
    expect(await refuse()).toBe(refusal);
  });

  it('ends what another group, which cannot be read, would not give', async () => {
    const world = await openWorld();
    const job = await world.accept(1, { actor: ADMIN });
    world.restart();
    await lose(world);
    world.roleGroups.findUnread = async () =>
      world.policy.groups.filter(({ id: group }) => group === 'auditors');
    await world.service.resume();
    const { job: ended } = await world.finish(job.id);
    expect(ended).toMatchObject({ state: 'stopped' });
    expect(ended.haltedAt).toBeDefined();
  });
});

describe('a group of approvers that cannot be read (T69)', () => {
  const BOTH = { ...RULE, count: 2 };

  it('keeps the first of two approvals, and takes none until it can be read', async () => {
    const world = await openWorld({ approvals: [BOTH] });
    const request = await ask(world);
    await world.service.approvals.decide(FIRST, request.id, 1, 'approve');
    await failReading(world, GRACE);
    const decide = async () => {
      await world.roleGroups.refresh(SECOND.id);
      return world.service.approvals.decide(SECOND, request.id, 1, 'approve');
    };
    expect(await codeOf(decide())).toBe(reading('Grace Hopper', 'Approvers'));
    expect((await requestIn(world, request)).notCounted).toBeUndefined();
    expect((await requestIn(world, request)).decisions).toHaveLength(1);
    world.tenant.membershipsFail = undefined;
    await world.clock.advance(MINUTE_MS);
    expect(await codeOf(decide())).toBe('done');
    expect(await requestIn(world, request)).toMatchObject({ state: 'approved' });
  });

  it('drops an approval of somebody who has really lost the role', async () => {
    const world = await openWorld({ approvals: [BOTH] });
    const request = await ask(world);
    await world.service.approvals.decide(FIRST, request.id, 1, 'approve');
    world.tenant.memberships.set(APPROVERS, [KIM]);
    await forget(world);
    await world.roleGroups.refresh(SECOND.id);
    await world.service.approvals.decide(SECOND, request.id, 1, 'approve');
    expect(await requestIn(world, request)).toMatchObject({
      state: 'waiting',
      notCounted: ['Grace Hopper may no longer decide this'],
    });
  });

  it('is named where nobody can be asked, and is no rule without approvers', async () => {
    const world = await openWorld({ approvals: [RULE] });
    world.tenant.membershipsFail = DOWN;
    const said =
      'ROLE_UNKNOWN: This needs approval ("E5"), but Rollcall can\'t read who is in the group “Approvers”, so it can\'t ask enough people.';
    expect(await codeOf(ask(world))).toBe(said);
    world.tenant.membershipsFail = undefined;
    world.tenant.memberships.set(APPROVERS, []);
    await world.clock.advance(MINUTE_MS);
    expect(await codeOf(ask(world))).toContain(
      'NO_APPROVER: This needs approval ("E5"), but no one can give it.',
    );
  });
});
