import { describe, expect, it } from 'vitest';
import { createTwoCustomers } from '../../flows/customers/twoCustomers.ts';

type World = ReturnType<typeof createTwoCustomers>;

/** Accepts a job of one person for a customer. */
async function accept(world: World, customer: string, name: string): Promise<string> {
  const id = `draft_${customer}_${name}`;
  const place = { platform: 'slack', workspace: 'T', conversationId: 'D0OMAR', kind: 'direct' } as const;
  await world.store.saveDraft({
    ...{ id, version: 1, kind: 'roster', owner: 'omar', customer, place, data: { findings: [] } },
    ...{ createdAt: world.clock.now(), expiresAt: world.clock.now() + 86_400_000 },
  });
  const roles = ['admin'] as const;
  const { job } = await world.clock.until(
    world.service.jobs.accept({
      actor: { id: 'omar', name: 'Omar', roles, customer, platform: 'slack', userId: 'U0OMAR' },
      ...{ place, requestId: id, requestVersion: 1, kind: 'bulk' },
      people: [
        {
          person: { userPrincipalName: `${name}@contoso.com`, displayName: name },
          accountEnabled: true,
          licenses: [],
        },
      ],
      settings: { accountEnabled: true, usageLocation: 'DE', licenses: [], recipients: [], delivery: 'show' },
    }),
  );
  return job.id;
}

describe('jobs of several customers', () => {
  it('do not wait for one whose Graph hangs, however many jobs that one has', async () => {
    const world = createTwoCustomers();
    await world.clock.until(world.service.resume());
    world.tenants.contoso.callMs = 20 * 3_600_000;
    for (let index = 0; index < 21; index++) await accept(world, 'contoso', `hangs${index}`);
    const other = await accept(world, 'fabrikam', 'goes.on');
    await world.clock.advance(10_000);
    expect((await world.store.loadJob(other))?.state).toBe('done');
  });

  it('of one customer all come to their end, a few at a time', async () => {
    const world = createTwoCustomers();
    await world.clock.until(world.service.resume());
    world.tenants.contoso.callMs = 2_000;
    const jobs: string[] = [];
    for (let index = 0; index < 12; index++) jobs.push(await accept(world, 'contoso', `many${index}`));
    await world.clock.advance(60_000);
    const states = await Promise.all(jobs.map(async (id) => (await world.store.loadJob(id))?.state));
    expect(new Set(states)).toEqual(new Set(['done']));
  });
});
