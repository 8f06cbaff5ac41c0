import { describe, expect, it } from 'vitest';
import { noteGone } from '../../../src/service/customers/gone.ts';
import { rolesNow } from '../../../src/service/door/taskRules.ts';
import { createTwoCustomers } from '../../flows/customers/twoCustomers.ts';
import { createWorld, OMAR } from '../fakes/world.ts';

const GONE = { code: 'CUSTOMER_GONE' };

/** The policy has another customer than the one that everything was begun for. */
function removeContoso(world: ReturnType<typeof createWorld>): () => void {
  const before = world.policy.customers;
  const [contoso] = before;
  if (contoso === undefined) throw new Error('There is no customer.');
  world.policy.customers = [{ ...contoso, id: 'fabrikam', name: 'Fabrikam' }];
  return () => {
    world.policy.customers = before;
  };
}

/** How a job is once it has had the time to come to its end; one that goes on has not. */
async function readSoon(world: ReturnType<typeof createWorld>, jobId: string) {
  await world.clock.advance(60_000);
  const state = await world.clock.until(world.service.jobs.read(jobId));
  if (state === undefined) throw new Error(`${jobId} isn't there.`);
  return state;
}

const haltedOf = (world: ReturnType<typeof createWorld>) =>
  world.store.entries().filter(({ what }) => what === 'job.stopped');

describe('a customer that is gone from the policy', () => {
  it('leaves nobody a role for it', () => {
    const world = createWorld();
    expect(rolesNow(world.policy, 'omar', 'contoso')).toEqual(['helpdesk', 'admin']);
    removeContoso(world);
    expect(rolesNow(world.policy, 'omar', 'contoso')).toEqual([]);
  });

  it('has its requests and plans canceled in words, each once, and those of others stay', async () => {
    const world = createTwoCustomers();
    await world.fill('contoso', 'ann');
    await world.fill('fabrikam', 'bob');
    const planned = {
      ...{ id: 'req_planned', state: 'approved', rule: '', approvers: [] },
      asked: { draftId: 'd', draftVersion: 1, kind: 'one', people: [], settings: {}, startsAt: 1e15 },
    };
    const waiting = await world.store.loadRequest('req_fabrikam');
    await world.store.saveRequest({ ...waiting, ...planned } as never);
    const before = { customers: world.policy.customers };
    world.policy.customers = world.policy.customers.filter(({ id }) => id === 'contoso');
    await noteGone(world.store, before, world.policy);
    await world.clock.until(world.service.followPolicy());
    await world.clock.until(world.service.followPolicy());
    for (const id of ['req_fabrikam', 'req_planned']) {
      const ended = await world.store.loadRequest(id);
      expect(ended, id).toMatchObject({ state: 'cancelled', problem: GONE });
      expect(ended?.problem?.message).toContain('Fabrikam was removed from Rollcall');
      // One more card for whoever asked.
      expect(ended?.copies).toMatchObject([{ to: 'bob', as: 'requester' }]);
    }
    expect(await world.store.loadRequest('req_contoso')).toMatchObject({ state: 'waiting' });
    const audited = world.store.entries().filter(({ what }) => what === 'request.cancelled');
    expect(audited).toMatchObject([
      { subject: 'req_fabrikam', customer: 'fabrikam', detail: GONE },
      { subject: 'req_planned', customer: 'fabrikam', detail: GONE },
    ]);
    expect(world.calls).toEqual([]);
  });

  it('has a job that a restart finds stopped, with nothing created and nothing mailed, until it is there again', async () => {
    const world = createWorld();
    const job = await world.accept(3);
    world.restart();
    const bringBack = removeContoso(world);
    await world.clock.until(world.service.resume());
    const state = await readSoon(world, job.id);
    expect(state.job).toMatchObject({ state: 'stopped', haltedFor: 'customer' });
    expect(state.rows.map(({ create }) => create.state)).toEqual(['todo', 'todo', 'todo']);
    expect(world.tenant.accounts.size).toBe(0);
    expect(world.mailer.inbox).toEqual([]);
    expect(haltedOf(world)).toMatchObject([{ subject: job.id, detail: GONE }]);

    bringBack();
    await world.clock.until(world.service.jobs.retry(OMAR, job.id));
    const again = await world.finish(job.id);
    expect(again.job.state).toBe('done');
    expect(again.job.haltedFor).toBeUndefined();
    expect(world.tenant.accounts.size).toBe(3);
  });

  it('has a job that runs stopped, and whoever was created gets no mail', async () => {
    const world = createWorld();
    await world.clock.until(world.service.resume());
    const job = await world.accept(200);
    await world.clock.until(
      (async () => {
        while (world.tenant.accounts.size === 0) await world.clock.sleep(10);
      })(),
    );
    removeContoso(world);
    await world.clock.until(world.service.followPolicy());
    const state = await readSoon(world, job.id);
    expect(state.job).toMatchObject({ state: 'stopped', haltedFor: 'customer' });
    expect(world.tenant.accounts.size).toBeLessThan(200);
    expect(world.mailer.inbox).toEqual([]);
    expect(haltedOf(world)).toHaveLength(1);
  });
});
