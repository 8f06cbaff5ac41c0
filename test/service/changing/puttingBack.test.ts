import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import { createRetention } from '../../../src/service/audit/retention.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import type { AcceptRequest } from '../../../src/service/jobs/acceptRequest.ts';
import { openSnapshot } from '../../../src/service/snapshots/snapshots.ts';
import { E3, E5 } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const PEOPLE = [
  { id: 'omar', name: 'Omar Haddad', roles: ['helpdesk', 'admin'], slack: OMAR.userId },
  {
    id: 'grace',
    name: 'Grace Okafor',
    roles: ['approver'],
    slack: 'U0GRACE',
    teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333333',
  },
];
const BERLIN = { id: 'g-berlin', displayName: 'Berlin office' };
const RULED = { id: 'g-ruled', displayName: 'Everybody', closed: 'dynamic' as const };
const direct = (skuId: string, disabledPlans: string[] = []) => ({ skuId, disabledPlans, inherited: false });

function openWorld(more: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld({ people: PEOPLE, ...more });
  world.tenant.licenses = [E5, E3].map((license) => ({ ...license, total: 50, left: 50 }));
  world.tenant.groups = [BERLIN, RULED];
  world.tenant.hold('boss@contoso.com', 'Boss');
  world.tenant.hold('ada@contoso.com', 'Ada', {
    accountEnabled: true,
    usageLocation: 'US',
    fields: { jobTitle: 'Engineer' },
    held: [direct(E5.skuId, ['plan-1'])],
  });
  world.tenant.managers.set(idOf(world), idOf(world, 'boss@contoso.com'));
  world.tenant.joined = [BERLIN, RULED].map(({ id }) => ({ objectId: idOf(world), groupId: id }));
  return world;
}

const ada = ({ tenant }: World) =>
  [...tenant.accounts.values()].find(({ displayName }) => displayName === 'Ada');
const idOf = (world: World, name = 'ada@contoso.com') => world.tenant.find(name)?.id ?? ada(world)?.id ?? '';

/** A change, so that how Ada was is kept. */
async function change(world: World): Promise<string> {
  const { changes, jobs, snapshots } = world.service;
  const { id, data } = await changes.open(OMAR, PLACE, idOf(world));
  const fields = { ...data.values.fields, jobTitle: 'Lead' };
  const typed = {
    ...data.values,
    fields,
    manager: '',
    userName: 'ada.king@contoso.com',
    signIn: 'blocked' as const,
  };
  const { draft } = await changes.check(OMAR, id, typed);
  const request = {
    actor: OMAR,
    place: PLACE,
    requestId: id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'change',
  } as const;
  const { job } = await jobs.accept({ ...request, ...requestOfActs(draft.data) });
  await world.finish(job.id);
  const [kept] = await snapshots.list(OMAR, idOf(world));
  return kept?.id ?? '';
}

async function requestToPutBack(
  world: World,
  snapshotId: string,
): Promise<{ request: AcceptRequest; cannot: readonly string[] }> {
  const { draft } = await world.service.putBacks.open(OMAR, PLACE, snapshotId);
  const request = {
    actor: OMAR,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'putBack',
  } as const;
  return { request: { ...request, ...requestOfActs(draft.data) }, cannot: draft.data.cannot };
}

describe('putting somebody back', () => {
  it('makes them exactly what they were, whatever was done since', async () => {
    const world = openWorld();
    const before = structuredClone(ada(world));
    const id = await change(world);
    expect(ada(world)).toMatchObject({ userPrincipalName: 'ada.king@contoso.com', accountEnabled: false });
    // What others did by hand.
    Object.assign(ada(world) ?? {}, { held: [direct(E3.skuId)] });
    world.tenant.joined = world.tenant.joined.filter(({ groupId }) => groupId !== BERLIN.id);
    const { request, cannot } = await requestToPutBack(world, id);
    expect(cannot).toEqual([]);
    const { job } = await world.service.jobs.accept(request);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
    const after = ada(world);
    expect(after).toMatchObject({ ...before, fields: { jobTitle: 'Engineer' } });
    expect(after?.held).toEqual(before?.held);
    expect(world.tenant.joined).toContainEqual({ objectId: idOf(world), groupId: BERLIN.id });
    expect(world.tenant.managers.get(idOf(world))).toBe(idOf(world, 'boss@contoso.com'));
    // And that can be put back too.
    expect(await world.service.snapshots.list(OMAR, idOf(world))).toMatchObject([
      { task: 'putBack' },
      { task: 'change' },
    ]);
  });

  it('gives a user name its letters back, where only their case was changed', async () => {
    const world = openWorld();
    const id = await change(world);
    Object.assign(ada(world) ?? {}, { userPrincipalName: 'ADA@contoso.com' });
    const { request } = await requestToPutBack(world, id);
    expect(request.people[0]?.acts).toContainEqual({ kind: 'rename', userPrincipalName: 'ada@contoso.com' });
    const { job } = await world.service.jobs.accept(request);
    await world.finish(job.id);
    expect(ada(world)?.userPrincipalName).toBe('ada@contoso.com');
  });

  it('is asked for only as it was shown', async () => {
    const world = openWorld();
    const id = await change(world);
    const { draft } = await world.service.putBacks.open(OMAR, PLACE, id);
    await world.service.putBacks.check(OMAR, draft);
    Object.assign(ada(world) ?? {}, { fields: { jobTitle: 'Lead', department: 'Lab' } });
    await expect(world.service.putBacks.check(OMAR, draft)).rejects.toMatchObject({
      code: 'VERSION_STALE',
      message: 'This person has changed since you opened this.',
    });
    const { draft: again } = await world.service.putBacks.open(OMAR, PLACE, id);
    await world.service.putBacks.check(OMAR, again);
  });

  it('brings back every alternate address there was, and takes away those added since', async () => {
    const world = openWorld();
    const mails = ['a@example.com', 'b@example.com'];
    Object.assign(ada(world) ?? {}, { otherMails: mails });
    const id = await change(world);
    Object.assign(ada(world) ?? {}, { otherMails: ['c@example.com'] });
    const { request } = await requestToPutBack(world, id);
    const { job } = await world.service.jobs.accept(request);
    await world.finish(job.id);
    expect(ada(world)?.otherMails).toEqual(mails);
  });

  it.each([
    ['the first is gone', ['new@example.com', 'b@example.com'], ['a@example.com', 'b@example.com']],
    ['it is there', ['b@example.com', 'a@example.com'], ['b@example.com', 'a@example.com']],
  ])(
    'opens what the code of before kept, which had the first alone, and leaves the others: %s',
    async (_when, now, after) => {
      const world = openWorld();
      Object.assign(ada(world) ?? {}, { otherMails: ['a@example.com', 'b@example.com'] });
      const id = await change(world);
      const kept = await world.store.loadSnapshot(id);
      if (kept === undefined) throw new Error('Nothing was kept.');
      const { otherMails: _all, ...old } = openSnapshot(world, kept);
      const state = world.sealer.seal(kept.key, id, 'state', new Secret(JSON.stringify(old)));
      await world.store.saveSnapshot({ ...kept, state });
      Object.assign(ada(world) ?? {}, { otherMails: now });
      const { request } = await requestToPutBack(world, id);
      const { job } = await world.service.jobs.accept(request);
      await world.finish(job.id);
      expect(ada(world)?.otherMails).toEqual(after);
    },
  );

  it('gives back values that Entra allows and Rollcall would not give', async () => {
    const world = openWorld();
    const untidy = { streetAddress: '1 Main\r\nFloor 2', employeeId: ' 7' };
    Object.assign(ada(world) ?? {}, { fields: { jobTitle: 'Engineer', ...untidy } });
    const id = await change(world);
    Object.assign(ada(world) ?? {}, { fields: { streetAddress: '2 Side', employeeId: '8' } });
    const { request } = await requestToPutBack(world, id);
    const { job } = await world.service.jobs.accept(request);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
    expect(ada(world)?.fields).toMatchObject(untidy);
  });

  it('names what cannot be put back, and puts back the rest', async () => {
    const world = openWorld();
    const id = await change(world);
    world.tenant.hold('ada@contoso.com', 'Another Ada');
    world.tenant.accounts.delete('boss@contoso.com');
    world.tenant.groups = [RULED];
    world.tenant.joined = [];
    world.tenant.licenses = [E3];
    Object.assign(ada(world) ?? {}, { held: [] });
    const { request, cannot } = await requestToPutBack(world, id);
    expect(cannot.join(' ')).toMatch(/Boss.*no longer in the directory/);
    expect(cannot.join(' ')).toMatch(/user name doesn't change: someone else has ada@contoso.com/);
    expect(cannot.join(' ')).toMatch(/group Berlin office no longer exists/);
    expect(cannot.join(' ')).toMatch(/Membership in Everybody doesn't change: a rule/);
    expect(cannot.join(' ')).toMatch(/no subscription/);
    expect(request.people[0]?.acts?.map(({ kind }) => kind)).toEqual(['fields', 'allow']);
  });

  it('is not offered when they are as they were', async () => {
    const world = openWorld();
    const id = await change(world);
    const { request } = await requestToPutBack(world, id);
    const { job } = await world.service.jobs.accept(request);
    await world.finish(job.id);
    await expect(world.service.putBacks.open(OMAR, PLACE, id)).rejects.toMatchObject({
      code: 'ALREADY_DONE',
    });
  });

  it.each<[string, (world: World) => void, string]>([
    [
      'an admin',
      (world) => void world.tenant.adminRoles.set(idOf(world), ['User Administrator']),
      'FORBIDDEN',
    ],
    ['oneself', (world) => void Object.assign(ada(world) ?? {}, { displayName: 'Omar Haddad' }), 'FORBIDDEN'],
    [
      'somebody who is synced by now',
      (world) => void Object.assign(ada(world) ?? {}, { synced: true }),
      'SYNCED',
    ],
  ])('T64: is refused for %s', async (_who, turn, code) => {
    const world = openWorld();
    const id = await change(world);
    turn(world);
    await expect(world.service.putBacks.open(OMAR, PLACE, id)).rejects.toMatchObject({ code });
  });

  it('T64: is refused for somebody deleted since, and done for somebody renamed since', async () => {
    const world = openWorld();
    const id = await change(world);
    const found = ada(world);
    if (found === undefined) throw new Error('There is no Ada.');
    found.deleted = true;
    await expect(world.service.putBacks.open(OMAR, PLACE, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    found.deleted = false;
    const { draft } = await world.service.putBacks.open(OMAR, PLACE, id);
    expect(draft.data.acts).toContainEqual({ kind: 'rename', userPrincipalName: 'ada@contoso.com' });
  });

  it('T64: is not begun while another job is about them, and can be once that has ended', async () => {
    const world = openWorld();
    const id = await change(world);
    const { request } = await requestToPutBack(world, id);
    const { job } = await world.service.jobs.accept(request);
    await expect(world.service.putBacks.open(OMAR, PLACE, id)).rejects.toMatchObject({ code: 'NOT_YET' });
    await world.finish(job.id);
    Object.assign(ada(world) ?? {}, { fields: { jobTitle: 'Clerk' } });
    await expect(world.service.putBacks.open(OMAR, PLACE, id)).resolves.toBeDefined();
  });

  it('is for their own customer only, and for as long as it is kept', async () => {
    const world = openWorld();
    const id = await change(world);
    const other = { ...OMAR, customer: 'fabrikam' };
    await expect(world.service.putBacks.open(other, PLACE, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.service.snapshots.list(other, idOf(world))).toEqual([]);
    const log = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    };
    await world.clock.advance(89 * 86_400_000);
    await createRetention({ ...world, log }).sweep();
    expect(await world.service.snapshots.list(OMAR, idOf(world))).toHaveLength(1);
    await world.clock.advance(2 * 86_400_000);
    await createRetention({ ...world, log }).sweep();
    await expect(world.service.putBacks.open(OMAR, PLACE, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('asks the rules about the licenses that it gives, also those that are about giving licenses', async () => {
    const world = openWorld({
      approvals: [
        { name: 'E5', when: { tasks: ['assign'], licenses: ['SPE_E5'] }, by: { people: ['grace'] } },
      ],
    });
    const id = await change(world);
    Object.assign(ada(world) ?? {}, { held: [] });
    const { request } = await requestToPutBack(world, id);
    const asked = await world.service.approvals.submit(request);
    expect('request' in asked).toBe(true);
    Object.assign(ada(world) ?? {}, { held: [direct(E5.skuId, ['plan-1'])] });
    const without = await requestToPutBack(world, id);
    expect('request' in (await world.service.approvals.submit(without.request))).toBe(false);
  });

  it('leaves the manager where managers decide, and says so', async () => {
    const world = openWorld();
    const id = await change(world);
    const { customers, people } = world.policy;
    const rule = { name: 'By manager', when: { tasks: ['assign'] }, by: { manager: 'person' } };
    const approvals = [{ ...rule, fallback: { people: ['grace'] } }];
    world.policy.approvals = policySchema.parse({ customers, people, approvals }).approvals;
    const { request, cannot } = await requestToPutBack(world, id);
    expect(cannot.join(' ')).toContain('managers approve requests here');
    expect(request.people[0]?.acts?.map(({ kind }) => kind)).not.toContain('manager');
  });

  it('keeps how they were sealed: nothing of it can be read on disk, and forget deletes it', async () => {
    const world = openWorld();
    await change(world);
    const [kept] = await world.store.listSnapshots({});
    expect(JSON.stringify(kept)).not.toMatch(/Engineer|ada@|Ada|Boss/);
    const { kept: counted } = await world.service.forgetting.forget(OMAR, 'ada@contoso.com');
    expect(counted).toMatchObject({ snapshots: 1 });
    expect(await world.store.listSnapshots({})).toEqual([]);
  });
});
