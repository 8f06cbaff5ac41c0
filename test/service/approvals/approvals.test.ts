import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { createWorld, MIA, nameOf, OMAR, type World } from '../fakes/world.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const HOUR_MS = 3_600_000;
const GUID = 'a1b6b0f2-3333-4f6f-9d0e-333333333333';

const PEOPLE = [
  {
    id: 'omar',
    name: 'Omar Haddad',
    slack: 'U0OMARHADD',
    teams: 'a1b6b0f2-2222-4f6f-9d0e-222222222222',
    roles: ['helpdesk', 'admin', 'approver'],
  },
  { id: 'mia', name: 'Mia Meyer', slack: 'U0MIAMEYER', roles: ['helpdesk'] },
  { id: 'grace', name: 'Grace Okafor', slack: 'U0GRACEOKA', teams: GUID, roles: ['approver'] },
  {
    id: 'kim',
    name: 'Kim Park',
    slack: 'U0KIMPARK',
    teams: 'a1b6b0f2-4444-4f6f-9d0e-444444444444',
    roles: ['approver'],
  },
];
const GRACE: Actor = {
  id: 'grace',
  name: 'Grace Okafor',
  roles: ['approver'],
  customer: 'contoso',
  platform: 'slack',
  userId: 'U0GRACEOKA',
};
const GRACE_IN_TEAMS: Actor = { ...GRACE, platform: 'teams', userId: GUID };
const KIM: Actor = { ...GRACE, id: 'kim', name: 'Kim Park', userId: 'U0KIMPARK' };

const RULE = { name: 'E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } };

function openWorld(...approvals: object[]): World {
  const world = createWorld({ people: PEOPLE, approvals: approvals.length === 0 ? [RULE] : approvals });
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  return world;
}

async function ask(world: World, people = 2): Promise<RequestRecord> {
  const asked = await world.service.approvals.submit(
    await world.prepare(people, { settings: { licenses: [E5] } }),
  );
  if (!('request' in asked)) throw new Error('This needed no approval.');
  return asked.request.request;
}

/** As if the process had died right after the decision. */
async function approveOnly(world: World, id: string): Promise<void> {
  const own = {
    by: 'grace',
    name: 'Grace',
    platform: 'slack',
    decision: 'approve',
    version: 1,
    at: 1,
  } as const;
  await world.store.updateRequest(id, (now) => ({
    ...now,
    state: 'approved',
    decisions: [{ ...own, hash: now.hash }],
  }));
}

async function namesCreated(world: World, request: RequestRecord): Promise<string[]> {
  const { jobId } = (await world.store.loadRequest(request.id)) ?? {};
  if (jobId === undefined) return [];
  return (await world.finish(jobId)).rows.filter(({ objectId }) => objectId !== undefined).map(nameOf);
}

const refusalsOf = (world: World) =>
  world.store
    .entries()
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ detail }) => detail?.code);

describe('what needs approval', () => {
  it('is audited once as asked for, when the process ended before it was kept', async () => {
    const world = openWorld();
    const { saveRequest } = world.store;
    world.store.saveRequest = () => Promise.reject(new Error('killed'));
    const asked = await world.prepare(2, { settings: { licenses: [E5] } });
    await expect(world.service.approvals.submit(asked)).rejects.toThrow('killed');
    world.store.saveRequest = saveRequest;
    await Promise.all([1, 2].map(() => world.service.approvals.submit(asked)));
    const entries = world.store.entries().filter(({ what }) => what === 'request.asked');
    expect(entries).toHaveLength(1);
    expect(await world.store.listRequests({})).toHaveLength(1);
  });

  it('waits, and is created once it is approved', async () => {
    const world = openWorld();
    const { id } = await ask(world);
    await world.clock.advance(HOUR_MS);
    expect(world.tenant.sent).toHaveLength(0);
    const { request } = await world.service.approvals.decide(GRACE, id, 1, 'approve');
    // The log leads from the request to its job.
    const accepted = world.logged.filter((line) => line.startsWith('job.accepted '));
    expect(accepted).toEqual([expect.stringContaining(`"reqId":"${id}"`)]);
    expect(request).toMatchObject({ state: 'approved', decisions: [{ by: 'grace', decision: 'approve' }] });
    expect(await namesCreated(world, request)).toEqual(['person1@contoso.com', 'person2@contoso.com']);
    const done = world.store.entries().filter(({ subject, outcome }) => subject === id && outcome === 'done');
    expect(done.map(({ what }) => what)).toEqual(['request.asked', 'request.decided']);
  });

  it('is not accepted without, while the rest is', async () => {
    const world = openWorld();
    await expect(world.accept(1, { settings: { licenses: [E5] } })).rejects.toMatchObject({
      code: 'NEEDS_APPROVAL',
    });
    const other = await world.service.approvals.submit(
      await world.prepare(1, { settings: { licenses: [E3] } }),
    );
    expect('job' in other).toBe(true);
  });

  it('is one request however often the button is pressed, and is not sent again after a decline', async () => {
    const world = openWorld();
    const asked = await world.prepare(1, { settings: { licenses: [E5] } });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => world.service.approvals.submit(asked)),
    );
    expect(answers.filter(({ existed }) => !existed)).toHaveLength(1);
    const [request] = await world.store.listRequests({});
    await world.service.approvals.decide(GRACE, request?.id ?? '', 1, 'decline', 'Use E3');
    const again = await world.service.approvals.submit(asked);
    expect(again).toMatchObject({ existed: true, request: { request: { state: 'declined' } } });
    expect(await world.store.listRequests({})).toHaveLength(1);
  });

  it('stops when nobody can be asked, or nobody can be reached', async () => {
    const alone = openWorld({ ...RULE, by: { people: ['omar'] } });
    await expect(ask(alone)).rejects.toMatchObject({ code: 'NO_APPROVER' });
    const teamsOnly = { id: 'ines', name: 'Ines', teams: GUID, roles: ['approver'] };
    const far = createWorld({
      people: [PEOPLE[0] ?? {}, teamsOnly],
      approvals: [{ ...RULE, by: { people: ['ines'] } }],
    });
    await expect(ask(far)).rejects.toMatchObject({
      code: 'NO_APPROVER',
      message: "This needs approval, and Ines can't be reached.",
    });
    expect([...(await alone.store.listRequests({})), ...(await far.store.listRequests({}))]).toEqual([]);
  });
});

describe('a decision', () => {
  it('counts once when fifty are made at the same time in both chats', async () => {
    const world = openWorld();
    const request = await ask(world);
    const clicks = Array.from({ length: 50 }, (_, index) =>
      world.service.approvals.decide(
        [GRACE, GRACE_IN_TEAMS, KIM][index % 3] ?? GRACE,
        request.id,
        1,
        index % 2 === 0 ? 'approve' : 'decline',
      ),
    );
    const results = await Promise.allSettled(clicks);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(refusalsOf(world)).toEqual(Array.from({ length: 49 }, () => 'ALREADY_DONE'));
    const after = await world.store.loadRequest(request.id);
    expect(after?.decisions).toHaveLength(1);
    const created = await namesCreated(world, request);
    expect(created).toHaveLength(after?.state === 'approved' ? 2 : 0);
  });

  it.each([
    ['of whoever asked', OMAR, 'NOT_YOURS'],
    [
      'of whoever asked, from the other chat',
      { ...OMAR, platform: 'teams', userId: GUID } as Actor,
      'NOT_YOURS',
    ],
    ['of somebody who was not asked', MIA, 'NOT_YOURS'],
    ['of another customer', { ...GRACE, customer: 'fabrikam' }, 'NOT_FOUND'],
  ])('%s is refused and audited', async (_what, actor, code) => {
    const world = openWorld();
    const { id } = await ask(world);
    await expect(world.service.approvals.decide(actor, id, 1, 'approve')).rejects.toMatchObject({ code });
    await expect(world.service.approvals.decide(actor, id, 1, 'decline')).rejects.toMatchObject({ code });
    expect((await world.store.loadRequest(id))?.state).toBe('waiting');
    expect(refusalsOf(world)).toEqual([code, code]);
  });

  it('with an id or a version of its own making is refused', async () => {
    const world = openWorld();
    const { id } = await ask(world);
    const code = (requestId: string, version: number) =>
      world.service.approvals.decide(GRACE, requestId, version, 'approve').catch((error) => error.code);
    expect(await code('req_forged', 1)).toBe('NOT_FOUND');
    expect(await code(id, 0)).toBe('VERSION_STALE');
    expect(await code(id, 2)).toBe('VERSION_STALE');
    expect(await code(id, Number.NaN)).toBe('VERSION_STALE');
    expect((await world.store.loadRequest(id))?.state).toBe('waiting');
  });

  it('of somebody who has lost the role, or left, is refused', async () => {
    const world = openWorld();
    const { id } = await ask(world);
    const grace = world.policy.people.find((one) => one.id === 'grace');
    if (grace !== undefined) grace.roles = ['helpdesk'];
    await expect(world.service.approvals.decide(GRACE, id, 1, 'approve')).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
    world.policy.people = world.policy.people.filter((one) => one.id !== 'kim');
    await expect(world.service.approvals.decide(KIM, id, 1, 'approve')).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
  });

  it('comes too late once the request has expired, also before that was noticed', async () => {
    const world = openWorld({ ...RULE, expireAfterHours: 2 });
    const { id } = await ask(world);
    await world.clock.advance(2 * HOUR_MS - 1);
    await world.service.approvals.expire();
    expect((await world.store.loadRequest(id))?.state).toBe('waiting');
    await world.clock.advance(1);
    await expect(world.service.approvals.decide(GRACE, id, 1, 'approve')).rejects.toThrow(/has expired/);
    world.restart();
    await world.service.resume();
    expect(await world.store.loadRequest(id)).toMatchObject({ state: 'expired', decisions: [] });
  });

  it('does not come too late because of a pause: the time in which nobody could decide does not count', async () => {
    const world = openWorld({ ...RULE, expireAfterHours: 2 });
    const { id } = await ask(world);
    await world.clock.advance(HOUR_MS);
    await world.service.brake.pause(GRACE);
    await world.clock.advance(5 * HOUR_MS);
    expect(
      (await world.service.approvals.listWaiting(GRACE)).toDecide.map(({ request }) => request.id),
    ).toEqual([id]);
    await world.service.brake.goOn(GRACE);
    await world.clock.advance(HOUR_MS - 1);
    await world.service.approvals.expire();
    expect((await world.store.loadRequest(id))?.state).toBe('waiting');
    await world.clock.advance(1);
    await world.service.approvals.expire();
    expect((await world.store.loadRequest(id))?.state).toBe('expired');
  });

  it('is asked for once more where the rule says so, of those who have not answered', async () => {
    const world = openWorld({ ...RULE, count: 2, remindAfterHours: 4 });
    const { id } = await ask(world);
    const sentTo = async () =>
      ((await world.store.loadRequest(id))?.copies ?? [])
        .filter(({ as }) => as === 'approver')
        .map(({ to }) => to);
    const before = await sentTo();
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    await world.clock.advance(4 * HOUR_MS - 1);
    await world.service.approvals.expire();
    expect(await sentTo()).toEqual(before);
    await world.clock.advance(1);
    world.restart();
    await world.service.resume();
    await Promise.all([world.service.approvals.expire(), world.service.approvals.expire()]);
    expect(await sentTo()).toEqual([...before, 'kim']);
    expect(world.store.entries().filter(({ what }) => what === 'request.reminded')).toHaveLength(1);
    await world.service.approvals.decide(KIM, id, 1, 'approve');
    expect(await world.store.loadRequest(id)).toMatchObject({ state: 'approved' });
  });

  it('is not asked for once more of somebody who may not decide any more', async () => {
    const world = openWorld({ ...RULE, remindAfterHours: 4 });
    const { id, copies } = await ask(world);
    world.policy.people = world.policy.people.filter((one) => one.id !== 'kim');
    await world.clock.advance(4 * HOUR_MS);
    await world.service.approvals.expire();
    const added = (await world.store.loadRequest(id))?.copies.slice(copies.length);
    expect(added?.map(({ to }) => to)).toEqual(['grace']);
  });

  it('waits for seats that went meanwhile, and can still decline', async () => {
    const world = openWorld();
    const { id } = await ask(world);
    world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, left: 1 }));
    await world.clock.advance(HOUR_MS);
    await expect(world.service.approvals.decide(GRACE, id, 1, 'approve')).rejects.toMatchObject({
      code: 'NO_SEATS',
    });
    expect((await world.service.approvals.decide(GRACE, id, 1, 'decline')).request.state).toBe('declined');
  });

  it('waits when the tenant does not have the license any more, and can do without it', async () => {
    const world = openWorld();
    const { id } = await ask(world);
    world.tenant.licenses = world.tenant.licenses.filter(({ skuId }) => skuId !== E5);
    await world.clock.advance(HOUR_MS);
    await expect(world.service.approvals.decide(GRACE, id, 1, 'approve')).rejects.toThrow(
      /doesn't have the license/,
    );
    expect(refusalsOf(world)).toEqual(['NO_SEATS']);
    expect((await world.service.approvals.load(GRACE, id)).licenses).toMatchObject([
      { license: { skuId: E5 }, needs: 2, short: true },
    ]);
    const changed = await world.service.approvals.change(GRACE, id, 1, { remove: [E5], leaveOut: [] });
    expect(changed.request.state).toBe('approved');
  });

  it('of two that are needed leaves it waiting, and nobody counts twice', async () => {
    const world = openWorld({ ...RULE, count: 2 });
    const request = await ask(world);
    expect((await world.service.approvals.decide(GRACE, request.id, 1, 'approve')).request.state).toBe(
      'waiting',
    );
    await expect(world.service.approvals.decide(GRACE_IN_TEAMS, request.id, 1, 'approve')).rejects.toThrow(
      /already approved this/,
    );
    expect(await namesCreated(world, request)).toEqual([]);
    expect((await world.service.approvals.decide(KIM, request.id, 1, 'approve')).request.state).toBe(
      'approved',
    );
    expect(await namesCreated(world, request)).toHaveLength(2);
  });
});

describe('what is carried out', () => {
  it('is what was approved: a row added to the stored request stops it', async () => {
    const world = openWorld();
    const request = await ask(world);
    await world.store.updateRequest(request.id, (now) => ({
      ...now,
      asked: { ...now.asked, people: [...now.asked.people, ...now.asked.people] },
    }));
    const { request: after } = await world.service.approvals.decide(GRACE, request.id, 1, 'approve');
    expect(after.problem?.message).toBe("The stored request isn't the one that was approved.");
    expect(after.jobId).toBeUndefined();
    expect(world.tenant.sent).toHaveLength(0);
  });

  it('is stopped when whoever asked may not create any more', async () => {
    const world = openWorld();
    const request = await ask(world);
    const omar = world.policy.people.find((one) => one.id === 'omar');
    if (omar !== undefined) omar.roles = ['helpdesk'];
    const { request: after } = await world.service.approvals.decide(GRACE, request.id, 1, 'approve');
    expect(after).toMatchObject({ state: 'approved', problem: { code: 'ROLE_MISSING' } });
    expect(world.tenant.sent).toHaveLength(0);
  });

  it('goes on at the next start when the process died between the decision and the job', async () => {
    const world = openWorld();
    const request = await ask(world);
    await approveOnly(world, request.id);
    world.restart();
    await world.service.resume();
    expect(await namesCreated(world, request)).toHaveLength(2);
    world.restart();
    await world.service.resume();
    expect(world.tenant.sent.length).toBe(2);
    const decided = world.store.entries().filter(({ what }) => what === 'request.decided');
    expect(decided).toHaveLength(1);
  });

  it('holds its seats until it has a job, and is stopped for good when they went meanwhile', async () => {
    const world = openWorld();
    const { id } = await ask(world);
    const seatsLeft = async () =>
      (await world.service.facts.read('contoso')).licenses.find(({ skuId }) => skuId === E5)?.left;
    expect(await seatsLeft()).toBe(50);
    await approveOnly(world, id);
    await world.clock.advance(HOUR_MS);
    expect(await seatsLeft()).toBe(48);
    world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, left: 1 }));
    world.restart();
    await world.service.resume();
    expect((await world.store.loadRequest(id))?.problem).toMatchObject({
      code: 'NO_SEATS',
      message: 'Microsoft 365 E5: needs 2, 1 left.',
    });
    const failed = world.store.entries().filter(({ outcome }) => outcome === 'failed');
    expect(failed).toMatchObject([{ what: 'request.started', subject: id, detail: { code: 'NO_SEATS' } }]);
    world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, left: 50 }));
    world.restart();
    await world.service.resume();
    await world.clock.advance(HOUR_MS);
    expect(await seatsLeft()).toBe(50);
    expect(world.tenant.sent).toHaveLength(0);
  });

  it('is begun by the engine once what kept it from that has passed, without a word of it', async () => {
    const world = openWorld();
    const request = await ask(world);
    await approveOnly(world, request.id);
    world.store.broken.audit = true;
    world.restart();
    world.store.broken.audit = true;
    await world.clock.until(world.service.resume());
    await world.clock.advance(60_000);
    const held = await world.store.loadRequest(request.id);
    expect([held?.state, held?.problem, held?.jobId]).toEqual(['approved', undefined, undefined]);
    world.store.broken.audit = false;
    await world.clock.advance(HOUR_MS);
    expect((await world.store.loadRequest(request.id))?.jobId).toBeDefined();
    expect(await namesCreated(world, request)).toHaveLength(2);
    expect(world.store.entries().filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });

  it('starts with exactly as many seats as it needs', async () => {
    const world = openWorld();
    const request = await ask(world);
    await approveOnly(world, request.id);
    world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, left: 2 }));
    world.restart();
    await world.service.resume();
    expect(await namesCreated(world, request)).toHaveLength(2);
  });

  it('is nothing when a decision that was kept first could not be written to the audit, until it is', async () => {
    const world = openWorld();
    const request = await ask(world);
    await approveOnly(world, request.id);
    world.restart();
    world.store.broken.audit = true;
    await world.service.resume();
    expect(await namesCreated(world, request)).toEqual([]);
    world.restart();
    await world.service.resume();
    expect(await namesCreated(world, request)).toHaveLength(2);
    expect(world.store.entries().filter(({ what }) => what === 'request.decided')).toHaveLength(1);
  });
});

describe('whoever asked', () => {
  it('can cancel while it waits, and nobody else can', async () => {
    const world = openWorld();
    const { id } = await ask(world);
    await expect(world.service.approvals.cancel(GRACE, id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    expect((await world.service.approvals.cancel(OMAR, id)).request.state).toBe('cancelled');
    await expect(world.service.approvals.cancel(OMAR, id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    await expect(world.service.approvals.decide(GRACE, id, 1, 'approve')).rejects.toThrow(
      /was already canceled by Omar Haddad/,
    );
  });

  it('sees it in their list, and those who decide in theirs, until it is decided', async () => {
    const world = openWorld();
    const { id } = await ask(world);
    const counts = async (actor: Actor) => {
      const { toDecide, asked } = await world.service.approvals.listWaiting(actor);
      return [toDecide.length, asked.length];
    };
    expect(await counts(OMAR)).toEqual([0, 1]);
    expect(await counts(GRACE)).toEqual([1, 0]);
    expect(await counts(MIA)).toEqual([0, 0]);
    await expect(world.service.approvals.load(MIA, id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    await world.service.approvals.decide(KIM, id, 1, 'approve');
    expect([await counts(OMAR), await counts(GRACE)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});

describe('a request that is changed', () => {
  it('by an approver is less, is approved with that, and is carried out as it is then', async () => {
    const world = openWorld();
    const { id } = await ask(world, 3);
    const { request } = await world.service.approvals.change(GRACE, id, 1, {
      remove: [E5],
      leaveOut: ['PERSON2@contoso.com'],
    });
    expect(request).toMatchObject({
      version: 2,
      state: 'approved',
      changes: [{ by: 'grace', version: 2, people: 1, licenses: 1 }],
      decisions: [{ by: 'grace', decision: 'approve', version: 2 }],
    });
    expect(await namesCreated(world, request)).toEqual(['person1@contoso.com', 'person3@contoso.com']);
    expect(world.tenant.licensed).toEqual([]);
    const done = world.store.entries().filter(({ subject, outcome }) => subject === id && outcome === 'done');
    expect(done.map(({ what }) => what)).toEqual(['request.asked', 'request.changed', 'request.decided']);
  });

  it('makes approvals of before void, and cards of before stale', async () => {
    const world = openWorld({ ...RULE, count: 2 });
    const { id } = await ask(world, 2);
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    const leaveOut = ['person1@contoso.com'];
    const { request } = await world.service.approvals.change(OMAR, id, 1, { remove: [], leaveOut });
    expect(request).toMatchObject({ version: 2, state: 'waiting' });
    await expect(world.service.approvals.decide(KIM, id, 1, 'approve')).rejects.toMatchObject({
      code: 'VERSION_STALE',
    });
    expect((await world.service.approvals.decide(KIM, id, 2, 'approve')).request.state).toBe('waiting');
    const decided = await world.service.approvals.decide(GRACE_IN_TEAMS, id, 2, 'approve');
    expect(decided.request.state).toBe('approved');
    expect(await namesCreated(world, decided.request)).toEqual(['person2@contoso.com']);
  });

  it('by its requester still needs somebody else, even when no rule asks for that any more', async () => {
    const world = openWorld();
    const { id } = await ask(world, 1);
    const { request } = await world.service.approvals.change(OMAR, id, 1, { remove: [E5], leaveOut: [] });
    expect(request).toMatchObject({ version: 2, state: 'waiting', decisions: [] });
    await world.clock.advance(HOUR_MS);
    expect(world.tenant.sent).toEqual([]);
  });

  it('cannot be made larger, empty or the same, nor changed by others or too late', async () => {
    const world = openWorld();
    const { id } = await ask(world, 2);
    const everybody = ['person1@contoso.com', 'person2@contoso.com'];
    const nothing = { remove: [E3], leaveOut: ['person9@contoso.com'] };
    const some = { remove: [E5], leaveOut: [] };
    const tries = [
      [GRACE, 1, { remove: [], leaveOut: everybody }, 'INPUT_INVALID'],
      [GRACE, 1, nothing, 'INPUT_INVALID'],
      [OMAR, 1, nothing, 'INPUT_INVALID'],
      [MIA, 1, some, 'NOT_YOURS'],
      [GRACE, 2, some, 'VERSION_STALE'],
      [OMAR, 0, some, 'VERSION_STALE'],
      [{ ...GRACE, customer: 'fabrikam' }, 1, some, 'NOT_FOUND'],
    ] as const;
    for (const [actor, version, cut, code] of tries) {
      await expect(world.service.approvals.change(actor, id, version, cut)).rejects.toMatchObject({ code });
    }
    expect(refusalsOf(world)).toEqual(tries.map(([, , , code]) => code));
    await world.service.approvals.decide(GRACE, id, 1, 'decline');
    await expect(world.service.approvals.change(OMAR, id, 1, some)).rejects.toMatchObject({
      code: 'ALREADY_DONE',
    });
    expect((await world.store.loadRequest(id))?.version).toBe(1);
  });

  it('is changed once by fifty clicks at the same time', async () => {
    const world = openWorld();
    const { id } = await ask(world, 3);
    const clicks = Array.from({ length: 50 }, (_, index) => {
      const cut = { remove: [], leaveOut: [`person${(index % 3) + 1}@contoso.com`] };
      return world.service.approvals.change([GRACE, KIM, OMAR][index % 3] ?? KIM, id, 1, cut).then(
        () => 'done',
        ({ code }: { code: string }) => code,
      );
    });
    const answers = await Promise.all(clicks);
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    const others = answers.filter((answer) => answer !== 'done');
    expect(others.every((code) => ['VERSION_STALE', 'ALREADY_DONE'].includes(code))).toBe(true);
    const after = await world.store.loadRequest(id);
    expect(after).toMatchObject({ version: 2 });
    expect(after?.asked.people).toHaveLength(2);
  });
});

describe('a reminder that the requester asks for', () => {
  it('goes to those who have not answered, once an hour', async () => {
    const world = openWorld({ ...RULE, count: 2 });
    const { id } = await ask(world);
    await expect(world.service.approvals.remind(OMAR, id)).rejects.toMatchObject({ code: 'NOT_YET' });
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    await world.clock.advance(HOUR_MS);
    const before = (await world.store.loadRequest(id))?.copies.length ?? 0;
    expect((await world.service.approvals.remind(OMAR, id)).reminded).toEqual(['Kim Park']);
    const copies = (await world.store.loadRequest(id))?.copies.slice(before);
    expect(copies?.map(({ to }) => to)).toEqual(['kim']);
    await expect(world.service.approvals.remind(OMAR, id)).rejects.toMatchObject({ code: 'NOT_YET' });
    await expect(world.service.approvals.remind(GRACE, id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    await world.clock.advance(HOUR_MS);
    await world.service.approvals.decide(KIM, id, 1, 'decline');
    await expect(world.service.approvals.remind(OMAR, id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
  });
});

describe('a fallback', () => {
  const TEAMS_ONLY = { id: 'ines', name: 'Ines', teams: GUID.replace('a1', 'b1'), roles: ['approver'] };

  it('is asked at once when nobody else can be reached', async () => {
    const rule = { ...RULE, by: { people: ['ines'] }, fallback: { people: ['kim'] }, passOnAfterHours: 4 };
    const world = createWorld({ people: [...PEOPLE, TEAMS_ONLY], approvals: [rule] });
    world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
    const request = await ask(world);
    expect(request.approvers).toEqual(['ines', 'kim']);
    expect(request.passOnAt).toBeUndefined();
    expect(request.copies.filter(({ as }) => as === 'approver').map(({ to }) => to)).toEqual(['kim']);
    expect((await world.service.approvals.decide(KIM, request.id, 1, 'approve')).request.state).toBe(
      'approved',
    );
  });

  it('is asked once its time has come, over a restart, and may not decide before', async () => {
    const rule = { ...RULE, by: { people: ['grace'] }, fallback: { role: 'approver' }, passOnAfterHours: 4 };
    const world = openWorld(rule);
    const { id } = await ask(world);
    await expect(world.service.approvals.decide(KIM, id, 1, 'approve')).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
    await world.clock.advance(4 * HOUR_MS - 1);
    await world.service.approvals.expire();
    expect((await world.store.loadRequest(id))?.approvers).toEqual(['grace']);
    await world.clock.advance(1);
    world.restart();
    await world.service.resume();
    await Promise.all([world.service.approvals.expire(), world.service.approvals.expire()]);
    const passed = await world.store.loadRequest(id);
    expect(passed?.approvers).toEqual(['grace', 'kim']);
    expect(passed?.copies.filter(({ to }) => to === 'kim')).toHaveLength(1);
    const entries = world.store.entries().filter(({ what }) => what === 'request.passed_on');
    expect(entries).toMatchObject([{ subject: id, outcome: 'done', detail: { approvers: 'kim' } }]);
    expect((await world.service.approvals.decide(KIM, id, 1, 'approve')).request.state).toBe('approved');
  });

  it('is never whoever asked, and nobody at all is a stop', async () => {
    const world = openWorld({ ...RULE, by: { people: ['omar'] }, fallback: { people: ['omar'] } });
    await expect(ask(world)).rejects.toMatchObject({ code: 'NO_APPROVER' });
    expect(await world.store.listRequests({})).toEqual([]);
  });
});
