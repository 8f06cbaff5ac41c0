import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { ResetsDraft } from '../../../src/service/people/resetsDraft.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const GRACES = 'a1b6b0f2-3333-4f6f-9d0e-333333333333';

function openWorld(): World {
  const world = createWorld({
    people: [
      ...[OMAR, MIA].map(({ id, name, roles, userId }) => ({ id, name, roles, slack: userId })),
      { id: 'grace', name: 'Grace Okafor', roles: ['approver'], slack: 'U0GRACE', teams: GRACES },
    ],
    approvals: [{ name: 'Licenses', when: { licenses: ['E5'] }, by: { people: ['grace'] } }],
  });
  const { tenant } = world;
  tenant.hold('ada@contoso.com', 'Ada', { accountEnabled: true, mail: 'ada.l@contoso.com' });
  tenant.hold('bob@contoso.com', 'Bob', { accountEnabled: false });
  tenant.hold('root@contoso.com', 'Root');
  tenant.adminRoles.set(idOf(world, 'root'), ['Global Administrator']);
  tenant.hold('synced@contoso.com', 'Synced', { synced: true });
  tenant.hold('grace@contoso.com', 'Grace Okafor', { id: GRACES });
  return world;
}

const idOf = ({ tenant }: World, name: string) => tenant.find(`${name}@contoso.com`)?.id ?? '';
const passwordOf = ({ tenant }: World, name: string) => tenant.find(`${name}@contoso.com`)?.password;

function openFile({ service }: World, csv: string) {
  const bytes = Buffer.from(csv);
  return service.manyResets.openFile(OMAR, PLACE, {
    name: 'resets.csv',
    size: bytes.length,
    open: async () =>
      (async function* () {
        yield bytes;
      })(),
  });
}

async function accept(world: World, { id, data }: DraftRecord<ResetsDraft>, actor: Actor = OMAR) {
  const { manyResets, jobs } = world.service;
  const { draft, problems } = await manyResets.check(OMAR, id, { ...data.values, delivery: 'show' });
  expect(problems).toEqual([]);
  return jobs.accept({
    actor,
    place: PLACE,
    requestId: id,
    requestVersion: draft.version,
    kind: 'bulk',
    task: 'reset',
    ...manyResets.requestOf(draft.data),
  });
}

describe('new passwords for several people', () => {
  it('are set for whom a file names, by user name or mail address, and revealed once', async () => {
    const world = openWorld();
    const draft = await openFile(world, 'User name\nada.l@contoso.com\nbob@contoso.com\nada@contoso.com\n');
    expect(draft.data.findings).toMatchObject([{ row: 4, code: 'DUPLICATE' }]);
    const { job } = await accept(world, draft);
    const { counts } = await world.finish(job.id);
    expect(counts).toMatchObject({ total: 2, created: 2 });
    expect(passwordOf(world, 'ada')).not.toBe('not ours');
    expect(passwordOf(world, 'bob')).not.toBe(passwordOf(world, 'ada'));
    const { people } = await world.service.jobs.claimPasswords(OMAR, job.id);
    expect(people).toHaveLength(2);
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toThrow();
    expect(JSON.stringify(world.logged)).not.toContain(passwordOf(world, 'ada'));
  });

  it('are refused for an admin, for somebody of Active Directory, and for whoever decides, each with the reason', async () => {
    const world = openWorld();
    const names = ['ghost', 'root', 'synced', 'grace'].map((name) => `${name}@contoso.com`);
    const draft = await openFile(world, ['User name', ...names].join('\n'));
    expect(draft.data.people).toEqual([]);
    expect(draft.data.findings.map(({ row, message }) => `${row} ${message}`)).toEqual([
      expect.stringMatching(/^2 No one in the directory/),
      expect.stringMatching(/^3 This person has an admin role/),
      expect.stringMatching(/^4 This person's password is managed in Active Directory/),
      expect.stringMatching(/^5 This person /),
    ]);
    expect(world.service.manyResets.writeLog(draft.data)).toContain('ghost@contoso.com');
    const picked = await world.service.manyResets.open(OMAR, PLACE, [
      idOf(world, 'ada'),
      idOf(world, 'root'),
    ]);
    expect('refused' in picked && [...picked.refused.keys()]).toEqual([idOf(world, 'root')]);
  });

  it('are refused right before the change for whoever became an admin since', async () => {
    const world = openWorld();
    const opened = await world.service.manyResets.open(OMAR, PLACE, [idOf(world, 'ada'), idOf(world, 'bob')]);
    if (!('draft' in opened)) throw new Error('Somebody was refused.');
    world.tenant.adminRoles.set(idOf(world, 'ada'), ['Global Administrator']);
    const { job } = await accept(world, opened.draft);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1, failed: 1 });
    expect(passwordOf(world, 'ada')).toBe('not ours');
  });

  it.each([0, 1, 2, 4, 6, 9, 13])(
    'are one for each, and the one that is shown, when the process dies after %i ms',
    async (ms) => {
      const world = openWorld();
      world.tenant.hold('cleo@contoso.com', 'Cleo', { accountEnabled: true });
      const names = ['ada', 'bob', 'cleo'];
      const csv = ['User name', ...names.map((name) => `${name}@contoso.com`)].join('\n');
      const { job } = await accept(world, await openFile(world, csv));
      await world.clock.until(world.clock.sleep(ms));
      world.restart();
      await world.service.resume();
      expect((await world.finish(job.id)).counts).toMatchObject({ total: 3, created: 3 });
      expect(new Set(world.tenant.passwordsSet).size).toBe(3);
      const { people } = await world.service.jobs.claimPasswords(OMAR, job.id);
      expect(people.map(({ userPrincipalName, password }) => [userPrincipalName, password.reveal()])).toEqual(
        names.map((name) => [`${name}@contoso.com`, passwordOf(world, name)]),
      );
    },
  );

  it('are for admins, though one is for the helpdesk', async () => {
    const world = openWorld();
    const draft = await openFile(world, 'User name\nada@contoso.com');
    await expect(accept(world, draft, { ...OMAR, roles: ['helpdesk'] })).rejects.toMatchObject({
      code: 'ROLE_MISSING',
    });
    expect(passwordOf(world, 'ada')).toBe('not ours');
  });

  it('R1: are not shown any more once another job replaced them, and who is left out is said', async () => {
    const world = openWorld();
    const first = (
      await accept(world, await openFile(world, 'User name\nada@contoso.com\nbob@contoso.com\n'))
    ).job;
    await world.finish(first.id);
    const second = (await accept(world, await openFile(world, 'User name\nada@contoso.com\n'))).job;
    await world.finish(second.id);
    const list = await world.service.links.makeList(OMAR, first.id);
    expect(list).toMatchObject({ people: 1, replaced: ['Ada'] });
    const taken = await world.service.links.take(list.url.reveal().split('/').at(-1) ?? '');
    expect(taken?.people.map(({ displayName }) => displayName)).toEqual(['Bob']);
    const claim = await world.service.jobs.claimPasswords(OMAR, second.id);
    expect(claim.people[0]?.password.reveal()).toBe(passwordOf(world, 'ada'));
    expect(claim.replaced).toEqual([]);
  });

  it('R1: show nothing, and say why, when everybody has a newer one; nor are they mailed on', async () => {
    const world = openWorld();
    const file = 'User name\nada@contoso.com\n';
    const first = (await accept(world, await openFile(world, file))).job;
    await world.finish(first.id);
    await world.finish((await accept(world, await openFile(world, file))).job.id);
    const none = { code: 'ALREADY_DONE', message: expect.stringContaining('no longer works') };
    await expect(world.service.jobs.claimPasswords(OMAR, first.id)).rejects.toMatchObject(none);
    await expect(world.service.links.makeList(OMAR, first.id)).rejects.toMatchObject(none);
    await expect(world.service.jobs.sendTo(OMAR, first.id, 'it@contoso.com')).rejects.toMatchObject(none);
    expect(world.mailer.inbox).toEqual([]);
  });

  it('R1: show those that came last, of two forms that were open at the same time', async () => {
    const world = openWorld();
    const file = 'User name\nada@contoso.com\n';
    const [one, other] = [await openFile(world, file), await openFile(world, file)];
    const later = (await accept(world, other)).job;
    await world.finish(later.id);
    await world.clock.advance(1_000);
    const last = (await accept(world, one)).job;
    await world.finish(last.id);
    await expect(world.service.jobs.claimPasswords(OMAR, later.id)).rejects.toMatchObject({
      code: 'ALREADY_DONE',
    });
    const { people } = await world.service.jobs.claimPasswords(OMAR, last.id);
    expect(people.map(({ password }) => password.reveal())).toEqual([passwordOf(world, 'ada')]);
  });

  it('R1: come one after the other, of two that were started in the same instant', async () => {
    const world = openWorld();
    const file = 'User name\nada@contoso.com\n';
    const [one, other] = [await openFile(world, file), await openFile(world, file)];
    // What was sent first was carried out, and its answer lost: it is sent again.
    world.tenant.passwordFateOf = (nth) => (nth === 1 ? 'lostAfter' : 'answered');
    const [first, last] = (await Promise.all([accept(world, one), accept(world, other)])).map(
      ({ job }) => job,
    );
    if (first === undefined || last === undefined) throw new Error('There are no jobs.');
    await world.finish(first.id);
    await world.finish(last.id);
    const [a, again, b, ...more] = world.tenant.passwordsSet;
    expect(again).toBe(a);
    expect(b).not.toBe(a);
    expect(more).toEqual([]);
    const shown = await Promise.allSettled(
      [first, last].map(({ id }) => world.service.jobs.claimPasswords(OMAR, id)),
    );
    const held = shown.flatMap((claim) =>
      claim.status === 'fulfilled' ? claim.value.people.map(({ password }) => password.reveal()) : [],
    );
    expect(held).toEqual([passwordOf(world, 'ada')]);
  });

  it('R1: wait for another instance that sets one of the same person, until it is through or dead', async () => {
    const world = openWorld();
    const key = `reset contoso ${world.tenant.find('ada@contoso.com')?.id}`;
    expect(await world.store.seen(key, 30_000)).toBe(false);
    const { job } = await accept(world, await openFile(world, 'User name\nada@contoso.com\n'));
    await world.clock.advance(25_000);
    expect(world.tenant.passwordsSet).toEqual([]);
    await world.clock.advance(10_000);
    expect(world.tenant.passwordsSet).toHaveLength(1);
    await world.finish(job.id);
    // It holds up nobody who comes after it.
    expect(await world.store.seen(key, 30_000)).toBe(false);
  });

  it('R1: are refused for whoever a running job has yet to give one, alone or among several', async () => {
    const world = openWorld();
    world.tenant.passwordFateOf = () => 'lostBefore';
    const { job } = await accept(world, await openFile(world, 'User name\nada@contoso.com\n'));
    const draft = await openFile(world, 'User name\nada@contoso.com\nbob@contoso.com\n');
    expect(draft.data.people.map(({ displayName }) => displayName)).toEqual(['Bob']);
    expect(draft.data.findings).toMatchObject([{ row: 2, message: expect.stringContaining('Another job') }]);
    const { resets } = world.service;
    const one = await resets.open(OMAR, PLACE, idOf(world, 'ada'));
    await expect(resets.check(OMAR, one.id, one.data.values)).rejects.toMatchObject({ code: 'NOT_YET' });
    await world.service.jobs.stop(OMAR, job.id);
  });
});
