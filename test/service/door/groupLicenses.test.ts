import { describe, expect, it } from 'vitest';
import { showApproval } from '../../../src/flows/approvals/approvalViews.ts';
import { E3, E5, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, type World } from '../fakes/world.ts';

const GRACE = { ...OMAR, id: 'grace', name: 'Grace Okafor', roles: ['approver'] as const, userId: 'U0GRACE' };
const PEOPLE = [OMAR, MIA, GRACE].map(({ id, name, roles, userId }) => ({
  id,
  name,
  roles,
  slack: userId,
  // An approver without an account in the directory does not count.
  ...(id === 'grace' ? { teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333333' } : {}),
}));
const RULE = { name: 'E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } };
const GROUP = { id: 'group-1', displayName: 'Sales' };

function openWorld(licenses?: string[], ...approvals: object[]): World {
  const world = createWorld({ people: PEOPLE, approvals });
  world.tenant.groups = [{ ...GROUP, ...(licenses === undefined ? {} : { licenses }) }];
  return world;
}

/** One person without a license of their own, who is put into the group. */
async function submit(world: World) {
  const request = await world.prepare(1, { kind: 'one', each: () => ({ groups: [GROUP] }) });
  return world.service.approvals.submit(request);
}

describe('D6: a group that brings a license', () => {
  it('asks for the approval that the license needs, and puts nobody in before', async () => {
    const world = openWorld([E5.skuId], RULE);
    const asked = await submit(world);
    if (!('request' in asked)) throw new Error('This needed no approval.');
    await world.clock.advance(60_000);
    expect([world.tenant.sent, world.tenant.joined]).toEqual([[], []]);
    await world.service.approvals.decide(GRACE, asked.request.request.id, 1, 'approve');
    const { jobId = '' } = (await world.store.loadRequest(asked.request.request.id)) ?? {};
    await world.finish(jobId);
    expect(world.tenant.joined).toHaveLength(1);
  });

  it.each<[string, string[] | undefined, { name: string; seats: string }[]]>([
    ['brings', [E5.skuId], [{ name: E5.name, seats: 'comes with the group Sales' }]],
    ['does not bring', [], []],
  ])('T25: is shown to whoever approves with the license that it %s', async (_what, licenses, shown) => {
    const world = openWorld(licenses, { name: 'All', by: { role: 'approver' } });
    const asked = await submit(world);
    if (!('request' in asked)) throw new Error('This needed no approval.');
    const lines = showApproval(asked.request, 'Contoso', 'approver').licenses;
    expect(lines.filter(({ seats }) => seats.includes('group'))).toEqual(shown);
  });

  it('T25: is shown as one whose licenses could not be read where that is so', async () => {
    const world = openWorld([E5.skuId], { name: 'All', by: { role: 'approver' } });
    world.tenant.groupsFail = fail('FORBIDDEN');
    const asked = await submit(world);
    if (!('request' in asked)) throw new Error('This needed no approval.');
    const lines = showApproval(asked.request, 'Contoso', 'approver').licenses;
    expect(lines).toContainEqual({ name: 'Licenses of the group Sales', seats: "couldn't be read" });
  });

  it.each([
    ['brings none', undefined],
    ['brings one that nobody asks about', [E3.skuId]],
  ])('asks nobody when it %s', async (_what, licenses) => {
    expect('job' in (await submit(openWorld(licenses, RULE)))).toBe(true);
  });

  it('is asked about as it is when it is sent, not as it was in the form', async () => {
    const world = openWorld([], RULE);
    await world.service.facts.read('contoso', [GROUP.id]);
    world.tenant.groups = [{ ...GROUP, licenses: [E5.skuId] }];
    expect('request' in (await submit(world))).toBe(true);
  });

  it('lets nothing through while it cannot be told what it brings, where a rule asks about licenses', async () => {
    const world = openWorld([E5.skuId], RULE);
    world.tenant.groupsFail = fail('FORBIDDEN');
    await expect(submit(world)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const other = openWorld([E5.skuId], { name: 'Many', when: { people: 2 }, by: { role: 'approver' } });
    other.tenant.groupsFail = fail('FORBIDDEN');
    expect('job' in (await submit(other))).toBe(true);
  });
});
