import { expect, it } from 'vitest';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { createWorld, OMAR, openFile, PLACE, SWEEP_MS, type World } from './waveWorld.ts';

/** A file of which the last part failed and was mended, by a process that died before anybody was told. */
async function mendAndDie(world: World): Promise<string> {
  let isMended = false;
  const service = world.start(async (name, given, call, kill) => {
    const isTold = name === 'saveTask' && JSON.stringify(given).includes('wave:');
    return isMended && isTold ? kill() : call();
  });
  await world.clock.until(service.resume());
  const third = world.tenants.get('third');
  if (third === undefined) throw new Error('There is no third customer.');
  third.fateOf = () => 'refused';
  const [id, version] = await openFile(world, service);
  await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
  // Other instances have looked at it by then.
  await world.clock.advance(SWEEP_MS);
  expect((await service.waves.read(id))?.wave.data.state).toBe('stopped');
  third.fateOf = () => 'answered';
  isMended = true;
  await world.clock.until(service.waves.retry(OMAR, id));
  await world.clock.advance(60_000);
  return id;
}

it.each([
  ['at the next start', async (world: World, other: Provisioning) => world.clock.until(other.resume())],
  ['by the sweep of another instance', async (world: World) => world.clock.advance(SWEEP_MS)],
])('a file whose last failed part was mended before a kill is found %s', async (_when, find) => {
  const world = createWorld();
  const alive = world.start(undefined, { sweepEveryMs: SWEEP_MS });
  await world.clock.until(alive.resume());
  const id = await mendAndDie(world);
  expect((await world.store.listJobs({ limit: 9 })).map(({ state }) => state)).toEqual(Array(3).fill('done'));
  expect((await alive.waves.read(id))?.wave.data.state).toBe('stopped');
  const other = world.start();
  await find(world, other);
  await world.clock.advance(60_000);
  expect((await alive.waves.read(id))?.wave.data.state).toBe('done');
});

/** How often rows were read, sweep by sweep, of a file that stopped because a customer's people failed. */
async function countReads(whose: string): Promise<number[]> {
  const world = createWorld();
  let reads = 0;
  const alive = world.start(
    (name, _given, call) => {
      if (name === 'scanRows') reads += 1;
      return call();
    },
    { sweepEveryMs: SWEEP_MS },
  );
  await world.clock.until(alive.resume());
  const tenant = world.tenants.get(whose);
  if (tenant === undefined) throw new Error(`There is no ${whose} customer.`);
  tenant.fateOf = () => 'refused';
  const [id, version] = await openFile(world, alive);
  await world.clock.until(alive.waves.start(OMAR, PLACE, id, version));
  await world.clock.advance(60_000);
  expect((await alive.waves.read(id))?.wave.data.state).toBe('stopped');
  const bySweep: number[] = [];
  for (let sweep = 0; sweep < 3; sweep += 1) {
    reads = 0;
    await world.clock.advance(SWEEP_MS);
    bySweep.push(reads);
  }
  tenant.fateOf = () => 'answered';
  await world.clock.until(alive.waves.retry(OMAR, id));
  await world.clock.advance(60_000);
  if (whose === 'third') expect((await alive.waves.read(id))?.wave.data.state).toBe('done');
  return bySweep;
}

it('the sweep reads no rows of a file that stopped before all of its parts had begun', async () => {
  expect(await countReads('first')).toEqual([0, 0, 0]);
});

it('the sweep reads the rows of another one once, until it is tried again', async () => {
  expect(await countReads('third')).toEqual([3, 0, 0]);
});
