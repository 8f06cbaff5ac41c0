import { describe, expect, it } from 'vitest';
import type { JobState } from '../../../src/service/jobs/shownJob.ts';
import { sayRestored } from '../../../src/service/oldData/alive.ts';
import type { OldDataState } from '../../../src/service/oldData/oldData.ts';
import { createWorld, nameOf, OMAR, PLACE, type World } from '../fakes/world.ts';

const HOUR_MS = 3_600_000;
const PEOPLE = 300;
/** Each hundred. */
const MAILS = 3;
/** Calls take 10 ms, and four of twenty people are under way at once. */
const SOON_MS = 25;

async function start(world: World): Promise<void> {
  await world.service.oldData.look();
  await world.service.resume();
}

async function openWorld(more: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = createWorld(more);
  await start(world);
  return world;
}

/** A job of so many people, and what a backup from its middle, and one from its end, would be. */
async function copyInTheMiddle(world: World) {
  const before = world.tenant.sent.length;
  const { id } = await world.accept(PEOPLE);
  await world.clock.until(world.clock.sleep(SOON_MS));
  await world.store.flushRows(id);
  const sent = world.tenant.sent.length - before;
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(PEOPLE);
  return { id, copy: world.store.copy(), sent };
}

/** The process dies at the moment of the copy, and another starts on that an hour later. */
async function dieAndRestore(world: World, copy: World['store']): Promise<void> {
  world.restart(copy);
  await world.clock.advance(HOUR_MS);
  await start(world);
}

/** The copy takes the place of what was, so much later. */
async function restore(world: World, copy: World['store'], afterMs = HOUR_MS): Promise<void> {
  await world.clock.advance(afterMs);
  world.restart(copy);
  await start(world);
}

const namesIn = (rows: JobState['rows'], is: (row: JobState['rows'][number]) => boolean) =>
  rows.filter(is).map(nameOf);

async function resetBoth(world: World) {
  const { manyResets, jobs } = world.service;
  for (const name of ['ada', 'bob']) world.tenant.hold(`${name}@contoso.com`, name, { accountEnabled: true });
  const ids = ['ada', 'bob'].map((name) => world.tenant.find(`${name}@contoso.com`)?.id ?? '');
  const opened = await manyResets.open(OMAR, PLACE, ids);
  if (!('draft' in opened)) throw new Error('Somebody was refused.');
  const { draft } = await manyResets.check(OMAR, opened.draft.id, {
    ...opened.draft.data.values,
    delivery: 'password',
    recipients: 'it@contoso.com',
  });
  const accepted = await jobs.accept({
    actor: OMAR,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'bulk',
    task: 'reset',
    ...manyResets.requestOf(draft.data),
  });
  return accepted.job;
}

describe('D17: data that is older than what has happened', () => {
  it('lets nothing go on unasked; once it may, nobody is created or mailed twice, and whoever asked can send again', async () => {
    const world = await openWorld();
    const { id, copy } = await copyInTheMiddle(world);
    expect((await world.finish(id)).counts).toMatchObject({ created: PEOPLE });
    expect(world.mailer.inbox).toHaveLength(MAILS);

    await restore(world, copy);
    expect(world.service.brake.paused()).toMatchObject({ by: 'rollcall', byItself: true });
    await world.clock.advance(3 * HOUR_MS);
    expect(world.tenant.sent).toHaveLength(PEOPLE);
    expect(world.mailer.inbox).toHaveLength(MAILS);
    const state = await world.service.oldData.read();
    const waiting = state?.jobs[0]?.people ?? 0;
    expect(waiting).toBeGreaterThan(0);
    expect(state?.jobs).toEqual([
      { task: 'create', jobs: 1, people: waiting, lookedUp: waiting, done: waiting },
    ]);

    await world.service.brake.goOn(OMAR);
    const { counts, job } = await world.finish(id);
    expect(counts).toMatchObject({ created: PEOPLE, failed: 0 });
    expect(world.tenant.sent).toHaveLength(PEOPLE);
    expect(world.tenant.accounts.size).toBe(PEOPLE);
    expect(world.mailer.inbox).toHaveLength(MAILS);
    const said = 'it may have been sent before Rollcall was restored from a backup';
    expect(job.deliveries.map(({ state, response }) => `${state}: ${response}`)).toEqual(
      Array.from({ length: MAILS }, () => `refused: ${said}`),
    );
    const mailed = world.store.entries().filter(({ what }) => what === 'passwords.mailed');
    expect(mailed.map(({ outcome, detail }) => [outcome, detail?.doubted])).toEqual(
      Array.from({ length: MAILS }, () => ['failed', true]),
    );
    expect(await world.service.oldData.read()).toBeUndefined();

    await world.clock.until(world.service.jobs.resend(OMAR, id));
    expect(world.mailer.inbox).toHaveLength(2 * MAILS);
  });

  it('mails those who are created after it, and not those who were there', async () => {
    const world = await openWorld();
    const { id, copy } = await copyInTheMiddle(world);
    await dieAndRestore(world, copy);
    const there = new Set(world.tenant.sent.map(({ userPrincipalName }) => userPrincipalName));
    await world.service.brake.goOn(OMAR);
    const { counts, job, rows } = await world.finish(id);
    expect(counts).toMatchObject({ created: PEOPLE });
    expect(world.tenant.accounts.size).toBe(PEOPLE);
    const mailed = job.deliveries.filter(({ state }) => state === 'accepted').map(({ part }) => part);
    expect(new Set(job.deliveries.map(({ state }) => state))).toEqual(new Set(['accepted', 'refused']));
    expect(namesIn(rows, ({ part = 0 }) => mailed.includes(part))).toEqual(
      namesIn(rows, (row) => !there.has(nameOf(row))),
    );
  });

  it('changes no password that was changed since, and each of the others once', async () => {
    const world = await openWorld();
    const { id } = await resetBoth(world);
    const copy = world.store.copy();
    await world.finish(id);
    expect(world.tenant.passwordsSet).toHaveLength(2);
    // As if the one of Bob had not come so far.
    const bob = world.tenant.find('bob@contoso.com');
    if (bob !== undefined) bob.passwordSetAt = 0;
    await restore(world, copy);
    expect((await world.service.oldData.read())?.jobs).toEqual([
      { task: 'reset', jobs: 1, people: 2, lookedUp: 2, done: 1 },
    ]);
    await world.clock.advance(HOUR_MS);
    await world.service.brake.goOn(OMAR);
    const { rows } = await world.finish(id);
    expect(world.tenant.passwordsSet).toHaveLength(3);
    expect(rows.map(({ create }) => create.error?.code ?? create.state)).toEqual(['ALREADY_DONE', 'done']);
    expect(rows[0]?.create.error?.message).toContain('restored from a backup');
    expect(world.mailer.inbox).toHaveLength(2);
    expect(bob?.password).toBe(world.tenant.passwordsSet[2]);
  });

  it('sends the same password again after doubt, though it is newer than the copy', async () => {
    const world = await openWorld();
    const { id } = await resetBoth(world);
    const copy = world.store.copy();
    world.restart(copy);
    world.tenant.passwordsSet.length = 0;
    for (const held of world.tenant.accounts.values()) held.passwordSetAt = 0;
    await world.clock.advance(HOUR_MS);
    await start(world);
    world.tenant.passwordFateOf = (times) => (times === 1 ? 'lostAfter' : 'answered');
    await world.clock.advance(1_000);
    await world.service.brake.goOn(OMAR);
    const { counts } = await world.finish(id);
    expect(counts).toMatchObject({ created: 2 });
    expect(new Set(world.tenant.passwordsSet).size).toBe(2);
    expect(world.tenant.passwordsSet).toHaveLength(4);
  });

  it('is not seen in a crash, a reboot, an upgrade, or a clock that was put back', async () => {
    const world = await openWorld();
    const { id } = await copyInTheMiddle(world);
    world.restart();
    await world.clock.advance(29 * 60_000);
    await start(world);
    expect(world.service.brake.paused()).toBeUndefined();
    expect((await world.finish(id)).counts).toMatchObject({ created: PEOPLE });
    expect(world.mailer.inbox).toHaveLength(MAILS);

    await copyInTheMiddle(world);
    world.restart();
    world.clock.putAhead(-HOUR_MS);
    await start(world);
    expect(world.service.brake.paused()).toBeUndefined();
  });

  it('is not asked about while nothing would begin by itself, nor in data of a version that kept no note', async () => {
    const world = await openWorld();
    await world.run(3);
    await restore(world, world.store.copy());
    expect(world.service.brake.paused()).toBeUndefined();

    const older = createWorld();
    const { id } = await older.accept(PEOPLE);
    await older.clock.advance(SOON_MS);
    older.restart();
    await older.clock.advance(HOUR_MS);
    await start(older);
    expect(older.service.brake.paused()).toBeUndefined();
    expect((await older.finish(id)).counts).toMatchObject({ created: PEOPLE });
  });

  it('is seen at any age when an operator says so', async () => {
    const world = await openWorld();
    const { id, copy } = await copyInTheMiddle(world);
    await world.finish(id);
    await sayRestored(copy);
    await restore(world, copy, 60_000);
    expect(world.service.brake.paused()).toMatchObject({ byItself: true });
    await world.service.brake.goOn(OMAR);
    expect((await world.finish(id)).counts).toMatchObject({ created: PEOPLE });
    expect(world.mailer.inbox).toHaveLength(MAILS);
    world.restart();
    await start(world);
    expect(world.service.brake.paused()).toBeUndefined();
  });

  it('is seen at any age when a copy of its audit elsewhere has newer entries', async () => {
    const world = await openWorld();
    const { copy } = await copyInTheMiddle(world);
    const [last] = await copy.readAudit({ limit: 1 });
    world.restart(copy);
    // An instance's own clock is a little ahead.
    await world.service.oldData.look((last?.at ?? 0) + 5_000);
    expect(world.service.brake.paused()).toBeUndefined();
    await world.service.oldData.look((last?.at ?? 0) + 60_000);
    expect(world.service.brake.paused()).toMatchObject({ byItself: true });
  });

  it('is asked about once, also after a kill before the question, and stays paused until then', async () => {
    const world = await openWorld();
    const { copy } = await copyInTheMiddle(world);
    await restore(world, copy);
    const asked: OldDataState[] = [];
    const tell = async (state: OldDataState) => void asked.push(state);
    await expect(
      world.service.oldData.ask(() => Promise.reject(new Error('No chat answers.'))),
    ).rejects.toThrow();
    world.restart();
    await start(world);
    expect(world.service.brake.paused()).toMatchObject({ byItself: true });
    await world.service.oldData.ask(tell);
    await world.service.oldData.ask(tell);
    world.restart();
    await start(world);
    await world.service.oldData.ask(tell);
    expect(asked).toHaveLength(1);
    expect(world.store.entries().filter(({ what }) => what === 'rollcall.paused')).toMatchObject([
      { actor: 'rollcall', platform: 'system', detail: { savedAt: '2026-01-05T09:00:00.000Z' } },
    ]);
  });

  it('stays answered where somebody answers while others are still asked, so that no old card ends a later pause', async () => {
    const world = await openWorld();
    const { copy } = await copyInTheMiddle(world);
    await restore(world, copy);
    const { brake, oldData } = world.service;
    await oldData.ask(async () => void (await brake.goOn(OMAR)));
    await brake.pause(OMAR);
    expect(await oldData.isAsked()).toBe(false);
    expect(await oldData.cancel(OMAR)).toBeUndefined();
    expect(brake.paused()).toMatchObject({ by: OMAR.name });
    await oldData.ask(() => Promise.reject(new Error('That was asked before.')));
  });

  it('is asked about anew where another copy is put back while admins are still asked', async () => {
    const world = await openWorld();
    const { copy } = await copyInTheMiddle(world);
    await restore(world, copy);
    const { oldData } = world.service;
    await oldData.ask(async () => {
      const noticedAt = world.clock.now() + 1;
      await world.store.saveNote('data.old', { savedAt: 1, noticedAt });
    });
    const asked: OldDataState[] = [];
    await oldData.ask(async (state) => void asked.push(state));
    expect(asked).toMatchObject([{ savedAt: 1 }]);
  });

  it('can be canceled: what exists is kept as created, what has not begun never does', async () => {
    const world = await openWorld();
    const { id, copy } = await copyInTheMiddle(world);
    await dieAndRestore(world, copy);
    const there = world.tenant.accounts.size;
    expect(await world.service.oldData.cancel(OMAR)).toMatchObject({
      jobs: [{ people: expect.any(Number) }],
    });
    const { job, counts } = await world.finish(id);
    expect(job.state).toBe('stopped');
    expect(counts).toMatchObject({ created: there, waiting: PEOPLE - there, failed: 0 });
    expect(world.tenant.accounts.size).toBe(there);
    expect(world.mailer.inbox).toEqual([]);
    expect(world.store.entries().filter(({ what }) => what === 'job.stopped')).toMatchObject([
      { actor: 'omar', subject: id },
    ]);
    expect(await world.service.oldData.cancel(OMAR)).toBeUndefined();
    expect(world.service.brake.paused()).toBeUndefined();
  });

  it('cancels mails that are tried again, and an undo, which can be pressed again', async () => {
    const world = await openWorld();
    world.mailer.outcomeOf = () => ({ status: 'deferred', response: '451 later' });
    const { job } = await world.run(3);
    const undone = await world.run(
      ['one', 'two'].map((name) => ({ userPrincipalName: `${name}@contoso.com`, displayName: name })),
      { settings: { recipients: [] } },
    );
    world.tenant.away = true;
    await world.service.jobs.undo(OMAR, undone.job.id, PLACE);
    await world.clock.advance(1_000);
    const copy = world.store.copy();
    await dieAndRestore(world, copy);
    world.tenant.away = false;
    expect(await world.service.oldData.read()).toMatchObject({ jobs: [], undos: 1, mails: 1 });
    await world.service.oldData.cancel(OMAR);
    await world.clock.advance(HOUR_MS);
    expect((await world.store.loadJob(job.id))?.deliveries).toMatchObject([{ state: 'refused' }]);
    expect(world.tenant.accounts.size).toBe(5);
    await world.service.jobs.undo(OMAR, undone.job.id, PLACE);
    await world.clock.advance(HOUR_MS);
    expect(world.tenant.accounts.size).toBe(3);
  });

  it('cancels a file for several customers whose next part would begin, and asks about it alone, too', async () => {
    const world = await openWorld();
    const { store, clock } = world;
    const lines = [{ customer: 'contoso' }];
    await store.saveDraft({
      ...{ id: 'wave_1', version: 1, kind: 'wave', owner: OMAR.id, customer: 'contoso', place: PLACE },
      data: { fileName: 'all.csv', lines, strays: [], state: 'running', goingOn: { id: OMAR.id } },
      createdAt: clock.now(),
      expiresAt: clock.now() + 99 * HOUR_MS,
    });
    await dieAndRestore(world, store.copy());
    expect(await world.service.oldData.read()).toMatchObject({ jobs: [], requests: 0, waves: 1 });
    await world.service.oldData.cancel(OMAR);
    const { data } = (await world.store.loadDraft('wave_1')) ?? {};
    expect(data).toMatchObject({ state: 'stopped', stoppedBy: 'Omar Haddad' });
    expect(data).not.toHaveProperty('goingOn');
    const stops = await world.store.readAudit({ subject: 'wave_1', limit: 9 });
    expect(stops.map(({ what, customer, actor }) => [what, customer, actor])).toEqual([
      ['wave.stopped', 'contoso', OMAR.id],
    ]);
  });

  it('cancels an approved request whose hour has come, and not one of later', async () => {
    const world = await openWorld();
    const { id } = await world.accept(1);
    await world.finish(id);
    const job = await world.store.loadJob(id);
    if (job === undefined) throw new Error('There is no job.');
    const ask = (requestId: string, startsAt: number) =>
      world.store.saveRequest({
        ...{ id: requestId, version: 1, state: 'approved', customer: 'contoso', kind: 'bulk', place: PLACE },
        requestedBy: job.requestedBy,
        asked: { people: [], settings: job.settings, startsAt },
        ...{ rule: '', seq: 1, hash: '', approvers: [], decisions: [], copies: [] },
        ...{ createdAt: world.clock.now(), expiresAt: world.clock.now() + 99 * HOUR_MS },
      } as unknown as Parameters<typeof world.store.saveRequest>[0]);
    await ask('req_due', world.clock.now() + HOUR_MS / 2);
    await ask('req_later', world.clock.now() + 50 * HOUR_MS);
    await dieAndRestore(world, world.store.copy());
    expect(await world.service.oldData.read()).toMatchObject({ requests: 1 });
    await world.service.oldData.cancel(OMAR);
    expect((await world.store.loadRequest('req_due'))?.state).toBe('cancelled');
    expect((await world.store.loadRequest('req_later'))?.state).toBe('approved');
  });

  it('holds all of several instances, and one of them asks', async () => {
    const world = await openWorld({ sweepEveryMs: 300_000 });
    const { copy } = await copyInTheMiddle(world);
    await world.clock.advance(HOUR_MS);
    world.restart(copy);
    const other = world.startAnother();
    await world.clock.until(Promise.all([world.service.oldData.look(), other.oldData.look()]));
    expect([world.service, other].map(({ brake }) => brake.paused()?.byItself)).toEqual([true, true]);
    const asked: string[] = [];
    const ask = (name: string, { oldData }: typeof other) => oldData.ask(async () => void asked.push(name));
    await world.clock.until(Promise.all([ask('one', world.service), ask('other', other)]));
    expect(asked).toHaveLength(1);
    expect(world.store.entries().filter(({ what }) => what === 'rollcall.paused')).toHaveLength(1);
  });

  it('is asked about again each minute until somebody was reached, and then no more', async () => {
    const world = await openWorld();
    const { copy } = await copyInTheMiddle(world);
    await restore(world, copy);
    const { oldData } = world.service;
    let [tried, isAway] = [0, true];
    const ask = () =>
      oldData
        .ask(async () => {
          tried += 1;
          if (isAway) throw new Error('No chat answers.');
        })
        .catch(() => undefined);
    const stop = new AbortController();
    const alive = oldData.keepAlive(stop.signal, ask);
    await world.clock.advance(3 * 60_000);
    expect(tried).toBeGreaterThanOrEqual(3);
    isAway = false;
    await world.clock.advance(60_000);
    const reached = tried;
    await world.clock.advance(10 * 60_000);
    expect(tried).toBe(reached);
    stop.abort();
    await world.clock.until(alive);
  });

  it('is noticed under a running instance, by its own note', async () => {
    const world = await openWorld();
    const { copy } = await copyInTheMiddle(world);
    const stop = new AbortController();
    let older = 0;
    const alive = world.service.oldData.keepAlive(stop.signal, async () => {
      older += 1;
    });
    await world.clock.advance(10 * 60_000);
    expect(older).toBe(0);
    const { loadNote, saveNote, updateNote } = world.store;
    // As a database that was put back.
    const { loadNote: load, saveNote: save, updateNote: update } = copy;
    Object.assign(world.store, { loadNote: load, saveNote: save, updateNote: update });
    await world.clock.advance(60_000);
    // Everything it had to do is done, as far as these records know.
    expect(older).toBe(1);
    expect(await copy.loadNote('data.old')).toMatchObject({ savedAt: Date.UTC(2026, 0, 5, 9) });
    Object.assign(world.store, { loadNote, saveNote, updateNote });
    stop.abort();
    await alive;
  });
});
