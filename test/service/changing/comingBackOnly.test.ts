import { describe, expect, it } from 'vitest';
import { showApproval } from '../../../src/flows/approvals/approvalViews.ts';
import type { FlowContext } from '../../../src/flows/context.ts';
import { showProgress } from '../../../src/flows/jobs/jobViews.ts';
import { sayResult } from '../../../src/flows/jobs/taskWords.ts';
import { userActions } from '../../../src/flows/people/user.ts';
import type { View } from '../../../src/flows/views.ts';
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
  void world.service.resume();
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
      next: expect.stringMatching(
        /^If they must not sign in, block them now in the Microsoft Entra admin center/,
      ),
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

describe('somebody who was deleted and is looked for', () => {
  async function find(world: World, text: string): Promise<View> {
    const context = { service: world.service, policy: world.policy } as unknown as FlowContext;
    const action = userActions(context).find(({ id }) => id === 'user.find');
    const reply = await action?.run(OMAR, PLACE, { text });
    if (reply === undefined || !('view' in reply)) throw new Error('There is no view.');
    return reply.view;
  }

  it('hides nobody who is there where the deleted ones cannot be read, which is said', async () => {
    const world = openWorld();
    alter(world, () => ({
      listDeleted: async () => {
        throw fail('DIRECTORY_REFUSED', 'Not for this app.');
      },
    }));
    expect(await find(world, 'ada')).toMatchObject({
      kind: 'people',
      people: [{ userPrincipalName: 'ada@contoso.com' }],
      note: expect.stringMatching(/^Deleted people couldn't be looked up: Not for this app\./),
    });
    await expect(find(world, 'nobody')).rejects.toMatchObject({ code: 'DIRECTORY_REFUSED' });
  });

  it('has a place beside ten others with such a name', async () => {
    const world = openWorld();
    remove(world);
    for (let index = 0; index < 11; index += 1) world.tenant.hold(`ada${index}@contoso.com`, `Ada L${index}`);
    const view = await find(world, 'ada');
    if (view.kind !== 'people') throw new Error('These are no people.');
    expect(view.people).toHaveLength(10);
    expect(view.people.at(-1)).toMatchObject({
      userPrincipalName: 'ada@contoso.com',
      deleted: 'on 2026-08-20',
    });
    expect(view.more).toBe(true);
  });
});

describe('an approver of a restore', () => {
  async function submit(world: World) {
    const asked = await world.service.approvals.submit(await ask(world));
    if (!('request' in asked)) throw new Error('This needed no approval.');
    return asked.request.request;
  }

  it('can take a license off that is to be given', async () => {
    const world = openWorld({ approvals: [E5_RULE] });
    remove(world, { held: [], licenses: [] });
    world.tenant.licenses = [E5, E3].map((license) => ({ ...license, total: 50, left: 50 }));
    Object.assign(ada(world) ?? {}, { deleted: false, held: [direct(E5.skuId), direct(E3.skuId)] });
    const { leaving } = world.service;
    const { id, data } = await leaving.open(OMAR, PLACE, idOf(world));
    const { draft } = await leaving.check(OMAR, id, { ...data.values, steps: ['block', 'licenses'] });
    await carryOut(world, {
      actor: OMAR,
      place: PLACE,
      requestId: id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'leave',
      ...requestOfActs(draft.data),
    });
    remove(world, { licenses: [] });
    const { id: requestId } = await submit(world);
    const cut = { remove: [E5.skuId], leaveOut: [] };
    const { request } = await world.service.approvals.change(GRACE, requestId, 1, cut);
    expect(request.asked.people[0]?.licenses).toEqual([E3.skuId]);
    await world.clock.advance(60_000);
    expect(ada(world)).toMatchObject({ deleted: false, held: [{ skuId: E3.skuId }] });
  });

  it('can have one taken away that comes back by itself', async () => {
    const world = openWorld({ approvals: [E5_RULE] });
    remove(world);
    const { id } = await submit(world);
    const cut = { remove: [E5.skuId], leaveOut: [] };
    const { request } = await world.service.approvals.change(GRACE, id, 1, cut);
    expect(request.asked.people[0]?.licenses).toEqual([E5.skuId]);
    await world.clock.advance(60_000);
    expect(ada(world)).toMatchObject({ deleted: false, held: [] });
  });

  it('leaves whoever asked a way to the same form', async () => {
    const world = openWorld({ approvals: [E5_RULE] });
    remove(world);
    const { id } = await submit(world);
    const state = await world.service.approvals.decide(GRACE, id, 1, 'decline', 'Not now.');
    expect(showApproval(state, 'Contoso', 'requester').buttons).toMatchObject([
      { action: 'comeBack.back', label: 'Ask again' },
    ]);
  });
});

describe('a restore that is stopped once the account is back', () => {
  it('says so, and that nobody blocked it', async () => {
    const world = openWorld();
    remove(world);
    let jobId = '';
    alter(world, ({ restoreAccount }) => ({
      restoreAccount: async (id, how) => {
        const account = await restoreAccount(id, how);
        await world.service.jobs.stop(OMAR, jobId);
        return account;
      },
    }));
    const { job } = await world.service.jobs.accept(await ask(world, { signIn: 'blocked' }));
    jobId = job.id;
    const state = await world.finish(job.id);
    expect(said(state.rows[0])).toEqual(['restore done', 'block todo', 'licenses todo']);
    const view = showProgress(state, 'Contoso', false);
    if (view.kind !== 'personResult') throw new Error('It is not over.');
    expect(sayResult(view)).toBe('Stopped before everything was done');
    expect(view.error?.message).toMatch(/was restored but not blocked/);
  });
});

describe('more groups than a form has room for', () => {
  it('are left for a person, by name', async () => {
    const world = openWorld();
    const many = Array.from({ length: 27 }, (_, index) => ({
      id: `g-${index}`,
      displayName: `Group ${index}`,
    }));
    world.tenant.groups = many;
    world.tenant.joined = many.map(({ id }) => ({ objectId: idOf(world), groupId: id }));
    world.restart();
    await world.service.resume();
    await offboard(world);
    const { data } = await world.service.comeBacks.open(OMAR, PLACE, idOf(world));
    expect(data.cannot.join(' ')).toMatch(/listed in the results as manual steps: Group 25, Group 26\./);
    const row = await carryOut(world, await ask(world));
    expect(row?.left).toMatchObject([{ what: expect.stringMatching(/add them to Group 25, Group 26$/) }]);
  });
});
