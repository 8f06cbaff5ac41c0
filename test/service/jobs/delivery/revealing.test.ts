import { describe, expect, it } from 'vitest';
import { createWorld, OMAR } from '../../fakes/world.ts';

describe('revealing passwords', () => {
  it('shows the requester the password each account has, once, after it was audited', async () => {
    const world = createWorld();
    const { job } = await world.run(3);
    const claim = await world.service.jobs.claimPasswords(OMAR, job.id);
    expect(claim.people.map(({ password }) => password.reveal())).toEqual(
      claim.people.map(({ userPrincipalName }) => world.tenant.find(userPrincipalName)?.password),
    );
    expect(JSON.stringify(claim.people)).not.toContain(claim.people[0]?.password.reveal());
    expect(world.store.entries().at(-1)).toMatchObject({
      actor: 'omar',
      what: 'passwords.revealed',
      outcome: 'done',
      subject: job.id,
    });
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'ALREADY_REVEALED',
      message: expect.stringMatching(/2026-01-05 09:\d\d UTC/),
      next: expect.stringContaining('press New password'),
    });
    expect(world.store.entries().at(-1)).toMatchObject({ what: 'passwords.revealed', outcome: 'refused' });
  });

  it('lets one of fifty at the same time have them', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => world.service.jobs.claimPasswords(OMAR, job.id)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(refused).toEqual(Array(49).fill('ALREADY_REVEALED'));
  });

  it('lets one of fifty at each of two instances have them', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    const other = world.startAnother();
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) =>
        (index % 2 === 0 ? world.service : other).jobs.claimPasswords(OMAR, job.id),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(
      world.store
        .entries()
        .filter(({ what, outcome }) => what === 'passwords.revealed' && outcome === 'done'),
    ).toHaveLength(1);
  });

  it('shows nobody what a retry at another instance is about to add to', async () => {
    const world = createWorld();
    world.tenant.fateOf = ({ person }, nth) =>
      person.displayName === 'Person 2' && nth < 2 ? 'refused' : 'answered';
    const { job } = await world.run(2);
    const other = world.startAnother();
    const { loadRows } = world.store;
    // Between its look at the job and its claim.
    world.store.loadRows = async (id) => {
      const rows = await loadRows(id);
      world.store.loadRows = loadRows;
      await other.jobs.retry(OMAR, id);
      return rows;
    };
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({ code: 'NOT_YET' });
    await world.finish(job.id);
    expect((await world.service.jobs.claimPasswords(OMAR, job.id)).people).toHaveLength(2);
  });

  it('does not show them again after a restart', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    await (await world.service.jobs.claimPasswords(OMAR, job.id)).shown();
    world.restart();
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'ALREADY_REVEALED',
    });
  });

  it('shows them once more, and says so, when it died between the claim and the showing', async () => {
    const world = createWorld();
    const { job } = await world.run(2);
    const cutOff = await world.service.jobs.claimPasswords(OMAR, job.id);
    expect(cutOff.again).toBeUndefined();
    // While it is under way nobody else has them.
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'ALREADY_REVEALED',
    });
    world.restart();
    // Another instance may be showing them; this one cannot know that it died.
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'ALREADY_REVEALED',
      next: expect.stringContaining('wait a minute, then press Reveal again'),
    });
    await world.clock.advance(60_000);
    const second = await world.service.jobs.claimPasswords(OMAR, job.id);
    expect(second.again).toBe(true);
    expect(second.people).toHaveLength(2);
    expect(world.store.entries().at(-1)).toMatchObject({
      outcome: 'done',
      detail: { people: 2, again: true },
    });
    // There is one second chance.
    world.restart();
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'ALREADY_REVEALED',
    });
  });

  it('D25: shows them while mails still wait for a server that says nothing', async () => {
    const world = createWorld();
    world.mailer.send = () => new Promise(() => undefined);
    const { id } = await world.accept(1);
    const claim = async () => {
      for (let tries = 0; ; tries += 1) {
        try {
          return await world.service.jobs.claimPasswords(OMAR, id);
        } catch (error) {
          if (tries > 100) throw error;
          await world.clock.sleep(100);
        }
      }
    };
    expect((await world.clock.until(claim())).people).toHaveLength(1);
    const { job } = await world.service.jobs.load(OMAR, id);
    expect(job.state).toBe('running');
  });

  it('shows nothing that could not be audited, and shows it when it can be', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    world.store.broken.audit = true;
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'STORE_BROKEN',
    });
    world.store.broken.audit = false;
    expect((await world.service.jobs.claimPasswords(OMAR, job.id)).people).toHaveLength(1);
  });

  it('is free again after a minute when the chat could not show them and that could not be written either', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    const claim = await world.service.jobs.claimPasswords(OMAR, job.id);
    const { updateJob } = world.store;
    world.store.updateJob = () => Promise.reject(new Error('The database is away.'));
    await expect(claim.release('the modal was closed')).rejects.toThrow('away');
    world.store.updateJob = updateJob;
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'ALREADY_REVEALED',
    });
    await world.clock.advance(60_000);
    expect((await world.service.jobs.claimPasswords(OMAR, job.id)).people).toHaveLength(1);
  });

  it('stays shown when they were shown and that could not be written', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    const claim = await world.service.jobs.claimPasswords(OMAR, job.id);
    const { updateJob } = world.store;
    world.store.updateJob = () => Promise.reject(new Error('The database is away.'));
    await expect(claim.shown()).rejects.toThrow('away');
    world.store.updateJob = updateJob;
    await world.clock.advance(60_000);
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'ALREADY_REVEALED',
    });
  });

  it('is free again when the chat could not show them, and the audit says why', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    const claim = await world.service.jobs.claimPasswords(OMAR, job.id);
    await claim.release('the modal was closed');
    expect(world.store.entries().at(-1)).toMatchObject({
      outcome: 'failed',
      detail: { released: true, reason: 'the modal was closed' },
    });
    expect((await world.service.jobs.claimPasswords(OMAR, job.id)).people).toHaveLength(1);
  });

  it('has nothing to show while a job runs, or when nobody was created', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => 'throttled';
    const running = await world.accept(1);
    await expect(world.service.jobs.claimPasswords(OMAR, running.id)).rejects.toMatchObject({
      code: 'NOT_YET',
    });
    const other = createWorld();
    other.tenant.fateOf = () => 'refused';
    const { job } = await other.run(1);
    await expect(other.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'This job set no passwords.',
    });
  });

  it('shows those that a retry created, and not again the ones shown before', async () => {
    const world = createWorld();
    world.tenant.fateOf = ({ person }, nth) =>
      person.displayName === 'Person 2' && nth < 3 ? 'refused' : 'answered';
    const { job } = await world.run(3);
    const first = await world.service.jobs.claimPasswords(OMAR, job.id);
    expect(first.people.map(({ displayName }) => displayName)).toEqual(['Person 1', 'Person 3']);

    await world.service.jobs.retry(OMAR, job.id);
    const failedAgain = await world.finish(job.id);
    expect(failedAgain.job.revealedAt).toBeDefined();
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'ALREADY_REVEALED',
    });

    await world.service.jobs.retry(OMAR, job.id);
    expect((await world.finish(job.id)).job.revealedAt).toBeUndefined();
    const second = await world.service.jobs.claimPasswords(OMAR, job.id);
    expect(second.people.map(({ displayName }) => displayName)).toEqual(['Person 2']);
  });

  it('never writes a password to the log, the audit or the store in the clear', async () => {
    const world = createWorld();
    world.tenant.fateOf = (_, nth) => (nth === 1 ? 'passwordRefused' : 'answered');
    const { job, rows } = await world.run(20);
    await world.service.jobs.claimPasswords(OMAR, job.id);
    const kept = [
      JSON.stringify(world.store.entries()),
      world.logged.join('\n'),
      JSON.stringify([job, rows]),
    ].join();
    for (const { password } of world.tenant.sent) expect(kept).not.toContain(password);
  });
});
