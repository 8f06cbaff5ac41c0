import { describe, expect, it } from 'vitest';
import { createWorld, MIA, OMAR } from '../fakes/world.ts';

const tokenOf = (text = '') => /\/p\/([\w-]+)/.exec(text)?.[1] ?? '';

describe('D8: pause', () => {
  it('holds a job where it is, also after a restart, and loses nothing once it goes on', async () => {
    const world = createWorld();
    await world.service.resume();
    const { id } = await world.accept(300);
    await world.clock.until(world.clock.sleep(25));
    await world.service.brake.pause(OMAR);
    await world.clock.advance(5_000);
    const sent = world.tenant.sent.length;
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(300);
    await world.clock.advance(3_600_000);
    expect(world.tenant.sent).toHaveLength(sent);
    expect((await world.service.jobs.read(id))?.job.state).toBe('running');

    world.restart();
    await world.service.resume();
    expect(world.service.brake.paused()).toMatchObject({ by: 'Omar Haddad' });
    await world.clock.advance(3_600_000);
    expect(world.tenant.sent).toHaveLength(sent);
    expect(world.mailer.inbox).toEqual([]);

    await world.service.brake.goOn(OMAR);
    expect((await world.finish(id)).counts).toMatchObject({ created: 300 });
    expect(world.tenant.accounts.size).toBe(300);
    expect(world.store.entries().filter(({ subject }) => subject === 'rollcall')).toMatchObject([
      { what: 'rollcall.paused', actor: 'omar' },
      { what: 'rollcall.went_on', actor: 'omar' },
    ]);
    world.restart();
    await world.service.resume();
    expect(world.service.brake.paused()).toBeUndefined();
  });

  it('holds what waits for its turn at Microsoft, too, and sends it once it goes on', async () => {
    const world = createWorld();
    world.tenant.queueMs = 60_000;
    const { id } = await world.accept(3);
    await world.clock.advance(1_000);
    await world.service.brake.pause(OMAR);
    await world.clock.advance(600_000);
    expect(world.tenant.sent).toEqual([]);
    await world.service.brake.goOn(OMAR);
    expect((await world.finish(id)).counts).toMatchObject({ created: 3 });
    expect(world.tenant.accounts.size).toBe(3);
  });

  it('holds mails that are tried again, and lets a process end meanwhile', async () => {
    const world = createWorld();
    await world.service.resume();
    world.mailer.outcomeOf = () => ({ status: 'deferred', response: '451 later' });
    const { job } = await world.run(1, { kind: 'one' });
    await world.service.brake.pause(OMAR);
    world.mailer.outcomeOf = () => ({ status: 'accepted', response: '250 ok' });
    await world.clock.advance(3_600_000);
    expect(world.mailer.inbox).toEqual([]);
    await world.service.brake.goOn(OMAR);
    await world.clock.advance(5_000);
    expect(world.mailer.inbox).toHaveLength(1);
    expect((await world.store.loadJob(job.id))?.deliveries).toMatchObject([{ state: 'accepted' }]);

    await world.accept(300);
    await world.service.brake.pause(OMAR);
    await world.clock.until(world.service.drain());
  });

  it('stays over a restart when somebody read the history of that word meanwhile', async () => {
    const world = createWorld();
    await world.service.brake.pause(OMAR);
    await world.service.history.read(OMAR, 'rollcall');
    world.restart();
    await world.service.resume();
    expect(world.service.brake.paused()).toMatchObject({ by: 'Omar Haddad' });
  });

  it('is written when it is said again, after the disk failed the first time', async () => {
    const world = createWorld();
    const { audit } = world.store;
    world.store.audit = () => Promise.reject(new Error('ENOSPC'));
    await expect(world.service.brake.pause(OMAR)).rejects.toThrow('ENOSPC');
    expect(world.service.brake.paused()).toBeDefined();
    world.store.audit = audit;
    expect(await world.service.brake.pause(MIA)).toBeUndefined();
    expect(await world.service.brake.pause(OMAR)).toMatchObject({ by: 'Mia Meyer' });
    world.restart();
    await world.service.resume();
    expect(world.service.brake.paused()).toMatchObject({ by: 'Mia Meyer' });
  });

  it('and what lets it go on come one after the other, and the last one counts', async () => {
    const world = createWorld();
    await world.service.brake.pause(OMAR);
    await Promise.all([world.service.brake.goOn(OMAR), world.service.brake.pause(MIA)]);
    expect(world.service.brake.paused()).toMatchObject({ by: 'Mia Meyer' });
  });

  it('holds an undo', async () => {
    const world = createWorld();
    const { job } = await world.run(2);
    await world.service.brake.pause(OMAR);
    await world.service.jobs.undo(OMAR, job.id);
    await world.clock.advance(60_000);
    expect(world.tenant.accounts.size).toBe(2);
    await world.service.brake.goOn(OMAR);
    await world.clock.advance(5_000);
    expect(world.tenant.accounts.size).toBe(0);
  });

  it('is no outage: an undo and a job that waited for the directory go on, however long it took', async () => {
    const world = createWorld();
    const { job } = await world.run(2);
    await world.service.brake.pause(OMAR);
    await world.service.jobs.undo(OMAR, job.id);
    await world.clock.advance(3_600_000);
    await world.service.brake.goOn(OMAR);
    await world.clock.advance(5_000);
    expect(world.tenant.accounts.size).toBe(0);

    world.tenant.away = true;
    const { id } = await world.accept(2);
    await world.clock.advance(60_000);
    await world.service.brake.pause(OMAR);
    await world.clock.advance(3_600_000);
    await world.service.brake.goOn(OMAR);
    await world.clock.advance(60_000);
    world.tenant.away = false;
    expect((await world.finish(id)).counts).toMatchObject({ created: 2 });
  });

  it('leaves a one-time link unopened, which opens once it goes on', async () => {
    const world = createWorld();
    await world.run(1, { kind: 'one', settings: { delivery: 'link' } });
    const token = tokenOf(world.mailer.inbox[0]?.text);
    await world.service.brake.pause(OMAR);
    await expect(world.service.links.take(token)).rejects.toMatchObject({ code: 'NOT_YET' });
    await world.service.brake.goOn(OMAR);
    expect((await world.service.links.take(token))?.people).toHaveLength(1);
  });
});
