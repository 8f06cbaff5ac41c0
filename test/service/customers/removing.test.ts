import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import { createTwoCustomers } from '../../flows/customers/twoCustomers.ts';
import { OMAR } from '../fakes/world.ts';

const actor: Actor = { ...OMAR, customer: 'fabrikam' };

describe('removing a customer', () => {
  it('says what is open there, and takes it out of the policy', async () => {
    const world = createTwoCustomers();
    await world.fill('fabrikam', 'bob');
    await world.fill('contoso', 'ann');
    const { removing } = world.service.customers;
    expect(await removing.listOpen('fabrikam')).toEqual({
      ...{ name: 'Fabrikam', jobs: [], requests: 1, mayWrite: true },
    });
    await removing.remove(actor);
    expect(world.adding.written).toEqual([{ removed: 'fabrikam' }]);
    const [entry] = world.store.entries().filter(({ what }) => what === 'customer.removed');
    expect(entry).toMatchObject({ actor: 'omar', outcome: 'done', subject: 'fabrikam' });
    expect(entry?.customer).toBeUndefined();
  });

  it('waits for jobs that run, of that customer alone', async () => {
    const world = createTwoCustomers();
    await world.fill('fabrikam', 'bob');
    await world.fill('contoso', 'ann');
    const { removing } = world.service.customers;
    await world.store.updateJob('job_contoso', (job) => ({ ...job, state: 'running' }));
    expect((await removing.listOpen('fabrikam')).jobs).toEqual([]);
    await world.store.updateJob('job_fabrikam', (job) => ({ ...job, state: 'running' }));
    await expect(removing.remove(actor)).rejects.toMatchObject({
      code: 'NOT_YET',
      next: expect.stringContaining('press Stop'),
    });
    expect(world.adding.written).toEqual([]);
    expect(world.store.entries().at(-1)).toMatchObject({ what: 'customer.removed', outcome: 'refused' });
  });

  it('keeps the only one', async () => {
    const world = createTwoCustomers(['contoso']);
    const only = { ...actor, customer: 'contoso' };
    await expect(world.service.customers.removing.remove(only)).rejects.toMatchObject({
      message: 'This is the only customer.',
    });
    expect(world.adding.written).toEqual([]);
  });
});
