import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { showWave } from '../../../src/flows/waves/waveViews.ts';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { type Around, createWorld, OMAR, openFile, PLACE, type World } from './waveWorld.ts';

const [ADMINS, ADA] = ['c0ffee00-0000-4000-8000-000000000001', 'c0ffee00-0000-4000-8000-00000000000a'];
/** An admin of all customers, by the group alone. */
const ADMIN = { ...OMAR, id: `entra:${ADA}`, name: 'Ada Lovelace', platform: 'teams' as const, userId: ADA };
const GROUP = { id: 'admins', name: 'Admins', entra: ADMINS, directory: 'first', roles: ['admin'] };
const DOWN = new RollcallError('DIRECTORY_DOWN', "Microsoft 365 can't be reached.", { next: 'Try again.' });
const MINUTE_MS = 60_000;
const WAITING =
  "Waiting: Rollcall can't tell whether Ada Lovelace has the role for this, because Rollcall can't read who is in the group “Admins”. It goes on by itself once that's over.";
const HOUR_MS = 60 * MINUTE_MS;

function openWorld(): World {
  const world = createWorld(undefined, undefined, [GROUP]);
  const first = tenantOf(world, 'first');
  first.hold('ada@contoso.com', 'Ada Lovelace', { id: ADA });
  first.memberships.set(ADMINS, [ADA]);
  return world;
}

function tenantOf({ tenants }: World, customer: string) {
  const tenant = tenants.get(customer);
  if (tenant === undefined) throw new Error(`There is no ${customer}.`);
  return tenant;
}

/** What the group gave is not believed any more by the next time somebody asks. */
const forget = ({ clock }: World) => clock.advance(7 * MINUTE_MS);

async function failReading(world: World): Promise<void> {
  tenantOf(world, 'first').membershipsFail = DOWN;
  await forget(world);
}

async function mend(world: World): Promise<void> {
  tenantOf(world, 'first').membershipsFail = undefined;
  await world.clock.advance(2 * HOUR_MS);
}

/** The role is really gone. */
async function lose(world: World): Promise<void> {
  tenantOf(world, 'first').memberships.set(ADMINS, []);
  await forget(world);
}

async function start(world: World, service: Provisioning): Promise<string> {
  await world.roleGroups.refresh(ADMIN.id, ADMIN.name);
  await world.clock.until(service.resume());
  const [id, version] = await openFile(world, service, ADMIN);
  await world.clock.until(service.waves.start(ADMIN, PLACE, id, version));
  return id;
}

async function read(service: Provisioning, waveId: string) {
  const { wave, lines } = (await service.waves.read(waveId)) ?? {};
  return {
    state: wave?.data.state,
    lines: (lines ?? []).map(({ standing }) => standing),
    problems: (lines ?? []).map(({ problem, request }) => (problem ?? request?.problem)?.code),
  };
}

/** Dies right before the first part is asked for. */
const dieUnasked: Around = (name, _given, call, kill) => (name === 'saveRequest' ? kill() : call());

describe('a file for several customers whose owner has the role by a group', () => {
  it('asks for nothing while the group cannot be read, and for all of it once it can', async () => {
    const world = openWorld();
    const id = await start(world, world.start(dieUnasked));
    await failReading(world);
    const other = world.start();
    await world.clock.until(other.resume());
    await world.clock.advance(2 * HOUR_MS);
    expect(await world.store.listRequests({})).toEqual([]);
    expect(await read(other, id)).toEqual({
      state: 'running',
      lines: ['held', 'held', 'held'],
      problems: [undefined, undefined, undefined],
    });
    await mend(world);
    expect(await read(other, id)).toMatchObject({ state: 'done', lines: ['done', 'done', 'done'] });
  });

  it('says why it waits while the group cannot be read, and no more once it can', async () => {
    const world = openWorld();
    const id = await start(world, world.start(dieUnasked));
    await failReading(world);
    const other = world.start();
    await world.clock.until(other.resume());
    await world.clock.advance(2 * HOUR_MS);
    const notes = async () => {
      const state = await other.waves.read(id);
      if (state === undefined) throw new Error('The file is gone.');
      return showWave(world.policy, state, ['first', 'second', 'third']).notes;
    };
    expect(await notes()).toEqual([WAITING]);
    await mend(world);
    expect(await notes()).toEqual([]);
  });

  it('asks for nothing once the role is really lost, says so, and stops', async () => {
    const world = openWorld();
    const id = await start(world, world.start(dieUnasked));
    await lose(world);
    const other = world.start();
    await world.clock.until(other.resume());
    await world.clock.advance(2 * HOUR_MS);
    expect(await world.store.listRequests({})).toEqual([]);
    expect(await read(other, id)).toEqual({
      state: 'stopped',
      lines: ['failed', 'failed', 'failed'],
      problems: ['ROLE_MISSING', 'ROLE_MISSING', 'ROLE_MISSING'],
    });
  });

  /** The first customer's people wait for the quota until the group is another one. */
  async function startSlowly(world: World): Promise<{ id: string; service: Provisioning }> {
    tenantOf(world, 'first').queueMs = 20 * MINUTE_MS;
    const service = world.start();
    const id = await start(world, service);
    await world.clock.advance(MINUTE_MS);
    expect(await read(service, id)).toMatchObject({ state: 'running', lines: ['running', 'held', 'held'] });
    return { id, service };
  }

  it('lets no other part begin while the group cannot be read, and all once it can', async () => {
    const world = openWorld();
    const { id, service } = await startSlowly(world);
    await failReading(world);
    await world.clock.advance(2 * HOUR_MS);
    expect(await read(service, id)).toEqual({
      state: 'running',
      lines: ['done', 'running', 'held'],
      problems: [undefined, undefined, undefined],
    });
    expect(tenantOf(world, 'second').accounts.size).toBe(0);
    const state = await service.waves.read(id);
    expect(state && showWave(world.policy, state, ['first', 'second', 'third']).notes).toEqual([WAITING]);
    await mend(world);
    expect(await read(service, id)).toMatchObject({ state: 'done', lines: ['done', 'done', 'done'] });
  });

  it('lets no other part begin once the role is really lost, says so, and stops', async () => {
    const world = openWorld();
    const { id, service } = await startSlowly(world);
    await lose(world);
    await world.clock.advance(2 * HOUR_MS);
    expect(await read(service, id)).toEqual({
      state: 'stopped',
      lines: ['done', 'failed', 'held'],
      problems: [undefined, 'ROLE_MISSING', undefined],
    });
    expect(tenantOf(world, 'second').accounts.size).toBe(0);
  });

  it('is undone only once the group can be read, and says until then why not', async () => {
    const world = openWorld();
    const service = world.start();
    const id = await start(world, service);
    await world.clock.advance(HOUR_MS);
    await failReading(world);
    const refused = async () =>
      (await world.clock.until(service.waves.undo(ADMIN, PLACE, id))).wave.data.refused ?? [];
    expect((await refused()).map(({ customer, problem }) => [customer, problem.code])).toEqual([
      ['first', 'ROLE_UNKNOWN'],
      ['second', 'ROLE_UNKNOWN'],
      ['third', 'ROLE_UNKNOWN'],
    ]);
    expect((await read(service, id)).lines).toEqual(['done', 'done', 'done']);
    await mend(world);
    expect(await refused()).toEqual([]);
    await world.clock.advance(HOUR_MS);
    expect((await read(service, id)).lines).toEqual(['undone', 'undone', 'undone']);
  });

  it('is not undone once the role is really lost', async () => {
    const world = openWorld();
    const service = world.start();
    const id = await start(world, service);
    await world.clock.advance(HOUR_MS);
    await lose(world);
    await world.clock.until(service.waves.undo(ADMIN, PLACE, id));
    await world.clock.advance(HOUR_MS);
    expect((await read(service, id)).lines).toEqual(['done', 'done', 'done']);
  });
});
