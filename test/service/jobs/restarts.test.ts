import { describe, expect, it } from 'vitest';
import { createChance } from '../../drills/chance.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld, makePeople } from '../fakes/world.ts';
import { mailedPasswords } from './delivery/mailed.ts';

describe('a restart in the middle of a job', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'ends with everybody once, wherever it is killed, and once in the audit (D26, seed %i)',
    async (seed) => {
      const chance = createChance(seed);
      const world = createWorld();
      world.tenant.lagMs = 2_000;
      world.tenant.licenses = [{ ...E3, total: 500, left: 487 }];
      world.tenant.hold('person9@contoso.com', 'Somebody Else');
      world.tenant.fateOf = () => {
        const drawn = chance();
        if (drawn < 0.05) return 'throttled';
        if (drawn < 0.1) return 'lostBefore';
        return drawn < 0.2 ? 'lostAfter' : 'answered';
      };
      const job = await world.accept(150, { settings: { licenses: [E3.skuId] } });
      for (let kill = 0; kill < 8; kill++) {
        await world.clock.advance(Math.floor(chance() * 60));
        world.restart();
        await world.service.resume();
      }
      const { counts, rows } = await world.finish(job.id);

      expect(counts).toEqual({ total: 150, created: 149, failed: 1, partly: 0, undone: 0, waiting: 0 });
      expect(rows[8]?.create.error?.code).toBe('NAME_TAKEN');
      expect(world.tenant.find('person9@contoso.com')).toMatchObject({
        displayName: 'Somebody Else',
        password: 'not ours',
      });
      expect(world.tenant.accounts.size).toBe(150);
      for (const { userPrincipalName } of makePeople(150)) {
        if (userPrincipalName === 'person9@contoso.com') continue;
        const [first, ...duplicates] = mailedPasswords(world, userPrincipalName);
        expect(first, userPrincipalName).toBe(world.tenant.find(userPrincipalName)?.password);
        expect(duplicates.every((password) => password === first)).toBe(true);
      }
      const licensed = new Set(world.tenant.licensed.map(({ objectId }) => objectId));
      expect(licensed.size).toBe(149);
      for (const done of ['account.created', 'license.assigned']) {
        const audited = world.store.entries().filter(({ what }) => what === done);
        expect(audited, 'D26: nothing is audited twice').toHaveLength(149);
        expect(new Set(audited.map(({ subject }) => subject)).size).toBe(149);
      }
    },
  );

  it('looks for an account that was sent before, instead of sending it again', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => 'lostAfter';
    const job = await world.accept(1);
    await world.clock.advance(100);
    await world.store.flushRows(job.id);
    world.restart();
    await world.service.resume();
    expect((await world.finish(job.id)).counts.created).toBe(1);
    expect(world.tenant.sent).toHaveLength(1);
  });

  it('claims of nobody that nothing was created, when it cannot know', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => 'throttled';
    const job = await world.accept(2);
    world.tenant.away = true;
    world.restart();
    await world.service.resume();
    const { rows } = await world.finish(job.id);
    for (const { create } of rows) expect(create.error?.message).toContain('may have been created');
  });

  it('tells that it took the job up again, and finishes the mail', async () => {
    const world = createWorld();
    world.mailer.outcomeOf = () => {
      throw new Error('killed while sending');
    };
    const job = await world.accept(2);
    await world.clock.advance(10_000);
    expect((await world.service.jobs.read(job.id))?.counts.created).toBe(2);
    world.restart();
    world.mailer.outcomeOf = () => ({ status: 'accepted', response: '250 OK' });
    const resumed: string[] = [];
    world.service.on('resumed', (jobId) => resumed.push(jobId));
    await world.service.resume();
    const state = await world.finish(job.id);
    expect(resumed).toEqual([job.id]);
    expect(state.job.deliveries).toMatchObject([{ state: 'accepted' }]);
    expect(world.mailer.inbox).toHaveLength(1);
  });

  it('takes up a job that was accepted and never audited, and audits it first', async () => {
    const world = createWorld();
    world.store.broken.audit = true;
    await expect(world.accept(1)).rejects.toMatchObject({ code: 'STORE_BROKEN' });
    await world.clock.advance(60_000);
    expect(world.tenant.sent).toHaveLength(0);
    world.restart();
    await world.service.resume();
    const [job] = await world.store.listUnfinished();
    expect((await world.finish(job?.id ?? '')).counts.created).toBe(1);
    expect(world.store.entries().map(({ what }) => what)).toEqual([
      'job.accepted',
      'account.created',
      'passwords.mailed',
    ]);
  });

  it('is not needed after a drain, which loses nothing and begins nothing', async () => {
    const world = createWorld();
    world.tenant.callMs = 1_000;
    const job = await world.accept(300);
    await world.clock.advance(1_500);
    const sent = world.tenant.sent.length;
    await world.clock.until(world.service.drain());
    expect(world.tenant.sent.length).toBe(sent);
    await world.clock.advance(60_000);
    expect(world.tenant.sent.length).toBe(sent);
    world.restart();
    const state = await world.service.jobs.read(job.id);
    expect(state?.counts.created).toBe(world.tenant.accounts.size);
    await world.service.resume();
    expect((await world.finish(job.id)).counts.created).toBe(300);
    expect(world.tenant.sent).toHaveLength(300);
  });

  it('ends a drain after 25 seconds, whatever hangs', async () => {
    const world = createWorld();
    world.tenant.callMs = 600_000;
    await world.accept(1);
    await world.clock.advance(1_000);
    const before = world.clock.now();
    await world.clock.until(world.service.drain());
    expect(world.clock.now() - before).toBe(25_000);
  });
});
