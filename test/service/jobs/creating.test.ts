import { describe, expect, it } from 'vitest';
import { createWorld, nameOf, OMAR } from '../fakes/world.ts';
import { expectEverybodyOnce, mailedPasswords } from './delivery/mailed.ts';

describe('creating people', () => {
  it('creates everybody once and mails the password that each account has', async () => {
    const world = createWorld();
    const { counts, job } = await world.run(45);
    expect(counts).toEqual({ total: 45, created: 45, failed: 0, partly: 0, undone: 0, waiting: 0 });
    expect(job.state).toBe('done');
    expectEverybodyOnce(world, 45);
    expect(world.tenant.sent).toHaveLength(45);
  });

  it('adopts an account whose answer was lost, with the password it was created with', async () => {
    const world = createWorld();
    world.tenant.lagMs = 5_000;
    world.tenant.fateOf = (_, nth) => (nth === 1 ? 'lostAfter' : 'answered');
    const { counts, rows } = await world.run(3);
    expect(counts.created).toBe(3);
    expectEverybodyOnce(world, 3);
    expect(world.tenant.sent).toHaveLength(3);
    expect(rows.map(({ objectId }) => objectId)).toEqual(['object-1', 'object-2', 'object-3']);
    const adopted = world.store.entries().filter(({ detail }) => detail?.adopted === true);
    expect(adopted).toHaveLength(3);
  });

  it('sends the very same create again when a lost one never arrived', async () => {
    const world = createWorld();
    world.tenant.fateOf = (_, nth) => (nth === 1 ? 'lostBefore' : 'answered');
    const { counts } = await world.run(1, { kind: 'one' });
    expect(counts.created).toBe(1);
    expect(world.tenant.sent).toHaveLength(2);
    expect(world.tenant.sent[1]).toEqual(world.tenant.sent[0]);
    expectEverybodyOnce(world, 1);
  });

  it('finds its own account behind a conflict, however long reads lag', async () => {
    const world = createWorld();
    world.tenant.lagMs = 150_000;
    world.tenant.fateOf = (_, nth) => (nth === 1 ? 'lostAfter' : 'answered');
    const { counts } = await world.run(2);
    expect(counts.created).toBe(2);
    expectEverybodyOnce(world, 2);
  });

  it("never touches somebody else's account of the same name", async () => {
    const world = createWorld();
    world.tenant.hold('person2@contoso.com', 'Another Person', { marker: 'op_of_another_job' });
    world.tenant.hold('person3@contoso.com', 'No Marker');
    const before = structuredClone([
      world.tenant.find('person2@contoso.com'),
      world.tenant.find('person3@contoso.com'),
    ]);
    const { counts, rows } = await world.run(3, {
      settings: { licenses: ['6fd2c87f-b296-42f0-b197-1e91e994b900'] },
    });
    expect(counts).toMatchObject({ created: 1, failed: 2 });
    expect(rows[1]?.create.error).toMatchObject({ code: 'NAME_TAKEN' });
    expect(rows[1]?.create.error?.message).toContain('Another Person');
    expect(rows[2]?.create.error).toMatchObject({ code: 'NAME_TAKEN' });
    expect([world.tenant.find('person2@contoso.com'), world.tenant.find('person3@contoso.com')]).toEqual(
      before,
    );
    expect(world.tenant.licensed.map(({ objectId }) => objectId)).toEqual(['object-1']);
    expect(mailedPasswords(world, 'person2@contoso.com')).toEqual([]);
  });

  it('sends a create again whose values were refused in a way that may pass, and tells it within seconds when it does not', async () => {
    const world = createWorld();
    world.tenant.fateOf = ({ person }, nth) =>
      person.userPrincipalName.startsWith('person2') || nth < 3 ? 'valuesDoubted' : 'answered';
    const before = world.clock.now();
    const { counts, rows } = await world.run(2);
    expect(counts).toMatchObject({ created: 1, failed: 1 });
    expect(rows[1]?.create.error).toMatchObject({ code: 'VALUE_INVALID' });
    expect(rows[1]?.attempted).toBe(false);
    expect(world.clock.now() - before).toBeLessThan(60_000);
  });

  it('says so when a name is held by something that does not show', async () => {
    const world = createWorld();
    world.tenant.hold('person1@contoso.com', 'Gone', { deleted: true });
    const { rows } = await world.run(1);
    expect(rows[0]?.create.error).toMatchObject({ code: 'NAME_TAKEN' });
    expect(rows[0]?.create.error?.message).toContain('Something hidden already uses');
  });

  it('waits as long as the directory asks, and then goes on', async () => {
    const world = createWorld();
    world.tenant.fateOf = (_, nth) => (nth < 4 ? 'throttled' : 'answered');
    const before = world.clock.now();
    const { counts } = await world.run(25);
    expect(counts.created).toBe(25);
    expect(world.clock.now() - before).toBeGreaterThan(9_000);
    expectEverybodyOnce(world, 25);
  });

  it('draws a new password when the directory refuses one, and mails the one that was taken', async () => {
    const world = createWorld();
    world.tenant.fateOf = (_, nth) => (nth <= 3 ? 'passwordRefused' : 'answered');
    const { counts, rows } = await world.run(1);
    expect(counts.created).toBe(1);
    expect(rows[0]?.passwordDraws).toBe(4);
    expect(new Set(world.tenant.sent.map(({ password }) => password)).size).toBe(4);
    expect(new Set(world.tenant.sent.map(({ operationId }) => operationId)).size).toBe(1);
    expectEverybodyOnce(world, 1);
  });

  it('gives up after three new passwords, and tries others after a retry', async () => {
    const world = createWorld();
    world.tenant.fateOf = (_, nth) => (nth <= 6 ? 'passwordRefused' : 'answered');
    const { rows, job, counts } = await world.run(1);
    expect(counts.failed).toBe(1);
    expect(rows[0]?.create.error?.code).toBe('PASSWORD_REFUSED');
    expect(world.tenant.sent).toHaveLength(4);
    await world.service.jobs.retry(OMAR, job.id);
    expect((await world.finish(job.id)).counts.created).toBe(1);
    expectEverybodyOnce(world, 1);
  });

  it('keeps a password that may already be an account’s, even if a second sending is refused for it', async () => {
    const world = createWorld();
    world.tenant.lagMs = 90_000;
    world.tenant.fateOf = (_, nth) => (nth === 1 ? 'lostAfter' : 'passwordRefused');
    const { counts } = await world.run(1);
    expect(counts.created).toBe(1);
    expect(new Set(world.tenant.sent.map(({ password }) => password)).size).toBe(1);
    expectEverybodyOnce(world, 1);
  });

  it('does not send a new password that could not be written to disk', async () => {
    const world = createWorld();
    world.tenant.fateOf = (_, nth) => {
      if (nth === 1) world.store.broken.rows = true;
      return nth === 1 ? 'passwordRefused' : 'answered';
    };
    const job = await world.accept(1);
    await world.clock.advance(120_000);
    expect(world.tenant.sent).toHaveLength(1);
    expect(world.logged.join('\n')).toContain('job.broke');
    world.store.broken.rows = false;
    expect((await world.finish(job.id)).counts.created).toBe(1);
    expectEverybodyOnce(world, 1);
  });

  it('fails one person for a value, and goes on with the others', async () => {
    const world = createWorld();
    world.tenant.fateOf = ({ person }) => (person.displayName === 'Person 2' ? 'refused' : 'answered');
    const { rows, counts } = await world.run(3);
    expect(counts).toEqual({ total: 3, created: 2, failed: 1, partly: 0, undone: 0, waiting: 0 });
    expect(rows[1]?.create.error).toEqual({
      code: 'VALUE_INVALID',
      message: 'The job title is not accepted.',
      next: 'Try again.',
    });
  });

  it('does not go on asking a tenant that lets nobody be created', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => 'forbidden';
    const { counts, rows } = await world.run(500);
    expect(counts.failed).toBe(500);
    expect(rows.every(({ create }) => create.error?.code === 'FORBIDDEN')).toBe(true);
    expect(world.tenant.sent.length).toBeLessThanOrEqual(80);
  });

  it('says of each person what is certain when the directory is away', async () => {
    const world = createWorld();
    world.tenant.fateOf = ({ person }) => {
      if (person.displayName !== 'Person 2') return 'throttled';
      world.tenant.away = true;
      return 'lostBefore';
    };
    const { rows, counts } = await world.run(3);
    expect(counts.failed).toBe(3);
    expect(rows.map(({ create }) => create.error?.code)).toEqual(Array(3).fill('DIRECTORY_DOWN'));
    expect(rows[0]?.create.error?.message).toContain('Nothing was created');
    expect(rows[1]?.create.error?.message).toContain('may have been created');
    expect(rows[1]?.create.error?.next).toContain('checks for the account first');
    expect(rows.map(nameOf)).toHaveLength(3);
  });

  it('outwaits an outage of two minutes', async () => {
    const world = createWorld();
    world.tenant.away = true;
    const job = await world.accept(30);
    await world.clock.advance(120_000);
    world.tenant.away = false;
    expect((await world.finish(job.id)).counts.created).toBe(30);
    expectEverybodyOnce(world, 30);
  });

  it('records nobody as created whose creation could not be audited, and finds them when it can', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => {
      world.store.broken.audit = true;
      return 'answered';
    };
    const job = await world.accept(3);
    await world.clock.advance(20_000);
    expect((await world.service.jobs.read(job.id))?.counts.created).toBe(0);
    expect(world.mailer.tries).toBe(0);
    world.store.broken.audit = false;
    world.tenant.fateOf = () => 'answered';
    expect((await world.finish(job.id)).counts.created).toBe(3);
    expectEverybodyOnce(world, 3);
    const created = world.store.entries().filter(({ what }) => what === 'account.created');
    expect(created.map(({ subject }) => subject).sort()).toEqual([
      'person1@contoso.com',
      'person2@contoso.com',
      'person3@contoso.com',
    ]);
  });
});
