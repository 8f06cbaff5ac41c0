import { describe, expect, it } from 'vitest';
import { hold } from '../../store/sampleRecords.ts';
import { E3, E5, fail } from '../fakes/fakeDirectory.ts';
import { OMAR, PLACE, type World } from '../fakes/world.ts';
import {
  ada,
  ask,
  BERLIN,
  CHESS,
  carryOut,
  direct,
  GRACE,
  GRACES,
  idOf,
  offboard,
  openWorld,
  RULED,
  said,
} from './deletedAda.ts';

describe('somebody who was deleted', () => {
  it.each(['ada', 'love', 'ADA@contoso.com', ' Ada Lo '])('is found by %s', async (text) => {
    const world = openWorld();
    expect(await world.service.comeBacks.find(OMAR, text)).toEqual([]);
    Object.assign(ada(world) ?? {}, { deleted: true });
    expect(await world.service.comeBacks.find(OMAR, text)).toMatchObject([{ id: idOf(world) }]);
  });

  it.each(['', 'lace', 'contoso'])('is not found by %s', async (text) => {
    const world = openWorld();
    Object.assign(ada(world) ?? {}, { deleted: true });
    expect(await world.service.comeBacks.find(OMAR, text)).toEqual([]);
  });

  it('comes back with the licenses, services, groups and sign-in from before they were offboarded', async () => {
    const world = openWorld();
    await offboard(world);
    expect(ada(world)).toMatchObject({ accountEnabled: false, held: [] });
    const row = await carryOut(world, await ask(world));
    expect(said(row)).toEqual(['restore done', 'joinGroups done', 'licenses done', 'allow done']);
    expect(ada(world)).toMatchObject({
      deleted: false,
      accountEnabled: true,
      held: [direct(E5.skuId, ['plan-1'])],
    });
    expect(world.tenant.joined).toContainEqual({ objectId: idOf(world), groupId: BERLIN.id });
    const kept = world.store.entries().filter(({ what }) => what === 'account.restored');
    expect(kept).toMatchObject([{ outcome: 'done', detail: { objectId: idOf(world), licenses: E5.skuId } }]);
  });

  it('is offered all of it, with what cannot be given back in words', async () => {
    const world = openWorld();
    await offboard(world);
    world.tenant.licenses = [];
    world.tenant.groups = [BERLIN, RULED];
    world.restart();
    await world.service.resume();
    const { data } = await world.service.comeBacks.open(OMAR, PLACE, idOf(world));
    expect(data.offered).toEqual({ licenses: [], groups: [BERLIN] });
    expect(data.values).toMatchObject({ groups: [BERLIN.id], signIn: 'allowed' });
    expect(data.cannot.join(' ')).toMatch(/Chess no longer exists.*subscription/);
  });

  it('has what was not chosen taken away again where Microsoft 365 gives it back by itself', async () => {
    const world = openWorld();
    await offboard(world);
    Object.assign(ada(world) ?? {}, { accountEnabled: true, held: [direct(E3.skuId)], licenses: [E3.skuId] });
    world.tenant.joined = [{ objectId: idOf(world), groupId: CHESS.id }];
    const row = await carryOut(
      world,
      await ask(world, { licenses: [], groups: [BERLIN.id], signIn: 'blocked' }),
    );
    expect(said(row)).toEqual([
      'restore done',
      'block done',
      'leaveGroups done',
      'joinGroups done',
      'licenses done',
    ]);
    expect(ada(world)).toMatchObject({ deleted: false, accountEnabled: false, held: [] });
    expect(world.tenant.joined).toEqual([{ objectId: idOf(world), groupId: BERLIN.id }]);
  });

  it('comes back with what Microsoft 365 kept, where nothing was kept here', async () => {
    const world = openWorld();
    Object.assign(ada(world) ?? {}, { deleted: true });
    const { data } = await world.service.comeBacks.open(OMAR, PLACE, idOf(world));
    expect(data).toMatchObject({
      offered: { licenses: [{ skuId: E5.skuId, isKept: true }], groups: [] },
      values: { licenses: [E5.skuId] },
    });
    expect(data.takenAt).toBeUndefined();
    expect(said(await carryOut(world, await ask(world)))).toEqual(['restore done', 'licenses done']);
    expect(ada(world)?.held).toEqual([direct(E5.skuId, ['plan-1'])]);
  });

  it('is not given anything when the account does not come back, and all of it by Try again', async () => {
    const world = openWorld();
    await offboard(world);
    const { connect } = world.tenant;
    let refuses = true;
    world.tenant.connect = () => {
      const connected = connect();
      const { restoreAccount } = connected.directory;
      connected.directory.restoreAccount = async (id, how) => {
        if (refuses) throw fail('NAME_TAKEN', 'Somebody has their name.');
        return restoreAccount(id, how);
      };
      return connected;
    };
    world.restart();
    await world.service.resume();
    const request = await ask(world);
    const { job } = await world.service.jobs.accept(request);
    const { rows } = await world.finish(job.id);
    expect(said(rows[0])?.every((one) => one.endsWith('failed'))).toBe(true);
    expect(ada(world)).toMatchObject({ deleted: true, held: [] });
    refuses = false;
    await world.service.jobs.retry(OMAR, job.id);
    expect((await world.finish(job.id)).counts.created).toBe(1);
    expect(ada(world)).toMatchObject({ deleted: false, held: [direct(E5.skuId, ['plan-1'])] });
  });

  it('waits for the approval that their licenses need, also where a rule names only giving licenses', async () => {
    const rule = { name: 'E5', when: { tasks: ['assign'], licenses: [E5.skuId] }, by: { role: 'approver' } };
    const world = openWorld({ approvals: [rule] });
    await offboard(world);
    const request = await ask(world);
    await expect(world.service.jobs.accept(request)).rejects.toMatchObject({ code: 'NEEDS_APPROVAL' });
    const asked = await world.service.approvals.submit(request);
    if (!('request' in asked)) throw new Error('This needed no approval.');
    await world.clock.advance(60_000);
    expect(ada(world)?.deleted).toBe(true);
    await world.service.approvals.decide(GRACE, asked.request.request.id, 1, 'approve');
    await world.clock.advance(60_000);
    expect(ada(world)).toMatchObject({ deleted: false, held: [direct(E5.skuId, ['plan-1'])] });
  });

  it('comes back without those licenses and without approval', async () => {
    const rule = { name: 'E5', when: { tasks: ['assign'], licenses: [E5.skuId] }, by: { role: 'approver' } };
    const world = openWorld({ approvals: [rule] });
    await offboard(world);
    await carryOut(world, await ask(world, { licenses: [] }));
    expect(ada(world)).toMatchObject({ deleted: false, held: [] });
  });

  it.each<[string, (world: World) => void, string]>([
    ['is there', (world) => void Object.assign(ada(world) ?? {}, { deleted: false }), 'NOT_FOUND'],
    [
      'comes from Active Directory',
      (world) => void Object.assign(ada(world) ?? {}, { synced: true }),
      'SYNCED',
    ],
    [
      'may decide on what is asked for',
      (world) => {
        world.policy.approvals = [
          { name: 'All', when: {}, by: { role: 'approver' }, count: 1, expiresAfterHours: 72 },
        ] as never;
        Object.assign(ada(world) ?? {}, { id: GRACES });
      },
      'FORBIDDEN',
    ],
    [
      'has a user name that is somebody else’s by now',
      ({ tenant }) => {
        const { connect } = tenant;
        const by = { id: 'other', userPrincipalName: 'ada@contoso.com', displayName: 'Ada Two' };
        tenant.connect = () => {
          const connected = connect();
          connected.directory.findTaken = async ([name = '']) => [
            { userPrincipalName: name, by, deleted: false },
          ];
          return connected;
        };
      },
      'NAME_TAKEN',
    ],
  ])('is not restored who %s', async (_who, change, code) => {
    const world = openWorld();
    Object.assign(ada(world) ?? {}, { deleted: true });
    change(world);
    world.restart();
    await world.service.resume();
    await expect(world.service.comeBacks.open(OMAR, PLACE, idOf(world))).rejects.toMatchObject({ code });
  });

  it('T66: is not asked for twice: while the first restore runs the second is refused, and after it, too', async () => {
    const world = openWorld();
    Object.assign(ada(world) ?? {}, { deleted: true });
    const other = await world.service.comeBacks.open(OMAR, PLACE, idOf(world));
    const { job } = await world.service.jobs.accept(await ask(world));
    const again = () => world.service.comeBacks.check(OMAR, other.id, other.data.values);
    await expect(again()).rejects.toMatchObject({ code: 'NOT_YET' });
    await world.finish(job.id);
    await expect(again()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is told that no seat is left', async () => {
    const world = openWorld();
    await offboard(world);
    world.tenant.licenses = [E5, E3].map((license) => ({ ...license, total: 0, left: 0 }));
    world.restart();
    await world.service.resume();
    const { id, data } = await world.service.comeBacks.open(OMAR, PLACE, idOf(world));
    const { draft, problems } = await world.service.comeBacks.check(OMAR, id, data.values);
    expect(problems).toMatchObject([{ code: 'NO_SEATS', property: 'licenses' }]);
    expect(draft.data.checked).toBeUndefined();
  });
});

describe('a restore that the code of before accepted', () => {
  it('goes on, though its row has no acts', async () => {
    const world = openWorld();
    Object.assign(ada(world) ?? {}, { deleted: true });
    const request = await ask(world);
    world.tenant.away = true;
    const { job } = await world.service.jobs.accept(request);
    world.restart();
    const [row] = await world.store.loadRows(job.id);
    if (row === undefined) throw new Error('There is no row.');
    const { acts: _none, ...before } = row;
    (await hold(world.store, job.id)).record([before]);
    world.tenant.away = false;
    await world.service.resume();
    expect((await world.finish(job.id)).counts.created).toBe(1);
    expect(ada(world)?.deleted).toBe(false);
  });
});
