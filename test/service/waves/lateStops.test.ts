import { expect, it } from 'vitest';
import { createWorld, OMAR, openFile, PLACE, type World } from './waveWorld.ts';

type Press = 'stop' | 'end';
type Moment = 'its seats are counted' | 'its job is looked up';

/** Has the next processes wait for `work` whenever they count a customer's seats. */
function countSlowly(world: World, customer: string, work: () => Promise<unknown>): () => void {
  const tenant = world.tenants.get(customer);
  if (tenant === undefined) throw new Error(`There is no ${customer}.`);
  const { connect } = tenant;
  tenant.connect = () => {
    const { directory, kill } = connect();
    const listLicenses = async () => {
      await work();
      return directory.listLicenses();
    };
    return { directory: { ...directory, listLicenses }, kill };
  };
  return () => {
    tenant.connect = connect;
  };
}

const findSecond = async (world: World) =>
  (await world.store.listRequests({})).find(({ customer }) => customer === 'second');

it.each([
  ['stop', 'its seats are counted'],
  ['end', 'its seats are counted'],
  ['stop', 'its job is looked up'],
  ['end', 'its job is looked up'],
] as const)(
  'a part does not begin after %s at another instance while %s, for longer than others wait',
  async (press: Press, moment: Moment) => {
    const world = createWorld();
    let waveId = '';
    let [isPressed, isCounted] = [false, false];
    // Nobody waits for whoever begins it any more.
    const other = world.start(async (name, given, call) =>
      name === 'holdKey' && String(given[0]).startsWith('alone:start ') ? 1 : call(),
    );
    const pressOnce = async () => {
      if (isPressed) return;
      isPressed = true;
      await other.waves[press](OMAR, waveId);
    };
    const restore = countSlowly(world, 'second', async () => {
      const second = await findSecond(world);
      if (second === undefined || second.wave?.held === true) return;
      isCounted = true;
      if (moment === 'its seats are counted') await pressOnce();
    });
    const first = world.start(async (name, _given, call) => {
      if (name === 'loadJob' && isCounted && moment === 'its job is looked up') await pressOnce();
      return call();
    });
    restore();
    await world.clock.until(first.resume());
    const [id, version] = await openFile(world, first);
    waveId = id;
    await world.clock.until(first.waves.start(OMAR, PLACE, id, version));
    await world.clock.advance(600_000);
    expect(isPressed).toBe(true);
    expect((await world.store.listJobs({ limit: 9 })).map(({ customer }) => customer)).toEqual(['first']);
    expect(world.tenants.get('second')?.accounts.size).toBe(0);
    expect(await findSecond(world)).toMatchObject(
      press === 'stop' ? { state: 'approved', wave: { held: true } } : { state: 'cancelled' },
    );
    if (press === 'end') return;
    await world.clock.until(first.waves.goOn(OMAR, id));
    await world.clock.advance(600_000);
    expect(await world.store.listJobs({ limit: 9 })).toHaveLength(3);
  },
);

it('stops what runs on in a file that stopped by itself, and nothing else', async () => {
  const world = createWorld(undefined, { first: 1, atOnce: 2, failures: 1 });
  const service = world.start();
  await world.clock.until(service.resume());
  const [second, third] = [world.tenants.get('second'), world.tenants.get('third')];
  if (second === undefined || third === undefined) throw new Error('There are not three customers.');
  second.fateOf = () => 'refused';
  // Its people wait for the quota.
  third.queueMs = 600_000;
  const [id, version] = await openFile(world, service);
  await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
  await world.clock.advance(60_000);
  const read = async () => {
    const { wave, lines } = (await service.waves.read(id)) ?? {};
    return [wave?.data.state, wave?.data.stoppedBy, ...(lines ?? []).map(({ standing }) => standing)];
  };
  expect(await read()).toEqual(['stopped', undefined, 'done', 'failed', 'running']);
  await world.clock.until(service.waves.stop(OMAR, id));
  await world.clock.advance(1_000);
  expect(await read()).toEqual(['stopped', OMAR.name, 'done', 'failed', 'stopped']);
  const said = world.store.entries().filter(({ what }) => what === 'wave.stopped');
  expect(said.map(({ platform }) => platform)).toEqual([
    ...Array(3).fill('system'),
    ...Array(3).fill(OMAR.platform),
  ]);
  // Nothing of it runs any more, so that the same button of an older message changes nothing.
  await world.clock.until(service.waves.stop(OMAR, id));
  expect(await read()).toEqual(['stopped', OMAR.name, 'done', 'failed', 'stopped']);
});

it('refuses to stop what stopped by itself with nothing under way', async () => {
  const world = createWorld();
  const service = world.start();
  await world.clock.until(service.resume());
  const first = world.tenants.get('first');
  if (first === undefined) throw new Error('There is no first customer.');
  first.fateOf = () => 'refused';
  const [id, version] = await openFile(world, service);
  await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
  await world.clock.advance(60_000);
  await expect(service.waves.stop(OMAR, id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
  expect((await service.waves.read(id))?.wave.data.stoppedBy).toBeUndefined();
});
