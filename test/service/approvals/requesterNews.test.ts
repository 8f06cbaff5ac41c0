import { describe, expect, it, vi } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { createWorld, OMAR, type World } from '../fakes/world.ts';

const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const HOUR_MS = 3_600_000;
const PEOPLE = [
  { id: 'omar', name: 'Omar Haddad', slack: 'U0OMARHADD', roles: ['helpdesk', 'admin'] },
  {
    id: 'grace',
    name: 'Grace Okafor',
    slack: 'U0GRACEOKA',
    teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333333',
    roles: ['approver'],
  },
  { id: 'kim', name: 'Kim Park', teams: 'a1b6b0f2-4444-4f6f-9d0e-444444444444', roles: ['approver'] },
];
const GRACE: Actor = {
  ...OMAR,
  id: 'grace',
  name: 'Grace Okafor',
  roles: ['approver'],
  userId: 'U0GRACEOKA',
};
const RULE = { name: 'E5', when: { licenses: ['SPE_E5'] }, by: { people: ['grace'] } };

function openWorld(rule: object = {}): World {
  const world = createWorld({ people: PEOPLE, approvals: [{ ...RULE, ...rule }] });
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  return world;
}

async function ask(world: World, kind: 'one' | 'bulk' = 'one'): Promise<RequestRecord> {
  const asked = await world.service.approvals.submit(
    await world.prepare(1, { kind, settings: { licenses: [E5] } }),
  );
  if (!('request' in asked)) throw new Error('This needed no approval.');
  return asked.request.request;
}

/** Cards for whoever asked: those that are there already, and those that are still to be posted. */
async function cardsOf(world: World, id: string): Promise<number> {
  const request = await world.store.loadRequest(id);
  return request?.copies.filter(({ to, as }) => to === 'omar' && as === 'requester').length ?? 0;
}

describe('C4: whoever asked gets a new message, stored with what it tells,', () => {
  it('when it is declined, once, with the reason', async () => {
    const world = openWorld();
    const { id } = await ask(world);
    await world.service.approvals.decide(GRACE, id, 1, 'decline', 'Use E3 for trainees');
    await expect(world.service.approvals.decide(GRACE, id, 1, 'decline')).rejects.toMatchObject({
      code: 'ALREADY_DONE',
    });
    expect(await cardsOf(world, id)).toBe(2);
    const stored = await world.store.loadRequest(id);
    expect(stored?.decisions).toMatchObject([{ name: 'Grace Okafor', reason: 'Use E3 for trainees' }]);
    expect(stored?.copies.at(-1)).toEqual({
      to: 'omar',
      as: 'requester',
      platform: 'slack',
      userId: OMAR.userId,
    });
  });

  it('when it expires, once, also when that is noticed after a restart', async () => {
    const world = openWorld({ expireAfterHours: 2 });
    const { id } = await ask(world);
    await world.clock.advance(2 * HOUR_MS);
    world.restart();
    await world.service.resume();
    await world.service.approvals.expire();
    expect((await world.store.loadRequest(id))?.state).toBe('expired');
    expect(await cardsOf(world, id)).toBe(2);
  });

  it('when it is passed on, once, to those who can decide from then on', async () => {
    const world = openWorld({ fallback: { people: ['kim'] }, passOnAfterHours: 4 });
    const kim = { platform: 'teams', workspace: 'contoso', conversationId: 'kims', kind: 'direct' } as const;
    await world.store.saveDirect('teams', 'a1b6b0f2-4444-4f6f-9d0e-444444444444', kim);
    const { id } = await ask(world);
    await world.clock.advance(4 * HOUR_MS);
    await world.service.approvals.expire();
    await world.service.approvals.expire();
    expect(await cardsOf(world, id)).toBe(2);
    expect((await world.store.loadRequest(id))?.passedOnAt).toBe(world.clock.now());
  });

  it('when it is due to be passed on and nobody is there, once, and it still waits', async () => {
    const world = openWorld({ fallback: { people: ['kim'] }, passOnAfterHours: 4 });
    const { id } = await ask(world);
    await world.clock.advance(4 * HOUR_MS);
    const changes = vi.spyOn(world.store, 'updateRequest');
    for (let minute = 0; minute < 3; minute++) await world.service.approvals.expire();
    expect(changes.mock.calls.map(([changed]) => changed)).toEqual([id]);
    expect(await cardsOf(world, id)).toBe(2);
    expect(await world.store.loadRequest(id)).toMatchObject({ state: 'waiting', stuckAt: world.clock.now() });
    const told = world.store.entries().filter(({ what }) => what === 'request.passed_on');
    expect(told).toMatchObject([{ outcome: 'failed', subject: id }]);
    // Once the other one can be reached, it is passed on after all.
    const place = { platform: 'teams', workspace: 't', conversationId: 'a:1', kind: 'direct' } as const;
    await world.store.saveDirect('teams', 'a1b6b0f2-4444-4f6f-9d0e-444444444444', place);
    await world.service.approvals.expire();
    const passed = await world.store.loadRequest(id);
    expect(passed?.approvers).toEqual(['grace', 'kim']);
    expect(passed?.stuckAt).toBeUndefined();
    expect(await cardsOf(world, id)).toBe(3);
  });

  it('when it was approved and then refused at its start, and not again at each restart', async () => {
    const world = openWorld();
    const { id } = await ask(world);
    world.policy.people.splice(0, 1);
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    world.restart();
    await world.service.resume();
    expect(await world.store.loadRequest(id)).toMatchObject({ problem: { code: 'ROLE_MISSING' } });
    expect(await cardsOf(world, id)).toBe(2);
  });

  it('but not for what they did themselves', async () => {
    const world = openWorld();
    const { id } = await ask(world);
    await world.service.approvals.cancel(OMAR, id);
    expect(await cardsOf(world, id)).toBe(1);
  });
});

/** Messages of a job about the whole of it, as they stand on disk. */
async function listPosts(world: World, jobId: string): Promise<string[]> {
  const job = await world.store.loadJob(jobId);
  return (job?.messages ?? []).map(({ kind, settled }) => `${kind}${settled ? '' : ' to send'}`);
}

/** As notify does it: every message is in the chat. */
async function postAll(world: World, jobId: string): Promise<void> {
  await world.store.updateJob(jobId, (job) => ({
    ...job,
    messages: job.messages.map((message, index) => ({
      ...message,
      settled: true,
      ref: { platform: 'slack', conversationId: 'D0OMAR', messageId: `m${index}` },
    })),
  }));
}

describe('C4: the end of a job is a new message', () => {
  it('when a person could not be created long after somebody pressed Create', async () => {
    const world = createWorld();
    world.tenant.away = true;
    const job = await world.accept(1, { kind: 'one' });
    await postAll(world, job.id);
    const { counts } = await world.finish(job.id);
    expect(counts.failed).toBe(1);
    expect(await listPosts(world, job.id)).toEqual(['progress to send', 'results to send']);
  });

  it('and not a second one while whoever asked still looks at the first', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => 'refused';
    const job = await world.accept(1, { kind: 'one' });
    await postAll(world, job.id);
    await world.finish(job.id);
    expect(await listPosts(world, job.id)).toEqual(['progress to send']);
  });

  it('when a retry of many people fails hours after the button was pressed', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => 'refused';
    const { job } = await world.run(2);
    await postAll(world, job.id);
    await world.clock.advance(HOUR_MS);
    world.tenant.away = true;
    await world.service.jobs.retry(OMAR, job.id);
    await world.finish(job.id);
    expect(await listPosts(world, job.id)).toEqual([
      'progress to send',
      'results to send',
      'results to send',
    ]);
  });

  it('when what was approved ends, because whoever asked was not there when it began', async () => {
    const world = openWorld();
    world.tenant.fateOf = () => 'refused';
    const { id } = await ask(world);
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    const jobId = (await world.store.loadRequest(id))?.jobId ?? '';
    expect((await world.finish(jobId)).counts.failed).toBe(1);
    expect(await listPosts(world, jobId)).toEqual(['results to send']);
  });

  it('when an undo ends long after it was pressed', async () => {
    const world = createWorld();
    const { job } = await world.run(2);
    await postAll(world, job.id);
    await world.clock.advance(HOUR_MS);
    world.tenant.away = true;
    await world.service.jobs.undo(OMAR, job.id);
    await world.clock.advance(HOUR_MS);
    expect((await world.store.loadJob(job.id))?.undo?.state).toBe('done');
    expect(await listPosts(world, job.id)).toEqual([
      'progress to send',
      'results to send',
      'results to send',
    ]);
  });
});
