import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import { createRetention } from '../../../src/service/audit/retention.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const DAY = 86_400_000;
const policy = policySchema.parse({ customers: [{ id: 'contoso', name: 'Contoso' }], people: [] });
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** What the daily sweep does `days` from now. */
async function sweepIn(world: World, days: number): Promise<void> {
  await world.clock.advance(days * DAY);
  await createRetention({ policy, store: world.store, clock: world.clock, log }).sweep();
}

const whatOf = (world: World): string[] => world.store.entries().map(({ what }) => what);

describe('what is kept, and for how long', () => {
  it('is left to others where they have a newer policy file, which may keep it for longer', async () => {
    const world = createWorld();
    await world.run(2);
    await world.clock.advance(400 * DAY);
    const behind = async () => {
      throw new RollcallError('POLICY_BEHIND', 'Others have a newer one.', { next: 'Wait.' });
    };
    const { store, clock } = world;
    const retention = createRetention({ policy, store, clock, log, checkPolicy: behind });
    await expect(retention.sweep()).rejects.toMatchObject({ code: 'POLICY_BEHIND' });
    expect(whatOf(world).filter((what) => what.endsWith('.forgotten'))).toEqual([]);
    await createRetention({ policy, store, clock, log }).sweep();
    expect(whatOf(world)).toContain('job.forgotten');
  });

  it('leaves everything alone in the first days', async () => {
    const world = createWorld();
    const { job } = await world.run(2);
    await sweepIn(world, 6);
    expect(await world.store.loadJob(job.id)).toEqual(job);
    expect(whatOf(world)).not.toContain('passwords.forgotten');
  });

  it('destroys the key of delivered passwords after a week, and says so when they are asked for', async () => {
    const world = createWorld();
    const { job } = await world.run(2);
    await sweepIn(world, 7);
    const after = await world.store.loadJob(job.id);
    expect(after?.key).toEqual({ ...job.key, nonce: '', ciphertext: '', tag: '' });
    expect(world.store.entries().at(-1)).toMatchObject({
      what: 'passwords.forgotten',
      subject: job.id,
      actor: 'rollcall',
    });
    const gone = { code: 'PASSWORDS_GONE', next: expect.stringContaining('New password') };
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject(gone);
    expect(world.store.entries().at(-1)).toMatchObject({ what: 'passwords.revealed', outcome: 'refused' });
    await expect(world.service.links.makeList(OMAR, job.id)).rejects.toMatchObject(gone);
    await expect(world.service.jobs.sendTo(OMAR, job.id, 'hr@contoso.com')).rejects.toMatchObject(gone);
    expect(JSON.stringify(world.mailer)).not.toContain('hr@contoso.com');
  });

  it('says it once, when the process ended between saying and doing it', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    const { updateJob, dropJob } = world.store;
    world.store.updateJob = () => Promise.reject(new Error('killed'));
    await expect(sweepIn(world, 7)).rejects.toThrow('killed');
    world.store.updateJob = updateJob;
    await sweepIn(world, 1);
    expect((await world.store.loadJob(job.id))?.passwordsGoneAt).toBeDefined();
    world.store.dropJob = () => Promise.reject(new Error('killed'));
    await expect(sweepIn(world, 30)).rejects.toThrow('killed');
    world.store.dropJob = dropJob;
    await sweepIn(world, 1);
    expect(await world.store.loadJob(job.id)).toBeUndefined();
    const said = whatOf(world).filter((what) => /^(passwords|job)\.forgotten$/.test(what));
    expect(said).toEqual(['passwords.forgotten', 'job.forgotten']);
  });

  it('says it once, however many instances sweep at once', async () => {
    const world = createWorld();
    await world.run(2);
    await world.clock.advance(31 * DAY);
    const make = () => createRetention({ policy, store: world.store, clock: world.clock, log });
    await Promise.all([make().sweep(), make().sweep(), make().sweep()]);
    expect(whatOf(world).filter((what) => what.endsWith('.forgotten'))).toEqual([
      'drafts.forgotten',
      'job.forgotten',
    ]);
  });

  it('says once that snapshots were dropped, and how many, however many instances sweep at once', async () => {
    const world = createWorld();
    for (const id of ['s1', 's2', 's3']) {
      const key = world.sealer.newJobKey(id);
      await world.store.saveSnapshot({
        ...{
          id,
          customer: 'contoso',
          objectId: 'ada',
          takenAt: world.clock.now(),
          by: 'omar',
          task: 'change',
        },
        ...{ did: [], key, state: world.sealer.seal(key, id, 'state', new Secret('{}')) },
      });
    }
    await world.clock.advance((policy.retention.snapshots + 1) * DAY);
    const make = () => createRetention({ policy, store: world.store, clock: world.clock, log });
    await Promise.all([make().sweep(), make().sweep(), make().sweep()]);
    expect(await world.store.listSnapshots({})).toEqual([]);
    const said = world.store.entries().filter(({ what }) => what === 'snapshots.forgotten');
    expect(said).toMatchObject([{ detail: { snapshots: 3 } }]);
  });

  it('drops no request that somebody retries at that moment', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => 'refused';
    const { job } = await world.run(2);
    world.tenant.fateOf = () => 'answered';
    const { dropJob } = world.store;
    world.store.dropJob = async (jobId, ...more) => {
      await world.service.jobs.retry(OMAR, jobId);
      return dropJob(jobId, ...more);
    };
    await sweepIn(world, 31);
    expect(whatOf(world)).not.toContain('job.forgotten');
    expect((await world.finish(job.id)).counts.created).toBe(2);
    expect(await world.store.loadRows(job.id)).toHaveLength(2);
  });

  it('keeps the passwords that somebody sends on at that moment', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    const { updateJob } = world.store;
    world.store.updateJob = async (...asked) => {
      world.store.updateJob = updateJob;
      await updateJob(job.id, (one) => ({ ...one, revealedAt: world.clock.now() }));
      return updateJob(...asked);
    };
    await sweepIn(world, 7);
    expect((await world.store.loadJob(job.id))?.key).toEqual(job.key);
    expect((await world.store.loadJob(job.id))?.passwordsGoneAt).toBeUndefined();
    expect(whatOf(world)).not.toContain('passwords.forgotten');
    await sweepIn(world, 1);
    expect((await world.store.loadJob(job.id))?.passwordsGoneAt).toBeDefined();
    expect(whatOf(world).filter((what) => what === 'passwords.forgotten')).toHaveLength(1);
  });

  it('keeps passwords that nobody has got yet', async () => {
    const world = createWorld();
    const { job } = await world.run(1, { settings: { recipients: [] } });
    await sweepIn(world, 20);
    const claim = await world.service.jobs.claimPasswords(OMAR, job.id);
    expect(claim.people).toHaveLength(1);
    await claim.shown();
    await sweepIn(world, 1);
    expect((await world.store.loadJob(job.id))?.passwordsGoneAt).toBeDefined();
  });

  it('deletes a request with its people a month after it ended, and its buttons say so', async () => {
    const world = createWorld();
    const { job } = await world.run(2);
    await sweepIn(world, 30);
    expect(await world.store.loadJob(job.id)).toBeUndefined();
    expect(await world.store.loadRows(job.id)).toEqual([]);
    expect(world.store.entries().at(-1)).toMatchObject({ what: 'job.forgotten', subject: job.id });
    await expect(world.service.jobs.load(OMAR, job.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/no longer exists|no longer kept/),
      done: expect.stringContaining('30 days'),
    });
    expect(world.tenant.find('person1@contoso.com')).toBeDefined();
  });

  it('deletes what was asked for and decided a month after that, and its cards say so, but not what waits', async () => {
    const approver = {
      id: 'grace',
      name: 'Grace Okafor',
      slack: 'U0GRACEOKA',
      teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333333',
      roles: ['approver'],
    };
    const rule = { name: 'all', when: { people: 1 }, by: { role: 'approver' }, expireAfterHours: 700 };
    const world = createWorld({ people: [approver], approvals: [rule] });
    const ask = async () => {
      const asked = await world.service.approvals.submit(await world.prepare(1));
      if (!('request' in asked)) throw new Error('This needed no approval.');
      return asked.request.request;
    };
    const declined = await ask();
    const grace = {
      ...OMAR,
      id: 'grace',
      name: 'Grace Okafor',
      userId: 'U0GRACEOKA',
      roles: ['approver'] as const,
    };
    await world.service.approvals.decide(grace, declined.id, 1, 'decline');
    await sweepIn(world, 29);
    expect(await world.store.loadRequest(declined.id)).toBeDefined();
    const waiting = await ask();
    await sweepIn(world, 1);
    expect((await world.store.listRequests({})).map(({ id }) => id)).toEqual([waiting.id]);
    const [entry] = world.store.entries().filter(({ what }) => what === 'request.forgotten');
    expect(entry).toMatchObject({ subject: declined.id, actor: 'rollcall', detail: { people: 1 } });
    await expect(world.service.approvals.decide(grace, declined.id, 1, 'approve')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/no longer exists|no longer kept/),
    });
  });

  it('never deletes a request that still runs', async () => {
    const world = createWorld();
    const job = await world.accept(2);
    await world.store.updateJob(job.id, (one) => ({ ...one, createdAt: one.createdAt - 90 * DAY }));
    await createRetention({ policy, store: world.store, clock: world.clock, log }).sweep();
    expect(await world.store.loadJob(job.id)).toBeDefined();
    await world.finish(job.id);
  });

  it('is told what cannot be deleted, and deletes all else', async () => {
    const world = createWorld();
    const [first, second] = [await world.run(1), await world.run(1)];
    const { id } = await world.service.people.open(OMAR, PLACE, {});
    await world.clock.advance(400 * DAY);
    const { store, clock } = world;
    const broken = new RollcallError('STORE_BROKEN', 'A folder cannot be deleted.', { next: 'Mend it.' });
    const fails = {
      ...store,
      dropLeftRows: () => Promise.reject(broken),
      dropJob: (...given: Parameters<typeof store.dropJob>) =>
        given[0] === first.job.id ? Promise.reject(broken) : store.dropJob(...given),
    };
    await expect(createRetention({ policy, store: fails, clock, log }).sweep()).rejects.toBe(broken);
    expect(await store.loadJob(first.job.id)).toBeDefined();
    expect(await store.loadJob(second.job.id)).toBeUndefined();
    expect(await store.loadDraft(id)).toBeUndefined();
    expect(whatOf(world)).not.toContain('job.accepted');
  });

  it('deletes forms that nobody finished, and old entries of the audit', async () => {
    const world = createWorld();
    const { createdAt, expiresAt, id } = await world.service.people.open(OMAR, PLACE, {});
    expect(expiresAt - createdAt).toBe(7 * DAY);
    const { job } = await world.run(1);
    await sweepIn(world, 8);
    expect(await world.store.loadDraft(id)).toBeUndefined();
    expect(whatOf(world)).toContain('drafts.forgotten');
    await sweepIn(world, 391);
    expect(world.store.entries().some(({ subject }) => subject === job.id)).toBe(true);
    await sweepIn(world, 2);
    expect(whatOf(world)).not.toContain('job.accepted');
  });

  it('happens at once and every day, until it is stopped', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    const retention = createRetention({ policy, store: world.store, clock: world.clock, log });
    retention.start();
    await world.clock.advance(29 * DAY);
    expect(await world.store.loadJob(job.id)).toBeDefined();
    await world.clock.advance(2 * DAY);
    expect(await world.store.loadJob(job.id)).toBeUndefined();
    await retention.stop();
  });
});
