import { describe, expect, it } from 'vitest';
import type { LeaveStep } from '../../../src/domain/leaveSteps.ts';
import { withoutOldAllows } from '../../../src/service/approvals/plans/crossed.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { isBackSince } from '../../../src/service/jobs/steps/deleting.ts';
import type { SnapshotRecord } from '../../../src/service/ports/snapshots.ts';
import { sampleRequest } from '../../store/sampleRecords.ts';
import { E3, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const PEOPLE = [{ id: 'omar', name: 'Omar Haddad', roles: ['helpdesk', 'admin'], slack: OMAR.userId }];
const HOUR_MS = 3_600_000;
/** What the machine's clock does between two things. */
const CLOCKS = [
  ['goes on', HOUR_MS],
  ['is put back by 30 hours', -30 * HOUR_MS],
] as const;

function openWorld(): World {
  const world = createWorld({ people: PEOPLE });
  world.tenant.licenses = [{ ...E3, total: 50, left: 50 }];
  world.tenant.hold('ada@contoso.com', 'Ada', {
    accountEnabled: true,
    usageLocation: 'US',
    held: [{ skuId: E3.skuId, disabledPlans: [], inherited: false }],
  });
  return world;
}

const idOf = ({ tenant }: World) => tenant.find('ada@contoso.com')?.id ?? '';

async function accept(
  world: World,
  task: 'change' | 'leave' | 'putBack',
  draft: { id: string; version: number; data: Parameters<typeof requestOfActs>[0] },
) {
  const { job } = await world.service.jobs.accept({
    ...{ actor: OMAR, place: PLACE, requestId: draft.id, requestVersion: draft.version },
    ...{ kind: 'one', task, ...requestOfActs(draft.data) },
  });
  return world.finish(job.id);
}

async function leave(world: World, steps: readonly LeaveStep[] = ['block', 'licenses']) {
  const { id, data } = await world.service.leaving.open(OMAR, PLACE, idOf(world));
  return accept(
    world,
    'leave',
    (await world.service.leaving.check(OMAR, id, { ...data.values, steps })).draft,
  );
}

async function change(world: World, jobTitle: string) {
  const { id, data } = await world.service.changes.open(OMAR, PLACE, idOf(world));
  const values = { ...data.values, fields: { ...data.values.fields, jobTitle } };
  return accept(world, 'change', (await world.service.changes.check(OMAR, id, values)).draft);
}

async function openPutBack(world: World, nth: number) {
  const kept = await world.service.snapshots.list(OMAR, idOf(world));
  return (await world.service.putBacks.open(OMAR, PLACE, kept[nth]?.id ?? '')).draft;
}

async function reset(world: World) {
  const { id } = await world.service.resets.open(OMAR, PLACE, idOf(world));
  const values = { recipients: '', delivery: 'show' as const, reason: '' };
  const { draft } = await world.service.resets.check(OMAR, id, values);
  const { job } = await world.service.jobs.accept({
    ...{ actor: OMAR, place: PLACE, requestId: draft.id, requestVersion: draft.version },
    ...{ kind: 'one', task: 'reset', ...world.service.resets.requestOf(draft.data) },
  });
  await world.finish(job.id);
  return world.service.jobs.claimPasswords(OMAR, job.id).then(
    (claim) => ({ claim, jobId: job.id }),
    () => ({ claim: undefined, jobId: job.id }),
  );
}

describe.each(CLOCKS)('what came later, though the clock %s', (_how, byMs) => {
  it('stays at a put-back to what was before it, and only there', async () => {
    const world = openWorld();
    const first = await change(world, 'Nurse');
    world.clock.putAhead(byMs);
    const left = await leave(world, ['block', 'methods']);
    world.clock.putAhead(byMs);
    const last = await change(world, 'Lead');
    const kept = await world.service.snapshots.list(OMAR, idOf(world));
    expect(kept.map(({ id }) => id)).toEqual([last, left, first].map(({ job }) => `${job.id}-r0001`));
    const said = async (nth: number) => (await openPutBack(world, nth)).data.cannot.join();
    expect(await said(0)).not.toContain('Sign-in methods');
    expect(await said(1)).toContain('Sign-in methods');
    expect(await said(2)).toContain('Sign-in methods');
  });

  it('decides over what failed before it', async () => {
    const world = openWorld();
    world.tenant.changeFateOf = (_change, nth) =>
      nth === 1 ? { status: 'refused', error: fail('FORBIDDEN') } : { status: 'done' };
    const left = await leave(world);
    world.clock.putAhead(byMs);
    await accept(world, 'putBack', await openPutBack(world, 0));
    await expect(world.service.jobs.retry(OMAR, left.job.id)).rejects.toMatchObject({
      message: "This wasn't done, because this person has been put back since then.",
    });
    expect(world.tenant.find('ada@contoso.com')).toMatchObject({ accountEnabled: true });
  });

  it('is the password that holds, and is shown; the one before is not', async () => {
    const world = openWorld();
    const first = await reset(world);
    await first.claim?.release('test');
    world.clock.putAhead(byMs);
    const second = await reset(world);
    expect(second.claim?.people).toHaveLength(1);
    await expect(world.service.jobs.claimPasswords(OMAR, first.jobId)).rejects.toMatchObject({
      code: 'ALREADY_DONE',
    });
  });

  it('is not known as unknown, where a new password came after an offboarding', async () => {
    const world = openWorld();
    await leave(world, ['block', 'password']);
    const said = async () => (await openPutBack(world, 0)).data.cannot.join();
    expect(await said()).toContain('one that no one knows');
    world.clock.putAhead(byMs);
    expect((await reset(world)).claim?.people).toHaveLength(1);
    expect(await said()).not.toContain('one that no one knows');
  });

  it.each(['is asked for before', 'is asked for after'])(
    'keeps a deletion that %s from deleting who is back, and what was approved from letting in who left',
    async (which) => {
      const world = openWorld();
      const isBefore = which === 'is asked for before';
      const ask = async () => {
        const { id, data } = await world.service.changes.open(OMAR, PLACE, idOf(world));
        const values = { ...data.values, signIn: 'blocked' as const };
        const { draft } = await world.service.changes.check(OMAR, id, values);
        const [person] = requestOfActs(draft.data).people;
        const { order = 0, createdAt } = draft;
        const asked = { ...sampleRequest('req_1').asked, people: person === undefined ? [] : [person] };
        return sampleRequest('req_1', { asked, order, createdAt });
      };
      const before = isBefore ? await ask() : undefined;
      world.clock.putAhead(byMs);
      await leave(world, ['block']);
      await accept(world, 'putBack', await openPutBack(world, 0));
      await leave(world, ['block']);
      world.clock.putAhead(byMs);
      Object.assign(world.tenant.find('ada@contoso.com') ?? {}, { accountEnabled: true });
      const request = before ?? (await ask());
      expect(await isBackSince(world.store, 'contoso', idOf(world), request)).toBe(isBefore);
      const people = request.asked.people.map((one) => ({ ...one, acts: [{ kind: 'allow' as const }] }));
      const allowing = { ...request, customer: 'contoso', asked: { ...request.asked, people } };
      const code = await withoutOldAllows(world, allowing).then(
        () => 'allowed',
        (error: { code?: string }) => error.code,
      );
      expect(code).toBe(isBefore ? 'INPUT_INVALID' : 'allowed');
    },
  );
});

it('compares with what the code of before kept by its time', async () => {
  const world = openWorld();
  await leave(world, ['block']);
  await accept(world, 'putBack', await openPutBack(world, 0));
  const kept = await world.store.listSnapshots({ objectId: idOf(world) });
  const older = kept.map(({ order: _order, ...one }): SnapshotRecord => one);
  const store = { listSnapshots: async () => older };
  const isBack = (createdAt: number) => isBackSince(store, 'contoso', idOf(world), { createdAt });
  expect(await isBack(world.clock.now() - 30 * HOUR_MS)).toBe(true);
  expect(await isBack(world.clock.now() + HOUR_MS)).toBe(false);
});
