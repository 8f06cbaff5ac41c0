import { expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { createWorld, type World } from '../fakes/world.ts';

const HOUR_MS = 60 * 60_000;

/** A world of one of several instances, which others may be ahead of, and a customer who is gone from its policy. */
function openWorld() {
  const state = { isBehind: false };
  const world = createWorld({
    async checkPolicy() {
      if (state.isBehind)
        throw new RollcallError('POLICY_BEHIND', 'Others have a newer one.', { next: 'Wait.' });
    },
  });
  const before = world.policy.customers;
  const without = before.map((customer) => ({ ...customer, id: 'fabrikam', name: 'Fabrikam' }));
  return {
    world,
    /** With an older policy, that hasn't the customer yet. */
    fallBehind() {
      state.isBehind = true;
      world.policy.customers = without;
    },
    catchUp(customers = before) {
      state.isBehind = false;
      world.policy.customers = customers;
    },
    without,
  };
}

/** Somebody who is to be created later. Answers the request's id. */
async function plan(world: World, inMs: number): Promise<string> {
  const asked = await world.prepare(1, { kind: 'one' });
  const startsAt = world.clock.now() + inMs;
  const planned = await world.service.approvals.submit({ ...asked, startsAt, zone: 'UTC' });
  if (!('request' in planned)) throw new Error('It began at once.');
  return planned.request.request.id;
}

it('a job waits while the instance goes by an older policy, and isn’t stopped by it', async () => {
  const { world, fallBehind, catchUp } = openWorld();
  const job = await world.accept(3);
  world.restart();
  fallBehind();
  await world.clock.until(world.service.resume());
  await world.clock.advance(HOUR_MS);
  const waiting = await world.clock.until(world.service.jobs.read(job.id));
  expect(waiting?.job.state).toBe('running');
  expect(waiting?.rows.map(({ create }) => create.state) ?? []).not.toContain('done');
  expect(world.tenant.accounts.size).toBe(0);
  expect(world.store.entries().map(({ what }) => what)).not.toContain('job.stopped');
  catchUp();
  await world.clock.advance(60_000);
  expect((await world.clock.until(world.service.jobs.read(job.id)))?.job.state).toBe('done');
  expect(world.tenant.accounts.size).toBe(3);
});

it('what was planned has no problem of an older policy, and begins once the newer one is there', async () => {
  const { world, fallBehind, catchUp } = openWorld();
  await world.clock.until(world.service.resume());
  const id = await plan(world, HOUR_MS);
  fallBehind();
  await world.clock.advance(2 * HOUR_MS);
  // At a start all that was approved is looked at.
  world.restart();
  await world.clock.until(world.service.resume());
  const held = await world.store.loadRequest(id);
  expect(held).toMatchObject({ state: 'approved' });
  expect([held?.problem, held?.jobId]).toEqual([undefined, undefined]);
  expect(world.store.entries().filter(({ what }) => what === 'request.started')).toEqual([]);
  catchUp();
  await world.clock.advance(60_000);
  expect((await world.store.loadRequest(id))?.jobId).toBeDefined();
  expect(world.tenant.accounts.size).toBe(1);
});

it('a customer is gone only by the newest policy', async () => {
  const { world, fallBehind, catchUp, without } = openWorld();
  await world.clock.until(world.service.resume());
  const id = await plan(world, 10 * HOUR_MS);
  fallBehind();
  await world.clock.until(world.service.customers.endGone());
  expect(await world.store.loadRequest(id)).toMatchObject({ state: 'approved' });
  catchUp(without);
  await world.clock.until(world.service.customers.endGone());
  expect(await world.store.loadRequest(id)).toMatchObject({
    state: 'cancelled',
    problem: { code: 'CUSTOMER_GONE' },
  });
});
