import { expect, it } from 'vitest';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { createWorld, GRACE, limit, OMAR, openFile, PLACE, SWEEP_MS, type World } from './waveWorld.ts';

/** A file of Omar's whose first customer is through, while the people of the two others wait for the quota. */
async function startFile(world: World, service: Provisioning): Promise<string> {
  for (const customer of ['second', 'third']) {
    const tenant = world.tenants.get(customer);
    if (tenant === undefined) throw new Error(`There is no ${customer}.`);
    tenant.queueMs = 600_000;
  }
  await world.clock.until(service.resume());
  const [id, version] = await openFile(world, service);
  await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
  await world.clock.advance(60_000);
  expect(await read(service, id)).toEqual(['running', 'done', 'running', 'running']);
  return id;
}

/** How the file stands, and each of its parts. */
async function read(service: Provisioning, waveId: string): Promise<(string | undefined)[]> {
  const { wave, lines } = (await service.waves.read(waveId)) ?? {};
  return [wave?.data.state, ...(lines ?? []).map(({ standing }) => standing)];
}

const stopsIn = (world: World) =>
  world.store
    .entries()
    .filter(({ what }) => what === 'job.stopped')
    .map(({ customer, actor, outcome }) => `${customer} ${actor} ${outcome}`)
    .sort();

const SIDE_BY_SIDE = { first: 1, atOnce: 2, failures: 1 };

it('stops the parts of every customer for an admin of one of them, who did not start the file', async () => {
  const world = createWorld(undefined, SIDE_BY_SIDE);
  const service = world.start();
  const id = await startFile(world, service);
  limit(world, GRACE, ['first']);
  const stopped = await world.clock.until(service.waves.stop(GRACE, id));
  expect(stopped.wave.data).toMatchObject({ state: 'stopped', stoppedBy: GRACE.name });
  expect(stopped.wave.data).not.toHaveProperty('refused');
  await world.clock.advance(5_000);
  expect(await read(service, id)).toEqual(['stopped', 'done', 'stopped', 'stopped']);
  expect(stopsIn(world)).toEqual(['second grace done', 'third grace done']);
  // What they own they take up again.
  await world.clock.until(service.waves.goOn(OMAR, id));
  await world.clock.advance(3 * SWEEP_MS);
  expect(await read(service, id)).toEqual(['done', 'done', 'done', 'done']);
});

it('stops the part of a customer that its owner has lost since, too', async () => {
  const world = createWorld(undefined, SIDE_BY_SIDE);
  const service = world.start();
  const id = await startFile(world, service);
  limit(world, OMAR, ['first', 'second']);
  await world.clock.until(service.waves.stop(OMAR, id));
  await world.clock.advance(5_000);
  expect(await read(service, id)).toEqual(['stopped', 'done', 'stopped', 'stopped']);
  expect(stopsIn(world)).toContain('third omar done');
});

it('is left to run where an admin of none of its customers presses Stop', async () => {
  const world = createWorld(undefined, SIDE_BY_SIDE);
  const service = world.start();
  const id = await startFile(world, service);
  limit(world, GRACE, []);
  await expect(world.clock.until(service.waves.stop(GRACE, id))).rejects.toMatchObject({ code: 'NOT_YOURS' });
  await world.clock.advance(5_000);
  expect(await read(service, id)).toEqual(['running', 'done', 'running', 'running']);
  expect(stopsIn(world)).toEqual([]);
});

it('leaves a single job to whoever asked for it: another admin stops none by itself', async () => {
  const world = createWorld(undefined, SIDE_BY_SIDE);
  const service = world.start();
  const id = await startFile(world, service);
  const { lines } = (await service.waves.read(id)) ?? {};
  const job = lines?.find(({ customer }) => customer === 'second')?.job;
  const [grace, omar] = [GRACE, OMAR].map((actor) => ({ ...actor, customer: 'second' }));
  if (job === undefined || grace === undefined || omar === undefined) throw new Error('No part runs.');
  await expect(service.jobs.stop(grace, job.id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
  expect(await read(service, id)).toEqual(['running', 'done', 'running', 'running']);
  await world.clock.until(service.jobs.stop(omar, job.id));
  await world.clock.advance(5_000);
  expect(await read(service, id)).toEqual(['running', 'done', 'stopped', 'running']);
  expect(stopsIn(world)).toEqual(['second grace refused', 'second omar done']);
});

it('stops the rest of it for an admin whose process died, though they have lost their role by then', async () => {
  const world = createWorld(undefined, SIDE_BY_SIDE);
  const service = world.start();
  const id = await startFile(world, service);
  const mortal = world.start(async (_name, given, call, kill) => {
    const isStop = (given[2] as { state?: string } | undefined)?.state === 'stopped';
    if (!isStop) return call();
    await call();
    return kill();
  });
  mortal.waves.stop(GRACE, id).catch(() => undefined);
  await world.clock.advance(1_000);
  expect(await read(service, id)).toEqual(['stopped', 'done', 'running', 'running']);
  limit(world, GRACE, []);
  await world.clock.advance(SWEEP_MS);
  expect(await read(service, id)).toEqual(['stopped', 'done', 'stopped', 'stopped']);
  expect(stopsIn(world)).toEqual(['second grace done', 'third grace done']);
});
