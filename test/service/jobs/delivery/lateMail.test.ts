import { describe, expect, it } from 'vitest';
import { createRetention } from '../../../../src/service/audit/retention.ts';
import { addJobs } from '../../fakes/addJobs.ts';
import { ACCEPTED, UNREACHABLE } from '../../fakes/fakeMailer.ts';
import { createWorld, MAIL_TO, OMAR, type World } from '../../fakes/world.ts';
import { mailedPasswords } from './mailed.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const BOSS = 'boss@contoso.com';
const log = { debug() {}, info() {}, warn() {}, error() {} };
const DEFERRED = { status: 'deferred', response: '421 4.3.2 Service shutting down' } as const;
const REFUSED = { status: 'refused', response: '550 5.1.1 No such mailbox' } as const;

async function openWorld(more: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = createWorld(more);
  await world.service.resume();
  return world;
}

async function statesOf(world: World, jobId: string): Promise<string[]> {
  const job = await world.store.loadJob(jobId);
  return (job?.deliveries ?? []).map(({ recipient, state }) => `${recipient} ${state}`);
}

async function newsOf(world: World, jobId: string) {
  const job = await world.store.loadJob(jobId);
  return (job?.messages ?? []).flatMap(({ mail }) => (mail === undefined ? [] : [mail]));
}

/** The process dies and another goes on. */
async function restart(world: World): Promise<void> {
  world.restart();
  await world.service.resume();
}

describe('C8: a password mail that the server does not take', () => {
  it.each(['one', 'bulk'] as const)(
    'is tried again for hours without anybody’s help, across restarts, until it is taken (%s)',
    async (kind) => {
      const world = await openWorld();
      world.mailer.outcomeOf = () => DEFERRED;
      const { job } = await world.run(1, { kind });
      expect(job.state).toBe('done');
      for (let hour = 0; hour < 10; hour++) {
        await world.clock.advance(HOUR_MS);
        await restart(world);
      }
      expect(await newsOf(world, job.id)).toEqual([]);
      world.mailer.outcomeOf = () => ACCEPTED;
      await world.clock.advance(HOUR_MS);
      expect(await statesOf(world, job.id)).toEqual([`${MAIL_TO} accepted`]);
      expect(world.mailer.inbox).toHaveLength(1);
      expect(mailedPasswords(world, 'person1@contoso.com')).toEqual([
        world.tenant.find('person1@contoso.com')?.password,
      ]);
      expect(await newsOf(world, job.id)).toEqual([{ outcome: 'accepted', recipients: [MAIL_TO], more: 0 }]);
      expect(await world.store.listTasks()).toEqual([]);
    },
  );

  it('is not forgotten when its time comes before its job has ended', async () => {
    const world = await openWorld();
    world.mailer.outcomeOf = () => DEFERRED;
    const { job } = await world.run(1, { kind: 'bulk' });
    await world.store.updateJob(job.id, (now) => ({ ...now, state: 'running' }));
    await world.clock.advance(HOUR_MS);
    await world.store.updateJob(job.id, (now) => ({ ...now, state: 'done' }));
    world.mailer.outcomeOf = () => ACCEPTED;
    await world.clock.advance(HOUR_MS);
    expect(await statesOf(world, job.id)).toEqual([`${MAIL_TO} accepted`]);
    expect(await world.store.listTasks()).toEqual([]);
  });

  it.each([0, 2_000])(
    'is not brought any more once a newer password was set, and its requester is told, among %i jobs',
    async (others) => {
      const world = await openWorld();
      world.mailer.outcomeOf = () => DEFERRED;
      const { job } = await world.run(1, { kind: 'one' });
      const objectId = world.tenant.find('person1@contoso.com')?.id ?? '';
      const { resets, jobs } = world.service;
      const opened = await resets.open(OMAR, job.place, objectId);
      const { draft } = await resets.check(OMAR, opened.id, { ...opened.data.values, recipients: BOSS });
      world.mailer.outcomeOf = () => ACCEPTED;
      const { job: reset } = await jobs.accept({
        actor: OMAR,
        place: job.place,
        requestId: draft.id,
        requestVersion: draft.version,
        kind: 'one',
        task: 'reset',
        ...resets.requestOf(draft.data),
      });
      await world.finish(reset.id);
      await addJobs(world, reset, others);
      await world.clock.advance(2 * HOUR_MS);
      expect(await statesOf(world, job.id)).toEqual([`${MAIL_TO} refused`]);
      expect(await newsOf(world, job.id)).toMatchObject([{ outcome: 'refused', recipients: [MAIL_TO] }]);
      expect(mailedPasswords(world, 'person1@contoso.com')).toEqual([
        world.tenant.find('person1@contoso.com')?.password,
      ]);
    },
  );

  it('is tried again although what was to be done later was lost', async () => {
    const world = await openWorld();
    world.mailer.outcomeOf = () => DEFERRED;
    const { job } = await world.run(1, { kind: 'one' });
    for (const task of await world.store.listTasks()) await world.store.dropTask(task.kind, task.id);
    expect(await world.store.listTasks()).toEqual([]);
    await addJobs(world, job, 2_000);
    world.mailer.outcomeOf = () => ACCEPTED;
    await restart(world);
    await world.clock.advance(HOUR_MS);
    expect(await statesOf(world, job.id)).toEqual([`${MAIL_TO} accepted`]);
    expect(world.mailer.inbox).toHaveLength(1);
  });

  it('is tried again soon at first, and then with growing pauses of an hour at most', async () => {
    const world = await openWorld();
    const tries: number[] = [];
    world.mailer.outcomeOf = () => {
      tries.push(world.clock.now());
      return UNREACHABLE;
    };
    await world.run(1, { kind: 'one' });
    await world.clock.advance(6 * HOUR_MS);
    const pauses = tries.slice(1).map((at, index) => Math.round((at - (tries[index] ?? 0)) / 1_000));
    expect(pauses.slice(0, 11)).toEqual([2, 10, 15, 30, 60, 120, 240, 480, 960, 1_920, 3_600]);
    expect(Math.max(...pauses)).toBe(3_600);
  });

  it('is given up after three days, which is told once, and can still be sent again', async () => {
    const world = await openWorld();
    world.mailer.outcomeOf = () => DEFERRED;
    const { job } = await world.run(1, { kind: 'one' });
    await world.clock.advance(72 * HOUR_MS);
    expect(await newsOf(world, job.id)).toEqual([]);
    await world.clock.advance(4 * HOUR_MS);
    expect(await newsOf(world, job.id)).toEqual([{ outcome: 'gaveUp', recipients: [MAIL_TO], more: 0 }]);
    const { tries } = world.mailer;
    await world.clock.advance(48 * HOUR_MS);
    expect(world.mailer.tries).toBe(tries);
    world.mailer.outcomeOf = () => ACCEPTED;
    const { deliveries } = await world.clock.until(world.service.jobs.resend(OMAR, job.id));
    expect(deliveries).toMatchObject([{ state: 'accepted' }]);
  });

  it('ends when it is refused for good, which is told', async () => {
    const world = await openWorld();
    world.mailer.outcomeOf = () => DEFERRED;
    const { job } = await world.run(1, { settings: { recipients: [MAIL_TO, BOSS] } });
    world.mailer.outcomeOf = ({ to }) => (to === BOSS ? REFUSED : ACCEPTED);
    await world.clock.advance(MINUTE_MS);
    expect(await newsOf(world, job.id)).toEqual([
      { outcome: 'accepted', recipients: [MAIL_TO], more: 0 },
      { outcome: 'refused', recipients: [BOSS], more: 0 },
    ]);
    const { tries } = world.mailer;
    await world.clock.advance(24 * HOUR_MS);
    expect(world.mailer.tries).toBe(tries);
  });

  it('may come again after a death between sending and noting it, with its own Message-ID', async () => {
    const world = await openWorld();
    world.mailer.outcomeOf = () => DEFERRED;
    const { job } = await world.run(1, { kind: 'one' });
    const { store } = world;
    world.mailer.outcomeOf = () => {
      store.kill();
      return ACCEPTED;
    };
    await world.clock.advance(MINUTE_MS);
    expect(world.mailer.inbox).toHaveLength(1);
    world.mailer.outcomeOf = () => ACCEPTED;
    await restart(world);
    await world.clock.advance(MINUTE_MS);
    expect(world.mailer.inbox).toHaveLength(2);
    expect(new Set(world.mailer.inbox.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await newsOf(world, job.id)).toHaveLength(1);
  });

  it('of a reset is tried again like that of somebody who was created', async () => {
    const world = await openWorld();
    world.mailer.outcomeOf = () => DEFERRED;
    const { job } = await world.run(1, { kind: 'one' });
    await world.store.updateJob(job.id, (now) => ({ ...now, task: 'reset' }));
    world.mailer.outcomeOf = () => ACCEPTED;
    await world.clock.advance(MINUTE_MS);
    expect(world.mailer.inbox[0]?.subject).toContain('New password');
  });

  it('brings the same link while that is fresh, a new one after a restart, and only one that opens', async () => {
    const world = await openWorld();
    const links: string[] = [];
    world.mailer.outcomeOf = (mail) => {
      links.push(/\/p\/([\w-]+)/.exec(mail.text.reveal())?.[1] ?? '');
      return DEFERRED;
    };
    const { job } = await world.run(1, { kind: 'one', settings: { delivery: 'link' } });
    await world.clock.advance(20 * MINUTE_MS);
    expect(links.length).toBeGreaterThan(5);
    expect(new Set(links).size).toBe(1);
    await restart(world);
    world.mailer.outcomeOf = () => ACCEPTED;
    await world.clock.advance(HOUR_MS);
    const token = /\/p\/([\w-]+)/.exec(world.mailer.inbox[0]?.text ?? '')?.[1] ?? '';
    expect(links).not.toContain(token);
    expect(await world.service.links.take(links[0] ?? '')).toBeUndefined();
    expect((await world.service.links.take(token))?.people).toHaveLength(1);
    expect(await statesOf(world, job.id)).toEqual([`${MAIL_TO} accepted`]);
  });

  it('to somebody who was added later is tried again too, and the others are left alone', async () => {
    const world = await openWorld();
    const { job } = await world.run(2);
    world.mailer.outcomeOf = () => UNREACHABLE;
    await world.service.jobs.sendTo(OMAR, job.id, BOSS);
    await world.finish(job.id);
    world.mailer.outcomeOf = () => ACCEPTED;
    await world.clock.advance(MINUTE_MS);
    expect(world.mailer.inbox.map(({ to }) => to)).toEqual([MAIL_TO, BOSS]);
  });

  it('does not keep anybody from revealing the password, or from sending it again', async () => {
    const world = await openWorld();
    world.mailer.outcomeOf = () => UNREACHABLE;
    const { job } = await world.run(1, { kind: 'one' });
    await world.clock.advance(HOUR_MS);
    expect((await world.service.jobs.claimPasswords(OMAR, job.id)).people).toHaveLength(1);
    world.mailer.outcomeOf = () => ACCEPTED;
    await world.clock.until(world.service.jobs.resend(OMAR, job.id));
    await world.clock.advance(24 * HOUR_MS);
    expect(world.mailer.inbox).toHaveLength(1);
    expect(await world.store.listTasks()).toEqual([]);
  });

  it('is not sent for an account that Undo deleted again', async () => {
    const world = await openWorld();
    world.mailer.outcomeOf = () => UNREACHABLE;
    const { job } = await world.run(2);
    await world.service.jobs.undo(OMAR, job.id);
    world.mailer.outcomeOf = () => ACCEPTED;
    await world.clock.advance(24 * HOUR_MS);
    expect(world.mailer.inbox).toEqual([]);
    expect(world.tenant.accounts.size).toBe(0);
  });

  it('is kept for nobody once everybody is deleted again: the job says nothing of it and is forgotten', async () => {
    const world = await openWorld();
    world.policy.retention = { drafts: 1, rows: 1, audit: 400, passwords: 1, snapshots: 1 };
    world.mailer.outcomeOf = () => UNREACHABLE;
    const { job } = await world.run(2, { kind: 'bulk' });
    await world.service.jobs.undo(OMAR, job.id);
    await world.clock.advance(HOUR_MS);
    expect(await statesOf(world, job.id)).toEqual([]);
    await world.clock.advance(48 * HOUR_MS);
    await createRetention({ ...world, log }).sweep();
    expect(await world.store.loadJob(job.id)).toBeUndefined();
    expect(await world.store.listTasks()).toEqual([]);
  });

  it('keeps retention from its key and its people while it is tried', async () => {
    const world = await openWorld();
    world.policy.retention = { drafts: 1, rows: 1, audit: 400, passwords: 1, snapshots: 1 };
    world.mailer.outcomeOf = () => UNREACHABLE;
    const { job } = await world.run(1, { kind: 'one' });
    await world.service.jobs.claimPasswords(OMAR, job.id);
    const retention = createRetention({ ...world, log });
    await world.clock.advance(50 * HOUR_MS);
    await retention.sweep();
    world.mailer.outcomeOf = () => ACCEPTED;
    await world.clock.advance(HOUR_MS);
    expect(mailedPasswords(world, 'person1@contoso.com')).toEqual([
      world.tenant.find('person1@contoso.com')?.password,
    ]);
    await retention.sweep();
    expect(await world.store.loadJob(job.id)).toBeUndefined();
  });

  it('is asked about once an hour for each job, not once for each mail, while the server is away', async () => {
    const world = await openWorld();
    const recipients = Array.from({ length: 5 }, (_, index) => `hr${index}@contoso.com`);
    world.mailer.outcomeOf = () => UNREACHABLE;
    const { job } = await world.run(250, { settings: { recipients } });
    await world.clock.advance(5 * HOUR_MS);
    const { tries } = world.mailer;
    await world.clock.advance(HOUR_MS);
    expect(world.mailer.tries).toBe(tries + 1);
    world.mailer.outcomeOf = () => ACCEPTED;
    await world.clock.advance(HOUR_MS);
    expect(world.mailer.inbox).toHaveLength(15);
    expect(await newsOf(world, job.id)).toEqual([{ outcome: 'accepted', recipients, more: 0 }]);
  });

  it('that the code of before had put off is left to its requester', async () => {
    const world = await openWorld();
    world.mailer.outcomeOf = () => UNREACHABLE;
    const { job } = await world.run(1);
    await world.store.updateJob(job.id, (now) => ({
      ...now,
      deliveries: now.deliveries.map(({ tries: _new, ...one }) => one),
    }));
    for (const { kind, id } of await world.store.listTasks()) await world.store.dropTask(kind, id);
    await restart(world);
    const { tries } = world.mailer;
    await world.clock.advance(24 * HOUR_MS);
    expect(world.mailer.tries).toBe(tries);
  });
});
