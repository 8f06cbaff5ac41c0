import { describe, expect, it } from 'vitest';
import type { HeldLicense } from '../../../src/domain/terms.ts';
import { reverseOf } from '../../../src/service/jobs/steps/changeRows.ts';
import { restOf } from '../../../src/service/jobs/steps/licenseChanges.ts';
import type { AssignValues } from '../../../src/service/licensing/assignDraft.ts';
import type { JobRecord } from '../../../src/service/ports/records.ts';
import { makeWorkbook } from '../../composition/makeWorkbook.ts';
import { E3, E5, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const TEAMS = '57ff2da0-773e-42df-b2af-ffb7a2317929';
const SWAY = 'a23b959c-7ce8-4e57-9140-b90eb88a9e97';
const LICENSE = {
  ...E3,
  servicePlans: [
    { servicePlanId: TEAMS, name: 'Microsoft Teams' },
    { servicePlanId: SWAY, name: 'Sway' },
  ],
};
const FREE = { ...E5, skuId: 'free-sku', name: 'Free', left: 5 };

function holding(skuId: string, disabledPlans: string[] = [], inherited = false): HeldLicense {
  return { skuId, disabledPlans, inherited };
}

function createTenant(held: HeldLicense[] = [], usageLocation: string | undefined = 'US'): World {
  const world = createWorld();
  world.tenant.licenses = [LICENSE, E5, FREE];
  world.tenant.hold('ada@contoso.com', 'Ada', {
    held,
    ...(usageLocation === undefined ? {} : { usageLocation }),
  });
  return world;
}

function heldBy({ tenant }: World): [string, readonly string[]][] {
  return (tenant.find('ada@contoso.com')?.held ?? []).map(({ skuId, disabledPlans }) => [
    skuId,
    disabledPlans,
  ]);
}

async function ask({ service, tenant }: World, values: Partial<AssignValues>) {
  const { id } = tenant.find('ada@contoso.com') ?? { id: '' };
  const { id: draftId, data } = await service.assignments.open(OMAR, PLACE, [id]);
  return service.assignments.check(OMAR, draftId, { ...data.values, ...values });
}

async function accept(world: World, values: Partial<AssignValues>): Promise<JobRecord> {
  const { service } = world;
  const { draft, problems } = await ask(world, values);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const people = service.assignments.peopleOf(await service.facts.read('contoso'), draft.data);
  const settings = { accountEnabled: true, usageLocation: 'US', licenses: [], recipients: [] };
  const { job } = await service.jobs.accept({
    actor: OMAR,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'assign',
    people,
    settings,
  });
  return job;
}

describe('the way back of a change', () => {
  const NEW = { skuId: E3.skuId, disabledPlans: [SWAY] };

  it.each<[string, HeldLicense[], ReturnType<typeof reverseOf>]>([
    ['was not held', [], { add: [], remove: [E3.skuId] }],
    [
      'was held with other services',
      [holding(E3.skuId, [TEAMS])],
      { add: [{ skuId: E3.skuId, disabledPlans: [TEAMS] }], remove: [] },
    ],
    ['came from a group alone', [holding(E3.skuId, [], true)], { add: [], remove: [E3.skuId] }],
  ])('of a license that %s', (_what, before, back) => {
    expect(reverseOf({ add: [NEW], remove: [], before })).toEqual(back);
  });

  it('leaves to the group what only the group gives', () => {
    expect(restOf({ add: [], remove: [E3.skuId] }, [holding(E3.skuId, [], true)]).remove).toEqual([]);
  });
});

describe('changing the licenses of somebody who exists', () => {
  it('gives and takes away in one call, and says so in the audit', async () => {
    const world = createTenant([holding(E5.skuId)]);
    const job = await accept(world, { licenses: [E3.skuId], remove: [E5.skuId] });
    const { counts } = await world.finish(job.id);
    expect(counts).toMatchObject({ created: 1, failed: 0 });
    expect(world.tenant.changed).toHaveLength(1);
    expect(heldBy(world)).toEqual([[E3.skuId, []]]);
    const [entry] = await world.store.readAudit({ subject: 'ada@contoso.com', limit: 1 });
    expect(entry).toMatchObject({
      what: 'license.changed',
      outcome: 'done',
      detail: { added: E3.skuId, removed: E5.skuId, before: E5.skuId },
    });
    expect(world.mailer.inbox).toEqual([]);
  });

  it('has no passwords to show or to send on, and says so instead of that nobody was created', async () => {
    const world = createTenant([]);
    const { id } = await accept(world, { licenses: [E3.skuId] });
    await world.finish(id);
    const { jobs } = world.service;
    const refusal = {
      message: 'This job set no passwords.',
      next: 'To set a new password, type user and the name, then press New password.',
    };
    await expect(jobs.claimPasswords(OMAR, id)).rejects.toMatchObject(refusal);
    await expect(jobs.sendTo(OMAR, id, 'it@contoso.com')).rejects.toMatchObject(refusal);
    await expect(jobs.retry(OMAR, id)).rejects.toMatchObject({
      message: 'Everything was already done.',
    });
  });

  it('switches services of a license off and on again', async () => {
    const world = createTenant([holding(E3.skuId, [SWAY, 'of-the-company'])]);
    await world.finish((await accept(world, { servicesOff: [`${E3.skuId}/${TEAMS}`] })).id);
    expect(heldBy(world)).toEqual([[E3.skuId, ['of-the-company', TEAMS]]]);
  });

  it('sets a location where there is none', async () => {
    const world = createTenant([]);
    delete world.tenant.find('ada@contoso.com')?.usageLocation;
    const { problems } = await ask(world, { licenses: [E3.skuId], usageLocation: '' });
    expect(problems).toMatchObject([{ field: 'usageLocation', message: expect.stringContaining('none') }]);
    await world.finish((await accept(world, { licenses: [E3.skuId], usageLocation: 'DE' })).id);
    expect(world.tenant.find('ada@contoso.com')?.usageLocation).toBe('DE');
    expect(heldBy(world)).toEqual([[E3.skuId, []]]);
  });

  it.each<[string, HeldLicense[], Partial<AssignValues>, RegExp]>([
    ['nothing to change', [holding(E3.skuId)], { licenses: [E3.skuId] }, /Nothing would change/],
    ['no seat left', [], { licenses: [E5.skuId] }, /no seats are left/],
    [
      'assigned and removed',
      [holding(E3.skuId)],
      { licenses: [E3.skuId], remove: [E3.skuId] },
      /at the same time/,
    ],
    ['from a group', [holding(E3.skuId, [], true)], { remove: [E3.skuId] }, /comes from a group/],
    ['not of this tenant', [], { licenses: ['elsewhere'] }, /doesn't have the license/],
    ['no country', [], { licenses: [E3.skuId], usageLocation: 'Mars' }, /country code/],
  ])('is refused with the reason: %s', async (_what, held, values, sentence) => {
    const { draft, problems } = await ask(createTenant(held), values);
    expect(problems.map(({ message }) => message).join(' ')).toMatch(sentence);
    expect(draft.data.checked).toBeUndefined();
  });

  it('is carried out once although the answer was lost, and after a restart', async () => {
    const world = createTenant([holding(E5.skuId)]);
    world.tenant.changeFateOf = (_change, nth) =>
      nth === 1 ? { status: 'later', afterMs: 60_000, error: fail('DIRECTORY_DOWN') } : { status: 'done' };
    const job = await accept(world, { licenses: [E3.skuId], remove: [E5.skuId] });
    await world.clock.until(world.clock.sleep(2_000));
    world.restart();
    await world.service.resume();
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
    expect(world.tenant.changed).toHaveLength(1);
    expect(heldBy(world)).toEqual([[E3.skuId, []]]);
  });

  it.each([0, 2, 5, 7, 10, 12, 15, 17, 20, 25])(
    'ends the same, and can be undone, when the process dies after %i ms',
    async (ms) => {
      const world = createTenant([holding(E5.skuId, ['x'])]);
      delete world.tenant.find('ada@contoso.com')?.usageLocation;
      const change = { licenses: [E3.skuId], remove: [E5.skuId], usageLocation: 'DE' };
      const job = await accept(world, change);
      await world.clock.until(world.clock.sleep(ms));
      world.restart();
      await world.service.resume();
      await world.finish(job.id);
      expect(heldBy(world)).toEqual([[E3.skuId, []]]);
      await world.service.jobs.undo(OMAR, job.id);
      await world.clock.until(world.clock.sleep(5_000));
      expect(heldBy(world)).toEqual([[E5.skuId, ['x']]]);
    },
  );

  it('tells what the directory refused, and tries again on request', async () => {
    const world = createTenant();
    world.tenant.changeFateOf = (_change, nth) =>
      nth === 1 ? { status: 'refused', error: fail('NO_SEATS', 'Gone meanwhile.') } : { status: 'done' };
    const job = await accept(world, { licenses: [E3.skuId] });
    const state = await world.finish(job.id);
    expect(state.counts).toMatchObject({ created: 0, failed: 1 });
    expect(state.rows[0]?.license.error?.message).toBe('Gone meanwhile.');
    await world.service.jobs.retry(OMAR, job.id);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1, failed: 0 });
  });

  it('is undone to what was before, and leaves alone what others changed since', async () => {
    const world = createTenant([holding(E5.skuId, ['x']), holding(E3.skuId, [SWAY])]);
    const job = await accept(world, { licenses: [FREE.skuId], remove: [E5.skuId], servicesOff: [] });
    await world.finish(job.id);
    expect(heldBy(world)).toEqual([
      [E3.skuId, []],
      [FREE.skuId, []],
    ]);
    const ada = world.tenant.find('ada@contoso.com');
    ada?.held?.push(holding('by-somebody-else'));
    await world.service.jobs.undo(OMAR, job.id);
    await world.clock.until(world.clock.sleep(5_000));
    expect(heldBy(world).sort()).toEqual(
      [
        [E3.skuId, [SWAY]],
        [E5.skuId, ['x']],
        ['by-somebody-else', []],
      ].sort(),
    );
    expect((await world.service.jobs.read(job.id))?.counts).toMatchObject({ undone: 1 });
    expect(world.tenant.find('ada@contoso.com')).toBeDefined();
  });

  it('has no password to show', async () => {
    const world = createTenant();
    const job = await accept(world, { licenses: [E3.skuId] });
    await world.finish(job.id);
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('fails for somebody who is gone by then', async () => {
    const world = createTenant();
    const job = accept(world, { licenses: [E3.skuId] });
    world.tenant.changeFateOf = () => ({ status: 'refused', error: fail('NOT_FOUND') });
    const { id } = await job;
    world.tenant.accounts.clear();
    const { rows } = await world.finish(id);
    expect(rows[0]?.license.error?.message).toContain('no longer in the directory');
  });
});

describe('changing the licenses of people in a file', () => {
  async function* bytes(text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  const fileOf = (text: string) => ({ name: 'it.csv', open: async () => bytes(text) });

  it('finds who is there, and leaves out who needs no change', async () => {
    const world = createTenant([holding(E3.skuId)]);
    world.tenant.hold('bob@contoso.com', 'Bob', { held: [], usageLocation: 'US', accountEnabled: false });
    const text = 'UPN\nADA@contoso.com\nbob@contoso.com\nnobody@contoso.com\nbob\nada@contoso.com\n';
    const { id, data } = await world.service.assignments.openFile(OMAR, PLACE, fileOf(text));
    expect(data.targets.map(({ userPrincipalName, sourceRow }) => [userPrincipalName, sourceRow])).toEqual([
      ['ada@contoso.com', 2],
      ['bob@contoso.com', 3],
    ]);
    expect(data.findings?.map(({ row, code }) => [row, code])).toEqual([
      [4, 'NOT_FOUND'],
      [5, 'NOT_FOUND'],
      [3, 'SIGN_IN_BLOCKED'],
      [6, 'DUPLICATE'],
    ]);
    expect(world.service.assignments.writeLog(data)).toContain('nobody@contoso.com');
    const { draft } = await world.service.assignments.check(OMAR, id, {
      ...data.values,
      licenses: [E3.skuId],
    });
    const people = world.service.assignments.peopleOf(await world.service.facts.read('contoso'), draft.data);
    expect(people.map(({ person }) => person.displayName)).toEqual(['Bob']);
  });

  async function* pieces(workbook: Buffer): AsyncGenerator<Uint8Array> {
    yield workbook;
  }
  const workbookOf = (...sheets: [name: string, ...rows: string[]][]) => ({
    name: 'it.xlsx',
    open: async () =>
      pieces(
        makeWorkbook({
          sheets: sheets.map(([name, ...rows]) => ({ name, rows: rows.map((one) => [one]) })),
        }),
      ),
  });

  it('F18: asks which sheet of a workbook is meant, and goes on with that one, once', async () => {
    const { assignments } = createTenant().service;
    const file = workbookOf(
      ['HR', 'User name', 'bob@contoso.com'],
      ['IT', 'User name', 'ada@contoso.com'],
      ['Empty', 'User name'],
    );
    const asked = await assignments.openFile(OMAR, PLACE, file);
    expect(asked.data.targets).toEqual([]);
    expect(asked.data.sheets?.offered.map(({ name }) => name)).toEqual(['HR', 'IT']);
    await expect(assignments.chooseSheet(OMAR, asked.id, 7)).rejects.toMatchObject({ code: 'VERSION_STALE' });
    const { data } = await assignments.chooseSheet(OMAR, asked.id, 1);
    expect(data.targets.map(({ userPrincipalName }) => userPrincipalName)).toEqual(['ada@contoso.com']);
    expect(data).toMatchObject({ sheet: 'IT', read: 1, findings: [] });
    expect(data.sheets).toBeUndefined();
    await expect(assignments.chooseSheet(OMAR, asked.id, 0)).rejects.toMatchObject({ code: 'VERSION_STALE' });
  });

  it('F18: asks about sheets without headers, too, and not about one that has no user names', async () => {
    const { assignments } = createTenant().service;
    const bare = workbookOf(['HR', 'bob@contoso.com'], ['IT', 'ada@contoso.com']);
    const asked = await assignments.openFile(OMAR, PLACE, bare);
    expect(asked.data.sheets?.offered).toHaveLength(2);
    const notes = workbookOf(['Notes', 'Ask HR'], ['IT', 'ada@contoso.com']);
    const { data } = await assignments.openFile(OMAR, PLACE, notes);
    expect(data.targets).toHaveLength(1);
  });

  it('says when there are too few seats for all of them', async () => {
    const world = createTenant();
    world.tenant.licenses = [{ ...FREE, left: 1 }];
    world.tenant.hold('bob@contoso.com', 'Bob', { held: [], usageLocation: 'US' });
    const file = fileOf('ada@contoso.com\nbob@contoso.com\n');
    const { id, data } = await world.service.assignments.openFile(OMAR, PLACE, file);
    const values = { ...data.values, licenses: [FREE.skuId] };
    const { draft, problems } = await world.service.assignments.check(OMAR, id, values);
    expect(problems).toMatchObject([{ field: 'licenses', message: 'Free: needs 2, 1 left.' }]);
    const request = {
      actor: OMAR,
      place: PLACE,
      requestId: id,
      requestVersion: draft.version,
      kind: 'bulk',
      task: 'assign',
      people: [],
      settings: { accountEnabled: true, usageLocation: '', licenses: [], recipients: [] },
    } as const;
    await expect(world.service.jobs.accept(request)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('refuses a file that is too large before it is opened', async () => {
    const world = createTenant();
    const file = { ...fileOf('UPN\n'), size: 20 * 1024 * 1024 };
    await expect(world.service.assignments.openFile(OMAR, PLACE, file)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
    });
  });

  it('can be stopped midway, goes on with Retry, and is undone as a whole', async () => {
    const world = createTenant();
    const names = Array.from({ length: 100 }, (_, index) => `person${index}@contoso.com`);
    for (const name of names) world.tenant.hold(name, name, { held: [], usageLocation: 'US' });
    world.tenant.licenses = [{ ...FREE, left: 200 }];
    world.tenant.callMs = 1_000;
    const { service, clock } = world;
    const { id, data } = await service.assignments.openFile(
      OMAR,
      PLACE,
      fileOf(`UPN\n${names.join('\n')}\n`),
    );
    const { draft } = await service.assignments.check(OMAR, id, { ...data.values, licenses: [FREE.skuId] });
    const { job } = await service.jobs.accept({
      actor: OMAR,
      place: PLACE,
      requestId: id,
      requestVersion: draft.version,
      kind: 'bulk',
      task: 'assign',
      people: service.assignments.peopleOf(await service.facts.read('contoso'), draft.data),
      settings: { accountEnabled: true, usageLocation: '', licenses: [FREE.skuId], recipients: [] },
    });
    await clock.until(clock.sleep(500));
    await service.jobs.stop(OMAR, job.id);
    const stopped = await world.finish(job.id);
    expect(stopped.job.state).toBe('stopped');
    expect(stopped.counts.created).toBe(80);
    expect(stopped.counts.waiting).toBe(20);
    await service.jobs.retry(OMAR, job.id);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 100, waiting: 0 });
    expect(world.tenant.changed).toHaveLength(100);
    await service.jobs.undo(OMAR, job.id);
    await clock.until(clock.sleep(60_000));
    expect((await service.jobs.read(job.id))?.counts).toMatchObject({ undone: 100 });
    expect(names.every((name) => world.tenant.find(name)?.held?.length === 0)).toBe(true);
  });
});
