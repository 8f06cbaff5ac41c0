import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../../src/domain/policy/policy.ts';
import type { Actor } from '../../../../src/domain/terms.ts';
import { createFindControlled } from '../../../../src/service/approvals/control/control.ts';
import { createWorld, PLACE, type World } from '../../fakes/world.ts';

const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const DAY_MS = 24 * 3_600_000;
/** Object ids. */
const OMARS = 'a1b6b0f2-2222-4f6f-9d0e-222222222222';
const INES = 'a1b6b0f2-5555-4f6f-9d0e-555555555555';
const SAM = 'a1b6b0f2-7777-4f6f-9d0e-777777777777';
const ZOE = 'a1b6b0f2-8888-4f6f-9d0e-888888888888';

const PEOPLE = [
  { id: 'omar', name: 'Omar Haddad', slack: 'U0OMARHADD', teams: OMARS, roles: ['helpdesk'] },
  { id: 'ines', name: 'Ines Diaz', slack: 'U0INESDIAZ', teams: INES, roles: ['approver'] },
];
const RULE = { name: 'E5', when: { licenses: ['SPE_E5'] }, by: { people: ['ines'] } };

/** Whoever has fewer roles than an approver resets none. */
const ROLES = ['helpdesk', 'admin', 'approver'] as const;

const actorOf = (id: string): Actor => ({
  id,
  name: id,
  roles: ROLES,
  customer: 'contoso',
  platform: id.startsWith('entra:') ? 'teams' : 'slack',
  userId: id.split(':').at(-1) ?? id,
});
const AS_OMAR: Actor = { ...actorOf('omar'), name: 'Omar Haddad', userId: 'U0OMARHADD' };
const AS_INES: Actor = { ...actorOf('ines'), name: 'Ines Diaz', userId: 'U0INESDIAZ' };

function openWorld(people: object[] = PEOPLE): World {
  const world = createWorld({ people });
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  for (const [name, id] of Object.entries({ omar: OMARS, ines: INES, sam: SAM, zoe: ZOE })) {
    world.tenant.hold(`${name}@contoso.com`, `${name} of the tenant`, { id });
  }
  return world;
}

function setRules(world: World, ...approvals: object[]): void {
  const { customers } = world.policy;
  Object.assign(world.policy, {
    approvals: policySchema.parse({ customers, people: PEOPLE, approvals }).approvals,
  });
}

/** Gives somebody helpdesk as a group would, which this process may forget. */
function letIn(world: World, { id, userId, platform }: Actor): void {
  const known = { id, name: 'Sammy', [platform]: userId, roles: [...ROLES] };
  Object.assign(world.policy, { people: [...world.policy.people, known] });
}

async function reset(world: World, actor: Actor, objectId: string): Promise<void> {
  const { resets, jobs } = world.service;
  const { id } = await resets.open(actor, PLACE, objectId);
  const { draft } = await resets.check(actor, id, { recipients: '', delivery: 'show', reason: '' });
  const { job } = await jobs.accept({
    actor,
    place: PLACE,
    requestId: id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'reset',
    ...resets.requestOf(draft.data),
  });
  await world.finish(job.id);
  expect(await jobs.claimPasswords(actor, job.id)).toBeDefined();
}

const newcomer = { userPrincipalName: 'new@contoso.com', displayName: 'New', usageLocation: 'US' };
const submit = async (world: World, actor: Actor) => {
  const request = await world.prepare([newcomer], { settings: { licenses: [E5] }, actor, kind: 'one' });
  const asked = await world.service.approvals.submit(request);
  if (!('request' in asked)) throw new Error('This needed no approval.');
  return asked.request.request;
};

/** Why Ines does not count for what somebody asks; undefined when she does. */
async function whyNot(world: World, requester: string): Promise<string | undefined> {
  const { policy, store, clock } = world;
  const directoryFor = () => world.tenant.connect().directory;
  const found = await createFindControlled({ policy, store, directoryFor, clock })(
    { id: requester, customer: 'contoso' },
    [{ id: 'ines', name: 'Ines Diaz', objectId: INES }],
  );
  return found.get('ines');
}

/** What the audit says after a reset of this account by somebody. */
async function note(world: World, actor: string, objectId: string, recipients = ''): Promise<void> {
  const at = world.clock.now();
  const [job, subject] = [`job_${actor}${objectId}`, `${objectId}@contoso.com`];
  const entry = { at, actor, platform: 'slack', outcome: 'done', customer: 'contoso' } as const;
  await world.store.audit({ ...entry, what: 'password.reset', subject, detail: { objectId, jobId: job } });
  if (recipients === '') return;
  await world.store.audit({ ...entry, what: 'passwords.mailed', subject: job, detail: { recipients } });
}

const TELLS = "Rollcall can't tell whether";

describe('an approver whose password an id had that may be the requester (T20, T69)', () => {
  it.each([
    ['without an entry, in the other chat', 'slack:U0SAM', `entra:${SAM}`],
    ['without an entry, in another workspace', 'slack:T0PARTNER/U0SAM', 'slack:U0SAM'],
    ['with an entry, from another workspace', 'slack:T0PARTNER/U0OMARX', 'omar'],
  ])('does not count: %s, also once this process has forgotten that id', async (_, by, requester) => {
    const world = openWorld();
    letIn(world, actorOf(by));
    if (requester !== 'omar') letIn(world, actorOf(requester));
    await reset(world, actorOf(by), INES);
    setRules(world, RULE);
    const asking = requester === 'omar' ? AS_OMAR : actorOf(requester);
    const refused = { code: 'NO_APPROVER', message: expect.stringMatching('Ines Diaz|Sammy') };
    await expect(submit(world, asking)).rejects.toMatchObject(refused);
    const people = world.policy.people.filter(({ id }) => id !== by);
    Object.assign(world.policy, { people });
    await expect(submit(world, asking)).rejects.toMatchObject({
      code: 'NO_APPROVER',
      message: expect.stringContaining(TELLS),
    });
    expect(await world.store.listRequests({})).toEqual([]);
    await world.clock.advance(30 * DAY_MS + 60_000);
    if (requester === 'omar') expect((await submit(world, asking)).approvers).toEqual(['ines']);
  });

  it('does not decide either, when it was set after the request was made', async () => {
    const world = openWorld();
    setRules(world, RULE);
    const { id } = await submit(world, AS_OMAR);
    await note(world, 'slack:T0PARTNER/U0OMARX', INES);
    await expect(world.service.approvals.decide(AS_INES, id, 1, 'approve')).rejects.toMatchObject({
      code: 'NOT_YOURS',
      message: expect.stringContaining(TELLS),
    });
  });

  it.each([
    ['a colleague of the same workspace', 'slack:U0SAM', 'omar'],
    ['a colleague of the same workspace, both without an entry', 'slack:U0SAM', 'slack:U0ZOE'],
    ['a colleague with another account', `entra:${SAM}`, 'omar'],
    ['a colleague who has an entry, too', 'ada', 'omar'],
  ])('counts when it was %s', async (_, by, requester) => {
    const ada = { id: 'ada', name: 'Ada Lovelace', slack: 'T0PARTNER/U0ADA', roles: ['helpdesk'] };
    const world = openWorld();
    Object.assign(world.policy, { people: [...world.policy.people, ada] });
    await note(world, by, INES);
    expect(await whyNot(world, requester)).toBeUndefined();
  });

  it('does not count by way of another account that such an id had', async () => {
    const world = openWorld();
    await note(world, 'slack:T0PARTNER/U0OMARX', SAM);
    expect(await whyNot(world, 'omar')).toBeUndefined();
    await note(world, `entra:${SAM}`, INES);
    expect(await whyNot(world, 'omar')).toContain('through another account');
  });

  it('does not make two people of the policy one because both may be a third', async () => {
    const ada = { id: 'ada', name: 'Ada Lovelace', slack: 'U0ADA', teams: ZOE, roles: ['helpdesk'] };
    const world = openWorld([...PEOPLE, ada]);
    await note(world, 'slack:T0PARTNER/U0SAM', ZOE);
    await note(world, 'ada', INES);
    // Whoever had Ada's password may be Omar, and had Ines's by way of Ada.
    expect(await whyNot(world, 'omar')).toContain('through another account');
    const other = openWorld([...PEOPLE, ada]);
    await note(other, 'slack:T0PARTNER/U0SAM', SAM);
    await note(other, 'ada', INES);
    expect(await whyNot(other, 'omar')).toBeUndefined();
  });

  it('does not count when it was mailed to whoever asks, whom this process has forgotten', async () => {
    const world = openWorld();
    await note(world, 'omar', INES, 'sam@contoso.com');
    expect(await whyNot(world, `entra:${SAM}`)).toContain('set, saw, or was sent');
    expect(await whyNot(world, `entra:${ZOE}`)).toBeUndefined();
  });
});

describe('an approver who may be the id that had the password of whoever asks (T20, T69)', () => {
  it.each([
    ['from another workspace', 'slack:T0PARTNER/U0INESX', TELLS],
    ['in the same one, where the entry says who the approver is', 'slack:U0SAM', undefined],
  ])('%s', async (_, by, why) => {
    const world = openWorld();
    await note(world, by, OMARS);
    const said = await whyNot(world, 'omar');
    if (why === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(why);
  });
});

describe('somebody who asked before the policy named them (T20, T69)', () => {
  it.each(['slack:U0INESDIAZ', `entra:${INES}`])('does not approve that: %s', async (before) => {
    const why = await whyNot(openWorld(), before);
    expect(why).toBeDefined();
    // It is known who that is, and not only who it may be.
    expect(why).toContain('may be the same person');
    expect(why).not.toContain('by different chats');
  });

  it('had the passwords that they had', async () => {
    const world = openWorld();
    await note(world, 'slack:U0OMARHADD', INES);
    expect(await whyNot(world, 'omar')).toBeDefined();
  });
});

describe('a new password for whoever decides on what another id of one may ask for (T20, T69)', () => {
  const open = (world: World, id: string) => {
    letIn(world, actorOf(id));
    return world.service.resets.open(actorOf(id), PLACE, INES);
  };
  const refused = { code: 'FORBIDDEN', message: 'This person may decide on your requests.' };

  it.each([
    ['that the rule names', { ...RULE, when: { ...RULE.when, requester: ['omar'] } }],
    ['that has asked', undefined],
  ])('is refused: one %s', async (_, rule) => {
    const world = openWorld();
    if (rule === undefined) await askManager(world);
    else setRules(world, rule);
    await expect(open(world, 'slack:T0PARTNER/U0OMARX')).rejects.toMatchObject(refused);
    expect(await open(world, 'slack:U0SAM')).toBeDefined();
  });

  /** Omar waits for Ines as a manager, and no rule asks anybody by now. */
  async function askManager(world: World): Promise<void> {
    world.tenant.managers.set(OMARS, INES);
    setRules(world, { ...RULE, by: { manager: 'requester' } });
    await submit(world, AS_OMAR);
    setRules(world);
  }
});
