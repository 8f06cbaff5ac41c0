import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ProvisioningOptions } from '../../../src/service/context.ts';
import { createRuns } from '../../../src/service/jobs/runner/runs.ts';
import { createTestLog } from '../../store/sampleRecords.ts';
import { createWorld, type World } from '../fakes/world.ts';

function contextOf(world: World): { context: ProvisioningOptions; wakeStop(jobId: string): void } {
  const { policy, store, clock, sealer, mailer, tenant, service } = world;
  const listeners: ((id: string) => void)[] = [];
  const brake = {
    ...service.brake,
    pausing: () => new AbortController().signal,
    pauseItself: async () => undefined,
    reason: () => undefined,
    load: async () => undefined,
    follow: () => undefined,
  };
  const { directory } = tenant.connect();
  const context = {
    ...{
      policy,
      store,
      clock,
      sealer,
      mailer,
      log: createTestLog(),
      brake,
      maxFileBytes: 1_000,
    },
    directoryFor: () => directory,
    ids: { next: (prefix: string) => `${prefix}_1` },
    randomInt: (max: number) => randomInt(max),
    engine: {
      ...{ send: async () => undefined, work: () => undefined, drain: async () => undefined },
      wake: () => undefined,
      onWake(topic: string, listener: (id: string) => void) {
        if (topic === 'stop') listeners.push(listener);
        return () => undefined;
      },
    },
  };
  return {
    context,
    wakeStop(jobId) {
      for (const tell of listeners) tell(jobId);
    },
  };
}

it('a job that its own process takes again is told of, and can be stopped, though the first attempt ends after that', async () => {
  const world = createWorld();
  // Nobody but the test runs it.
  await world.clock.until(world.service.drain());
  const { id } = await world.accept(2_000);
  world.tenant.callMs = 1_000;
  const { context, wakeStop } = contextOf(world);
  let told = 0;
  const runs = createRuns(
    context,
    { ensure: async () => undefined },
    {
      deliver: async () => undefined,
      deliverLate: async () => undefined,
      resumeLate: async () => undefined,
      end: () => undefined,
    },
    (event) => {
      if (event === 'progress') told += 1;
    },
    async () => undefined,
  );
  const first = new AbortController();
  const one = runs.carryOut(id, { mayAct: () => true, signal: first.signal }).catch(String);
  await world.clock.advance(3_000);
  first.abort(new Error('taken over'));
  const two = runs.carryOut(id, { mayAct: () => true, signal: new AbortController().signal });
  expect(await world.clock.until(one)).toContain('taken over');
  told = 0;
  await world.clock.advance(5_000);
  expect(told).toBeGreaterThan(3);
  expect((await runs.secondsLeft(await jobOf(world, id), 100, 100)) ?? -1).toBeGreaterThan(0);

  const before = world.tenant.sent.length;
  wakeStop(id);
  await world.clock.until(two);
  expect(world.tenant.sent.length - before).toBeLessThan(100);
});

async function jobOf({ store }: World, id: string) {
  const job = await store.loadJob(id);
  if (job === undefined) throw new Error('no job');
  return job;
}
