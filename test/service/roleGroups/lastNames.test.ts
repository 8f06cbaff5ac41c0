import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import { createRetention } from '../../../src/service/audit/retention.ts';
import { dropNames } from '../../../src/service/roleGroups/lastNames.ts';
import { createTestLog } from '../../store/sampleRecords.ts';
import { fail } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, type World } from '../fakes/world.ts';

const id = (last: string) => `c0ffee00-0000-4000-8000-00000000000${last}`;
const [ADMINS, ADA] = [id('1'), id('a')];
const DAY_MS = 86_400_000;
/** An admin by the group alone. */
const BY_GROUP: Actor = {
  id: `entra:${ADA}`,
  name: 'Ada Lovelace',
  roles: ['helpdesk', 'admin'],
  customer: 'contoso',
  platform: 'teams',
  userId: ADA,
};

async function openWorld(): Promise<World> {
  const group = { id: 'admins', name: 'Admins', entra: ADMINS, roles: ['helpdesk', 'admin'] };
  const world = createWorld({ groups: [group] });
  world.tenant.hold('ada@contoso.com', 'Ada Lovelace', { id: ADA });
  world.tenant.memberships.set(ADMINS, [ADA]);
  await world.roleGroups.refresh(BY_GROUP.id, BY_GROUP.name);
  return world;
}

/** After it nothing was read of any group, and nobody has written since. */
function restart(world: World): void {
  Object.defineProperty(world.policy, 'people', { get: () => world.written.people });
  world.restart();
}

async function historyOf(world: World, about: string): Promise<string[]> {
  const { entries } = await world.service.history.read(OMAR, about);
  return entries.filter(({ what }) => what !== 'history.read').map(({ name, what }) => `${name} ${what}`);
}

describe('whoever had a role by a group alone', () => {
  it('keeps their name in the history, on cards, and in the words for a pause', async () => {
    const world = await openWorld();
    const { rows } = await world.run(1, { actor: BY_GROUP });
    await world.service.brake.pause(BY_GROUP);
    restart(world);
    expect(world.policy.people.some(({ name }) => name === 'Ada Lovelace')).toBe(false);
    expect(await historyOf(world, 'ada lovelace')).toContain('Ada Lovelace account.created');
    const { objectId = '' } = rows[0] ?? {};
    const card = await world.service.lookUps.readPerson(OMAR, objectId);
    expect(card.createdHere?.by).toBe('Ada Lovelace');
    await world.service.resume();
    expect(world.service.brake.paused()?.by).toBe('Ada Lovelace');
    const names = await world.service.history.readNames();
    expect(names.nameOf(BY_GROUP.id)).toBe('Ada Lovelace');
    expect(names.nameOf('slack:U0OTHER')).toBeUndefined();
  });

  it('is the one whom an entry of later names', async () => {
    const world = await openWorld();
    await world.run(1, { actor: BY_GROUP });
    world.written.people.push({ id: 'ada', name: 'Ada King', teams: ADA.toUpperCase(), roles: ['helpdesk'] });
    restart(world);
    for (const about of ['ada', 'Ada King', 'Ada Lovelace']) {
      expect(await historyOf(world, about)).toContain('Ada King account.created');
    }
  });

  it('is called nothing any more once they are forgotten', async () => {
    const world = await openWorld();
    await world.run(1, { actor: BY_GROUP });
    expect(await world.service.forgetting.find(OMAR, 'ann@contoso.com')).toMatchObject({ names: 0 });
    expect(await world.service.forgetting.find(OMAR, 'Ada@contoso.com')).toMatchObject({ names: 1 });
    await world.service.forgetting.forget(OMAR, 'ada@contoso.com');
    expect(await historyOf(world, 'ada lovelace')).toEqual([]);
    expect(JSON.stringify(world.policy.people)).not.toContain('Lovelace');
    expect(await historyOf(world, BY_GROUP.id)).toContain(`${BY_GROUP.id} account.created`);
    expect(JSON.stringify(await world.store.loadNote('people.names'))).not.toContain('Lovelace');
  });

  it('is forgotten though the tenant refuses to tell accounts, by what records know of them', async () => {
    for (const [code, names] of [
      ['APP_NOT_ACCEPTED', 1],
      ['DIRECTORY_DOWN', undefined],
    ] as const) {
      const world = await openWorld();
      await world.run([{ userPrincipalName: 'ada@contoso.com', displayName: 'Ada Lovelace' }]);
      world.tenant.peopleFail = fail(code);
      const found = world.service.forgetting.find(OMAR, 'ada@contoso.com');
      if (names === undefined) await expect(found).rejects.toMatchObject({ code });
      else {
        expect(await found).toMatchObject({ names });
        await world.service.forgetting.forget(OMAR, 'ada@contoso.com');
        expect(JSON.stringify(await world.store.loadNote('people.names'))).not.toContain('Lovelace');
      }
    }
  });

  it('is not known any more once another instance forgot them', async () => {
    const world = await openWorld();
    await world.service.resume();
    const isCalled = () => JSON.stringify(world.policy.people).includes('Lovelace');
    const wake = () => world.service.forgetting.forget(OMAR, 'ann@contoso.com');
    await wake();
    await world.clock.advance(1_000);
    expect(isCalled()).toBe(true);
    await dropNames(world.store, (actorId) => actorId === BY_GROUP.id);
    await wake();
    await world.clock.advance(1_000);
    expect(isCalled()).toBe(false);
  });

  it('is kept as long as what they did, and no longer', async () => {
    const world = await openWorld();
    const log = createTestLog();
    const kept = async () => JSON.stringify(await world.store.loadNote('people.names')).includes('Lovelace');
    world.policy.retention = { ...world.policy.retention, drafts: 1, rows: 1, audit: 10 };
    await world.clock.advance(10 * DAY_MS);
    await createRetention({ ...world, log }).sweep();
    expect(await kept()).toBe(true);
    await world.clock.advance(2 * DAY_MS);
    await createRetention({ ...world, log }).sweep();
    expect(await kept()).toBe(false);
  });
});
