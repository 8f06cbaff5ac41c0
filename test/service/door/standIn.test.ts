import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import type { Actor } from '../../../src/domain/terms.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { ACCEPTED } from '../fakes/fakeMailer.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** What an older file lacks of what was asked for by the newest one. */
const LACKS = ['the customer', 'the role of whoever asked'] as const;
type Lack = (typeof LACKS)[number] | 'the approvers' | 'the rule';

/** A world in which the newest policy file goes, an older one stands in, and the newest one may be there again. */
function openWorld(more: Parameters<typeof createWorld>[0] = {}) {
  const state = { standsIn: false, isBehind: false, left: 0 };
  const world = createWorld({
    async checkPolicy() {
      if (state.isBehind)
        throw new RollcallError('POLICY_BEHIND', 'Others have a newer one.', { next: 'Wait.' });
    },
    standsIn: async () => state.standsIn,
    onLeft() {
      state.left += 1;
    },
    ...more,
  });
  const { customers, people, approvals } = world.policy;
  function lack(what: Lack): void {
    if (what === 'the customer') {
      world.policy.customers = customers.map((one) => ({ ...one, id: 'fabrikam', name: 'Fabrikam' }));
    } else if (what === 'the rule') {
      world.policy.approvals = approvals.map((one) => ({ ...one, name: 'another' }));
    } else {
      const whom = what === 'the approvers' ? GRACE : OMAR;
      world.policy.people = people.filter(({ id }) => id !== whom.id);
    }
  }
  return {
    ...{ world, state },
    standIn(what: Lack) {
      state.standsIn = true;
      lack(what);
    },
    /** The newest file lacks it, too: somebody took it out. */
    async end(what: Lack) {
      state.standsIn = false;
      lack(what);
      await world.clock.until(world.service.followPolicy());
    },
    async comeBack() {
      state.standsIn = false;
      world.policy.customers = customers;
      world.policy.people = people;
      world.policy.approvals = approvals;
      await world.clock.until(world.service.followPolicy());
    },
  };
}

/** Somebody who is to be created later. Answers the request's id. */
async function plan(world: World, inMs: number): Promise<string> {
  const asked = await world.prepare(1, { kind: 'one' });
  const startsAt = world.clock.now() + inMs;
  const planned = await world.service.approvals.submit({ ...asked, startsAt, zone: 'UTC' });
  if (!('request' in planned)) throw new Error('It began at once.');
  return planned.request.request.id;
}

const GRACE: Actor = { ...MIA, id: 'grace', name: 'Grace Hopper', roles: ['approver'], userId: 'U2GRACE' };
/** What approvals need to be asked for. */
const WITH_APPROVAL = {
  people: [OMAR, GRACE].map(({ id, name, roles, userId }) => ({
    id,
    name,
    roles,
    slack: userId,
    teams: `c0ffee00-0000-4000-8000-00000000000${id.length}`,
  })),
  approvals: [{ name: 'all', when: {}, by: { role: 'approver' } }],
};

const auditOf = (world: World) => world.store.entries().map(({ what }) => what);
/** What waits for Grace. Answers the request's id. */
async function ask(world: World): Promise<string> {
  const asked = await world.clock.until(
    world.service.approvals.submit(await world.prepare(1, { kind: 'one' })),
  );
  if (!('request' in asked)) throw new Error('It needs no approval.');
  return asked.request.request.id;
}

/** As each instance does it every minute. */
async function expireFor(world: World, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += HOUR_MS) {
    await world.clock.advance(HOUR_MS);
    await world.clock.until(world.service.approvals.expire());
  }
}

const accountsOf = ({ tenant }: World) => [...tenant.accounts.values()].filter(({ deleted }) => !deleted);

describe.each(LACKS)('an older policy file that stands in and lacks %s', (what) => {
  it('begins no plan whose hour has come, and ends none: it begins by the newest one', async () => {
    const { world, state, standIn, comeBack } = openWorld();
    await world.clock.until(world.service.resume());
    const id = await plan(world, HOUR_MS);
    standIn(what);
    await world.clock.advance(2 * HOUR_MS);
    world.restart();
    await world.clock.until(world.service.resume());
    await world.clock.advance(HOUR_MS);
    const held = await world.store.loadRequest(id);
    expect([held?.state, held?.problem, held?.begunAt]).toEqual(['approved', undefined, undefined]);
    expect(auditOf(world)).not.toContain('request.started');
    expect(state.left).toBeGreaterThan(0);
    await comeBack();
    await world.clock.advance(60_000);
    expect((await world.store.loadRequest(id))?.jobId).toBeDefined();
    expect(accountsOf(world)).toHaveLength(1);
  });

  it('carries no undo on, and ends none: it is carried out by the newest one', async () => {
    const { world, standIn, comeBack } = openWorld();
    const { job } = await world.run(3);
    world.restart();
    standIn(what);
    const at = world.clock.now();
    await world.store.updateJob(job.id, (now) => ({ ...now, undo: { state: 'running', at } }));
    await world.clock.until(world.service.resume());
    await world.clock.advance(2 * HOUR_MS);
    expect((await world.store.loadJob(job.id))?.undo?.state).toBe('running');
    expect((await world.store.loadRows(job.id)).map(({ undo }) => undo)).toEqual(Array(3).fill(undefined));
    expect(accountsOf(world)).toHaveLength(3);
    await comeBack();
    await world.clock.advance(60_000);
    expect((await world.store.loadJob(job.id))?.undo?.state).toBe('done');
    expect(accountsOf(world)).toHaveLength(0);
  });

  it('carries no job on, and stops none, also one that is stopping', async () => {
    const { world, standIn, comeBack } = openWorld();
    const [job, stopping] = [
      await world.accept(3),
      await world.accept([{ userPrincipalName: 'zoe@contoso.com', displayName: 'Zoe' }]),
    ];
    await world.store.updateJob(stopping.id, (now) => ({ ...now, state: 'stopping' }));
    world.restart();
    standIn(what);
    await world.clock.until(world.service.resume());
    await world.clock.advance(2 * HOUR_MS);
    expect((await world.store.loadJob(job.id))?.state).toBe('running');
    expect((await world.store.loadJob(stopping.id))?.state).toBe('stopping');
    expect(auditOf(world)).not.toContain('job.stopped');
    await comeBack();
    await world.clock.advance(60_000);
    expect((await world.store.loadJob(job.id))?.state).toBe('done');
    expect((await world.store.loadJob(stopping.id))?.state).toBe('stopped');
    expect(accountsOf(world)).toHaveLength(3);
  });

  it('has what it leaves looked at every five minutes, and not every two seconds', async () => {
    const { world, state, standIn } = openWorld();
    await world.accept(3);
    world.restart();
    standIn(what);
    await world.clock.until(world.service.resume());
    const before = world.logged.length;
    await world.clock.advance(HOUR_MS);
    const looks = world.logged.slice(before).filter((line) => line.startsWith('task.left_to_newer_policy'));
    expect(looks.length).toBeGreaterThanOrEqual(11);
    expect(looks.length).toBeLessThanOrEqual(13);
    expect(state.left).toBeGreaterThanOrEqual(looks.length);
  });

  it('uses no one-time link up: whoever opens it is told to come back', async () => {
    const { world, standIn, comeBack } = openWorld();
    const { job } = await world.run(1, { settings: { delivery: 'link' }, kind: 'one' });
    const token = /\/p\/([\w-]+)/.exec(world.mailer.inbox[0]?.text ?? '')?.[1] ?? '';
    standIn(what);
    await expect(world.service.links.take(token)).rejects.toMatchObject({ code: 'POLICY_OLDER' });
    expect((await world.store.loadJob(job.id))?.messages.flatMap(({ link }) => link ?? [])).toEqual([]);
    await comeBack();
    expect((await world.service.links.take(token))?.people).toHaveLength(1);
  });

  it('drops no file at an address', async () => {
    const { world, standIn, comeBack } = openWorld();
    const { handouts } = world.service;
    const again = { action: 'job.csv', id: 'job_1' };
    const file = { name: 'a.csv', contentType: 'text/csv', bytes: Buffer.from('a'), again };
    const token = (await handouts.give(OMAR, file))?.split('/f/')[1] ?? '';
    standIn(what);
    await expect(handouts.take(token)).rejects.toMatchObject({ code: 'POLICY_OLDER' });
    await comeBack();
    expect((await handouts.take(token))?.file.name).toBe('a.csv');
  });

  it('sends no email late, and gives none up: it counts no try of theirs', async () => {
    const { world, standIn, comeBack } = openWorld();
    world.mailer.outcomeOf = () => ({ status: 'deferred', response: '451 try later' });
    const { job } = await world.run(1, { settings: { recipients: ['mia@contoso.com'] }, kind: 'one' });
    await world.clock.advance(60_000);
    standIn(what);
    const before = (await world.store.loadJob(job.id))?.deliveries;
    await world.clock.advance(DAY_MS);
    expect((await world.store.loadJob(job.id))?.deliveries).toEqual(before);
    await comeBack();
    world.mailer.outcomeOf = () => ACCEPTED;
    await world.clock.advance(DAY_MS);
    expect((await world.store.loadJob(job.id))?.deliveries.map(({ state }) => state)).toEqual(['accepted']);
  });
});

describe.each(LACKS)('the newest policy file, which lacks %s', (what) => {
  it('ends what waited while an older one stood in', async () => {
    const { world, standIn, end } = openWorld();
    await world.clock.until(world.service.resume());
    const id = await plan(world, HOUR_MS);
    const job = await world.accept(3);
    world.restart();
    standIn(what);
    await world.clock.until(world.service.resume());
    await world.clock.advance(2 * HOUR_MS);
    expect((await world.store.loadJob(job.id))?.state).toBe('running');
    await end(what);
    await world.clock.advance(10 * 60_000);
    expect((await world.store.loadJob(job.id))?.state).toBe('stopped');
    expect((await world.store.loadRequest(id))?.problem?.code).toBe(
      what === 'the customer' ? 'CUSTOMER_GONE' : 'ROLE_MISSING',
    );
    expect(accountsOf(world)).toHaveLength(0);
  });
});

describe('an older policy file that stands in', () => {
  it.each(['the customer', 'the role of whoever asked', 'the approvers'] as const)(
    'lets no approved plan begin where it lacks %s, and ends none',
    async (what) => {
      const { world, standIn, comeBack } = openWorld(WITH_APPROVAL);
      await world.clock.until(world.service.resume());
      const id = await plan(world, HOUR_MS);
      await world.clock.until(world.service.approvals.decide(GRACE, id, 1, 'approve'));
      standIn(what);
      await world.clock.advance(2 * HOUR_MS);
      const held = await world.store.loadRequest(id);
      expect([held?.state, held?.problem, held?.jobId]).toEqual(['approved', undefined, undefined]);
      expect(JSON.stringify(held?.waits)).toContain('Rollcall is using an older policy file');
      await comeBack();
      await world.clock.advance(60_000);
      expect((await world.store.loadRequest(id))?.jobId).toBeDefined();
    },
  );

  it.each(['the customer', 'the approvers', 'the rule'] as const)(
    'gives what nobody can decide by it more time where it lacks %s',
    async (what) => {
      const { world, standIn, comeBack } = openWorld(WITH_APPROVAL);
      await world.clock.until(world.service.resume());
      const id = await ask(world);
      standIn(what);
      await expireFor(world, 5 * DAY_MS);
      expect((await world.store.loadRequest(id))?.state).toBe('waiting');
      await comeBack();
      await world.clock.until(world.service.approvals.decide(GRACE, id, 1, 'approve'));
      await world.clock.advance(60_000);
      expect((await world.store.loadRequest(id))?.jobId).toBeDefined();
    },
  );

  it('ends what somebody could have decided by it, once its time is over', async () => {
    const { world, state } = openWorld(WITH_APPROVAL);
    await world.clock.until(world.service.resume());
    const id = await ask(world);
    state.standsIn = true;
    await expireFor(world, 5 * DAY_MS);
    expect((await world.store.loadRequest(id))?.state).toBe('expired');
  });
});

it('an older file that stands in goes on with what it allows', async () => {
  const { world, state } = openWorld();
  state.standsIn = true;
  await world.clock.until(world.service.resume());
  const id = await plan(world, HOUR_MS);
  await world.clock.advance(2 * HOUR_MS);
  expect((await world.store.loadRequest(id))?.jobId).toBeDefined();
  expect([accountsOf(world).length, state.left]).toEqual([1, 0]);
});

it('a job of somebody who is no admin ends while an older file stands in, which may be why they are none', async () => {
  const { world, state } = openWorld();
  await world.clock.until(world.service.resume());
  const objectId = 'a1b6b0f2-4444-4f6f-9d0e-444444444444';
  world.tenant.hold('ada@contoso.com', 'Ada', { accountEnabled: false, id: objectId });
  const { changes, jobs } = world.service;
  const { id: requestId, data } = await changes.open(MIA, PLACE, objectId);
  const { draft } = await changes.check(MIA, requestId, { ...data.values, signIn: 'allowed' });
  const asked = { actor: MIA, place: PLACE, requestId, requestVersion: draft.version };
  state.standsIn = true;
  const { job } = await jobs.accept({ ...asked, kind: 'one', task: 'change', ...requestOfActs(draft.data) });
  await world.clock.advance(60_000);
  expect((await world.store.loadJob(job.id))?.state).toBe('done');
});

it('what an instance finds itself too old for in the middle is offered at once to the one that has the newer file', async () => {
  const { world, state, standIn } = openWorld();
  const { customers } = world.policy;
  await world.clock.until(world.service.resume());
  world.tenant.queueMs = 60_000;
  const job = await world.accept(3);
  await world.clock.advance(1_000);
  standIn('the customer');
  Object.assign(state, { standsIn: false, isBehind: true });
  await world.clock.advance(5 * 60_000);
  expect((await world.store.loadJob(job.id))?.state).toBe('running');
  state.isBehind = false;
  world.policy.customers = customers;
  await world.clock.advance(4_000);
  expect((await world.store.loadJob(job.id))?.state).toBe('done');
  expect(state.left).toBe(0);
});
