import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import type { Actor } from '../../../src/domain/terms.ts';
import { showApproval } from '../../../src/flows/approvals/approvalViews.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { listLeftThings } from '../../../src/service/jobs/tickOff.ts';
import type { LeaveValues } from '../../../src/service/leaving/leaveDraft.ts';
import type { LeaversDraft } from '../../../src/service/leaving/leaversDraft.ts';
import { requestOfLeavers } from '../../../src/service/leaving/peopleOfLeavers.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const GRACE: Actor = { ...OMAR, id: 'grace', name: 'Grace Okafor', userId: 'U0GRACEOKA' };
const PEOPLE = [OMAR, GRACE].map(({ id, name, roles, userId }) => ({ id, name, roles, slack: userId }));
const DAY_MS = 86_400_000;
const NAMES = ['ada', 'bob', 'cleo', 'dan'];

function openWorld(more: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld({ people: PEOPLE, ...more });
  world.tenant.hold('boss@contoso.com', 'Boss');
  for (const name of NAMES) {
    world.tenant.hold(`${name}@contoso.com`, name, {
      accountEnabled: true,
      held: name === 'dan' ? [] : [{ skuId: E3.skuId, disabledPlans: [], inherited: false }],
    });
  }
  world.tenant.managers.set(idOf(world, 'ada'), idOf(world, 'boss'));
  return world;
}

const idOf = ({ tenant }: World, name: string) => tenant.find(`${name}@contoso.com`)?.id ?? '';
const isIn = ({ tenant }: World, name: string) => tenant.find(`${name}@contoso.com`)?.accountEnabled;

function dayIn({ clock }: World, days: number): string {
  return new Date(clock.now() + days * DAY_MS).toISOString().slice(0, 10);
}

function openFile({ service }: World, csv: string) {
  const bytes = Buffer.from(csv);
  return service.leavers.openFile(OMAR, PLACE, {
    name: 'leavers.csv',
    size: bytes.length,
    open: async () =>
      (async function* () {
        yield bytes;
      })(),
  });
}

async function submit(world: World, draft: DraftRecord<LeaversDraft>, typed: Partial<LeaveValues> = {}) {
  const { leavers } = world.service;
  const checked = await leavers.check(OMAR, draft.id, { ...draft.data.values, zone: 'UTC', ...typed });
  expect(checked.problems).toEqual([]);
  const parts = await leavers.split(OMAR, PLACE, checked.draft, checked.draft.version);
  return Promise.all(
    parts.map((part) =>
      world.service.approvals.submit({
        actor: OMAR,
        place: PLACE,
        requestId: part.id,
        requestVersion: part.version,
        kind: 'bulk',
        task: 'leave',
        ...requestOfLeavers(part.data),
      }),
    ),
  );
}

const requestsOf = (submitted: Awaited<ReturnType<typeof submit>>) =>
  submitted.map((one) => {
    if (!('request' in one)) throw new Error('It was not planned.');
    return one.request.request;
  });

/** Whose accounts are known, so that their approval counts. */
const approving = () =>
  openWorld({
    people: PEOPLE.map((one, index) => ({ ...one, teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${index}` })),
  });

function setRule(world: World, when: object): void {
  const { customers, people } = world.policy;
  const rule = { name: 'leavers', when: { tasks: ['leave'], ...when }, by: { people: ['grace'] } };
  Object.assign(world.policy, {
    approvals: policySchema.parse({ customers, people, approvals: [rule] }).approvals,
  });
}
const setSizeRule = (world: World) => setRule(world, { people: 3 });

/** `ada 3`: Ada leaves in three days. */
function listOf(world: World, all: readonly string[]): string {
  const rows = all.map((one) => {
    const [name, days] = one.split(' ');
    return `${name}@contoso.com,${dayIn(world, Number(days))}`;
  });
  return ['User name,Last day', ...rows].join('\n');
}

describe('several people who leave', () => {
  it('have nothing looked up in the audit for each of their steps, in a job that runs for the first time', async () => {
    const world = openWorld();
    const { readAudit } = world.store;
    const asked: unknown[] = [];
    Object.assign(world.store, {
      readAudit: (filter: Parameters<typeof readAudit>[0]) => {
        asked.push(filter);
        return readAudit.call(world.store, filter);
      },
    });
    const opened = await world.service.leavers.open(
      OMAR,
      PLACE,
      NAMES.map((name) => idOf(world, name)),
    );
    if (!('draft' in opened)) throw new Error('Somebody was refused.');
    const [submitted] = await submit(world, opened.draft);
    if (submitted === undefined || !('job' in submitted)) throw new Error('It waits.');
    await world.finish(submitted.job.id);
    expect(NAMES.map((name) => isIn(world, name))).toEqual([false, false, false, false]);
    expect(asked.filter((filter) => JSON.stringify(filter).includes('mentions'))).toEqual([]);
  });

  it('are offboarded in one job, each with their own reply and what is left for a person', async () => {
    const world = openWorld();
    const opened = await world.service.leavers.open(
      OMAR,
      PLACE,
      NAMES.map((name) => idOf(world, name)),
    );
    if (!('draft' in opened)) throw new Error('Somebody was refused.');
    const [submitted] = await submit(world, opened.draft);
    if (submitted === undefined || !('job' in submitted)) throw new Error('There is no job.');
    const { counts, rows } = await world.finish(submitted.job.id);
    expect(counts).toMatchObject({ total: 4, created: 4 });
    expect(NAMES.map((name) => isIn(world, name))).toEqual([false, false, false, false]);
    const reply = (name: string) =>
      rows
        .find(({ objectId }) => objectId === idOf(world, name))
        ?.acts?.flatMap(({ act }) => (act.kind === 'reply' ? act.text : []));
    expect(reply('ada')).toEqual(['ada no longer works here. Please write to boss@contoso.com instead.']);
    expect(reply('bob')).toEqual(['bob no longer works here.']);
    expect(reply('dan')).toEqual([]);
    expect(rows[0]?.left?.[0]?.command).toContain("'ada@contoso.com'");
  });

  it('name their manager in the reply until that one is forgotten', async () => {
    const world = openWorld();
    const draft = await openFile(world, 'User name\nada@contoso.com\nbob@contoso.com');
    const [submitted] = await submit(world, draft);
    if (submitted === undefined || !('job' in submitted)) throw new Error('There is no job.');
    await world.finish(submitted.job.id);
    const rows = async () => JSON.stringify(await world.store.loadRows(submitted.job.id));
    expect(await rows()).toContain('boss@contoso.com');
    await world.service.forgetting.forget(OMAR, 'boss@contoso.com');
    expect(await rows()).not.toContain('boss@contoso.com');
    expect(await rows()).toContain('bob no longer works here');
  });

  it('get no automatic reply rather than an empty one, where all of it would name a manager they lack', async () => {
    const world = openWorld();
    const draft = await openFile(world, 'User name\nada@contoso.com\nbob@contoso.com');
    const [submitted] = await submit(world, draft, { reply: 'Please write to {manager}.' });
    if (submitted === undefined || !('job' in submitted)) throw new Error('There is no job.');
    const { counts, rows } = await world.finish(submitted.job.id);
    expect(counts).toMatchObject({ created: 2 });
    const replies = rows.map(({ acts = [] }) =>
      acts.flatMap(({ act }) => (act.kind === 'reply' ? act.text : [])),
    );
    expect(replies).toEqual([['Please write to boss@contoso.com.'], []]);
    expect([isIn(world, 'ada'), isIn(world, 'bob')]).toEqual([false, false]);
  });

  it('are forgotten for good while something of them is ticked off', async () => {
    const world = openWorld();
    const draft = await openFile(world, 'User name\nada@contoso.com\nbob@contoso.com');
    const [submitted] = await submit(world, draft);
    if (submitted === undefined || !('job' in submitted)) throw new Error('There is no job.');
    const { id } = submitted.job;
    const { rows } = await world.finish(id);
    const audit = world.store.audit.bind(world.store);
    let forgotten: Promise<unknown> | undefined;
    world.store.audit = async (entry) => {
      if (entry.what === 'person.left_done') {
        forgotten ??= world.service.forgetting.forget(OMAR, 'ada@contoso.com');
        for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
      }
      return audit(entry);
    };
    await world.service.jobs.tickOff(
      OMAR,
      id,
      listLeftThings(rows).map(({ key }) => key),
    );
    await forgotten;
    expect(forgotten).toBeDefined();
    const stored = await world.store.loadRows(id);
    expect(JSON.stringify(stored)).not.toContain('ada@contoso.com');
    // What was ticked off for the other stays.
    expect(stored[1]?.left?.[0]).toMatchObject({ doneBy: 'Omar Haddad' });
  });

  it.each([
    ['asks for approval of each part', ['ada 3', 'bob 3', 'cleo 5'], 'waiting'],
    ['asks for none below its size', ['ada 3', 'cleo 5'], 'approved'],
  ])('are one size for a rule, on however many days they leave: it %s', async (_what, all, state) => {
    const world = approving();
    await world.service.resume();
    setSizeRule(world);
    const submitted = await submit(world, await openFile(world, listOf(world, all)));
    expect(requestsOf(submitted).map((one) => one.state)).toEqual([state, state]);
    // Another file is a size of its own.
    const other = await submit(world, await openFile(world, listOf(world, ['dan 4'])));
    expect(requestsOf(other).map((one) => one.state)).toEqual(['approved']);
  });

  it('are one size, too, when a rule of size came after they were planned', async () => {
    const world = approving();
    await world.service.resume();
    const list = listOf(world, ['ada 3', 'bob 3', 'cleo 5']);
    const planned = requestsOf(await submit(world, await openFile(world, list)));
    setSizeRule(world);
    await world.clock.advance(6 * DAY_MS);
    for (const { id } of planned) {
      expect(await world.store.loadRequest(id)).toMatchObject({ problem: { code: 'NEEDS_APPROVAL' } });
    }
    expect(NAMES.map((name) => isIn(world, name))).toEqual([true, true, true, true]);
  });

  it('are named by a file, of which each that cannot be offboarded is told and left out', async () => {
    const world = openWorld();
    world.tenant.hold('omar@contoso.com', 'Omar Haddad');
    world.tenant.hold('guest@contoso.com', 'Guest', { guest: true } as object);
    world.tenant.hold('synced@contoso.com', 'Synced', { synced: true } as object);
    world.tenant.adminRoles.set(idOf(world, 'bob'), ['User Administrator']);
    const csv = ['User name', 'ADA@contoso.com', 'nobody@contoso.com', 'bob@contoso.com', 'ada@contoso.com']
      .concat(['omar@contoso.com', 'guest@contoso.com', 'synced@contoso.com', 'cleo'])
      .join('\n');
    const draft = await openFile(world, csv);
    expect(draft.data.people.map(({ displayName }) => displayName)).toEqual(['ada']);
    const { findings } = world.service.leavers.read(draft.data);
    const said = new Map(findings.map(({ row, message }) => [row, message]));
    expect(said.get(3)).toContain('No one in the directory has this user name');
    expect(said.get(4)).toContain('admin role');
    expect(said.get(5)).toContain('same person is in row 2');
    expect(said.get(6)).toContain('This is you');
    expect(said.get(7)).toContain('Another organization manages');
    expect(said.get(8)).toContain('Active Directory');
    expect(said.get(9)).toContain("isn't a full user name");
    expect(world.service.leavers.writeLog(draft.data)).toContain('nobody@contoso.com');
    const [submitted] = await submit(world, draft, { steps: ['block'] });
    if (submitted === undefined || !('job' in submitted)) throw new Error('There is no job.');
    expect((await world.finish(submitted.job.id)).counts).toMatchObject({ total: 1, created: 1 });
    expect(submitted.job.leftOut?.map(({ row }) => row)).toEqual([3, 4, 6, 7, 8, 9]);
    expect(isIn(world, 'bob')).toBe(true);
  });

  it('leave on the days of the file, each day a plan of its own, though it is started twice', async () => {
    const world = openWorld();
    await world.service.resume();
    const [near, far] = [dayIn(world, 3), dayIn(world, 5)];
    const csv = `User name;Last day\nada@contoso.com;${near}\nbob@contoso.com;${far} 00:00:00\ncleo@contoso.com;${near}\ndan@contoso.com;\n`;
    const draft = await openFile(world, csv);
    expect(world.service.leavers.read(draft.data).findings).toMatchObject([
      { row: 5, column: 'Last day', message: 'This row has no date, but others do.' },
    ]);
    const first = requestsOf(await submit(world, draft));
    expect(first.map(({ asked }) => asked.people.length)).toEqual([2, 1]);
    const { data } = await world.service.leavers.load(OMAR, draft.id);
    expect(data.parts).toHaveLength(2);
    expect(await world.service.approvals.listPlanned(OMAR)).toHaveLength(2);
    const kept = await world.service.leavers.load(OMAR, draft.id);
    const again = await world.service.leavers.split(OMAR, PLACE, kept, 2);
    expect(again.map(({ id }) => id)).toEqual(data.parts);
    await expect(world.service.leavers.split(OMAR, PLACE, kept, 1)).rejects.toMatchObject({
      code: 'VERSION_STALE',
    });
    await world.clock.advance(4 * DAY_MS);
    expect(NAMES.map((name) => isIn(world, name))).toEqual([false, true, false, true]);
    await world.clock.advance(2 * DAY_MS);
    expect(NAMES.map((name) => isIn(world, name))).toEqual([false, false, false, true]);
  });

  it('leave as it was confirmed last, and not as before a change', async () => {
    const world = openWorld();
    const { leavers } = world.service;
    const csv = `User name;Last day\nada@contoso.com;${dayIn(world, 3)}\nbob@contoso.com;${dayIn(world, 5)}\n`;
    const draft = await openFile(world, csv);
    const values = { ...draft.data.values, zone: 'UTC' };
    const first = await leavers.check(OMAR, draft.id, values);
    // The process ended before any of it was asked for.
    const old = await leavers.split(OMAR, PLACE, first.draft, first.draft.version);
    await leavers.check(OMAR, draft.id, { ...values, steps: ['block'] });
    const now = await leavers.load(OMAR, draft.id);
    await expect(leavers.split(OMAR, PLACE, now, first.draft.version)).rejects.toMatchObject({
      code: 'VERSION_STALE',
    });
    const parts = await leavers.split(OMAR, PLACE, now, now.version);
    expect(parts.map(({ data }) => data.values.steps)).toEqual([['block'], ['block']]);
    await expect(leavers.load(OMAR, old[0]?.id ?? '')).rejects.toMatchObject({ code: 'DRAFT_GONE' });
  });

  it('are not changed any more once one part was asked for, whichever it is', async () => {
    const world = openWorld();
    await world.service.resume();
    const { leavers, approvals } = world.service;
    const csv = `User name;Last day\nada@contoso.com;${dayIn(world, 3)}\nbob@contoso.com;${dayIn(world, 5)}\n`;
    const draft = await openFile(world, csv);
    const [first, second] = requestsOf(await submit(world, draft));
    await approvals.cancel(OMAR, first?.id ?? '');
    const { values } = draft.data;
    const used = { code: 'ALREADY_DONE' };
    await expect(leavers.check(OMAR, draft.id, values)).rejects.toMatchObject(used);
    await expect(leavers.chooseOrder(OMAR, draft.id, 'dayFirst')).rejects.toMatchObject(used);
    await approvals.cancel(OMAR, second?.id ?? '');
    expect((await leavers.check(OMAR, draft.id, { ...values, zone: 'UTC' })).problems).toEqual([]);
  });

  it.each([
    [['03/04/2027', '05/06/2027'], 'dayFirst', { unclear: '03/04/2027' }],
    [['31/12/2026', '03/04/2027'], undefined, { order: 'dayFirst' }],
    [['12/31/2026', '03/04/2027'], undefined, { order: 'monthFirst' }],
    [['12/31/2026', '31/12/2026', '03/04/2027'], 'monthFirst', { unclear: '03/04/2027' }],
    [['2026-12-31', '31.12.2026'], undefined, {}],
  ] as const)(
    'are asked about how %j is written where the file does not say it',
    async (dates, order, found) => {
      const world = openWorld();
      const rows = dates.map((date, index) => `${NAMES[index]}@contoso.com,${date}`);
      const draft = await openFile(world, ['User name,Last day', ...rows].join('\n'));
      expect(draft.data).toMatchObject(found);
      const { leavers } = world.service;
      if (order === undefined) {
        expect(draft.data.unclear).toBeUndefined();
        return;
      }
      const { problems } = await leavers.check(OMAR, draft.id, draft.data.values);
      expect(problems).toMatchObject([{ message: 'First choose how to read the dates in the file.' }]);
      const said = await leavers.chooseOrder(OMAR, draft.id, order);
      expect(leavers.read(said.data).findings).toEqual([]);
      const days = leavers.read(said.data).groups.map(({ startsAt = 0 }) => new Date(startsAt).toISOString());
      expect(days.some((day) => day.startsWith(order === 'dayFirst' ? '2027-04-03' : '2027-03-04'))).toBe(
        true,
      );
    },
  );

  it('are told of dates that are past, that there are not, or that no one can read', async () => {
    const world = openWorld();
    const csv =
      'User name,Leaving date\nada@contoso.com,2020-01-05\nbob@contoso.com,29.02.2027\ncleo@contoso.com,soon\ndan@contoso.com,2026-12-31';
    const { findings, groups } = world.service.leavers.read((await openFile(world, csv)).data);
    expect(findings.map(({ row, message }) => [row, message.split('.')[0]?.slice(0, 30)])).toEqual([
      [2, 'This is in the past: it is 202'],
      [3, 'There is no February 29 in 202'],
      [4, "This isn't a complete date"],
    ]);
    expect(groups.map(({ ids }) => ids)).toEqual([[idOf(world, 'dan')]]);
    await expect(openFile(world, 'User name,Last day,Exit date\nada@contoso.com,,')).rejects.toMatchObject({
      code: 'FILE_NOT_UNDERSTOOD',
    });
  });

  it('are refused one by one when they are picked', async () => {
    const world = openWorld();
    world.tenant.adminRoles.set(idOf(world, 'bob'), ['User Administrator']);
    const opened = await world.service.leavers.open(OMAR, PLACE, [idOf(world, 'ada'), idOf(world, 'bob')]);
    if (!('refused' in opened)) throw new Error('Nobody was refused.');
    expect([...opened.refused.keys()]).toEqual([idOf(world, 'bob')]);
    const many = Array.from({ length: 26 }, (_, index) => `id-${index}`);
    await expect(world.service.leavers.open(OMAR, PLACE, many)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});

describe('a plan for several people', () => {
  async function planTwo(world: World, names = ['ada', 'bob']) {
    await world.service.resume();
    const day = dayIn(world, 3);
    const rows = names.map((name) => `${name}@contoso.com,${day}`);
    const draft = await openFile(world, ['User name,Last day', ...rows].join('\n'));
    const [request] = requestsOf(await submit(world, draft));
    return request?.id ?? '';
  }

  it('loses whom somebody leaves out, and is carried out for the others, as it was approved', async () => {
    const world = openWorld();
    const id = await planTwo(world);
    const cut = { remove: [], leaveOut: ['ADA@contoso.com'] };
    const { request } = await world.service.approvals.change(GRACE, id, 1, cut);
    expect(request.asked.people.map(({ person }) => person.displayName)).toEqual(['bob']);
    expect(await world.service.approvals.listPlanned(OMAR, idOf(world, 'ada'))).toEqual([]);
    world.restart();
    await world.service.resume();
    await world.clock.advance(4 * DAY_MS);
    expect([isIn(world, 'ada'), isIn(world, 'bob')]).toEqual([true, false]);
    expect((await world.store.loadRequest(id))?.problem).toBeUndefined();
  });

  it('loses whom somebody leaves out while its hour strikes', async () => {
    const world = openWorld();
    const id = await planTwo(world);
    const { startsAt = 0 } = (await world.store.loadRequest(id))?.asked ?? {};
    await world.clock.advance(startsAt - world.clock.now() - 60_000);
    const update = world.store.updateRequest.bind(world.store);
    let writes = 0;
    let release = () => {};
    let before: Promise<unknown> | undefined;
    world.store.updateRequest = async (...asked) => {
      const earlier = before ?? new Promise<void>((resolve) => (release = resolve));
      const written = earlier.then(() => update(...asked));
      before = written;
      writes += 1;
      return written;
    };
    const cut = world.service.approvals.change(GRACE, id, 1, { remove: [], leaveOut: ['ada@contoso.com'] });
    const passed = world.clock.advance(120_000);
    await expect.poll(() => writes).toBe(2);
    release();
    const { request } = await cut;
    expect(request.asked.people.map(({ person }) => person.displayName)).toEqual(['bob']);
    await passed;
    await world.clock.advance(60_000);
    expect([isIn(world, 'ada'), isIn(world, 'bob')]).toEqual([true, false]);
  });

  it('is carried out for the others when whom it lost is forgotten', async () => {
    const world = openWorld();
    const id = await planTwo(world);
    const forget = () => world.service.forgetting.forget(OMAR, 'ada@contoso.com');
    await expect(forget()).rejects.toMatchObject({ code: 'NOT_YET' });
    await world.service.approvals.change(GRACE, id, 1, { remove: [], leaveOut: ['ada@contoso.com'] });
    await forget();
    expect(JSON.stringify(await world.store.loadRequest(id))).not.toContain('ada@');
    world.restart();
    await world.service.resume();
    await world.clock.advance(4 * DAY_MS);
    expect([isIn(world, 'ada'), isIn(world, 'bob')]).toEqual([true, false]);
    expect((await world.store.loadRequest(id))?.problem).toBeUndefined();
  });

  /** Grace has approved that Ada and Bob leave, Omar takes Ada out of it. */
  async function leaveOutOfApproved(world: World, meanwhile = () => {}): Promise<string> {
    await world.service.resume();
    setRule(world, {});
    const id = await planTwo(world);
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    meanwhile();
    await world.clock.advance(60_000);
    await world.service.approvals.change(OMAR, id, 1, { remove: [], leaveOut: ['ada@contoso.com'] });
    return id;
  }

  it('names whom it lost on its cards, in its results and in the history, and calls whoever approved it', async () => {
    const world = approving();
    const id = await leaveOutOfApproved(world);
    const state = await world.service.approvals.read(id);
    if (state === undefined) throw new Error('The plan is gone.');
    for (const viewer of ['requester', 'approver'] as const) {
      const { decisions } = showApproval(state, 'Contoso', viewer);
      expect(decisions.at(-1)).toMatchObject({
        name: 'Omar Haddad',
        did: expect.stringContaining('1 of 2 people left out'),
        reason: 'ada',
      });
    }
    const asked = state.request.copies.filter(({ to }) => to === 'grace');
    expect(asked.map(({ as }) => as)).toEqual(['approver', 'approver']);
    const [entry] = await world.store.readAudit({ subject: id, limit: 1 });
    expect(entry).toMatchObject({ what: 'request.changed', detail: { leftOutNames: 'ada@contoso.com' } });
    await world.clock.advance(4 * DAY_MS);
    expect([isIn(world, 'ada'), isIn(world, 'bob')]).toEqual([true, false]);
    const { jobId = '' } = (await world.store.loadRequest(id)) ?? {};
    const job = await world.service.jobs.read(jobId);
    expect(job?.job.leftOut).toMatchObject([
      { displayName: 'ada', reason: 'Omar Haddad left this person out of the plan.' },
    ]);
    expect(job === undefined ? '' : world.service.jobs.writeResults(job)).toContain('ada@contoso.com');
  });

  it('stays approved when whom it lost is forgotten, of whom nothing is left in it', async () => {
    const world = approving();
    const id = await leaveOutOfApproved(world);
    await world.service.forgetting.forget(GRACE, 'ada@contoso.com');
    expect(JSON.stringify(await world.store.loadRequest(id))).not.toMatch(/"ada"|ada@/);
    world.restart();
    await world.service.resume();
    await world.clock.advance(4 * DAY_MS);
    expect((await world.store.loadRequest(id))?.problem).toBeUndefined();
    expect([isIn(world, 'ada'), isIn(world, 'bob')]).toEqual([true, false]);
  });

  it('is left as it is for nobody, for everybody, and by whoever may not cancel it', async () => {
    const world = openWorld();
    const id = await planTwo(world);
    const change = (actor: Actor, leaveOut: string[]) =>
      world.service.approvals.change(actor, id, 1, { remove: [], leaveOut });
    for (const nobody of [[], ['dan@contoso.com']]) {
      await expect(change(OMAR, nobody)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    }
    await expect(change(OMAR, ['ada@contoso.com', 'bob@contoso.com'])).rejects.toMatchObject({
      message: 'No one would be left in the plan.',
    });
    const mia: Actor = { ...GRACE, id: 'mia', roles: ['helpdesk'] };
    await expect(change(mia, ['ada@contoso.com'])).rejects.toMatchObject({ code: 'NOT_YOURS' });
    expect((await world.store.loadRequest(id))?.withdrawn).toBeUndefined();
  });

  it('loses the one person who is moved to another day, and nobody else', async () => {
    const world = openWorld();
    const id = await planTwo(world);
    const form = await world.service.leaving.open(GRACE, PLACE, idOf(world, 'ada'));
    expect(form.data.replaces).toBe(id);
    const { draft } = await world.service.leaving.check(GRACE, form.id, {
      ...form.data.values,
      date: dayIn(world, 9),
    });
    await world.service.approvals.submit({
      actor: GRACE,
      place: PLACE,
      requestId: draft.id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'leave',
      ...requestOfActs(draft.data),
    });
    expect(await world.store.loadRequest(id)).toMatchObject({
      state: 'approved',
      withdrawn: [idOf(world, 'ada')],
    });
    await world.clock.advance(4 * DAY_MS);
    expect([isIn(world, 'ada'), isIn(world, 'bob')]).toEqual([true, false]);
    await world.clock.advance(6 * DAY_MS);
    expect(isIn(world, 'ada')).toBe(false);
  });

  /** Omar moves Ada, of a plan that Grace approved, to another day. */
  async function moveAda(world: World, meanwhile: (world: World) => void = () => {}): Promise<string> {
    await world.service.resume();
    setRule(world, {});
    const id = await planTwo(world);
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    Object.assign(world.policy.approvals[0]?.when ?? {}, { people: 2 });
    meanwhile(world);
    const form = await world.service.leaving.open(OMAR, PLACE, idOf(world, 'ada'));
    const values = { ...form.data.values, date: dayIn(world, 9) };
    const { draft } = await world.service.leaving.check(OMAR, form.id, values);
    await world.service.approvals.submit({
      actor: OMAR,
      place: PLACE,
      requestId: draft.id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'leave',
      ...requestOfActs(draft.data),
    });
    expect((await world.store.loadRequest(id))?.withdrawn).toEqual([idOf(world, 'ada')]);
    return id;
  }

  const cardsOfGrace = async (world: World, id: string) =>
    (await world.store.loadRequest(id))?.copies.filter(({ to }) => to === 'grace').length;

  it('calls whoever approved it, and is audited with the name, when somebody is moved to another day', async () => {
    const world = approving();
    const id = await moveAda(world);
    expect(await cardsOfGrace(world, id)).toBe(2);
    const [entry] = await world.store.readAudit({ subject: id, limit: 1 });
    expect(entry).toMatchObject({ what: 'request.changed', detail: { leftOutNames: 'ada@contoso.com' } });
  });

  it('calls nobody who approved it and may no longer decide, moved or left out', async () => {
    const world = approving();
    const isNoApprover = () => {
      for (const each of world.policy.people) if (each.id === 'grace') each.roles = [];
      world.policy.approvals = world.policy.approvals.map((rule) => ({ ...rule, by: { people: ['omar'] } }));
    };
    const id = await moveAda(world, isNoApprover);
    expect(await cardsOfGrace(world, id)).toBe(1);
    const other = approving();
    const left = await leaveOutOfApproved(other, () => {
      other.policy.approvals = other.policy.approvals.map((rule) => ({ ...rule, by: { people: ['omar'] } }));
    });
    expect(await cardsOfGrace(other, left)).toBe(1);
  });

  it('keeps its people out of another file, until it is canceled', async () => {
    const world = openWorld();
    await planTwo(world);
    const draft = await openFile(world, 'User name\nada@contoso.com\ncleo@contoso.com');
    expect(draft.data.people.map(({ displayName }) => displayName)).toEqual(['cleo']);
    expect(draft.data.findings?.[0]?.message).toContain('They are already planned to leave on');
  });
});
