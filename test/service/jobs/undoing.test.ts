import { describe, expect, it } from 'vitest';
import type { AskedPerson } from '../../../src/service/ports/requests.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, type World } from '../fakes/world.ts';

describe('undoing a job', () => {
  it('deletes only what the job created, and counts it', async () => {
    const world = createWorld();
    world.tenant.hold('person2@contoso.com', 'Somebody Else');
    const { job } = await world.run(25);
    await world.service.jobs.undo(OMAR, job.id);
    const state = await settleUndo(world, job.id);
    expect(state.counts).toEqual({ total: 25, created: 0, failed: 1, partly: 0, undone: 24, waiting: 0 });
    expect([...world.tenant.accounts.values()].map(({ displayName }) => displayName)).toEqual([
      'Somebody Else',
    ]);
  });

  it('G1: leaves alone an account that was joined to somebody in Active Directory since, and says so', async () => {
    const world = createWorld();
    const { job } = await world.run(3);
    Object.assign(world.tenant.find('person2@contoso.com') ?? {}, { synced: true });
    await world.service.jobs.undo(OMAR, job.id);
    expect((await settleUndo(world, job.id)).counts).toMatchObject({ undone: 2 });
    expect([...world.tenant.accounts.keys()]).toEqual(['person2@contoso.com']);
    const rows = await world.store.loadRows(job.id);
    expect(rows.map(({ undo }) => undo?.error?.code)).toEqual([undefined, 'SYNCED', undefined]);
    const entries = world.store.entries().filter(({ what }) => what === 'account.deleted');
    expect(entries).toContainEqual(
      expect.objectContaining({ subject: 'person2@contoso.com', outcome: 'failed' }),
    );
  });

  it('is harmless when it is pressed twice, and says when nothing is left', async () => {
    const world = createWorld();
    const { job } = await world.run(3);
    await Promise.all([world.service.jobs.undo(OMAR, job.id), world.service.jobs.undo(OMAR, job.id)]);
    await settleUndo(world, job.id);
    await expect(world.service.jobs.undo(OMAR, job.id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
  });

  it('is refused while the job runs, and to everybody but its requester', async () => {
    const world = createWorld();
    const job = await world.accept(30);
    await expect(world.service.jobs.undo(OMAR, job.id)).rejects.toMatchObject({ code: 'NOT_YET' });
    await world.finish(job.id);
    await expect(world.service.jobs.undo(MIA, job.id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    expect(world.tenant.accounts.size).toBe(30);
  });

  it('goes on after a restart', async () => {
    const world = createWorld();
    const { job } = await world.run(60);
    await world.service.jobs.undo(OMAR, job.id);
    await world.clock.advance(5);
    world.restart();
    await world.service.resume();
    const state = await settleUndo(world, job.id);
    expect(state.counts.undone).toBe(60);
    expect(world.tenant.accounts.size).toBe(0);
  });

  it.each([
    ['a deletion', 'account.deleted', undefined],
    ['licenses', 'license.restored', { add: [], remove: [E3.skuId] }],
  ])('tells %s once, also where what became of it was lost with the process', async (_what, told, change) => {
    const world = createWorld();
    const id = change === undefined ? (await world.run(30)).job.id : await changeLicenses(world, 30, change);
    const { store } = world;
    const { audit } = store;
    store.broken.unrecorded = true;
    let written = 0;
    store.audit = async (entry) => {
      await audit(entry);
      written += entry.what === told ? 1 : 0;
      if (written === 10) world.restart();
    };
    const subjects = () =>
      world.store.entries().flatMap(({ what, subject = '' }) => (what === told ? subject : []));
    await world.service.jobs.undo(OMAR, id);
    while (world.store === store) await world.clock.advance(100);
    expect(subjects().length).toBeLessThan(30);
    await world.service.resume();
    expect((await settleUndo(world, id)).counts.undone).toBe(30);
    expect(subjects()).toHaveLength(30);
    expect(new Set(subjects()).size).toBe(30);
  });

  it('shows no password afterwards, and creates nobody anew on a retry', async () => {
    const world = createWorld();
    const { job } = await world.run(2);
    await world.service.jobs.undo(OMAR, job.id);
    await settleUndo(world, job.id);
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(world.service.jobs.retry(OMAR, job.id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    expect(world.tenant.accounts.size).toBe(0);
  });

  it('outwaits a directory that is away for a while', async () => {
    const world = createWorld();
    const { job } = await world.run(2);
    world.tenant.away = true;
    await world.service.jobs.undo(OMAR, job.id);
    await world.clock.advance(20_000);
    world.tenant.away = false;
    expect((await settleUndo(world, job.id)).counts.undone).toBe(2);
  });

  it('keeps Retry waiting until it is through', async () => {
    const world = createWorld();
    world.tenant.hold('person60@contoso.com', 'Somebody Else');
    const { job } = await world.run(60);
    world.tenant.accounts.delete('person60@contoso.com');
    await world.service.jobs.undo(OMAR, job.id);
    await expect(world.service.jobs.retry(OMAR, job.id)).rejects.toMatchObject({ code: 'NOT_YET' });
    const undone = await settleUndo(world, job.id);
    expect(undone.counts).toMatchObject({ created: 0, failed: 1, undone: 59 });
    await world.service.jobs.retry(OMAR, job.id);
    const again = await world.finish(job.id);
    expect(again.counts).toMatchObject({ created: 1, failed: 0, undone: 59 });
    expect([...world.tenant.accounts.keys()]).toHaveLength(1);
  });

  it('goes on by itself after the disk refused', async () => {
    const world = createWorld();
    const { job } = await world.run(30);
    await world.service.jobs.undo(OMAR, job.id);
    world.store.broken.audit = true;
    await world.clock.advance(30_000);
    expect(world.logged.some((line) => line.startsWith('undo.broke'))).toBe(true);
    world.store.broken.audit = false;
    await world.clock.advance(90_000);
    expect((await settleUndo(world, job.id)).counts).toMatchObject({ undone: 30, failed: 0 });
    expect(world.tenant.accounts.size).toBe(0);
  });

  it('does not lose patience with a directory that is slow but answers', async () => {
    const world = createWorld();
    const { job } = await world.run(400);
    // Twenty people a minute: twice as long as an undo without any success is waited for.
    world.tenant.callMs = 60_000;
    await world.service.jobs.undo(OMAR, job.id);
    expect((await settleUndo(world, job.id, 2_000)).counts).toMatchObject({ undone: 400, failed: 0 });
  });
});

/** A job that changes the licenses of people who exist, when it is through. */
async function changeLicenses(world: World, size: number, change: AskedPerson['change']): Promise<string> {
  await world.run(size);
  const request = await world.prepare(size);
  const draft = await world.store.loadDraft(request.requestId);
  if (draft === undefined) throw new Error('no draft');
  await world.store.saveDraft({ ...draft, kind: 'assign', data: { checked: true } });
  const people = request.people.map((asked) => ({
    ...asked,
    ...{ licenses: [], ...(change === undefined ? {} : { change }) },
    objectId: world.tenant.find(asked.person.userPrincipalName)?.id ?? '',
  }));
  const { job } = await world.service.jobs.accept({ ...request, task: 'assign', people });
  await world.finish(job.id);
  return job.id;
}

async function settleUndo(world: ReturnType<typeof createWorld>, jobId: string, seconds = 200) {
  for (let rounds = 0; rounds < seconds; rounds += 1) {
    const state = await world.service.jobs.read(jobId);
    if (state?.job.undo?.state === 'done') return state;
    await world.clock.advance(1_000);
  }
  throw new Error('the undo does not end');
}
