import { describe, expect, it } from 'vitest';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { PLACE, type World } from '../fakes/world.ts';
import {
  ADA,
  ADMIN,
  ADMINS,
  APPROVERS,
  ask,
  DAY_MS,
  DOWN,
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
  RULE,
  requestIn,
  SECOND,
} from './groupWorld.ts';

const [GRACE_ID, KIM_ID] = [GRACE, KIM].map((objectId) => `entra:${objectId}`);
const ZOE = { id: 'zoe', name: 'Zoe Zimmer', slack: 'U0ZOE', teams: 'c0ffee00-0000-4000-8000-00000000000f' };
const saidOf = ({ store }: World, what: string) =>
  store
    .entries()
    .filter((entry) => entry.what === what)
    .map(({ outcome, detail }) => [outcome, detail?.approvers ?? detail?.code]);
const approversOf = ({ copies }: RequestRecord) =>
  copies.filter(({ as }) => as === 'approver').map(({ to }) => to);

/** Both approvers' own groups can't be read while they type something, and can be right after it. */
async function missApprovers(world: World): Promise<void> {
  await world.roleGroups.list();
  await world.clock.advance(MINUTE_MS);
  world.tenant.membershipsFail = DOWN;
  for (const { id, name } of [FIRST, SECOND]) await world.roleGroups.refresh(id, name);
  world.tenant.membershipsFail = undefined;
}

async function lookEachMinute(world: World, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.clock.advance(MINUTE_MS);
    await world.service.approvals.expire();
  }
}

describe('one reading of each approver that failed, with their group readable (T69)', () => {
  it('leaves a request that is asked for then to them', async () => {
    const world = await openWorld({ approvals: [RULE] });
    await missApprovers(world);
    expect((await ask(world)).approvers).toEqual([GRACE_ID, KIM_ID]);
  });

  it('leaves them a reminder', async () => {
    const world = await openWorld({ approvals: [{ ...RULE, remindAfterHours: 1 }] });
    await ask(world);
    await world.clock.advance(HOUR_MS - 2 * MINUTE_MS);
    await missApprovers(world);
    await lookEachMinute(world, 2);
    expect(saidOf(world, 'request.reminded')).toEqual([['done', `${GRACE_ID} ${KIM_ID}`]]);
  });

  it('has a request passed on to them, and nobody told that it is stuck', async () => {
    const people = [{ ...ZOE, roles: ['approver'] }];
    const passing = { ...RULE, by: { people: ['zoe'] }, fallback: { role: 'approver' }, passOnAfterHours: 1 };
    const world = await openWorld({ people, approvals: [passing] } as never);
    await ask(world);
    await world.clock.advance(HOUR_MS - 2 * MINUTE_MS);
    await missApprovers(world);
    await lookEachMinute(world, 2);
    expect(saidOf(world, 'request.passed_on')).toEqual([['done', `${GRACE_ID} ${KIM_ID}`]]);
  });
});

describe('approvers of whom some cannot be read (T69)', () => {
  const open = () =>
    openWorld({
      people: [{ ...ZOE, roles: ['approver'] }],
      approvals: [{ ...RULE, remindAfterHours: 1 }],
    } as never);

  it('are reminded together, or those who are known after an hour', async () => {
    const world = await open();
    const request = await ask(world);
    await failReading(world, APPROVERS);
    await world.clock.advance(HOUR_MS);
    await lookEachMinute(world, 2);
    expect(saidOf(world, 'request.reminded')).toEqual([]);
    await world.clock.advance(HOUR_MS);
    await lookEachMinute(world, 1);
    expect(saidOf(world, 'request.reminded')).toEqual([['done', 'zoe']]);
    expect(approversOf(await requestIn(world, request)).slice(-1)).toEqual(['zoe']);
  });

  it('are reminded at once where the unread group has none of those who were asked', async () => {
    const world = await open();
    world.tenant.memberships.set(APPROVERS, []);
    await ask(world);
    await failReading(world, APPROVERS);
    await world.clock.advance(HOUR_MS);
    await lookEachMinute(world, 1);
    expect(saidOf(world, 'request.reminded')).toEqual([['done', 'zoe']]);
  });
});

describe('a note to approvers by a group (T69)', () => {
  it('is not sent to nobody while it cannot be read, and reaches them once it can', async () => {
    const world = await openWorld({ approvals: [RULE] });
    const request = await ask(world);
    await failReading(world, APPROVERS);
    const write = () => world.service.approvals.discuss(ADMIN, request.id, 'It is for Monday.');
    await expect(write()).rejects.toMatchObject({ code: 'ROLE_UNKNOWN', done: 'Nothing was sent.' });
    expect((await requestIn(world, request)).notes).toBeUndefined();
    await mend(world);
    expect((await write()).told).toEqual(['Grace Hopper', 'Kim Park']);
  });
});

describe('a warning that something is about to expire (T69)', () => {
  const LEAVING = {
    name: 'Leaving',
    when: { tasks: ['leave'] },
    by: { role: 'approver' },
    expireAfterHours: 96,
  };

  async function open(): Promise<{ world: World; plan: RequestRecord }> {
    const world = await openWorld({ approvals: [LEAVING] } as never);
    const plan = await planLeave(world, {}, 10);
    await world.clock.advance(plan.expiresAt - world.clock.now() - DAY_MS - 10 * MINUTE_MS);
    return { world, plan };
  }

  it('reaches approvers by a group', async () => {
    const { world, plan } = await open();
    await lookEachMinute(world, 12);
    expect(approversOf(await requestIn(world, plan))).toEqual([GRACE_ID, KIM_ID, GRACE_ID, KIM_ID]);
  });

  it('waits while the group cannot be read', async () => {
    const { world, plan } = await open();
    await failReading(world, APPROVERS);
    await lookEachMinute(world, 20);
    expect((await requestIn(world, plan)).warnedAt).toBeUndefined();
    await mend(world);
    // It expires later by as much, too.
    await lookEachMinute(world, 30);
    expect(approversOf(await requestIn(world, plan))).toEqual([GRACE_ID, KIM_ID, GRACE_ID, KIM_ID]);
  });
});

describe('a reminder of a deletion, for admins by a group (T69)', () => {
  const KIM_AT = { days: 3, admins: true };

  /** Lea's account is deleted ten days from now; Kim is an admin beside Ada. */
  async function open(): Promise<{ world: World; plan: RequestRecord }> {
    const world = await openWorld();
    world.tenant.memberships.set(ADMINS, [ADA, KIM]);
    Object.assign(world.policy.customers[0] ?? {}, { deleteReminder: KIM_AT });
    world.tenant.hold('lea@contoso.com', 'Lea', { accountEnabled: true });
    const lea = world.tenant.find('lea@contoso.com')?.id ?? '';
    const { id, data } = await world.service.leaving.open(ADMIN, PLACE, lea);
    const typed = { ...data.values, steps: ['block'], deleteAfter: '10' };
    const { draft } = await world.service.leaving.check(ADMIN, id, typed as never);
    const submitted = await world.service.approvals.submit({
      ...{ actor: ADMIN, place: PLACE, requestId: draft.id, requestVersion: draft.version },
      ...{ kind: 'one', task: 'leave', ...requestOfActs(draft.data) },
    });
    if (!('job' in submitted)) throw new Error('It did not begin.');
    await world.finish(submitted.job.id);
    const plan = (await world.store.listRequests({})).find(({ asked }) => asked.task === 'delete');
    return { world, plan: plan as RequestRecord };
  }

  it('reaches them and whoever asked', async () => {
    const { world, plan } = await open();
    await world.clock.advance(7 * DAY_MS + 20 * MINUTE_MS);
    const told = await requestIn(world, plan);
    expect(told).toMatchObject({ toldAt: expect.any(Number) });
    expect(told.toldAdmins).toBeUndefined();
    expect(approversOf(told)).toEqual([KIM_ID]);
  });

  it('reaches whoever asked in time, and them once the group can be read', async () => {
    const { world, plan } = await open();
    await world.clock.advance(7 * DAY_MS - 10 * MINUTE_MS);
    await failReading(world, ADMINS);
    await world.clock.advance(20 * MINUTE_MS);
    const before = await requestIn(world, plan);
    expect(before).toMatchObject({ toldAt: expect.any(Number), toldAdmins: [] });
    expect(approversOf(before)).toEqual([]);
    world.tenant.membershipsFail = undefined;
    await world.clock.advance(HOUR_MS);
    const told = await requestIn(world, plan);
    expect(told.toldAdmins).toBeUndefined();
    expect(approversOf(told)).toEqual([KIM_ID]);
    expect(told.copies.filter(({ as }) => as === 'requester')).toHaveLength(
      before.copies.filter(({ as }) => as === 'requester').length,
    );
    await world.clock.advance(DAY_MS);
    expect(approversOf(await requestIn(world, plan))).toEqual([KIM_ID]);
  });
});

describe('an answer that does not count (T69)', () => {
  const MIA = {
    ...{ id: 'mia', name: 'Mia', slack: 'U0MIA' },
    teams: 'c0ffee00-0000-4000-8000-00000000000e',
  };

  /** Ada gave Zoe a new password after she asked. */
  async function open(): Promise<{ world: World; request: RequestRecord; decide: () => Promise<unknown> }> {
    const world = await openWorld({
      people: [
        { ...ZOE, roles: ['approver'] },
        { ...MIA, roles: ['auditor'] },
      ],
      approvals: [{ ...RULE, fallback: { people: ['mia'] } }],
    } as never);
    for (const { id, name, teams } of [ZOE, MIA]) world.tenant.hold(`${id}@contoso.com`, name, { id: teams });
    const request = await ask(world);
    const entry = { at: world.clock.now(), actor: ADMIN.id, platform: 'teams', outcome: 'done' } as const;
    const detail = { objectId: ZOE.teams, jobId: 'job_1' };
    await world.store.audit({
      ...{ ...entry, customer: 'contoso', subject: 'zoe@contoso.com', what: 'password.reset', detail },
    });
    const zoe = { ...FIRST, id: 'zoe', name: 'Zoe Zimmer', userId: ZOE.teams };
    const decide = () => world.service.approvals.decide(zoe, request.id, request.version, 'approve');
    return { world, request, decide };
  }

  it('asks nobody else while it cannot be read who is left, and leaves it to them once it can', async () => {
    const { world, request, decide } = await open();
    await failReading(world, APPROVERS);
    await expect(decide()).rejects.toMatchObject({ code: 'ROLE_UNKNOWN', done: 'Nothing was decided.' });
    expect((await requestIn(world, request)).approvers).not.toContain('mia');
    await mend(world);
    await expect(decide()).rejects.toMatchObject({
      ...{ code: 'NOT_YOURS', next: 'Leave it to Grace Hopper, Kim Park.' },
    });
    expect((await requestIn(world, request)).approvers).not.toContain('mia');
  });

  it('has the fallback asked where all others have really left the group', async () => {
    const { world, request, decide } = await open();
    await lose(world, APPROVERS);
    await expect(decide()).rejects.toMatchObject({ code: 'NOT_YOURS', next: 'Leave it to Mia.' });
    expect((await requestIn(world, request)).approvers).toContain('mia');
  });
});
