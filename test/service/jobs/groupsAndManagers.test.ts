import { describe, expect, it } from 'vitest';
import { E3, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, makePeople, OMAR } from '../fakes/world.ts';
import { expectEverybodyOnce } from './delivery/mailed.ts';

const BERLIN = { id: 'g-berlin', displayName: 'Berlin office' };
const NEWS = { id: 'g-news', displayName: 'Newcomers' };
const BOSS = { userPrincipalName: 'grace@contoso.com', id: 'boss' };
const CLOSED = { status: 'refused', error: fail('GROUP_CLOSED', 'The group comes from AD.') } as const;

describe('groups', () => {
  it('follow the licenses, each person into all of theirs', async () => {
    const world = createWorld();
    world.tenant.licenses = [E3];
    const { counts, rows } = await world.run(3, {
      settings: { licenses: [E3.skuId] },
      each: (index) => ({ groups: index === 1 ? [] : [BERLIN, NEWS] }),
    });
    expect(counts).toMatchObject({ created: 3, partly: 0, waiting: 0 });
    expect(world.tenant.licensed).toHaveLength(3);
    expect(world.tenant.joined.map(({ objectId, groupId }) => `${objectId} ${groupId}`)).toEqual([
      'object-1 g-berlin',
      'object-1 g-news',
      'object-3 g-berlin',
      'object-3 g-news',
    ]);
    expect(rows.map(({ group }) => group?.state)).toEqual(['done', undefined, 'done']);
  });

  it('that refuse leave the person created, mailed and in the other groups; Retry tries only them', async () => {
    const world = createWorld();
    world.tenant.groupFateOf = ({ groupId }) => (groupId === 'g-news' ? CLOSED : { status: 'done' });
    const state = await world.run(2, { each: (index) => ({ groups: index === 0 ? [BERLIN, NEWS] : [] }) });
    expect(state.counts).toMatchObject({ created: 1, partly: 1, failed: 0 });
    expect(state.rows[0]?.group).toMatchObject({
      state: 'failed',
      error: { code: 'GROUP_CLOSED', message: 'Not added to Newcomers: The group comes from AD.' },
    });
    expect(world.tenant.joined).toEqual([{ objectId: 'object-1', groupId: 'g-berlin' }]);
    expectEverybodyOnce(world, 2);
    const csv = world.service.jobs.writeResults(state);
    expect(csv).toContain('"Created, groups failed"');
    expect(csv).toContain('Not added to Newcomers');

    world.tenant.groupFateOf = () => ({ status: 'done' });
    await world.service.jobs.retry(OMAR, state.job.id);
    const again = await world.finish(state.job.id);
    expect(again.counts).toMatchObject({ created: 2, partly: 0 });
    expect(world.tenant.sent).toHaveLength(2);
    expect(world.service.jobs.writeResults(again)).toContain('Berlin office; Newcomers');
  });

  it('wait for an account that is not known everywhere, and are told after a minute', async () => {
    const world = createWorld();
    const late = { status: 'later', afterMs: 3_000, error: fail('NOT_FOUND') } as const;
    world.tenant.groupFateOf = (_, nth) => (nth <= 3 ? late : { status: 'done' });
    expect((await world.run(1, { each: () => ({ groups: [BERLIN] }) })).counts.created).toBe(1);
    const never = createWorld();
    never.tenant.groupFateOf = () => late;
    const { counts, rows } = await never.run(1, { each: () => ({ groups: [BERLIN] }) });
    expect(counts.partly).toBe(1);
    expect(rows[0]?.group?.error?.code).toBe('NOT_FOUND');
  });

  it('are tried although the licenses failed, and both reasons are told', async () => {
    const world = createWorld();
    world.tenant.licenses = [E3];
    world.tenant.licenseFateOf = () => ({ status: 'refused', error: fail('NO_SEATS', 'No seats.') });
    world.tenant.groupFateOf = () => CLOSED;
    const state = await world.run(1, {
      settings: { licenses: [E3.skuId] },
      each: () => ({ groups: [NEWS] }),
    });
    const csv = world.service.jobs.writeResults(state);
    expect(csv).toContain('"Created, licenses and groups failed"');
    expect(csv).toContain('No seats. Not added to Newcomers');
  });

  it('are taken up again after a restart, without a second account', async () => {
    const world = createWorld();
    const until = world.clock.now() + 20_000;
    world.tenant.groupFateOf = () =>
      world.clock.now() < until
        ? { status: 'later', afterMs: 1_000, error: fail('THROTTLED') }
        : { status: 'done' };
    const job = await world.accept(5, { each: () => ({ groups: [BERLIN] }) });
    await world.clock.advance(5_000);
    world.restart();
    await world.service.resume();
    expect((await world.finish(job.id)).counts.created).toBe(5);
    expect(world.tenant.accounts.size).toBe(5);
    expect(new Set(world.tenant.joined.map(({ objectId }) => objectId)).size).toBe(5);
  });

  it('are given up together when the directory stays away', async () => {
    const world = createWorld();
    world.tenant.groupFateOf = () => ({ status: 'later', afterMs: 5_000, error: fail('DIRECTORY_DOWN') });
    const { counts, rows } = await world.run(2, { each: () => ({ groups: [BERLIN], manager: BOSS }) });
    expect(counts.partly).toBe(2);
    expect(rows[0]?.group?.error?.message).toContain("couldn't be reached to add it to its groups");
  });
});

describe('managers', () => {
  it('are set once both accounts are there, whatever their order in the file', async () => {
    const world = createWorld();
    const { counts } = await world.run(3, {
      each: (index) =>
        ({ manager: [{ userPrincipalName: 'PERSON3@contoso.com' }, BOSS, undefined][index] }) as object,
    });
    expect(counts).toMatchObject({ created: 3, waiting: 0 });
    expect([...world.tenant.managed].sort((a, b) => (a.objectId < b.objectId ? -1 : 1))).toEqual([
      { objectId: 'object-1', managerId: 'object-3' },
      { objectId: 'object-2', managerId: 'boss' },
    ]);
  });

  it('may manage each other', async () => {
    const world = createWorld();
    const { counts } = await world.run(2, {
      each: (index) => ({ manager: { userPrincipalName: `person${2 - index}@contoso.com` } }),
    });
    expect(counts.created).toBe(2);
    expect(world.tenant.managed).toHaveLength(2);
  });

  it('who could not be created leave their people without one, until a retry', async () => {
    const world = createWorld();
    world.tenant.fateOf = ({ person }) =>
      person.userPrincipalName.startsWith('person2') ? 'refused' : 'answered';
    const each = (index: number) =>
      index === 0 ? { manager: { userPrincipalName: 'person2@contoso.com' } } : {};
    const state = await world.run(2, { each });
    expect(state.counts).toMatchObject({ partly: 1, failed: 1 });
    expect(world.service.jobs.writeResults(state)).toContain("person2@contoso.com doesn't exist");
    world.tenant.fateOf = () => 'answered';
    await world.service.jobs.retry(OMAR, state.job.id);
    const again = await world.finish(state.job.id);
    expect(again.counts.created).toBe(2);
    expect(world.tenant.managed).toEqual([{ objectId: 'object-1', managerId: 'object-2' }]);
    expect(world.service.jobs.writeResults(again)).toContain(',person2@contoso.com,');
  });

  it('who were not reached before a stop are set when it goes on', async () => {
    const world = createWorld();
    world.tenant.callMs = 1_000;
    const each = (index: number) =>
      index === 0 ? { manager: { userPrincipalName: 'person200@contoso.com' } } : {};
    const job = await world.accept(200, { each });
    await world.clock.advance(1_200);
    await world.service.jobs.stop(OMAR, job.id);
    const stopped = await world.finish(job.id);
    expect(stopped.job.state).toBe('stopped');
    expect(world.tenant.managed).toEqual([]);
    expect(world.service.jobs.writeResults(stopped)).toContain('"Created, manager not done yet"');
    await world.service.jobs.retry(OMAR, job.id);
    expect((await world.finish(job.id)).counts.created).toBe(200);
    expect(world.tenant.managed).toHaveLength(1);
  });

  it('that somebody created meanwhile are found', async () => {
    const world = createWorld();
    world.tenant.hold('grace@contoso.com', 'Grace');
    await world.run(1, { each: () => ({ manager: { userPrincipalName: 'grace@contoso.com' } }) });
    expect(world.tenant.managed).toHaveLength(1);
  });
});

describe('password recipients of a row', () => {
  it('get that password, and those of the settings the others', async () => {
    const world = createWorld();
    const { job } = await world.run(4, {
      each: (index) => (index === 1 || index === 2 ? { recipients: ['boss@contoso.com'] } : {}),
    });
    const got = (to: string) =>
      world.mailer.inbox
        .filter((mail) => mail.to === to)
        .flatMap(({ text }) => text.match(/person\d@/g) ?? []);
    expect(got('it@contoso.com')).toEqual(['person1@', 'person4@']);
    expect(got('boss@contoso.com')).toEqual(['person2@', 'person3@']);
    expect(world.mailer.inbox.every(({ subject }) => !subject.includes('part'))).toBe(true);
    expect(job.deliveries.map(({ recipient, state }) => [recipient, state])).toEqual([
      ['it@contoso.com', 'accepted'],
      ['boss@contoso.com', 'accepted'],
    ]);
  });

  it('get it although the settings name nobody, and get no mail of what is only shown', async () => {
    const own = { each: () => ({ recipients: ['boss@contoso.com'] }) };
    const world = createWorld();
    await world.run(1, { ...own, settings: { recipients: [] } });
    expect(world.mailer.inbox.map(({ to }) => to)).toEqual(['boss@contoso.com']);
    const shown = createWorld();
    await shown.run(1, { ...own, settings: { recipients: [], delivery: 'show' } });
    expect(shown.mailer.inbox).toEqual([]);
  });

  it('keep nobody else from getting all of them later', async () => {
    const world = createWorld();
    const { job } = await world.run(2, {
      each: (index) => (index === 0 ? { recipients: ['boss@contoso.com'] } : {}),
    });
    const sent = world.mailer.inbox.length;
    await world.service.jobs.sendTo(OMAR, job.id, 'it@contoso.com');
    await world.finish(job.id);
    const later = world.mailer.inbox.slice(sent);
    expect(new Set(later.map(({ to }) => to))).toEqual(new Set(['it@contoso.com']));
    expect(later.map(({ text }) => text).join()).toContain('person1@contoso.com');
  });

  it('are refused where passwords may not go', async () => {
    const world = createWorld({ recipientDomains: ['contoso.com'] });
    const accepted = world.accept(makePeople(1), { each: () => ({ recipients: ['x@evil.example'] }) });
    await expect(accepted).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
