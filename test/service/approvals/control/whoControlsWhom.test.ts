import { describe, expect, it } from 'vitest';
import type { PersonField } from '../../../../src/domain/acts.ts';
import { type Policy, policySchema } from '../../../../src/domain/policy/policy.ts';
import type { Actor } from '../../../../src/domain/terms.ts';
import { requestOfActs } from '../../../../src/service/changing/changing.ts';
import type { RequestRecord } from '../../../../src/service/ports/requests.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../../fakes/world.ts';

const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const DAY_MS = 24 * 3_600_000;
/** Object ids. */
const OMARS = 'a1b6b0f2-2222-4f6f-9d0e-222222222222';
const MIAS = 'a1b6b0f2-1111-4f6f-9d0e-111111111111';
const GRACES = 'a1b6b0f2-3333-4f6f-9d0e-333333333333';
const KIMS = 'a1b6b0f2-4444-4f6f-9d0e-444444444444';

const PEOPLE = [
  { id: 'omar', name: 'Omar Haddad', slack: 'U0OMARHADD', teams: OMARS, roles: ['helpdesk', 'admin'] },
  { id: 'mia', name: 'Mia Meyer', slack: 'U0MIAMEYER', teams: MIAS, roles: ['helpdesk'] },
  {
    id: 'grace',
    name: 'Grace Okafor',
    slack: 'U0GRACEOKA',
    teams: GRACES.toUpperCase(),
    roles: ['approver'],
  },
  { id: 'kim', name: 'Kim Park', slack: 'U0KIMPARK', teams: KIMS, roles: ['auditor'] },
];
const GRACE: Actor = {
  ...OMAR,
  id: 'grace',
  name: 'Grace Okafor',
  roles: ['approver'],
  userId: 'U0GRACEOKA',
};
const GRACE_IN_TEAMS: Actor = { ...GRACE, platform: 'teams', userId: GRACES };
const KIM: Actor = { ...OMAR, id: 'kim', name: 'Kim Park', roles: ['auditor'], userId: 'U0KIMPARK' };

const RULE = { name: 'E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } };
const WITH_FALLBACK = { ...RULE, fallback: { people: ['kim'] } };

/** Another policy file, as if Rollcall had been started with it. */
function change(world: World, more: Partial<Policy>): void {
  Object.assign(world.policy, more);
}

/** Nobody's approval is needed before `setRules`, so that anything can be done to anybody first. */
async function openWorld(people: object[] = PEOPLE): Promise<World> {
  const world = createWorld({ people });
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  for (const [name, id] of Object.entries({ omar: OMARS, mia: MIAS, grace: GRACES, kim: KIMS })) {
    world.tenant.hold(`${name}@contoso.com`, `${name} of the tenant`, { id });
    await world.store.saveDirect('teams', id, { ...PLACE, platform: 'teams' });
  }
  return world;
}

function setRules(world: World, ...approvals: object[]): void {
  const { customers, people } = world.policy;
  change(world, { approvals: policySchema.parse({ customers, people, approvals }).approvals });
}

const ALL_ROLES: Actor['roles'] = ['helpdesk', 'admin', 'approver', 'auditor'];
/** Nobody is refused for roles that they lack here. */
const withAllRoles = (actor: Actor): Actor => ({ ...actor, roles: ALL_ROLES });

/** By the policy of a time when this one had every role. */
async function withEveryRole<T>(world: World, id: string, work: () => Promise<T>): Promise<T> {
  const { people } = world.policy;
  change(world, { people: people.map((one) => (one.id === id ? { ...one, roles: [...ALL_ROLES] } : one)) });
  const done = await work();
  change(world, { people });
  return done;
}

async function reset(
  world: World,
  by: Actor,
  objectId: string,
  values: { recipients?: string; delivery?: 'show' | 'password' | 'link' | 'pass' } = {},
) {
  const { service } = world;
  const actor = withAllRoles(by);
  const { id } = await service.resets.open(actor, PLACE, objectId);
  const all = { recipients: '', delivery: 'show', reason: '', ...values } as const;
  const { draft } = await service.resets.check(actor, id, all);
  return withEveryRole(world, by.id, async () => {
    const { job } = await service.jobs.accept({
      actor,
      place: PLACE,
      requestId: id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'reset',
      ...service.resets.requestOf(draft.data),
    });
    return world.finish(job.id);
  });
}

/** Types into the form that changes somebody, and waits until it is done. */
async function edit(
  world: World,
  by: Actor,
  objectId: string,
  typed: Partial<Record<PersonField, string>>,
): Promise<void> {
  const { changes, jobs } = world.service;
  const actor = withAllRoles(by);
  await withEveryRole(world, by.id, async () => {
    const { id, data } = await changes.open(actor, PLACE, objectId);
    const fields = { ...data.values.fields, ...typed };
    const { draft } = await changes.check(actor, id, { ...data.values, fields });
    const { job } = await jobs.accept({
      actor,
      place: PLACE,
      requestId: id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'change',
      ...requestOfActs(draft.data),
    });
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
  });
}

async function ask(world: World, actor = OMAR): Promise<RequestRecord> {
  const asked = await world.service.approvals.submit(
    await world.prepare([{ userPrincipalName: 'new@contoso.com', displayName: 'New', usageLocation: 'US' }], {
      settings: { licenses: [E5] },
      actor,
      kind: 'one',
    }),
  );
  if (!('request' in asked)) throw new Error('This needed no approval.');
  return asked.request.request;
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { code?: string; message?: string; next?: string }) => error,
  );

describe('D1: an approver whose password the requester set', () => {
  it('is not asked: it goes to the fallback, or stops and says why', async () => {
    const world = await openWorld();
    await reset(world, OMAR, GRACES);
    setRules(world, RULE);
    expect(await refusalOf(ask(world))).toMatchObject({
      code: 'NO_APPROVER',
      message:
        "This needs approval, and Omar Haddad set, saw, or was sent Grace Okafor's password in the last 30 days.",
      next: expect.stringContaining('"fallback"'),
    });
    expect(await world.store.listRequests({})).toEqual([]);
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['kim']);
    const [entry] = world.store.entries().filter(({ what }) => what === 'request.asked');
    expect(entry?.detail).toMatchObject({ approvers: 'kim', notCounted: 'grace' });
  });

  it('counts for everybody else, and again after controlDays', async () => {
    const world = await openWorld();
    await reset(world, OMAR, GRACES);
    setRules(world, WITH_FALLBACK);
    expect((await ask(world, MIA)).approvers).toEqual(['grace']);
    await world.clock.advance(30 * DAY_MS - 60_000);
    expect((await ask(world)).approvers).toEqual(['kim']);
    await world.clock.advance(60_000);
    expect((await ask(world)).approvers).toEqual(['grace']);
    change(world, { controlDays: 31 });
    expect((await ask(world)).approvers).toEqual(['kim']);
  });

  it('does not decide either, in any chat, when it was set after the request was made', async () => {
    const world = await openWorld();
    setRules(world, RULE);
    const { id } = await ask(world);
    const { approvals } = world.policy;
    change(world, { approvals: [] });
    await reset(world, OMAR, GRACES);
    change(world, { approvals });
    for (const actor of [GRACE, GRACE_IN_TEAMS]) {
      expect(await refusalOf(world.service.approvals.decide(actor, id, 1, 'approve'))).toMatchObject({
        code: 'NOT_YOURS',
        message: expect.stringMatching(/^Your answer doesn't count here: Omar Haddad set, saw, or was sent/),
      });
    }
    const stored = await world.store.loadRequest(id);
    expect(stored).toMatchObject({ state: 'waiting', notCounted: [expect.stringContaining('Grace Okafor')] });
    // Whoever asked hears of it, once, in a new message: nobody else can decide.
    expect(stored?.copies.filter(({ as }) => as === 'requester')).toHaveLength(2);
    const refused = world.store.entries().filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ what, actor }) => `${what} ${actor}`)).toContain('request.decided grace');
  });

  it('is passed over to the fallback then, which decides', async () => {
    const world = await openWorld();
    setRules(world, WITH_FALLBACK);
    const { id } = await ask(world);
    const { approvals } = world.policy;
    change(world, { approvals: [] });
    await reset(world, OMAR, GRACES);
    change(world, { approvals });
    expect(await refusalOf(world.service.approvals.decide(GRACE, id, 1, 'approve'))).toMatchObject({
      next: 'Leave it to Kim Park.',
    });
    expect((await world.store.loadRequest(id))?.approvers).toEqual(['grace', 'kim']);
    expect((await world.service.approvals.decide(KIM, id, 1, 'approve')).request.state).toBe('approved');
  });

  it('approves nothing by changing it', async () => {
    const world = await openWorld();
    setRules(world, RULE);
    const request = await world.service.approvals.submit(
      await world.prepare(2, { settings: { licenses: [E5] } }),
    );
    const id = 'request' in request ? request.request.request.id : '';
    const { approvals } = world.policy;
    change(world, { approvals: [] });
    await reset(world, OMAR, GRACES);
    change(world, { approvals });
    const cut = { remove: [], leaveOut: ['person2@contoso.com'] };
    expect(await refusalOf(world.service.approvals.change(GRACE, id, 1, cut))).toMatchObject({
      code: 'NOT_YOURS',
    });
    expect((await world.service.approvals.change(OMAR, id, 1, cut)).request).toMatchObject({
      state: 'waiting',
      version: 2,
    });
  });

  it.each([
    ['was mailed, as a recipient', 'omar@contoso.com', 'password'],
    ['was mailed under a name with a plus', 'Omar+it@contoso.com', 'password'],
    ['was mailed under another address of theirs', 'o.haddad@contoso.com', 'password'],
    ['got the link to', 'omar@contoso.com', 'link'],
    ['got the pass for', 'omar@contoso.com', 'pass'],
  ] as const)('nor one whose password the requester %s', async (_how, recipients, delivery) => {
    const world = await openWorld();
    world.tenant.hold('omar@contoso.com', 'Omar', { id: OMARS, addresses: ['o.haddad@contoso.com'] });
    await reset(world, MIA, GRACES, { recipients, delivery });
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['kim']);
  });

  it('nor one whose password was sent on to the requester later', async () => {
    const world = await openWorld();
    const { job } = await reset(world, MIA, GRACES, { recipients: 'it@contoso.com', delivery: 'password' });
    await world.clock.advance(29 * DAY_MS);
    await world.service.jobs.sendTo(MIA, job.id, 'omar@contoso.com');
    await world.finish(job.id);
    await world.clock.advance(29 * DAY_MS);
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['kim']);
  });

  it('nor one whose old password the requester saw lately', async () => {
    const world = await openWorld();
    const { job } = await reset(world, OMAR, GRACES);
    await world.clock.advance(20 * DAY_MS);
    await world.service.jobs.claimPasswords(OMAR, job.id);
    await world.clock.advance(20 * DAY_MS);
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['kim']);
  });

  it('but one whose password went to others counts', async () => {
    const world = await openWorld();
    await reset(world, MIA, GRACES, { recipients: 'grace@contoso.com', delivery: 'password' });
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['grace']);
  });

  it('nor any that was mailed somewhere, as long as it is not known what mail the requester gets', async () => {
    const [{ teams: _unknown, ...omar } = {}, ...others] = PEOPLE as Record<string, unknown>[];
    const world = await openWorld([omar, ...others]);
    await reset(world, MIA, GRACES, { recipients: 'someone@contoso.com', delivery: 'password' });
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['kim']);
  });

  it('and it stops when the directory does not say whose the address is', async () => {
    const world = await openWorld();
    await reset(world, MIA, GRACES, { recipients: 'omar@contoso.com', delivery: 'password' });
    setRules(world, WITH_FALLBACK);
    await world.service.facts.read('contoso');
    const request = await world.prepare(1, { settings: { licenses: [E5] } });
    world.tenant.away = true;
    expect(await refusalOf(world.service.approvals.submit(request))).toMatchObject({
      code: 'DIRECTORY_DOWN',
    });
  });
});

describe('D1: an approver in the same hands by another way', () => {
  it('is one whom an account of the requester reset', async () => {
    const world = await openWorld();
    await reset(world, OMAR, MIAS);
    await reset(world, MIA, GRACES);
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['kim']);
    setRules(world, RULE);
    expect(await refusalOf(ask(world))).toMatchObject({
      message: expect.stringContaining('may be able to sign in as Grace Okafor through another account'),
    });
  });

  it('is the requester under another entry of the policy, and whom that one reset', async () => {
    const other = { id: 'omar2', name: 'omar  haddad', slack: 'U0OMARTWO', roles: ['helpdesk', 'approver'] };
    const world = await openWorld([...PEOPLE, other]);
    setRules(world, { ...RULE, by: { people: ['omar2'] } });
    expect(await refusalOf(ask(world))).toMatchObject({
      message: expect.stringContaining('omar  haddad has the same name as the requester'),
    });
    change(world, { approvals: [] });
    await reset(world, { ...MIA, id: 'omar2', userId: 'U0OMARTWO' }, GRACES);
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['kim']);
  });
});

describe('D9: an approver whose directory account the policy does not name', () => {
  it('does not count, since anybody may have reset it: it goes to the fallback, or stops and says what to add', async () => {
    const world = await openWorld();
    const known = world.policy.people;
    const unknown = known.map(({ teams, ...one }) => (one.id === 'grace' ? one : { ...one, teams }));
    setRules(world, RULE);
    const { id } = await ask(world);
    change(world, { people: unknown });
    expect(await refusalOf(ask(world, MIA))).toMatchObject({
      code: 'NO_APPROVER',
      message: expect.stringContaining('Grace Okafor has no "teams" in policy.json'),
    });
    expect(await refusalOf(world.service.approvals.decide(GRACE, id, 1, 'approve'))).toMatchObject({
      code: 'NOT_YOURS',
    });
    setRules(world, WITH_FALLBACK);
    expect((await ask(world, MIA)).approvers).toEqual(['kim']);
    change(world, { people: known });
    expect((await world.service.approvals.decide(GRACE, id, 1, 'approve')).request.state).toBe('approved');
  });
});

describe('D1: a new password for whoever may decide on what one asks for', () => {
  it.each([
    ['an approver of a rule', RULE, GRACES],
    ['a person whom a rule names', { ...RULE, by: { people: ['kim'] } }, KIMS],
    ['somebody of a fallback', WITH_FALLBACK, KIMS],
  ])('is refused: %s', async (_who, rule, objectId) => {
    const world = await openWorld();
    setRules(world, rule);
    expect(await refusalOf(world.service.resets.open(withAllRoles(MIA), PLACE, objectId))).toMatchObject({
      code: 'FORBIDDEN',
      message: 'This person may decide on your requests.',
    });
    setRules(world, { ...rule, when: { requester: ['omar'] } });
    expect((await reset(world, MIA, objectId)).counts.created).toBe(1);
  });

  it('is refused right before it is set, also by Try again and after a restart', async () => {
    const world = await openWorld();
    const asApprover = withAllRoles(MIA);
    const { id } = await world.service.resets.open(asApprover, PLACE, GRACES);
    const values = { recipients: '', delivery: 'show', reason: '' } as const;
    const { draft } = await world.service.resets.check(asApprover, id, values);
    setRules(world, RULE);
    const { job } = await world.service.jobs.accept({
      actor: MIA,
      place: PLACE,
      requestId: id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'reset',
      ...world.service.resets.requestOf(draft.data),
    });
    world.restart();
    await world.service.resume();
    const { rows } = await world.finish(job.id);
    expect(rows[0]?.create).toMatchObject({ state: 'failed', error: { code: 'FORBIDDEN' } });
    await world.service.jobs.retry(MIA, job.id);
    await world.finish(job.id);
    expect(world.tenant.passwordsSet).toEqual([]);
  });
});

describe('an approver whose password the requester could set', () => {
  it.each([
    ['a mobile phone', { mobilePhone: '+1 425 555 0100' }],
    ['an office phone', { businessPhones: '+1 425 555 0101' }],
    ['an alternate mail address', { otherMails: 'someone@contoso.com' }],
  ])('is not asked after %s was changed: self-service resets go there', async (_what, typed) => {
    const world = await openWorld();
    await edit(world, OMAR, GRACES, typed);
    setRules(world, RULE);
    expect(await refusalOf(ask(world))).toMatchObject({
      code: 'NO_APPROVER',
      message:
        "This needs approval, and Omar Haddad changed a phone number or email address in the last 30 days that can reset Grace Okafor's password.",
    });
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['kim']);
    // Grace counts for others, and for Omar once she must have noticed.
    expect((await ask(world, MIA)).approvers).toEqual(['grace']);
    await world.clock.advance(30 * DAY_MS);
    expect((await ask(world)).approvers).toEqual(['grace']);
  });

  it.each([
    ['a change in doubt, which may have arrived,', 'failed', 'mobilePhone', ['kim']],
    ['a change that was refused before it was sent', 'refused', 'mobilePhone', ['grace']],
    ['a change of something else that failed', 'failed', 'jobTitle', ['grace']],
  ] as const)('after %s: asked is', async (_what, outcome, fields, approvers) => {
    const world = await openWorld();
    await world.store.audit({
      at: world.clock.now(),
      actor: 'omar',
      platform: 'slack',
      what: 'person.changed',
      outcome,
      customer: 'contoso',
      subject: 'grace@contoso.com',
      detail: { objectId: GRACES, fields, code: 'ROLE_MISSING' },
    });
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(approvers);
  });

  it('does not decide either, nor through another account, nor over whoever asked', async () => {
    const world = await openWorld();
    setRules(world, WITH_FALLBACK);
    const { id } = await ask(world);
    const { approvals } = world.policy;
    change(world, { approvals: [] });
    await edit(world, OMAR, MIAS, { mobilePhone: '+1 425 555 0100' });
    await reset(world, MIA, GRACES);
    change(world, { approvals });
    expect(await refusalOf(world.service.approvals.decide(GRACE, id, 1, 'approve'))).toMatchObject({
      code: 'NOT_YOURS',
      next: 'Leave it to Kim Park.',
    });

    const other = await openWorld();
    await edit(other, GRACE, OMARS, { otherMails: 'someone@contoso.com' });
    setRules(other, WITH_FALLBACK);
    expect((await ask(other)).approvers).toEqual(['kim']);
  });

  it('counts after any other change', async () => {
    const world = await openWorld();
    await edit(world, OMAR, GRACES, { jobTitle: 'Lead', city: 'Berlin' });
    setRules(world, RULE);
    expect((await ask(world)).approvers).toEqual(['grace']);
  });
});

describe('D2: a manager whom the requester created', () => {
  const MANAGED = { name: 'Managers', when: { licenses: ['SPE_E5'] }, by: { manager: 'person' } };

  /** Somebody whom Omar creates, and who opens Rollcall in Teams with the password that he saw. */
  async function createPuppet(world: World): Promise<string> {
    const puppet = { userPrincipalName: 'puppet@contoso.com', displayName: 'Puppet' };
    const { job } = await world.run([puppet], { settings: { recipients: [] } });
    await world.service.jobs.claimPasswords(OMAR, job.id);
    const objectId = world.tenant.find('puppet@contoso.com')?.id ?? '';
    await world.store.saveDirect('teams', objectId, { ...PLACE, platform: 'teams' });
    return objectId;
  }

  async function askManaged(world: World, actor = OMAR) {
    const id = world.tenant.find('puppet@contoso.com')?.id ?? '';
    return world.service.approvals.submit(
      await world.prepare(1, {
        settings: { licenses: [E5] },
        actor,
        kind: 'one',
        each: () => ({ manager: { userPrincipalName: 'puppet@contoso.com', id } }),
      }),
    );
  }

  it('does not count, however long ago: it goes to the fallback, or stops and says why', async () => {
    const world = await openWorld();
    await createPuppet(world);
    await world.clock.advance(200 * DAY_MS);
    setRules(world, MANAGED);
    expect(await refusalOf(askManaged(world))).toMatchObject({
      code: 'NO_APPROVER',
      message: expect.stringContaining("Omar Haddad created Puppet's account"),
    });
    expect(await world.store.listRequests({})).toEqual([]);
    setRules(world, { ...MANAGED, fallback: { people: ['kim'] } });
    const asked = await askManaged(world);
    expect('request' in asked && asked.request.approvers).toEqual(['Kim Park']);
  });

  it('counts for what somebody else asks', async () => {
    const world = await openWorld();
    const objectId = await createPuppet(world);
    setRules(world, MANAGED);
    const asked = await askManaged(world, MIA);
    expect('request' in asked && asked.request.request.approvers).toEqual([`entra:${objectId}`]);
  });

  it('does not count as the manager of whoever asks', async () => {
    const world = await openWorld();
    world.tenant.managers.set(OMARS, await createPuppet(world));
    setRules(world, { ...MANAGED, by: { manager: 'requester' } });
    expect(await refusalOf(ask(world))).toMatchObject({
      code: 'NO_APPROVER',
      message: expect.stringContaining("Omar Haddad created Puppet's account"),
    });
  });

  it('nor does one whose password the requester set, also after the request was made', async () => {
    const world = await openWorld();
    world.tenant.hold('puppet@contoso.com', 'Puppet', { id: KIMS });
    setRules(world, { ...MANAGED, fallback: { role: 'approver' } });
    const asked = await askManaged(world);
    if (!('request' in asked)) throw new Error('This needed no approval.');
    const { id } = asked.request.request;
    change(world, { approvals: [] });
    await world.store.updateRequest(id, (now) => ({ ...now, state: 'expired' }));
    await reset(world, OMAR, KIMS);
    await world.store.updateRequest(id, (now) => ({ ...now, state: 'waiting' }));
    setRules(world, { ...MANAGED, fallback: { role: 'approver' } });
    expect(await refusalOf(world.service.approvals.decide(KIM, id, 1, 'approve'))).toMatchObject({
      code: 'NOT_YOURS',
      next: 'Leave it to Grace Okafor.',
    });
    expect((await world.service.approvals.decide(GRACE, id, 1, 'approve')).request.state).toBe('approved');
  });
});

describe('D1: an approver who has the password of whoever asks', () => {
  const withReset = PEOPLE.map((one) =>
    one.id === 'grace' ? { ...one, roles: ['helpdesk', 'admin', 'approver'] } : one,
  );

  it('is not asked: it goes to the fallback, or stops and says why', async () => {
    const world = await openWorld(withReset);
    await reset(world, GRACE, OMARS);
    setRules(world, RULE);
    expect(await refusalOf(ask(world))).toMatchObject({
      code: 'NO_APPROVER',
      message:
        "This needs approval, and Grace Okafor set, saw, or was sent Omar Haddad's password in the last 30 days.",
    });
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['kim']);
  });

  it('counts for everybody else, and again after controlDays', async () => {
    const world = await openWorld(withReset);
    await reset(world, GRACE, OMARS);
    setRules(world, WITH_FALLBACK);
    expect((await ask(world, MIA)).approvers).toEqual(['grace']);
    await world.clock.advance(30 * DAY_MS - 60_000);
    expect((await ask(world)).approvers).toEqual(['kim']);
    await world.clock.advance(60_000);
    expect((await ask(world)).approvers).toEqual(['grace']);
  });

  it('does not decide either when they got it after the request was made', async () => {
    const world = await openWorld(withReset);
    setRules(world, WITH_FALLBACK);
    const { id } = await ask(world);
    await reset(world, GRACE, OMARS);
    expect(await refusalOf(world.service.approvals.decide(GRACE, id, 1, 'approve'))).toMatchObject({
      code: 'NOT_YOURS',
      message: expect.stringMatching(/^Your answer doesn't count here: Grace Okafor set, saw, or was sent/),
      next: 'Leave it to Kim Park.',
    });
    expect((await world.service.approvals.decide(KIM, id, 1, 'approve')).request.state).toBe('approved');
  });

  it('nor one who was mailed it, or has it by way of another account', async () => {
    const mailed = await openWorld();
    await reset(mailed, MIA, OMARS, { recipients: 'grace@contoso.com', delivery: 'password' });
    setRules(mailed, WITH_FALLBACK);
    expect((await ask(mailed)).approvers).toEqual(['kim']);

    const world = await openWorld(withReset);
    await reset(world, GRACE, MIAS);
    await reset(world, MIA, OMARS);
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['kim']);
    setRules(world, RULE);
    expect(await refusalOf(ask(world))).toMatchObject({
      message: expect.stringContaining(
        'Grace Okafor may be able to sign in as Omar Haddad through another account',
      ),
    });
  });

  it('nor one under another entry of the policy', async () => {
    const other = { id: 'grace2', name: 'grace okafor', slack: 'U0GRACETWO', roles: ['helpdesk', 'admin'] };
    const world = await openWorld([...PEOPLE, other]);
    await reset(world, { ...GRACE, id: 'grace2', userId: 'U0GRACETWO' }, OMARS);
    setRules(world, WITH_FALLBACK);
    expect((await ask(world)).approvers).toEqual(['kim']);
  });

  it('but one who created the requester counts, once that password is older than controlDays', async () => {
    const world = await openWorld(withReset);
    const newcomer = { userPrincipalName: 'zoe@contoso.com', displayName: 'Zoe' };
    const { job } = await world.run([newcomer], {
      actor: withAllRoles(GRACE),
      settings: { recipients: [] },
    });
    await world.service.jobs.claimPasswords(withAllRoles(GRACE), job.id);
    const teams = world.tenant.find('zoe@contoso.com')?.id ?? '';
    setRules(world, WITH_FALLBACK);
    const [like, ...others] = world.policy.people;
    if (like === undefined) throw new Error('Nobody is in the policy.');
    const zoe = { ...like, id: 'zoe', name: 'Zoe', slack: 'U0ZOE', teams };
    change(world, { people: [like, ...others, zoe] });
    const asZoe: Actor = { ...OMAR, id: 'zoe', name: 'Zoe', userId: 'U0ZOE' };
    expect((await ask(world, asZoe)).approvers).toEqual(['kim']);
    await world.clock.advance(30 * DAY_MS + 60_000);
    expect((await ask(world, asZoe)).approvers).toEqual(['grace']);
  });
});

describe('D2: a manager and whoever asks in the hands of a third', () => {
  const BOSS = 'a1b6b0f2-7777-4f6f-9d0e-777777777777';
  const MANAGED = { name: 'Managers', when: { licenses: ['SPE_E5'] }, by: { manager: 'requester' } };
  const AS_BOSS: Actor = {
    ...OMAR,
    id: `entra:${BOSS}`,
    name: 'Boss',
    roles: [],
    platform: 'teams',
    userId: BOSS,
  };

  async function openManaged(): Promise<World> {
    const world = await openWorld();
    world.tenant.hold('boss@contoso.com', 'Boss', { id: BOSS });
    await world.store.saveDirect('teams', BOSS, { ...PLACE, platform: 'teams' });
    world.tenant.managers.set(OMARS, BOSS);
    return world;
  }

  it("doesn't count: it goes to the fallback, or stops and says why", async () => {
    const world = await openManaged();
    await reset(world, MIA, BOSS);
    await reset(world, MIA, OMARS);
    setRules(world, MANAGED);
    expect(await refusalOf(ask(world))).toMatchObject({
      code: 'NO_APPROVER',
      message: expect.stringContaining("Omar Haddad's and Boss"),
    });
    setRules(world, { ...MANAGED, fallback: { people: ['kim'] } });
    expect((await ask(world)).approvers).toEqual(['kim']);
  });

  it('does not decide when that came about after the request was made', async () => {
    const world = await openManaged();
    setRules(world, { ...MANAGED, fallback: { people: ['kim'] } });
    const { id } = await ask(world);
    await reset(world, MIA, BOSS);
    await reset(world, MIA, OMARS);
    expect(await refusalOf(world.service.approvals.decide(AS_BOSS, id, 1, 'approve'))).toMatchObject({
      code: 'NOT_YOURS',
      next: 'Leave it to Kim Park.',
    });
  });

  it('counts when only one of the two is, and again after controlDays', async () => {
    const world = await openManaged();
    await reset(world, MIA, BOSS);
    setRules(world, MANAGED);
    expect((await ask(world)).approvers).toEqual([AS_BOSS.id]);
    await reset(world, MIA, OMARS);
    await world.clock.advance(30 * DAY_MS);
    expect((await ask(world)).approvers).toEqual([AS_BOSS.id]);
  });

  it('does not count when the password of whoever asks was mailed to them', async () => {
    const world = await openManaged();
    await reset(world, MIA, OMARS, { recipients: 'boss@contoso.com', delivery: 'password' });
    setRules(world, { ...MANAGED, fallback: { people: ['kim'] } });
    expect((await ask(world)).approvers).toEqual(['kim']);
  });
});

describe('D1: an approval that was given before', () => {
  const TWO = {
    ...RULE,
    by: { people: ['grace', 'mia'] },
    count: 2,
    fallback: { people: ['kim'] },
  };

  it('does not count any more once whoever asks has the password of its approver', async () => {
    const world = await openWorld();
    setRules(world, TWO);
    const { id } = await ask(world);
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    const { approvals } = world.policy;
    change(world, { approvals: [] });
    await reset(world, OMAR, GRACES);
    change(world, { approvals });
    const { request } = await world.service.approvals.decide(MIA, id, 1, 'approve');
    expect(request).toMatchObject({ state: 'waiting', approvers: expect.arrayContaining(['kim']) });
    expect(request.notCounted).toEqual([expect.stringContaining("Grace Okafor's password")]);
    expect((await world.service.approvals.decide(KIM, id, 1, 'approve')).request).toMatchObject({
      state: 'approved',
      jobId: expect.any(String),
    });
  });

  it('does not count any more once its approver lost the role; two who have it do', async () => {
    const world = await openWorld();
    setRules(world, TWO);
    const { id } = await ask(world);
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    setRules(world, { ...TWO, by: { people: ['mia'] }, fallback: { people: ['kim', 'mia'] }, count: 1 });
    expect((await world.service.approvals.decide(MIA, id, 1, 'approve')).request).toMatchObject({
      state: 'waiting',
      notCounted: ['Grace Okafor may no longer decide this'],
    });
    expect((await world.service.approvals.decide(KIM, id, 1, 'approve')).request.state).toBe('approved');
  });

  it('starts nothing after a crash, when its approver is in the hands of whoever asks by then', async () => {
    const world = await openWorld();
    setRules(world, RULE);
    const { id } = await ask(world);
    const { approvals } = world.policy;
    await world.service.approvals.decide(GRACE, id, 1, 'approve');
    const { jobId = '' } = (await world.store.loadRequest(id)) ?? {};
    await world.finish(jobId);
    await world.store.updateRequest(id, ({ jobId: _lost, ...now }) => now);
    change(world, { approvals: [] });
    await reset(world, OMAR, GRACES);
    change(world, { approvals });
    world.restart();
    await world.service.resume();
    expect((await world.store.loadRequest(id))?.problem).toMatchObject({
      message: 'Someone who approved it may no longer decide this.',
    });
  });
});
