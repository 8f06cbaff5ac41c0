import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import type { Actor, Person, Role, Task } from '../../../src/domain/terms.ts';
import type { AcceptRequest } from '../../../src/service/jobs/acceptRequest.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import type { JobRecord } from '../../../src/service/ports/records.ts';
import { E3, E5 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const GRACE: Actor = { ...OMAR, id: 'grace', name: 'Grace Okafor', roles: ['approver'], userId: 'U0GRACE' };
/** Omar, once the policy has taken his roles away. */
const EX: Actor = { ...OMAR, roles: ['auditor'] };
const ADA: Person = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada', usageLocation: 'US' };
const HELD = { skuId: E5.skuId, disabledPlans: [], inherited: false };

/** Each task, as it is asked for: a new one does not compile before it is here. */
const TASKS = {
  create: { draft: 'person', before: () => undefined, more: {} },
  assign: {
    draft: 'assign',
    before: ({ tenant }) => tenant.hold('ada@contoso.com', 'Ada', { usageLocation: 'US' }),
    more: { change: { add: [{ skuId: E3.skuId, disabledPlans: [] }], remove: [] } },
  },
  restore: {
    draft: 'restore',
    before: ({ tenant }) => tenant.hold('ada@contoso.com', 'Ada', { deleted: true, licenses: [] }),
    more: {},
  },
  reset: {
    draft: 'reset',
    before: ({ tenant }) => tenant.hold('ada@contoso.com', 'Ada', { held: [HELD] }),
    more: {},
  },
  change: {
    draft: 'change',
    before: ({ tenant }) => tenant.hold('ada@contoso.com', 'Ada'),
    more: { licenses: [], acts: [{ kind: 'block' }] },
  },
  putBack: {
    draft: 'putBack',
    before: ({ tenant }) => tenant.hold('ada@contoso.com', 'Ada', { accountEnabled: false }),
    more: { licenses: [], acts: [{ kind: 'allow' }] },
  },
  leave: {
    draft: 'leave',
    before: ({ tenant }) => tenant.hold('ada@contoso.com', 'Ada'),
    more: { licenses: [], acts: [{ kind: 'block' }, { kind: 'password' }] },
  },
  delete: {
    draft: 'delete',
    before: ({ tenant }) => tenant.hold('ada@contoso.com', 'Ada', { accountEnabled: false }),
    more: { licenses: [], acts: [{ kind: 'delete' }] },
  },
} satisfies Record<
  Task,
  {
    draft: DraftRecord['kind'];
    before(world: World): void;
    more: Partial<AcceptRequest['people'][number]>;
  }
>;
/** An approver without an account in the directory does not count. */
const GRACES = 'a1b6b0f2-3333-4f6f-9d0e-333333333333';
const ALL = Object.keys(TASKS) as Task[];

/** One of them, or the form of several people: each with the draft it comes from. */
interface Form {
  task: Task;
  kind: 'one' | 'bulk';
  draft: DraftRecord['kind'];
}
const FORMS: Readonly<Record<string, Form>> = {
  ...Object.fromEntries(ALL.map((task) => [task, { task, kind: 'one' as const, draft: TASKS[task].draft }])),
  'a file of people': { task: 'create', kind: 'bulk', draft: 'roster' },
  'a file of changes': { task: 'change', kind: 'bulk', draft: 'changes' },
  'putting back a file of changes': { task: 'putBack', kind: 'bulk', draft: 'changes' },
  'new passwords for several': { task: 'reset', kind: 'bulk', draft: 'resets' },
  'offboarding several': { task: 'leave', kind: 'bulk', draft: 'leavers' },
};

function openWorld(task: Task, approvals: object[] = []): World {
  const people = [OMAR, MIA, GRACE].map(({ id, name, roles, userId }) => ({
    id,
    name,
    roles,
    slack: userId,
    ...(id === 'grace' ? { teams: GRACES } : {}),
  }));
  const world = createWorld({ people, approvals });
  world.tenant.licenses = [E5, E3].map((license) => ({ ...license, total: 50, left: 50 }));
  TASKS[task].before(world);
  return world;
}

/** Another policy file, from the next start on. */
function setRoles(world: World, ...roles: Role[]): void {
  const omar = world.policy.people.find(({ id }) => id === 'omar');
  if (omar !== undefined) omar.roles = roles;
}

async function ask(world: World, { task, kind, draft }: Form): Promise<AcceptRequest> {
  const { more } = TASKS[task];
  const objectId = world.tenant.find('ada@contoso.com')?.id;
  const request = await world.prepare([ADA], {
    kind,
    settings: {
      licenses: ['reset', 'restore', 'change', 'putBack', 'leave', 'delete'].includes(task) ? [] : [E3.skuId],
    },
    each: () => ({ ...more, ...(objectId === undefined ? {} : { objectId }) }),
  });
  const kept = await world.store.loadDraft(request.requestId);
  if (kept !== undefined) await world.store.saveDraft({ ...kept, kind: draft });
  return { ...request, task };
}

/** Everything that was done to the tenant, and all that was mailed. */
function effectsOf({ tenant, mailer }: World): string {
  const accounts = [...tenant.accounts.values()].map(({ userPrincipalName, deleted, password, held }) => [
    userPrincipalName,
    deleted,
    password,
    held,
  ]);
  return JSON.stringify([accounts, tenant.licensed, tenant.changed, tenant.done, mailer.inbox.length]);
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

/** Each way to an effect, for somebody who had the role when it began and has it no more. */
const WAYS: Readonly<Record<string, (world: World, form: Form) => Promise<unknown>>> = {
  accept: async (world, form) => world.service.jobs.accept({ ...(await ask(world, form)), actor: EX }),
  submit: async (world, form) => world.service.approvals.submit({ ...(await ask(world, form)), actor: EX }),
  'a plan for later': async (world, form) =>
    world.service.approvals.submit({
      ...(await ask(world, form)),
      actor: EX,
      startsAt: world.clock.now() + 60_000,
      zone: 'UTC',
    }),
};

async function acceptWhileAway(world: World, form: Form): Promise<JobRecord> {
  world.tenant.away = true;
  const { job } = await world.service.jobs.accept(await ask(world, form));
  return job;
}

describe.each(Object.entries(FORMS))('D8: %s, by somebody without the role for it,', (_name, form) => {
  const { task } = form;

  it.each(Object.keys(WAYS))('is refused by %s', async (way) => {
    const world = openWorld(task);
    const before = effectsOf(world);
    expect(await codeOf(WAYS[way]?.(world, form) ?? Promise.resolve())).toBe('ROLE_MISSING');
    await world.clock.advance(60_000);
    expect(effectsOf(world)).toBe(before);
    expect(await world.store.listJobs({ limit: 10 })).toEqual([]);
  });

  it('is not started once it is approved', async () => {
    const rule = { name: 'All', when: { tasks: ALL }, by: { role: 'approver' } };
    const world = openWorld(task, [rule]);
    const before = effectsOf(world);
    const asked = await world.service.approvals.submit(await ask(world, form));
    if (!('request' in asked)) throw new Error('This needed no approval.');
    setRoles(world, 'auditor');
    await world.service.approvals.decide(GRACE, asked.request.request.id, 1, 'approve');
    await world.clock.advance(60_000);
    expect(effectsOf(world)).toBe(before);
    const kept = await world.store.loadRequest(asked.request.request.id);
    expect(kept).toMatchObject({ state: 'approved', problem: { code: 'ROLE_MISSING' } });
  });

  it('does not go on after a restart, nor by Retry; with the role it does', async () => {
    const world = openWorld(task);
    const before = effectsOf(world);
    const { id } = await acceptWhileAway(world, form);
    world.restart();
    world.tenant.away = false;
    setRoles(world, 'auditor');
    await world.service.resume();
    expect((await world.finish(id)).job).toMatchObject({ state: 'stopped', haltedAt: expect.any(Number) });
    expect(await codeOf(world.service.jobs.retry(EX, id))).toBe('ROLE_MISSING');
    await world.clock.advance(60_000);
    expect(effectsOf(world)).toBe(before);
    setRoles(world, 'admin', 'helpdesk');
    await world.service.jobs.retry(OMAR, id);
    expect((await world.finish(id)).counts.created).toBe(1);
    expect(effectsOf(world)).not.toBe(before);
  });

  it('is not undone, nor mailed, shown or sent on', async () => {
    const world = openWorld(task);
    const { job } = await world.service.jobs.accept(await ask(world, form));
    await world.finish(job.id);
    const before = effectsOf(world);
    const { jobs, links } = world.service;
    for (const pressed of [
      jobs.undo(EX, job.id, PLACE),
      jobs.resend(EX, job.id),
      jobs.sendTo(EX, job.id, 'me@contoso.com'),
      jobs.claimPasswords(EX, job.id),
      links.makeList(EX, job.id),
    ]) {
      expect(await codeOf(pressed)).toBe('ROLE_MISSING');
    }
    await world.clock.advance(60_000);
    expect(effectsOf(world)).toBe(before);
  });
});

describe.each(Object.entries(FORMS))('D6: %s', (_name, form) => {
  const { task } = form;

  it.each([
    ['waits where a rule names it', { tasks: [task] }, true],
    ['does not where a rule names others', { tasks: ALL.filter((one) => one !== task) }, false],
  ])('%s', async (_what, when, waits) => {
    const world = openWorld(task, [{ name: 'Some', when, by: { role: 'approver' } }]);
    const before = effectsOf(world);
    const asked = await world.service.approvals.submit(await ask(world, form));
    await world.clock.advance(60_000);
    expect('request' in asked).toBe(waits);
    expect(effectsOf(world) === before).toBe(waits);
  });

  it('is not asked about by a rule that names no tasks, when it is a new password only', async () => {
    const world = openWorld(task, [{ name: 'Any', by: { role: 'approver' } }]);
    const asked = await world.service.approvals.submit(await ask(world, form));
    expect('request' in asked).toBe(task !== 'reset');
  });
});

const ONE: Form = { task: 'create', kind: 'one', draft: 'person' };

describe('D8: mails and links of somebody who has lost the role', () => {
  const DEFERRED = { status: 'deferred', response: '451 later' } as const;

  it('are not sent on late, and the job says why; Send again brings them once they have it again', async () => {
    const world = openWorld('create');
    await world.service.resume();
    world.mailer.outcomeOf = () => DEFERRED;
    const { job } = await world.service.jobs.accept(await ask(world, ONE));
    await world.finish(job.id);
    world.mailer.outcomeOf = () => ({ status: 'accepted', response: '250 ok' });
    setRoles(world, 'auditor');
    await world.clock.advance(3_600_000);
    expect(world.mailer.inbox).toEqual([]);
    const { deliveries } = (await world.store.loadJob(job.id)) ?? {};
    expect(deliveries).toMatchObject([
      { state: 'refused', response: 'the requester no longer has the role' },
    ]);
    setRoles(world, 'helpdesk');
    await world.clock.until(world.service.jobs.resend(OMAR, job.id));
    expect(world.mailer.inbox).toHaveLength(1);
  });

  it('show nothing; with the role they do', async () => {
    const tokenOf = async (world: World): Promise<string> => {
      const request = await ask(world, ONE);
      const settings = { ...request.settings, delivery: 'link' as const };
      const { job } = await world.service.jobs.accept({ ...request, settings });
      await world.finish(job.id);
      return /\/p\/([\w-]+)/.exec(world.mailer.inbox[0]?.text ?? '')?.[1] ?? '';
    };
    const world = openWorld('create');
    const token = await tokenOf(world);
    setRoles(world, 'auditor');
    expect(await world.service.links.take(token)).toBeUndefined();
    expect(world.store.entries().at(-1)).toMatchObject({ what: 'link.opened', outcome: 'refused' });
    const other = openWorld('create');
    expect((await other.service.links.take(await tokenOf(other)))?.people).toHaveLength(1);
  });
});

describe('D8: an approval of a manager who has left since', () => {
  const TEAMS = '11111111-1111-4111-8111-111111111111';
  const BOSS = '22222222-2222-4222-8222-222222222222';

  async function approve(world: World): Promise<string> {
    const { customers } = world.policy;
    const omar = { id: 'omar', name: 'Omar Haddad', roles: ['helpdesk', 'admin'], teams: TEAMS };
    const grace = { id: 'grace', name: 'Grace Okafor', roles: ['approver'], slack: 'U0GRACE', teams: GRACES };
    Object.assign(
      world.policy,
      policySchema.parse({
        customers,
        people: [omar, grace],
        approvals: [{ name: 'Both', by: { manager: 'requester', role: 'approver' }, count: 2 }],
      }),
    );
    world.tenant.hold('boss@contoso.com', 'Boss', { id: BOSS });
    world.tenant.hold('omar@contoso.com', 'Omar', { id: TEAMS });
    world.tenant.managers.set(TEAMS, BOSS);
    await world.store.saveDirect('teams', BOSS, { ...PLACE, platform: 'teams' });
    const asked = await world.service.approvals.submit(await ask(world, ONE));
    if (!('request' in asked)) throw new Error('This needed no approval.');
    const boss: Actor = {
      ...OMAR,
      id: `entra:${BOSS}`,
      name: 'Boss',
      roles: [],
      platform: 'teams',
      userId: BOSS,
    };
    await world.service.approvals.decide(boss, asked.request.request.id, 1, 'approve');
    return asked.request.request.id;
  }

  it.each([
    ['is there', (): void => undefined, 'approved'],
    ['was deleted', (world: World) => void world.tenant.accounts.delete('boss@contoso.com'), 'waiting'],
    [
      'was blocked',
      (world: World) => Object.assign(world.tenant.find('boss@contoso.com') ?? {}, { accountEnabled: false }),
      'waiting',
    ],
  ])('counts as long as their account is there: it %s', async (_what, change, state) => {
    const world = openWorld('create');
    const id = await approve(world);
    change(world);
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    expect(await world.store.loadRequest(id)).toMatchObject({ state });
    await world.clock.advance(60_000);
    expect(world.tenant.sent).toHaveLength(state === 'approved' ? 1 : 0);
  });
});
