import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import type { Actor, LicenseChoice, Person, Task } from '../../../src/domain/terms.ts';
import type { AcceptRequest } from '../../../src/service/jobs/acceptRequest.ts';
import type { JobState } from '../../../src/service/jobs/shownJob.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import { E3, E5 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const GRACE: Actor = {
  ...OMAR,
  id: 'grace',
  name: 'Grace Okafor',
  roles: ['approver'],
  userId: 'U0GRACEOKA',
};
const PEOPLE = [
  ...[OMAR, MIA].map(({ id, name, roles, userId }) => ({ id, name, roles, slack: userId })),
  { ...GRACE, slack: GRACE.userId, teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333333' },
].map(({ id, name, roles, slack, ...more }) => ({
  id,
  name,
  roles,
  slack,
  ...('teams' in more ? { teams: more.teams } : {}),
}));
const RULE = { name: 'E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } };
const ADA: Person = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada', usageLocation: 'US' };
const HELD_E5 = { skuId: E5.skuId, disabledPlans: [], inherited: false };

function openWorld(...approvals: object[]): World {
  const world = createWorld({ people: PEOPLE, approvals });
  world.tenant.licenses = [E5, E3].map((license) => ({ ...license, total: 50, left: 50 }));
  return world;
}

function setRules(world: World, ...approvals: object[]): void {
  const { customers, people } = world.policy;
  world.policy.approvals = policySchema.parse({ customers, people, approvals }).approvals;
}

const ada = ({ tenant }: World) => tenant.find('ada@contoso.com');
const holdsE5 = (world: World) => ada(world)?.held?.some(({ skuId }) => skuId === E5.skuId) ?? false;

async function finishOf(world: World, requestId: string): Promise<JobState> {
  const { jobId } = (await world.store.loadRequest(requestId)) ?? {};
  if (jobId === undefined) throw new Error('It was not started.');
  return world.finish(jobId);
}

/** Each task: who is there before, what is asked for with Microsoft 365 E5, and how its effect shows. */
const TASKS = {
  create: {
    draft: 'person',
    before: () => undefined,
    more: {},
    isDone: (world) => world.tenant.licensed.some(({ licenses }) => licenses.includes(E5.skuId)),
  },
  assign: {
    draft: 'assign',
    before: ({ tenant }) => tenant.hold('ada@contoso.com', 'Ada', { usageLocation: 'US' }),
    more: { change: { add: [{ skuId: E5.skuId, disabledPlans: [] }], remove: [] } },
    isDone: holdsE5,
  },
  restore: {
    draft: 'restore',
    before: ({ tenant }) =>
      tenant.hold('ada@contoso.com', 'Ada', { deleted: true, held: [HELD_E5], licenses: [E5.skuId] }),
    more: {},
    isDone: (world) => ada(world)?.deleted === false,
  },
  putBack: {
    draft: 'putBack',
    before: ({ tenant }) => tenant.hold('ada@contoso.com', 'Ada', { usageLocation: 'US' }),
    more: { acts: [{ kind: 'licenses', add: [{ skuId: E5.skuId, disabledPlans: [] }], remove: [] }] },
    isDone: holdsE5,
  },
  // Fields and sign-in are no license either.
  change: undefined,
  leave: undefined,
  delete: undefined,
  // A new password gives no license and creates nobody: rules do not ask about it.
  reset: undefined,
} satisfies Record<
  Task,
  | {
      draft: DraftRecord['kind'];
      before(world: World): void;
      more: Partial<AcceptRequest['people'][number]>;
      isDone(world: World): boolean;
    }
  | undefined
>;

describe('D6: every way to an account or a license asks the rules', () => {
  it.each(
    Object.entries(TASKS).flatMap(([task, how]) => (how === undefined ? [] : [[task as Task, how] as const])),
  )('%s', async (task, { draft, before, more, isDone }) => {
    const world = openWorld(RULE);
    before(world);
    const objectId = ada(world)?.id;
    const request: AcceptRequest = {
      ...(await world.prepare([ADA], {
        kind: 'one',
        settings: { licenses: [E5.skuId] },
        each: () => ({ ...more, ...(objectId === undefined ? {} : { objectId }) }),
      })),
      task,
    };
    const kept = await world.store.loadDraft(request.requestId);
    if (kept !== undefined) await world.store.saveDraft({ ...kept, kind: draft });
    await expect(world.service.jobs.accept(request)).rejects.toMatchObject({ code: 'NEEDS_APPROVAL' });
    const asked = await world.service.approvals.submit(request);
    if (!('request' in asked)) throw new Error('This needed no approval.');
    await world.clock.advance(60_000);
    expect(isDone(world)).toBe(false);
    await world.service.approvals.decide(GRACE, asked.request.request.id, 1, 'approve');
    expect((await finishOf(world, asked.request.request.id)).counts.created).toBe(1);
    expect(isDone(world)).toBe(true);
  });
});

describe('D6: a deleted account that is restored from a file', () => {
  async function openFile(world: World) {
    const text = 'User Name,Display Name\nada@contoso.com,Ada\nbob@contoso.com,Bob';
    return world.service.rosters.open(OMAR, PLACE, {
      name: 'back.csv',
      async open() {
        return (async function* () {
          yield Buffer.from(text);
        })();
      },
    });
  }

  const isRestored = (world: World) => ada(world)?.deleted === false;

  it('waits for the approval that its licenses need; its row is left out until then', async () => {
    const world = openWorld(RULE);
    world.tenant.hold('ada@contoso.com', 'Ada', { deleted: true, licenses: [E5.skuId] });
    const draft = await openFile(world);
    const rest = await world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version, 2);
    expect(rest.data.rows.map(({ row }) => row)).toEqual([3]);
    expect(rest.data.findings.map(({ message }) => message).join()).toContain(
      'Row 2 is left out: Ada will be restored instead once that is approved',
    );
    const [request] = await world.store.listRequests({});
    expect(request).toMatchObject({
      state: 'waiting',
      asked: { task: 'restore', reason: expect.any(String) },
    });
    expect(isRestored(world)).toBe(false);

    const id = request?.id ?? '';
    // All of an account comes back, so that nothing can be taken away from it.
    const cut = { remove: [E5.skuId], leaveOut: [] };
    await expect(world.service.approvals.change(GRACE, id, 1, cut)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    const { job, rows } = await finishOf(world, id);
    expect(isRestored(world)).toBe(true);
    expect(world.tenant.licensed).toEqual([]);
    expect(rows[0]?.license.state).toBe('done');
    // It has the password of before: there is none to show, to mail or to undo.
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(world.service.jobs.undo(OMAR, job.id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    expect(world.mailer.inbox).toEqual([]);
  });

  it('stays deleted when that is declined', async () => {
    const world = openWorld(RULE);
    world.tenant.hold('ada@contoso.com', 'Ada', { deleted: true, licenses: [E5.skuId] });
    const draft = await openFile(world);
    await world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version, 2);
    const [request] = await world.store.listRequests({});
    await world.service.approvals.decide(GRACE, request?.id ?? '', 1, 'decline');
    await world.clock.advance(60_000);
    expect(isRestored(world)).toBe(false);
  });

  it.each([
    ['needs none for its licenses', [E3.skuId]],
    ['has no license', []],
  ])('is restored at once when it %s', async (_why, licenses) => {
    const world = openWorld(RULE);
    world.tenant.hold('ada@contoso.com', 'Ada', { deleted: true, licenses });
    const draft = await openFile(world);
    await world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version, 2);
    expect(isRestored(world)).toBe(true);
    expect(await world.store.listRequests({})).toEqual([]);
  });

  it('is not restored while the directory does not say which licenses come back', async () => {
    const world = openWorld(RULE);
    world.tenant.hold('ada@contoso.com', 'Ada', { deleted: true });
    const draft = await openFile(world);
    const attempt = world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version, 2);
    await expect(attempt).rejects.toMatchObject({ code: 'DIRECTORY_REFUSED' });
    expect(isRestored(world)).toBe(false);
    expect(world.store.entries().at(-1)).toMatchObject({ what: 'account.restored', outcome: 'refused' });
  });

  it('keeps its row when it could not be restored', async () => {
    const world = openWorld();
    world.tenant.hold('ada@contoso.com', 'Ada', { deleted: true, licenses: [] });
    const draft = await openFile(world);
    const account = ada(world);
    const { saveDraft } = world.store;
    world.store.saveDraft = (kept) => {
      // Purged between the look and the restore.
      if (kept.kind === 'restore' && account !== undefined) account.id = 'another';
      return saveDraft(kept);
    };
    const attempt = world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version, 2);
    await expect(attempt).rejects.toMatchObject({ done: 'No one was restored.' });
    expect((await world.service.rosters.load(OMAR, draft.id)).data.rows).toHaveLength(2);
  });
});

describe('D20: an undo that gives licenses back', () => {
  /** Ada loses E5 and gets E3, before anybody wants E5 approved. */
  async function takeAway(world: World): Promise<string> {
    world.tenant.hold('ada@contoso.com', 'Ada', { usageLocation: 'US', held: [HELD_E5] });
    const request = await world.prepare([ADA], {
      kind: 'one',
      settings: { licenses: [E3.skuId], recipients: [] },
      each: () => ({
        objectId: ada(world)?.id ?? '',
        change: { add: [{ skuId: E3.skuId, disabledPlans: [] }], remove: [E5.skuId] },
      }),
    });
    const kept = await world.store.loadDraft(request.requestId);
    if (kept !== undefined) await world.store.saveDraft({ ...kept, kind: 'assign' });
    const { job } = await world.service.jobs.accept({ ...request, task: 'assign' });
    await world.finish(job.id);
    expect(holdsE5(world)).toBe(false);
    return job.id;
  }

  it('waits for the approval that they need, asked for once, and is carried out then', async () => {
    const world = openWorld(RULE);
    const jobId = await takeAway(world);
    const asked = await world.service.jobs.undo(OMAR, jobId, PLACE);
    if (!('request' in asked)) throw new Error('It was undone unasked.');
    const again = await world.service.jobs.undo(OMAR, jobId, PLACE);
    expect('request' in again && again.request.request.id).toBe(asked.request.request.id);
    await world.clock.advance(60_000);
    expect(holdsE5(world)).toBe(false);
    expect(await world.store.listRequests({})).toHaveLength(1);

    await world.service.approvals.decide(GRACE, asked.request.request.id, 1, 'approve');
    await finishOf(world, asked.request.request.id);
    expect(ada(world)?.held?.map(({ skuId }) => skuId)).toEqual([E5.skuId]);
    await expect(world.service.jobs.undo(OMAR, jobId, PLACE)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
  });

  it('gives nothing back when that is declined, and may be asked for again', async () => {
    const world = openWorld(RULE);
    const jobId = await takeAway(world);
    const asked = await world.service.jobs.undo(OMAR, jobId, PLACE);
    const { id } = 'request' in asked ? asked.request.request : { id: '' };
    await world.service.approvals.decide(GRACE, id, 1, 'decline');
    await world.clock.advance(60_000);
    expect(holdsE5(world)).toBe(false);
    const anew = await world.service.jobs.undo(OMAR, jobId, PLACE);
    expect('request' in anew && anew.request.request.id).not.toBe(id);
  });

  it('is done at once where no rule asks about them, or where it only takes away', async () => {
    const world = openWorld({ ...RULE, when: { licenses: ['ENTERPRISEPACK'] } });
    setRules(world);
    const jobId = await takeAway(world);
    setRules(world, { ...RULE, when: { licenses: ['ENTERPRISEPACK'] } });
    expect('request' in (await world.service.jobs.undo(OMAR, jobId, PLACE))).toBe(false);
    await world.clock.until(world.clock.sleep(5_000));
    expect(ada(world)?.held?.map(({ skuId }) => skuId)).toEqual([E5.skuId]);
  });

  /** E5 is changed for Ada, before anybody wants that approved. */
  async function change(world: World, how: { add: LicenseChoice[]; remove: string[] }): Promise<string> {
    const request = await world.prepare([ADA], {
      kind: 'one',
      settings: { licenses: [], recipients: [] },
      each: () => ({ objectId: ada(world)?.id ?? '', licenses: [], change: how }),
    });
    const kept = await world.store.loadDraft(request.requestId);
    if (kept !== undefined) await world.store.saveDraft({ ...kept, kind: 'assign' });
    const { job } = await world.service.jobs.accept({ ...request, task: 'assign' });
    await world.finish(job.id);
    return job.id;
  }
  const SERVICE = '11111111-1111-4111-8111-111111111111';
  const LESS = { add: [{ skuId: E5.skuId, disabledPlans: [SERVICE] }], remove: [] };

  it('waits too where only services were changed, and the license was taken away since', async () => {
    const world = openWorld(RULE);
    world.tenant.hold('ada@contoso.com', 'Ada', { usageLocation: 'US', held: [HELD_E5] });
    const jobId = await change(world, LESS);
    await change(world, { add: [], remove: [E5.skuId] });
    expect(holdsE5(world)).toBe(false);
    const asked = await world.service.jobs.undo(OMAR, jobId, PLACE);
    if (!('request' in asked)) throw new Error('It was undone unasked.');
    await world.clock.advance(60_000);
    expect(holdsE5(world)).toBe(false);
    await world.service.approvals.decide(GRACE, asked.request.request.id, 1, 'approve');
    await finishOf(world, asked.request.request.id);
    expect(holdsE5(world)).toBe(true);
  });

  it('is done at once where only services change of a license that is held', async () => {
    const world = openWorld(RULE);
    world.tenant.hold('ada@contoso.com', 'Ada', { usageLocation: 'US', held: [HELD_E5] });
    const jobId = await change(world, LESS);
    expect(ada(world)?.held?.[0]?.disabledPlans).toEqual([SERVICE]);
    expect('request' in (await world.service.jobs.undo(OMAR, jobId, PLACE))).toBe(false);
    await world.clock.until(world.clock.sleep(5_000));
    expect(ada(world)?.held?.[0]?.disabledPlans).toEqual([]);
  });
});
