import { expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { NEW_TENANT } from '../fakes/fakeAdding.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const HOUR_MS = 60 * 60_000;

/** A world of one of several instances, which others may be ahead of, and a customer who is gone from its policy. */
function openWorld() {
  const state = { isBehind: false, standsIn: false };
  const world = createWorld({
    async checkPolicy() {
      if (state.isBehind)
        throw new RollcallError('POLICY_BEHIND', 'Others have a newer one.', { next: 'Wait.' });
    },
    standsIn: async () => state.standsIn,
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
    /** No instance with the newer one is alive: the older one holds until then. */
    standIn() {
      Object.assign(state, { isBehind: false, standsIn: true });
      world.policy.customers = without;
    },
    catchUp(customers = before) {
      Object.assign(state, { isBehind: false, standsIn: false });
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
  await world.clock.until(world.service.followPolicy());
  expect(await world.store.loadRequest(id)).toMatchObject({ state: 'approved' });
  catchUp(without);
  await world.clock.until(world.service.followPolicy());
  expect(await world.store.loadRequest(id)).toMatchObject({
    state: 'cancelled',
    problem: { code: 'CUSTOMER_GONE' },
  });
});

it('a customer is not gone by an older policy that stands in: what is open for it waits until the newer one is there again', async () => {
  const { world, standIn, catchUp } = openWorld();
  const id = await plan(world, 10 * HOUR_MS);
  const job = await world.accept(3);
  world.restart();
  standIn();
  await world.clock.until(world.service.resume());
  await world.clock.until(world.service.followPolicy());
  await world.clock.advance(60_000);
  expect(await world.store.loadRequest(id)).toMatchObject({ state: 'approved' });
  expect(await world.store.loadJob(job.id)).toMatchObject({ state: 'running' });
  expect(world.tenant.accounts.size).toBe(0);
  catchUp();
  await world.clock.until(world.service.followPolicy());
  await world.clock.advance(60_000);
  expect((await world.store.loadJob(job.id))?.state).toBe('done');
  expect(world.tenant.accounts.size).toBe(3);
});

it('a one-time link stays unopened, whoever made it has lost the role by the older policy, and opens by the newest', async () => {
  const { world, fallBehind, catchUp } = openWorld();
  const { job } = await world.run(1, { settings: { delivery: 'link' }, kind: 'one' });
  const token = /\/p\/([\w-]+)/.exec(world.mailer.inbox[0]?.text ?? '')?.[1] ?? '';
  fallBehind();
  await expect(world.service.links.take(token)).rejects.toMatchObject({ code: 'POLICY_BEHIND' });
  const news = (await world.store.loadJob(job.id))?.messages.flatMap(({ link }) => link ?? []);
  expect(news).toEqual([]);
  catchUp();
  expect((await world.service.links.take(token))?.people).toHaveLength(1);
});

it('a file at an address stays there, and is handed out by the newest policy', async () => {
  const { world, fallBehind, catchUp } = openWorld();
  const { handouts } = world.service;
  const again = { action: 'job.csv', id: 'job_1' };
  const file = { name: 'a.csv', contentType: 'text/csv', bytes: Buffer.from('a'), again };
  const token = (await handouts.give(MIA, file))?.split('/f/')[1] ?? '';
  fallBehind();
  await expect(handouts.take(token)).rejects.toMatchObject({ code: 'POLICY_BEHIND' });
  expect(await handouts.isOpen(token)).toBe(true);
  catchUp();
  expect((await handouts.take(token))?.file.name).toBe('a.csv');
});

it('a consent is not used up, and counts where the newest policy is', async () => {
  const { world, fallBehind, catchUp } = openWorld();
  const { adding } = world.service.customers;
  const { link } = await adding.begin(OMAR, PLACE, { name: 'Wingtip', tenant: 'wingtip.com' });
  const state = new URL(link).searchParams.get('state') ?? '';
  const answer = () => world.clock.until(adding.answer({ state, tenant: NEW_TENANT }));
  fallBehind();
  expect(await answer()).toEqual({
    status: 503,
    page: expect.objectContaining({ title: 'Rollcall is being updated' }),
  });
  catchUp();
  expect(await answer()).toMatchObject({ status: 200, news: { entry: { id: 'wingtip' } } });
});

it('admins are asked about older data by an instance that has the newest policy', async () => {
  const { world, fallBehind, catchUp } = openWorld();
  await world.clock.until(world.service.oldData.look());
  await world.accept(3);
  world.restart();
  await world.clock.advance(HOUR_MS);
  await world.clock.until(world.service.oldData.look());
  const asked: string[] = [];
  const ask = (who: string) => world.clock.until(world.service.oldData.ask(async () => void asked.push(who)));
  fallBehind();
  await ask('the older one');
  catchUp();
  await ask('the newest one');
  expect(asked).toEqual(['the newest one']);
});
