import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import type { World } from '../fakes/world.ts';
import {
  ADMIN,
  APPROVERS,
  ask,
  failReading,
  GRACE,
  HOUR_MS,
  KIM,
  lose,
  mend,
  openWorld,
  RULE,
  requestIn,
} from './groupWorld.ts';

const saidOf = ({ store }: World, what: string) =>
  store
    .entries()
    .filter((entry) => entry.what === what)
    .map(({ outcome, detail }) => [outcome, detail?.approvers ?? detail?.code]);
const copiesOf = ({ copies }: RequestRecord) =>
  copies.filter(({ as }) => as === 'approver').map(({ to }) => to);
const [GRACE_ID, KIM_ID] = [GRACE, KIM].map((objectId) => `entra:${objectId}`);

describe('a reminder of those who have to approve, by a group that cannot be read (T69)', () => {
  const REMINDING = { ...RULE, remindAfterHours: 2 };

  it('is put off, and sent once the group can be read', async () => {
    const world = await openWorld({ approvals: [REMINDING] });
    const request = await ask(world);
    await world.clock.advance(HOUR_MS);
    await failReading(world);
    await world.clock.advance(3 * HOUR_MS);
    await world.service.approvals.expire();
    expect(saidOf(world, 'request.reminded')).toEqual([]);
    expect((await requestIn(world, request)).remindAt).toBeDefined();
    await mend(world);
    await world.service.approvals.expire();
    expect(saidOf(world, 'request.reminded')).toEqual([['done', `${GRACE_ID} ${KIM_ID}`]]);
    expect(copiesOf(await requestIn(world, request))).toEqual([GRACE_ID, KIM_ID, GRACE_ID, KIM_ID]);
    await world.service.approvals.expire();
    expect(saidOf(world, 'request.reminded')).toHaveLength(1);
  });

  it('goes to nobody who has really lost the role', async () => {
    const world = await openWorld({ approvals: [REMINDING] });
    const request = await ask(world);
    world.tenant.memberships.set(APPROVERS, [KIM]);
    await world.clock.advance(3 * HOUR_MS);
    await world.service.approvals.expire();
    expect(copiesOf(await requestIn(world, request))).toEqual([GRACE_ID, KIM_ID, KIM_ID]);
  });

  it('is refused in words to whoever presses Remind, and done once it can be read', async () => {
    const world = await openWorld({ approvals: [RULE] });
    const request = await ask(world);
    await world.clock.advance(2 * HOUR_MS);
    await failReading(world);
    const remind = () => world.service.approvals.remind(ADMIN, request.id);
    await expect(remind()).rejects.toMatchObject({
      code: 'ROLE_UNKNOWN',
      message: expect.stringContaining('who is in the group “Approvers”'),
      done: 'No one was reminded.',
    });
    expect((await requestIn(world, request)).remindedAt).toBeUndefined();
    await mend(world);
    expect((await remind()).reminded).toEqual(['Grace Hopper', 'Kim Park']);
  });
});

describe('a request that is to be passed on to a group that cannot be read (T69)', () => {
  /** Omar alone is asked first. */
  const PASSING = {
    ...{ name: 'E5', when: { licenses: ['SPE_E5'] }, by: { people: ['omar'] } },
    ...{ fallback: { role: 'approver' }, passOnAfterHours: 2 },
  };
  const OMAR = {
    id: 'omar',
    name: 'Omar Haddad',
    slack: 'U0OMAR',
    teams: 'c0ffee00-0000-4000-8000-00000000000e',
  };
  const openPassing = () =>
    openWorld({ approvals: [PASSING], people: [{ ...OMAR, roles: ['approver'] }] } as never);

  it('waits, tells nobody that it is stuck, and is passed on once the group can be read', async () => {
    const world = await openPassing();
    const request = await ask(world);
    await world.clock.advance(HOUR_MS);
    await failReading(world);
    await world.clock.advance(3 * HOUR_MS);
    await world.service.approvals.expire();
    expect(saidOf(world, 'request.passed_on')).toEqual([]);
    expect(await requestIn(world, request)).toMatchObject({
      approvers: ['omar'],
      passOnAt: expect.any(Number),
    });
    expect((await requestIn(world, request)).stuckAt).toBeUndefined();
    await mend(world);
    await world.service.approvals.expire();
    expect(saidOf(world, 'request.passed_on')).toEqual([['done', `${GRACE_ID} ${KIM_ID}`]]);
    expect((await requestIn(world, request)).approvers).toEqual(['omar', GRACE_ID, KIM_ID]);
  });

  it('tells whoever asked, once, that nobody is there where all have really left the group', async () => {
    const world = await openPassing();
    const request = await ask(world);
    await world.clock.advance(HOUR_MS);
    await lose(world, APPROVERS);
    await world.clock.advance(3 * HOUR_MS);
    for (let again = 0; again < 2; again += 1) await world.service.approvals.expire();
    expect(saidOf(world, 'request.passed_on')).toEqual([['failed', 'NO_APPROVER']]);
    expect((await requestIn(world, request)).stuckAt).toBeDefined();
  });
});
