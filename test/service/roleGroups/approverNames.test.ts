import { describe, expect, it } from 'vitest';
import { createFindDeparted, readNamesOf } from '../../../src/service/approvals/managers.ts';
import { dropNames } from '../../../src/service/roleGroups/lastNames.ts';
import type { World } from '../fakes/world.ts';
import { ADMIN, APPROVERS, ask, DOWN, FIRST, GRACE, HOUR_MS, KIM, openWorld, RULE } from './groupWorld.ts';

const GRACE_ID = `entra:${GRACE}`;

describe('the names of approvers by a group (T69)', () => {
  const NAMES = ['Grace Hopper', 'Kim Park'];
  const foresee = (world: World) =>
    world.service.approvals.foreseeInForm(ADMIN, {
      ...{ task: 'create', people: 1, licenses: [] },
    }).always?.names;

  it('stay on a card that is drawn anew later, and in forms, with nothing read again', async () => {
    const world = await openWorld({ approvals: [{ ...RULE, when: {} }] });
    const request = await ask(world);
    for (const fails of [undefined, DOWN]) {
      world.tenant.membershipsFail = fails;
      await world.clock.advance(2 * HOUR_MS);
      expect((await world.service.approvals.read(request.id))?.approvers).toEqual(NAMES);
      expect(foresee(world)).toEqual(NAMES);
    }
  });

  it('are known after a start, too, until they are forgotten', async () => {
    const world = await openWorld({ approvals: [RULE] });
    const request = await ask(world);
    const started = { policy: { ...world.policy, people: [] }, store: world.store };
    const read = () => readNamesOf(started, request, request.approvers);
    expect(await read()).toEqual(NAMES);
    await dropNames(world.store, (id) => id === GRACE_ID);
    expect(await read()).toEqual(['Kim Park']);
  });

  it('go from forms once they have left the group', async () => {
    const world = await openWorld({ approvals: [{ ...RULE, when: {} }] });
    await ask(world);
    world.tenant.memberships.set(APPROVERS, [KIM]);
    await world.clock.advance(HOUR_MS);
    await world.roleGroups.list();
    expect(foresee(world)).toEqual(['Kim Park']);
  });
});

it('a manager whose account is blocked does not decide, whether groups were read for them or not (T69)', async () => {
  const world = await openWorld({ approvals: [RULE] });
  const request = await ask(world);
  const managed = { ...request, managers: [{ id: GRACE_ID, objectId: GRACE, name: 'Grace', of: [] }] };
  const findDeparted = createFindDeparted({
    policy: world.policy,
    directoryFor: () => world.tenant.connect().directory,
  });
  await world.roleGroups.refresh(FIRST.id, FIRST.name);
  expect(await findDeparted(managed as never, FIRST)).toBeUndefined();
  Object.assign(world.tenant.find('grace@contoso.com') ?? {}, { accountEnabled: false });
  expect(await findDeparted(managed as never, FIRST)).toMatchObject({ code: 'NOT_YOURS' });
  // Nor one who had an entry, which went when they left; whoever has one left nothing, whatever their account says.
  const named = { ...managed, managers: [{ id: 'left', objectId: GRACE, name: 'Grace', of: [] }] };
  expect(await findDeparted(named as never, { id: 'left' })).toMatchObject({ code: 'NOT_YOURS' });
  const policy = { ...world.policy, people: [{ id: 'left', name: 'Grace' }] };
  const directoryFor = () => world.tenant.connect().directory;
  const findOfNamed = createFindDeparted({ policy: policy as never, directoryFor });
  expect(await findOfNamed(named as never, { id: 'left' })).toBeUndefined();
});
