import { describe, expect, it } from 'vitest';
import { showProgress } from '../../../src/flows/jobs/jobViews.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { listLeftThings } from '../../../src/service/jobs/tickOff.ts';
import { keepTicks, keyOfLeft } from '../../../src/service/leaving/listLeft.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const PEOPLE = [
  { id: 'omar', name: 'Omar Haddad', roles: ['helpdesk', 'admin'], slack: OMAR.userId },
  { id: 'ada', name: 'Ada Lovelace', roles: ['helpdesk', 'admin'], slack: 'U0ADA' },
];
const ADA = { ...OMAR, id: 'ada', name: 'Ada Lovelace', userId: 'U0ADA' };

async function offboard(world: World, isFinished = true): Promise<string> {
  world.tenant.hold('lea@contoso.com', 'Lea', {
    accountEnabled: true,
    held: [{ skuId: E3.skuId, disabledPlans: [], inherited: false }],
  });
  const objectId = world.tenant.find('lea@contoso.com')?.id ?? '';
  const { id, data } = await world.service.leaving.open(OMAR, PLACE, objectId);
  const { draft } = await world.service.leaving.check(OMAR, id, data.values);
  const { job } = await world.service.jobs.accept({
    actor: OMAR,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'leave',
    ...requestOfActs(draft.data),
  });
  if (isFinished) await world.finish(job.id);
  return job.id;
}

async function openThings(world: World, jobId: string): Promise<string[]> {
  const { rows } = await world.service.jobs.load(OMAR, jobId);
  return listLeftThings(rows)
    .filter(({ doneAt }) => doneAt === undefined)
    .map(({ key }) => key);
}

describe('R2: what is left, made anew by Try again', () => {
  const shared = { what: 'Make the mailbox a shared one', command: 'Set-Mailbox' };
  const list = { what: 'Remove them from the distribution list Sales' };
  const tick = { doneBy: 'Omar Haddad', doneAt: 1 };

  it('keeps what was ticked off, also what is not left any more', () => {
    expect(keepTicks([list, { ...shared, ...tick }], [shared, list])).toEqual([{ ...shared, ...tick }, list]);
    expect(keepTicks([{ ...list, ...tick }], [shared])).toEqual([{ ...list, ...tick }, shared]);
  });

  it('is known by what it says, so that a form from before ticks nothing else', () => {
    expect(keyOfLeft('r1', { ...shared, ...tick })).toBe(keyOfLeft('r1', shared));
    expect(keyOfLeft('r1', shared)).not.toBe(keyOfLeft('r1', list));
    expect(keyOfLeft('r1', shared)).not.toBe(keyOfLeft('r2', shared));
  });
});

describe('what an offboarding leaves for a person', () => {
  it('is ticked off once, with who did it, and stays so after a restart', async () => {
    const world = createWorld({ people: PEOPLE });
    const drawn: string[] = [];
    const jobId = await offboard(world);
    world.service.on('tickedOff', (id) => drawn.push(id));
    const [first = '', ...others] = await openThings(world, jobId);
    expect(others.length).toBeGreaterThan(0);
    const { rows } = await world.service.jobs.tickOff(OMAR, jobId, [first, 'r9999 0', '__proto__']);
    expect(rows[0]?.left?.[0]).toMatchObject({ doneBy: 'Omar Haddad', doneAt: world.clock.now() });
    expect(drawn).toEqual([jobId]);
    await expect(world.service.jobs.tickOff(OMAR, jobId, [first])).rejects.toMatchObject({
      code: 'ALREADY_DONE',
    });
    world.restart();
    expect(await openThings(world, jobId)).toEqual(others);
    const [entry] = await world.store.readAudit({ subject: 'lea@contoso.com', limit: 1 });
    expect(entry).toMatchObject({
      actor: 'omar',
      what: 'person.left_done',
      outcome: 'done',
      detail: { what: 'Convert the mailbox to a shared mailbox within 30 days (assign a license first)' },
    });
  });

  it('is open again when a check mark is taken back, and can be ticked off once more', async () => {
    const world = createWorld({ people: PEOPLE });
    const jobId = await offboard(world);
    const [first = '', second = '', ...others] = await openThings(world, jobId);
    const { jobs } = world.service;
    await jobs.tickOff(OMAR, jobId, [first]);
    await jobs.tickOff(OMAR, jobId, [second], [first]);
    expect(await openThings(world, jobId)).toEqual([first, ...others]);
    const { rows } = await jobs.load(OMAR, jobId);
    expect(rows[0]?.left?.[0]).not.toHaveProperty('doneBy');
    const entries = await world.store.readAudit({ subject: 'lea@contoso.com', limit: 3 });
    expect(entries.map(({ what }) => what)).toEqual([
      'person.left_not_done',
      'person.left_done',
      'person.left_done',
    ]);
    // What is open cannot be taken back, and what is done cannot be done again.
    await expect(jobs.tickOff(OMAR, jobId, [second], [first])).rejects.toMatchObject({
      code: 'ALREADY_DONE',
    });
    await expect(jobs.tickOff(ADA, jobId, [], [second])).rejects.toMatchObject({ code: 'NOT_YOURS' });
    await jobs.tickOff(OMAR, jobId, [first]);
    expect(await openThings(world, jobId)).toEqual(others);
  });

  it('is ticked off by nobody but whoever offboarded them, and not while it runs', async () => {
    const world = createWorld({ people: PEOPLE });
    const jobId = await offboard(world, false);
    await expect(world.service.jobs.tickOff(OMAR, jobId, ['r0001 0'])).rejects.toMatchObject({
      code: 'NOT_YET',
    });
    await world.finish(jobId);
    const open = await openThings(world, jobId);
    await expect(world.service.jobs.tickOff(ADA, jobId, open)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    await expect(world.service.jobs.tickOff(MIA, jobId, open)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    const elsewhere = { ...OMAR, customer: 'fabrikam' };
    await expect(world.service.jobs.tickOff(elsewhere, jobId, open)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await openThings(world, jobId)).toEqual(open);
  });
});

describe('what is left of an offboarding once its person came back', () => {
  async function putBack(world: World, jobId: string) {
    const { putBacks, snapshots, jobs } = world.service;
    const objectId = (await jobs.load(OMAR, jobId)).rows[0]?.objectId ?? '';
    const [kept] = await snapshots.list(OMAR, objectId);
    await world.clock.advance(1_000);
    const { draft } = await putBacks.open(OMAR, PLACE, kept?.id ?? '');
    const asked = { actor: OMAR, place: PLACE, requestId: draft.id, requestVersion: draft.version };
    const request = {
      ...asked,
      kind: 'one' as const,
      task: 'putBack' as const,
      ...requestOfActs(draft.data),
    };
    const { job } = await jobs.accept(request);
    return world.finish(job.id);
  }

  it('is left no more, what was done stays said, and its message is drawn anew', async () => {
    const world = createWorld({ people: PEOPLE });
    world.tenant.licenses = [{ ...E3, total: 50, left: 50 }];
    const id = await offboard(world);
    const [first = '', ...others] = await openThings(world, id);
    await world.service.jobs.tickOff(OMAR, id, [first]);
    expect(others).not.toEqual([]);
    const drawn: string[] = [];
    world.service.on('tickedOff', (jobId) => drawn.push(jobId));
    await putBack(world, id);
    expect(drawn).toContain(id);
    expect(await openThings(world, id)).toEqual([]);
    await expect(world.service.jobs.tickOff(OMAR, id, others)).rejects.toMatchObject({
      code: 'ALREADY_DONE',
    });
    const view = showProgress(await world.service.jobs.load(OMAR, id), 'Contoso', false);
    if (view.kind !== 'personResult') throw new Error('It still runs.');
    expect(view.left).toEqual([
      expect.objectContaining({ done: expect.stringContaining('Omar Haddad') }),
      { what: 'Leave the other manual steps: this person has come back since' },
    ]);
  });

  it('stays left after another offboarding', async () => {
    const world = createWorld({ people: PEOPLE });
    const id = await offboard(world);
    const before = await openThings(world, id);
    await world.clock.advance(1_000);
    await offboard(world);
    expect(before).not.toEqual([]);
    expect(await openThings(world, id)).toEqual(before);
  });
});
