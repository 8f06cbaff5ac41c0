import { describe, expect, it } from 'vitest';
import type { Task } from '../../../src/domain/terms.ts';
import { rulesOf } from '../../../src/service/door/taskRules.ts';
import type { AskedPerson } from '../../../src/service/ports/requests.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, type World } from '../fakes/world.ts';

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

  it('holds other instances, too, within a beat, and lets them go on, once', async () => {
    const world = createWorld({ sweepEveryMs: 300_000 });
    const other = world.startAnother();
    world.tenant.queueMs = 60_000;
    const { id } = await world.accept(3);
    await world.clock.advance(1_000);
    await other.brake.pause(OMAR);
    await world.clock.advance(3_000);
    expect(world.service.brake.paused()).toMatchObject({ by: 'Omar Haddad' });
    await world.clock.advance(600_000);
    expect(world.tenant.sent).toEqual([]);

    const pressed = [world.service.brake.goOn(OMAR), other.brake.goOn(MIA)];
    const went = await world.clock.until(Promise.all(pressed));
    expect(went).toMatchObject([{ by: 'Omar Haddad' }, { by: 'Omar Haddad' }]);
    expect((await world.finish(id)).counts).toMatchObject({ created: 3 });
    await world.clock.advance(5_000);
    expect([world.service, other].map(({ brake }) => brake.paused())).toEqual([undefined, undefined]);
    expect(world.store.entries().filter(({ subject }) => subject === 'rollcall')).toMatchObject([
      { what: 'rollcall.paused' },
      { what: 'rollcall.went_on' },
    ]);
    // One that has not heard of it yet lets it go on all the same.
    await other.brake.pause(OMAR);
    expect(await world.service.brake.goOn(MIA)).toMatchObject({ by: 'Omar Haddad' });
    await world.clock.advance(5_000);
    expect(other.brake.paused()).toBeUndefined();
  });

  it('is not over for the second to press while the first one is at it, nor when that one fails', async () => {
    const world = createWorld({ sweepEveryMs: 300_000 });
    const other = world.startAnother();
    await world.service.brake.pause(OMAR);
    await world.clock.advance(3_000);
    const { listRequests } = world.store;
    // Both give what waits its time back, before the audit says that it goes on.
    let reads = 0;
    world.store.listRequests = async (filter) => {
      if (filter.state !== 'waiting') return listRequests(filter);
      reads += 1;
      await world.clock.sleep(5_000);
      throw new Error('The database is away.');
    };
    const first = world.service.brake.goOn(OMAR);
    await world.clock.advance(100);
    const second = other.brake.goOn(MIA);
    const ended = Promise.allSettled([first, second]);
    await world.clock.advance(1_000);
    expect(other.brake.paused()).toMatchObject({ by: 'Omar Haddad' });
    expect((await world.clock.until(ended)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(reads).toBe(2);
    expect([world.service, other].map(({ brake }) => brake.paused() !== undefined)).toEqual([true, true]);

    world.store.listRequests = listRequests;
    expect(await other.brake.goOn(MIA)).toMatchObject({ by: 'Omar Haddad' });
    await world.clock.advance(3_000);
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

  /** A job about somebody who exists, sent by an admin. */
  async function askFor(world: World, task: Task, more: Partial<AskedPerson> = {}): Promise<string> {
    const objectId = world.tenant.find('ada@contoso.com')?.id ?? '';
    const request = await world.prepare(1, { kind: 'one', settings: { licenses: [], recipients: [] } });
    const draft = await world.store.loadDraft(request.requestId);
    const checked = { data: { checked: true } };
    if (draft !== undefined)
      await world.store.saveDraft({ ...draft, kind: rulesOf(task).draft('one'), ...checked });
    const [asked] = request.people;
    if (asked === undefined) throw new Error('Nobody is asked for.');
    const person = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada' };
    const people = [{ ...asked, person, licenses: [], objectId, ...more }];
    return (await world.service.jobs.accept({ ...request, task, people })).job.id;
  }
  const passwordsSet = ({ tenant }: World) => tenant.passwordsSet.length;
  const ofActs = ({ tenant }: World) => tenant.done.length;

  it.each<[string, (world: World) => Promise<unknown>, (world: World) => number]>([
    [
      'the deletions of an undo',
      async (world) => {
        const { job } = await world.run(2);
        world.tenant.queueMs = 60_000;
        await world.service.jobs.undo(OMAR, job.id);
      },
      ({ tenant }) => -[...tenant.accounts.values()].length,
    ],
    [
      'the licenses of an undo',
      async (world) => {
        const change = { add: [], remove: [E3.skuId] };
        const id = await askFor(world, 'assign', { change });
        await world.finish(id);
        world.tenant.queueMs = 60_000;
        await world.service.jobs.undo(OMAR, id);
      },
      ({ tenant }) => tenant.find('ada@contoso.com')?.held?.length ?? 0,
    ],
    [
      'a new password',
      async (world) => {
        world.tenant.queueMs = 60_000;
        await askFor(world, 'reset');
      },
      passwordsSet,
    ],
    [
      'a restore',
      async (world) => {
        world.tenant.queueMs = 60_000;
        await askFor(world, 'restore');
        Object.assign(world.tenant.find('ada@contoso.com') ?? {}, { deleted: true });
      },
      ({ tenant }) => Number(tenant.find('ada@contoso.com')?.deleted === false),
    ],
    ...(['reply', 'methods', 'password'] as const).map(
      (kind): [string, (world: World) => Promise<unknown>, (world: World) => number] => [
        `the step "${kind}" of an offboarding`,
        async (world) => {
          world.tenant.queueMs = 60_000;
          await askFor(world, 'leave', { acts: [kind === 'reply' ? { kind, text: 'Gone' } : { kind }] });
        },
        kind === 'password' ? passwordsSet : ofActs,
      ],
    ),
  ])('holds %s in the queue at Microsoft, and does them once it goes on', async (_what, start, count) => {
    const world = createWorld();
    world.tenant.hold('ada@contoso.com', 'Ada', {
      accountEnabled: true,
      usageLocation: 'US',
      held: [{ skuId: E3.skuId, disabledPlans: [], inherited: false }],
    });
    await start(world);
    const before = count(world);
    await world.clock.advance(1_000);
    await world.service.brake.pause(OMAR);
    await world.clock.advance(600_000);
    expect(count(world)).toBe(before);
    await world.service.brake.goOn(OMAR);
    await world.clock.advance(600_000);
    expect(count(world)).toBeGreaterThan(before);
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
