import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RollcallError } from '../../../src/domain/errors.ts';
import type { Actor } from '../../../src/domain/terms.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { E5 } from '../fakes/fakeDirectory.ts';
import { createWorld, PLACE, type World } from '../fakes/world.ts';

const id = (last: string) => `c0ffee00-0000-4000-8000-00000000000${last}`;
const [ADMINS, APPROVERS] = [id('1'), id('2')];
const [ADA, GRACE, KIM] = [id('a'), id('b'), id('c')];
const MINUTE_MS = 60_000;
const RULE = { name: 'E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } };

const actorOf = (userId: string, name: string, roles: Actor['roles']): Actor => ({
  ...{ id: `entra:${userId}`, name, roles, customer: 'contoso', platform: 'teams', userId },
});
const BEFORE = actorOf(ADA, 'Ada Lovelace', ['admin']);
const AFTER: Actor = { ...BEFORE, id: 'ada' };
/** Somebody of her name, who is somebody else. */
const NAMESAKE: Actor = { ...actorOf(KIM, 'Ada Lovelace', ['admin']), id: 'ada.two' };
const GRACE_BEFORE = actorOf(GRACE, 'Grace Hopper', ['approver']);
const GRACE_AFTER: Actor = { ...GRACE_BEFORE, id: 'grace' };

async function openWorld(rule: object = RULE): Promise<World> {
  const world = createWorld({
    people: [],
    groups: [
      { id: 'admins', name: 'Admins', entra: ADMINS, roles: ['admin'] },
      { id: 'approvers', name: 'Approvers', entra: APPROVERS, roles: ['approver'] },
    ],
    approvals: [rule],
  });
  const { tenant } = world;
  tenant.licenses = tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  for (const [objectId, name] of [
    [ADA, 'Ada Lovelace'],
    [GRACE, 'Grace Hopper'],
    [KIM, 'Kim Park'],
  ] as const) {
    tenant.hold(`${name.split(' ')[0]?.toLowerCase()}@contoso.com`, name, { id: objectId });
    await world.store.saveDirect('teams', objectId, { ...PLACE, platform: 'teams' } as never);
  }
  tenant.memberships.set(ADMINS, [ADA]).set(APPROVERS, [GRACE, KIM]);
  await world.service.resume();
  return world;
}

/** The policy names them from now on; the namesake has another account. */
function addEntries(world: World): void {
  world.written.people = [
    { id: 'ada.two', name: 'Ada Lovelace', teams: KIM, roles: ['admin'] },
    { id: 'ada', name: 'Ada Lovelace', teams: ADA.toUpperCase(), roles: ['admin'] },
    { id: 'grace', name: 'Grace Hopper', teams: GRACE, roles: ['approver'] },
  ];
}

async function ask(world: World): Promise<RequestRecord> {
  const asked = await world.prepare(2, { actor: BEFORE, settings: { licenses: [E5.skuId] } });
  const submitted = await world.service.approvals.submit(asked);
  if (!('request' in submitted)) throw new Error('This needed no approval.');
  return submitted.request.request;
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: RollcallError) => error.code,
  );

describe('somebody whom a group let in, and who gets an entry later', () => {
  it('keeps the job, its passwords and its undo, which a namesake has not', async () => {
    const world = await openWorld();
    const { job } = await world.run(1, { actor: BEFORE, settings: { recipients: [] } });
    addEntries(world);
    const { jobs, links } = world.service;
    expect(await codeOf(links.makeList(NAMESAKE, job.id))).toBe('NOT_YOURS');
    expect(await codeOf(jobs.undo(NAMESAKE, job.id))).toBe('NOT_YOURS');
    expect(await codeOf(links.makeList(AFTER, job.id))).toBe('done');
    expect(await codeOf(jobs.undo(AFTER, job.id))).toBe('done');
  });

  it('keeps the form that is open', async () => {
    const world = await openWorld();
    const draft = await world.service.people.open(BEFORE, PLACE, {});
    addEntries(world);
    const { people } = world.service;
    expect(await codeOf(people.load(NAMESAKE, draft.id))).toBe('NOT_YOURS');
    expect(await codeOf(people.load(AFTER, draft.id))).toBe('done');
  });

  it('finds and cancels their request, and cannot decide it', async () => {
    const world = await openWorld();
    const { id: requestId } = await ask(world);
    addEntries(world);
    const { approvals } = world.service;
    expect((await approvals.listWaiting(NAMESAKE)).asked).toEqual([]);
    expect((await approvals.listWaiting(AFTER)).asked).toHaveLength(1);
    expect((await approvals.listWaiting(GRACE_AFTER)).toDecide).toHaveLength(1);
    const decider: Actor = { ...AFTER, roles: ['approver'] };
    expect(await codeOf(approvals.decide(decider, requestId, 1, 'approve'))).toBe('NOT_YOURS');
    expect(await codeOf(approvals.cancel(NAMESAKE, requestId))).toBe('NOT_YOURS');
    expect(await codeOf(approvals.cancel(AFTER, requestId))).toBe('done');
  });

  it('is one approver before and after', async () => {
    const world = await openWorld({ ...RULE, count: 2 });
    const { id: requestId } = await ask(world);
    const { approvals } = world.service;
    await world.roleGroups.refresh(GRACE_BEFORE.id);
    await approvals.decide(GRACE_BEFORE, requestId, 1, 'approve');
    addEntries(world);
    expect(await codeOf(approvals.decide(GRACE_AFTER, requestId, 1, 'approve'))).toBe('ALREADY_DONE');
    expect(await world.store.loadRequest(requestId)).toMatchObject({ state: 'waiting' });
  });

  it('has the role for what was asked before by their entry, also out of the group', async () => {
    const world = await openWorld();
    const { id: requestId } = await ask(world);
    addEntries(world);
    world.tenant.memberships.set(ADMINS, []);
    await world.clock.advance(7 * MINUTE_MS);
    await world.service.approvals.decide(GRACE_AFTER, requestId, 1, 'approve');
    await world.clock.advance(MINUTE_MS);
    const request = await world.store.loadRequest(requestId);
    expect([request?.state, request?.problem]).toEqual(['approved', undefined]);
    expect((await world.finish(request?.jobId ?? '')).counts).toMatchObject({ created: 2 });
  });

  it('has no role for it once the entry gives none and the group does not either', async () => {
    const world = await openWorld();
    const { id: requestId } = await ask(world);
    addEntries(world);
    world.written.people = world.written.people.map((one) =>
      one.id === 'ada' ? { ...one, roles: [] } : one,
    );
    world.tenant.memberships.set(ADMINS, []);
    await world.clock.advance(7 * MINUTE_MS);
    await world.service.approvals.decide(GRACE_AFTER, requestId, 1, 'approve');
    await world.clock.advance(MINUTE_MS);
    expect((await world.store.loadRequest(requestId))?.problem).toMatchObject({ code: 'ROLE_MISSING' });
    expect(world.tenant.sent).toEqual([]);
  });

  it('reads in their own history what they did before, and nothing of a namesake', async () => {
    const world = await openWorld();
    await world.run(1, { actor: BEFORE });
    addEntries(world);
    const { history } = world.service;
    const own = async (actor: Actor) =>
      (await history.read({ ...actor, roles: ['helpdesk'] }, '')).entries.map(({ what }) => what);
    expect(await own(NAMESAKE)).toEqual([]);
    expect(await own(AFTER)).toContain('job.accepted');
  });
});

it('is told by their ids of now wherever whoever acts is compared with what was kept', async () => {
  const kept =
    /(?:actorId|owner|\bby) [!=]== (?:actor\.)?id\b|\bactor\.id [!=]== [\w.]*(?:actorId|owner|\.by)\b/;
  const found: string[] = [];
  for (const room of ['service', 'flows', 'run']) {
    const files = await readdir(`src/${room}`, { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const lines = (await readFile(`src/${room}/${file}`, 'utf8')).split('\n');
      found.push(...lines.filter((line) => kept.test(line)).map((line) => `${file}: ${line.trim()}`));
    }
  }
  expect(found).not.toEqual([]);
  // These are ids of now already.
  expect(
    found.filter((line) => !/remind\.ts: .*decisions|approvalList\.ts: |control\.ts: .*handovers/.test(line)),
  ).toEqual([]);
  expect('if (job.requestedBy.actorId !== actor.id) {').toMatch(kept);
});
