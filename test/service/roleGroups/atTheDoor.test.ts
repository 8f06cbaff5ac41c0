import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import type { Actor } from '../../../src/domain/terms.ts';
import { createFindControlled } from '../../../src/service/approvals/control/control.ts';
import { createRefuseReset } from '../../../src/service/door/refuseReset.ts';
import { createWorld, MIA, type World } from '../fakes/world.ts';

const id = (last: string) => `c0ffee00-0000-4000-8000-00000000000${last}`;
const [ADMINS, INNER, ADA, ANN] = [id('1'), id('2'), id('a'), id('b')];
const DOWN = new RollcallError('DIRECTORY_DOWN', "Microsoft 365 can't be reached.", { next: 'Try again.' });
/** An admin by the group alone. */
const BY_GROUP: Actor = {
  id: `entra:${ADA}`,
  name: 'Ada Lovelace',
  roles: ['helpdesk', 'admin'],
  customer: 'contoso',
  platform: 'teams',
  userId: ADA,
};

function openWorld(): World {
  const group = { id: 'admins', name: 'Admins', entra: ADMINS, roles: ['helpdesk', 'admin'] };
  const world = createWorld({ groups: [group] });
  world.tenant.hold('ada@contoso.com', 'Ada Lovelace', { id: ADA });
  world.tenant.hold('ann@contoso.com', 'Ann Other', { id: ANN });
  world.tenant.memberships.set(ADMINS, [ADA, INNER]);
  world.tenant.groups = [
    { id: ADMINS, displayName: 'Admins' },
    { id: INNER, displayName: 'Inner' },
    { id: id('3'), displayName: 'Others' },
  ];
  return world;
}

describe('a job of somebody who has the role by a group (T69)', () => {
  it('goes on after a restart while they are in it', async () => {
    const world = openWorld();
    const job = await world.accept(3, { actor: BY_GROUP });
    world.restart();
    await world.service.resume();
    await world.finish(job.id);
    expect(world.tenant.sent).toHaveLength(3);
  });

  it('stops once they left the group', async () => {
    const world = openWorld();
    const job = await world.accept(3, { actor: BY_GROUP });
    world.restart();
    world.tenant.memberships.set(ADMINS, []);
    await world.service.resume();
    const { job: ended } = await world.finish(job.id);
    expect(ended.state).toBe('stopped');
    expect(ended.haltedAt).toBeDefined();
    expect(world.tenant.sent).toEqual([]);
  });
});

describe('somebody with a role by a group (T69)', () => {
  const refuse = (world: World, objectId: string) =>
    createRefuseReset({
      policy: world.policy,
      roleGroups: world.roleGroups,
      directoryFor: () => world.tenant.connect().directory,
      store: world.store,
    })(MIA, { id: objectId });

  it('gets no new password from somebody with fewer', async () => {
    const world = openWorld();
    expect(await refuse(world, ADA)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refuse(world, ANN)).toBeUndefined();
  });

  it('nor does anybody while that cannot be told', async () => {
    const world = openWorld();
    world.tenant.membershipsFail = DOWN;
    await expect(refuse(world, ANN)).rejects.toMatchObject({
      code: 'ROLE_UNKNOWN',
      message: expect.stringContaining('who is in the group “Admins”'),
    });
  });
});

describe('an approver by a group (T69)', () => {
  it.each([
    ['whoever has no entry and asks in the other chat', 'slack:U9', false],
    ['whoever is known by Slack alone', 'mia', false],
    ['whoever has no entry and asks in the same chat', `entra:${ANN}`, true],
    ['whose account the policy knows', 'omar', true],
  ])('counts, or not, for %s', async (_, requester, isCounted) => {
    const world = openWorld();
    Object.assign(world.written.people.find((one) => one.id === 'omar') ?? {}, { teams: id('c') });
    const { policy, store, clock } = world;
    const directoryFor = () => world.tenant.connect().directory;
    const found = await createFindControlled({ policy, store, directoryFor, clock })(
      { id: requester, customer: 'contoso' },
      [{ id: `entra:${ADA}`, name: 'Ada Lovelace', objectId: ADA }],
    );
    expect(found.has(`entra:${ADA}`)).toBe(!isCounted);
  });
});

describe('an approver whose entry names one Slack workspace (T69)', () => {
  it.each([
    ['whoever has no entry and asks in another workspace', 'slack:T2/U9', false],
    ['whoever has no entry and asks in the same one', 'slack:U9', true],
  ])('counts, or not, for %s', async (_, requester, isCounted) => {
    const world = openWorld();
    const approver = { id: 'grace', name: 'Grace Hopper', slack: 'U0GRACE', teams: ADA, roles: ['approver'] };
    world.written.people.push(approver as never);
    const { policy, store, clock } = world;
    const directoryFor = () => world.tenant.connect().directory;
    const found = await createFindControlled({ policy, store, directoryFor, clock })(
      { id: requester, customer: 'contoso' },
      [{ id: 'grace', name: 'Grace Hopper', objectId: ADA }],
    );
    expect(found.has('grace')).toBe(!isCounted);
  });
});

describe('a group that gives roles (T69)', () => {
  const joining = (world: World, groupId: string) =>
    world.accept(1, {
      actor: MIA,
      kind: 'one',
      each: () => ({ groups: [{ id: groupId, displayName: 'G' }] }),
    });

  it.each([
    ['itself', ADMINS],
    ['one that is in it', INNER],
    ['its id in capitals', ADMINS.toUpperCase()],
  ])('takes nobody from here: %s', async (_, groupId) => {
    await expect(joining(openWorld(), groupId)).rejects.toThrow('Members of Admins get a role in Rollcall');
  });

  it('leaves others open', async () => {
    const world = openWorld();
    const job = await joining(world, id('3'));
    await world.finish(job.id);
    expect(world.tenant.sent).toHaveLength(1);
    expect(world.tenant.joined).toHaveLength(1);
  });
});
