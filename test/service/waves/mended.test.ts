import { expect, it } from 'vitest';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { createWorld, OMAR, openFile, PLACE, type World } from './waveWorld.ts';

/** Every five minutes, as instances do. */
const SWEEP_MS = 300_000;

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
  await world.clock.advance(60_000);
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
