import { describe, expect, it } from 'vitest';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import type { Directory } from '../../../src/service/ports/directory.ts';
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
  idOf,
  offboard,
  openWorld,
  RULED,
  said,
} from './deletedAda.ts';

const E5_RULE = { name: 'E5', when: { licenses: [E5.skuId] }, by: { role: 'approver' as const } };

function remove(world: World, more: object = {}): void {
  Object.assign(ada(world) ?? {}, { deleted: true, ...more });
}

/** What the directory does otherwise than the fake one. */
function alter(world: World, change: (directory: Directory) => Partial<Directory>): void {
  const { connect } = world.tenant;
  world.tenant.connect = () => {
    const connected = connect();
    Object.assign(connected.directory, change({ ...connected.directory }));
    return connected;
  };
  world.restart();
}

describe('what comes back by itself counts for the rules of approval', () => {
  it('also where it was not chosen, since it is there before it is taken away', async () => {
    const world = openWorld({ approvals: [E5_RULE] });
    remove(world);
    const request = await ask(world, { licenses: [] });
    await expect(world.service.jobs.accept(request)).rejects.toMatchObject({ code: 'NEEDS_APPROVAL' });
    expect(request.people[0]).toMatchObject({ licenses: [E5.skuId], keeps: [E5.skuId] });
  });

  it('also where a group gives it', async () => {
    const world = openWorld({ approvals: [E5_RULE] });
    remove(world, { held: [{ ...direct(E5.skuId), inherited: true }] });
    const request = await ask(world);
    await expect(world.service.jobs.accept(request)).rejects.toMatchObject({ code: 'NEEDS_APPROVAL' });
  });

  it('and is taken away once that was approved', async () => {
    const world = openWorld({ approvals: [E5_RULE] });
    remove(world);
    const asked = await world.service.approvals.submit(await ask(world, { licenses: [] }));
    if (!('request' in asked)) throw new Error('This needed no approval.');
    await world.service.approvals.decide(GRACE, asked.request.request.id, 1, 'approve');
    await world.clock.advance(60_000);
    expect(ada(world)).toMatchObject({ deleted: false, held: [] });
  });

  it('and nobody is restored who holds more by then than was asked about', async () => {
    const world = openWorld({ approvals: [E5_RULE] });
    remove(world, { held: [direct(E3.skuId)], licenses: [E3.skuId] });
    const request = await ask(world);
    Object.assign(ada(world) ?? {}, { held: [direct(E5.skuId)], licenses: [E5.skuId] });
    const row = await carryOut(world, request);
    expect(row?.acts?.[0]).toMatchObject({ state: 'failed', error: { code: 'NEEDS_APPROVAL' } });
    expect(ada(world)?.deleted).toBe(true);
  });
});

describe('somebody who is there again by now', () => {
  it('keeps what they were given when a second form is sent', async () => {
    const world = openWorld();
    remove(world);
    const stale = await ask(world, { licenses: [], signIn: 'blocked' });
    await carryOut(world, await ask(world));
    await world.clock.advance(3 * 86_400_000);
    const row = await carryOut(world, stale);
    expect(said(row)?.every((one) => one.endsWith('failed'))).toBe(true);
    expect(row?.acts?.[0]?.error).toMatchObject({ code: 'ALREADY_DONE' });
    expect(ada(world)).toMatchObject({ deleted: false, accountEnabled: true });
    expect(ada(world)?.held).toHaveLength(1);
  });

  it('keeps it when two admins restore them at once', async () => {
    const world = openWorld();
    await offboard(world);
    const [all, none] = [await ask(world), await ask(world, { licenses: [], groups: [], signIn: 'blocked' })];
    const [first, second] = await Promise.all([
      world.service.jobs.accept(all),
      world.service.jobs.accept(none),
    ]);
    await world.finish(first.job.id);
    const { rows } = await world.finish(second.job.id);
    expect(rows[0]?.acts?.[0]?.error).toMatchObject({ code: 'ALREADY_DONE' });
    expect(ada(world)).toMatchObject({ accountEnabled: true, held: [direct(E5.skuId, ['plan-1'])] });
  });

  it('keeps it when a request that waited is approved', async () => {
    const rule = { name: 'all', when: { tasks: ['restore' as const] }, by: { role: 'approver' as const } };
    const world = openWorld({ approvals: [rule] });
    await offboard(world);
    const asked = await world.service.approvals.submit(
      await ask(world, { licenses: [E5.skuId], groups: [], signIn: 'blocked' }),
    );
    if (!('request' in asked)) throw new Error('This needed no approval.');
    Object.assign(ada(world) ?? {}, { deleted: false, accountEnabled: true });
    world.tenant.joined.push({ objectId: idOf(world), groupId: BERLIN.id });
    await world.service.approvals.decide(GRACE, asked.request.request.id, 1, 'approve');
    await world.clock.advance(60_000);
    expect(ada(world)).toMatchObject({ accountEnabled: true, held: [] });
    expect(world.tenant.joined).toContainEqual({ objectId: idOf(world), groupId: BERLIN.id });
  });

  it('is given all of it where the answer to this very restore was lost', async () => {
    const world = openWorld();
    await offboard(world);
    let lost = 0;
    alter(world, ({ restoreAccount }) => ({
      restoreAccount: async (id, how) => {
        const account = await restoreAccount(id, how);
        lost += 1;
        if (lost === 1) throw fail('DIRECTORY_DOWN', 'No answer.');
        return account;
      },
    }));
    expect(said(await carryOut(world, await ask(world)))).toEqual([
      'restore done',
      'joinGroups done',
      'licenses done',
      'allow done',
    ]);
    expect(ada(world)).toMatchObject({ deleted: false, held: [direct(E5.skuId, ['plan-1'])] });
  });
});

describe('a restore whose answer is lost, of an account that is in neither list for a while', () => {
  function hide(world: World, ms: number): void {
    let until = 0;
    const isHidden = () => world.clock.now() < until;
    alter(world, ({ restoreAccount, readState, readHoldings }) => ({
      restoreAccount: async (id, how) => {
        const account = await restoreAccount(id, how);
        if (until > 0) return account;
        until = world.clock.now() + ms;
        throw fail('DIRECTORY_DOWN', 'No answer.');
      },
      readState: async (id) => (isHidden() ? undefined : readState(id)),
      readHoldings: async (id) => (isHidden() ? undefined : readHoldings(id)),
    }));
  }

  it('is waited for', async () => {
    const world = openWorld();
    remove(world);
    hide(world, 20_000);
    expect(said(await carryOut(world, await ask(world)))).toEqual(['restore done', 'licenses done']);
  });

  it('is told to be in doubt, and found by Try again', async () => {
    const world = openWorld();
    await offboard(world);
    hide(world, 20 * 60_000);
    const { job } = await world.service.jobs.accept(await ask(world));
    const { rows } = await world.finish(job.id);
    expect(rows[0]?.acts?.[0]?.error?.message).toMatch(/may have been restored/);
    await world.clock.advance(20 * 60_000);
    await world.service.jobs.retry(OMAR, job.id);
    expect((await world.finish(job.id)).counts.created).toBe(1);
    expect(ada(world)?.held).toEqual([direct(E5.skuId, ['plan-1'])]);
  });
});

describe('one act that is refused after a restore', () => {
  it('keeps none of the others from being done', async () => {
    const world = openWorld();
    await offboard(world);
    world.tenant.adminRoles.set(idOf(world), ['User Administrator']);
    const row = await carryOut(world, await ask(world));
    expect(said(row)).toEqual(['restore done', 'joinGroups done', 'licenses done', 'allow failed']);
    expect(row?.acts?.at(-1)?.error?.message).not.toMatch(/Nothing was changed/);
    expect(ada(world)?.held).toEqual([direct(E5.skuId, ['plan-1'])]);
  });

  it('says of somebody who was to be blocked that they may be able to sign in, and what to do', async () => {
    const world = openWorld();
    remove(world);
    world.tenant.adminRoles.set(idOf(world), ['User Administrator']);
    const row = await carryOut(world, await ask(world, { signIn: 'blocked' }));
    expect(said(row)).toEqual(['restore done', 'block failed', 'licenses done']);
    expect(row?.acts?.[1]?.error).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/may be able to sign in/),
      next: expect.stringMatching(/^Block their sign-in in the Microsoft Entra admin center/),
    });
  });
});

describe('what somebody had', () => {
  it('is of before they were offboarded, also where they were changed once more afterwards', async () => {
    const world = openWorld();
    await offboard(world);
    Object.assign(ada(world) ?? {}, { deleted: false });
    expect(world.tenant.joined).toEqual([{ objectId: idOf(world), groupId: RULED.id }]);
    await world.clock.advance(60_000);
    const { changes, jobs } = world.service;
    const { id, data } = await changes.open(OMAR, PLACE, idOf(world));
    const fields = { ...data.values.fields, jobTitle: 'Left' };
    const { draft } = await changes.check(OMAR, id, { ...data.values, fields });
    const { job } = await jobs.accept({
      actor: OMAR,
      place: PLACE,
      requestId: id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'change',
      ...requestOfActs(draft.data),
    });
    await world.finish(job.id);
    remove(world);
    const { data: found } = await world.service.comeBacks.open(OMAR, PLACE, idOf(world));
    expect(found.offered.licenses).toMatchObject([{ skuId: E5.skuId }]);
    expect(found.values).toMatchObject({ groups: [BERLIN.id, CHESS.id], signIn: 'allowed' });
  });
});
