import { describe, expect, it } from 'vitest';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE } from '../fakes/world.ts';
import { expectEverybodyOnce } from './delivery/mailed.ts';

describe('stop and retry', () => {
  it('begins no more creates after a stop, and leaves nobody half done', async () => {
    const world = createWorld();
    world.tenant.callMs = 1_000;
    world.tenant.licenses = [{ ...E3, total: 1_000, left: 1_000 }];
    const job = await world.accept(200, { settings: { licenses: [E3.skuId] } });
    await world.clock.advance(1_700);
    const stopping = await world.service.jobs.stop(OMAR, job.id);
    const { job: asked } = stopping;
    expect(asked.state).toBe('stopping');
    const sent = world.tenant.sent.length;
    await world.service.jobs.stop(OMAR, job.id);
    const { counts, job: stopped } = await world.finish(job.id);
    expect(stopped.state).toBe('stopped');
    expect(world.tenant.sent).toHaveLength(sent);
    expect(counts).toEqual({
      total: 200,
      created: sent,
      failed: 0,
      partly: 0,
      undone: 0,
      waiting: 200 - sent,
    });
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(200);
    expect(stopped.deliveries.map(({ state }) => state)).toEqual(['accepted']);
    expect(world.store.entries().filter(({ what }) => what === 'job.stopped')).toHaveLength(1);

    await world.service.jobs.retry(OMAR, job.id);
    const again = await world.finish(job.id);
    expect(again.counts.created).toBe(200);
    expect(again.job.state).toBe('done');
    expectEverybodyOnce(world, 200);
  });

  it('sends nothing any more that waits for the quota at a stop', async () => {
    const world = createWorld();
    world.tenant.queueMs = 150_000;
    const job = await world.accept(200);
    await world.clock.advance(1_000);
    await world.service.jobs.stop(OMAR, job.id);
    await world.clock.advance(1_000);
    const stopped = await world.service.jobs.read(job.id);
    expect(stopped?.job.state).toBe('stopped');
    expect(stopped?.counts).toMatchObject({ created: 0, failed: 0, waiting: 200 });
    expect(world.tenant.sent).toEqual([]);
  });

  it('stops at once while the directory asks to wait', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => 'throttled';
    const job = await world.accept(50);
    await world.clock.advance(1_000);
    await world.service.jobs.stop(OMAR, job.id);
    await world.clock.advance(1_000);
    expect((await world.service.jobs.read(job.id))?.job.state).toBe('stopped');
  });

  it('finds out about a create without an answer before it ends', async () => {
    const world = createWorld();
    world.tenant.lagMs = 3_000;
    world.tenant.fateOf = () => 'lostAfter';
    const job = await world.accept(1);
    await world.clock.advance(100);
    await world.service.jobs.stop(OMAR, job.id);
    const { counts, job: ended } = await world.finish(job.id);
    expect(counts.created).toBe(1);
    expect(ended.state).toBe('done');
    expectEverybodyOnce(world, 1);
  });

  it('has a stop outlive a restart', async () => {
    const world = createWorld();
    world.tenant.callMs = 1_000;
    const job = await world.accept(200);
    await world.clock.advance(700);
    await world.service.jobs.stop(OMAR, job.id);
    world.restart();
    await world.service.resume();
    const { job: ended } = await world.finish(job.id);
    expect(ended.state).toBe('stopped');
    expect(world.tenant.accounts.size).toBe(80);
    await world.service.jobs.retry(OMAR, job.id);
    expect((await world.finish(job.id)).counts.created).toBe(200);
    expectEverybodyOnce(world, 200);
  });

  it('retries the failed ones only, and sends them as they were accepted', async () => {
    const world = createWorld();
    world.tenant.fateOf = ({ person }, nth) =>
      person.displayName === 'Person 2' && nth === 1 ? 'refused' : 'answered';
    const { job } = await world.run(3);
    const answers = await Promise.all([
      world.service.jobs.retry(OMAR, job.id),
      world.service.jobs.retry(OMAR, job.id),
    ]);
    expect(answers.map((state) => state.job.state)).toEqual(['running', 'running']);
    expect((await world.finish(job.id)).counts.created).toBe(3);
    expect(world.tenant.sent).toHaveLength(4);
    expect(world.tenant.sent[3]).toEqual(world.tenant.sent[1]);
    expect(world.store.entries().filter(({ what }) => what === 'job.retried')).toHaveLength(1);
    expectEverybodyOnce(world, 3);
    expect(world.mailer.inbox).toHaveLength(2);
  });

  it('says when there is nothing to retry', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    await expect(world.service.jobs.retry(OMAR, job.id)).rejects.toMatchObject({
      code: 'ALREADY_DONE',
      message: 'Everyone was already created.',
    });
    expect((await world.service.jobs.stop(OMAR, job.id)).job.state).toBe('done');
  });

  it('obeys the requester alone, and audits who else tried', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => 'throttled';
    const job = await world.accept(1);
    const tries = [
      () => world.service.jobs.stop(MIA, job.id),
      () => world.service.jobs.retry(MIA, job.id),
      () => world.service.jobs.resend(MIA, job.id),
      () => world.service.jobs.load(MIA, job.id),
      () => world.service.jobs.claimPasswords(MIA, job.id),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'NOT_YOURS' });
    expect(
      world.store.entries().filter(({ actor, outcome }) => actor === 'mia' && outcome === 'refused'),
    ).toHaveLength(5);
    expect((await world.service.jobs.read(job.id))?.job.state).toBe('running');
    await expect(world.service.jobs.stop(OMAR, 'job_x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('tells nobody of another customer that there is such a job, nor whose it is (D21)', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    const form = await world.service.people.open(OMAR, PLACE, {});
    const elsewhere = { ...MIA, customer: 'fabrikam' };
    const tries = [
      () => world.service.jobs.stop(elsewhere, job.id),
      () => world.service.jobs.load(elsewhere, job.id),
      () => world.service.jobs.claimPasswords({ ...OMAR, customer: 'fabrikam' }, job.id),
      () => world.service.people.load(elsewhere, form.id),
    ];
    for (const attempt of tries) {
      const refused = await attempt().catch((error: unknown) => error);
      expect(['NOT_FOUND', 'DRAFT_GONE']).toContain((refused as { code?: string }).code);
      expect(String(refused)).not.toContain('Omar');
    }
    const entries = world.store.entries().filter(({ customer }) => customer === 'fabrikam');
    expect(entries).toHaveLength(4);
    expect(JSON.stringify(entries)).not.toContain('owner');
    expect((await world.service.jobs.load(OMAR, job.id)).job.id).toBe(job.id);
  });

  it('takes the same human in the other chat for the same', async () => {
    const world = createWorld();
    const { job } = await world.run(1);
    const inTeams = { ...OMAR, platform: 'teams', userId: 'a1b6b0f2' } as const;
    expect((await world.service.jobs.load(inTeams, job.id)).counts.created).toBe(1);
  });
});

describe('what cannot be done with a job any more', () => {
  it('is refused, and the audit says who asked for what', async () => {
    const world = createWorld();
    const { job } = await world.run(2);
    const code = { code: 'ALREADY_DONE' };
    await expect(world.service.jobs.retry(OMAR, job.id)).rejects.toMatchObject(code);
    await expect(world.service.jobs.resend(OMAR, job.id)).rejects.toMatchObject(code);
    await world.service.jobs.undo(OMAR, job.id);
    await world.clock.advance(60_000);
    await expect(world.service.jobs.undo(OMAR, job.id)).rejects.toMatchObject(code);
    const refused = world.store.entries().filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ what, subject, actor, detail }) => [what, subject, actor, detail?.code])).toEqual(
      ['job.retried', 'passwords.resent', 'job.undone'].map((what) => [what, job.id, 'omar', 'ALREADY_DONE']),
    );
  });
});
