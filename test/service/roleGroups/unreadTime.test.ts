import { describe, expect, it } from 'vitest';
import { PLACE, type World } from '../fakes/world.ts';
import {
  ADMIN,
  APPROVERS,
  ask,
  FIRST,
  failReading,
  HOUR_MS,
  lose,
  MINUTE_MS,
  openWorld,
  RULE,
  requestIn,
} from './groupWorld.ts';

describe('a request that waits while its approvers cannot be read (T69)', () => {
  const HALF_HOUR_MS = 30 * MINUTE_MS;

  async function lookFor(world: World, hours: number): Promise<void> {
    for (let half = 0; half < hours * 2; half += 1) {
      await world.clock.advance(HALF_HOUR_MS);
      await world.service.approvals.expire();
    }
  }

  it('does not expire, and gets that time back', async () => {
    const world = await openWorld({ approvals: [RULE] });
    const request = await ask(world);
    await lookFor(world, 2);
    await failReading(world, APPROVERS);
    await lookFor(world, 80);
    const unread = await requestIn(world, request);
    expect(unread).toMatchObject({ state: 'waiting', expiresAt: request.expiresAt });
    expect((await world.service.approvals.listWaiting(ADMIN)).asked).toHaveLength(1);
    world.tenant.membershipsFail = undefined;
    await lookFor(world, 1);
    const back = await requestIn(world, request);
    expect(back.unreadSince).toBeUndefined();
    expect(Math.abs(back.expiresAt - request.expiresAt - 80 * HOUR_MS)).toBeLessThanOrEqual(HOUR_MS);
    await world.roleGroups.refresh(FIRST.id, FIRST.name);
    await world.service.approvals.decide(FIRST, request.id, request.version, 'approve');
    expect((await requestIn(world, request)).state).toBe('approved');
  });

  it('leaves them an hour at least, and can be decided at once', async () => {
    const world = await openWorld({ approvals: [RULE] });
    const request = await ask(world);
    await world.clock.advance(request.expiresAt - world.clock.now() - 10 * MINUTE_MS);
    await failReading(world, APPROVERS);
    await lookFor(world, 1);
    world.tenant.membershipsFail = undefined;
    await world.clock.advance(10 * MINUTE_MS);
    await world.service.approvals.expire();
    const { expiresAt } = await requestIn(world, request);
    expect(expiresAt).toBe(world.clock.now() + HOUR_MS);
    await lookFor(world, 2);
    expect((await requestIn(world, request)).state).toBe('expired');
  });

  it('is given a pause back once, too', async () => {
    const world = await openWorld({ approvals: [RULE] });
    const request = await ask(world);
    await failReading(world, APPROVERS);
    await lookFor(world, 10);
    await world.service.brake.pause(ADMIN);
    await lookFor(world, 20);
    await world.service.brake.goOn(ADMIN);
    await lookFor(world, 10);
    world.tenant.membershipsFail = undefined;
    await lookFor(world, 1);
    const { expiresAt } = await requestIn(world, request);
    expect(Math.abs(expiresAt - request.expiresAt - 40 * HOUR_MS)).toBeLessThanOrEqual(HOUR_MS);
  });

  const ZOE = { id: 'zoe', name: 'Zoe', teams: 'c0ffee00-0000-4000-8000-00000000000f', roles: ['approver'] };

  it.each([
    ['they can be read', [], async () => undefined],
    ['all have really left', [], (world: World) => lose(world, APPROVERS)],
    ['enough others can be', [ZOE], (world: World) => failReading(world)],
  ])('expires in its time where %s', async (_, people, begin) => {
    const world = await openWorld({ people, approvals: [RULE] });
    if (people.length > 0) await world.store.saveDirect('teams', ZOE.teams, PLACE as never);
    const request = await ask(world);
    await begin(world);
    await lookFor(world, 73);
    const over = await requestIn(world, request);
    expect(over).toMatchObject({ state: 'expired', expiresAt: request.expiresAt });
  });
});
