import { describe, expect, it } from 'vitest';
import { GLOBAL_ADMIN } from '../../../src/domain/adminRoles.ts';
import type { Actor } from '../../../src/domain/terms.ts';
import type { ChangeValues } from '../../../src/service/changing/changeDraft.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import type { JobRecord } from '../../../src/service/ports/records.ts';
import { openSnapshot } from '../../../src/service/snapshots/snapshots.ts';
import { E3, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const ADAS = 'a1b6b0f2-7777-4f6f-9d0e-777777777777';
const GRACES = 'a1b6b0f2-3333-4f6f-9d0e-333333333333';
const PEOPLE = [
  ...[OMAR, MIA].map(({ id, name, roles, userId }) => ({ id, name, roles, slack: userId })),
  { id: 'grace', name: 'Grace Okafor', roles: ['approver'], slack: 'U0GRACE', teams: GRACES },
];

function openWorld(more: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld({ people: PEOPLE, ...more });
  world.tenant.hold('ada@contoso.com', 'Ada Lovelace', {
    accountEnabled: true,
    fields: { jobTitle: 'Engineer', city: 'London' },
  });
  world.tenant.hold('boss@contoso.com', 'Boss');
  return world;
}

const ada = ({ tenant }: World) =>
  [...tenant.accounts.values()].find(({ displayName }) => displayName.startsWith('Ada'));
const idOf = (world: World, name = 'ada@contoso.com') => world.tenant.find(name)?.id ?? '';

/** Types into a form that was opened before. */
async function check(world: World, draftId: string, typed: Partial<ChangeValues>, actor: Actor = MIA) {
  const { data } = await world.service.changes.load(actor, draftId);
  const fields = { ...data.values.fields, ...typed.fields };
  return world.service.changes.check(actor, draftId, { ...data.values, ...typed, fields });
}

async function accept(world: World, typed: Partial<ChangeValues>, actor: Actor = MIA): Promise<JobRecord> {
  const { service } = world;
  const opened = await service.changes.open(actor, PLACE, idOf(world));
  const { draft, problems } = await check(world, opened.id, typed, actor);
  expect(problems).toEqual([]);
  const { job } = await service.jobs.accept({
    actor,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'change',
    ...requestOfActs(draft.data),
  });
  return job;
}

const EVERYTHING = {
  fields: { jobTitle: 'Lead', city: '' },
  manager: 'boss@contoso.com',
  userName: 'ada.king@contoso.com',
  signIn: 'blocked',
  signOut: 'yes',
} as const;

const doneTo = ({ tenant }: World) => tenant.done.map(({ what, change }) => [what, change]);

describe('a change of one person', () => {
  it('does what was typed and nothing else, whoever is blocked first of all, each audited', async () => {
    const world = openWorld();
    const job = await accept(world, EVERYTHING);
    expect((await world.finish(job.id)).counts).toMatchObject({ total: 1, created: 1 });
    expect(doneTo(world)).toEqual([
      ['person', { accountEnabled: false }],
      ['signOut', undefined],
      ['person', { fields: { jobTitle: 'Lead', city: '' } }],
      ['person', { userPrincipalName: 'ada.king@contoso.com' }],
    ]);
    expect(world.tenant.managed).toEqual([
      { objectId: ada(world)?.id, managerId: idOf(world, 'boss@contoso.com') },
    ]);
    const entries = await world.store.readAudit({ subject: 'ada@contoso.com', limit: 20 });
    expect(entries.map(({ what, outcome }) => `${what} ${outcome}`).toReversed()).toEqual([
      'person.blocked done',
      'person.signed_out done',
      'person.changed done',
      'person.manager_changed done',
      'person.renamed done',
    ]);
    // The history cannot forget what a field held.
    expect(JSON.stringify(entries)).not.toContain('Lead');
  });

  it('changes the alternate address that the form shows, and leaves the others there are', async () => {
    const world = openWorld();
    const [first, second, third] = ['a@example.com', 'b@example.com', 'c@example.com'];
    Object.assign(ada(world) ?? {}, { otherMails: [first, second] });
    const job = await accept(world, { fields: { otherMails: 'new@example.com' } });
    // Somebody adds one by hand meanwhile.
    Object.assign(ada(world) ?? {}, { otherMails: [first, second, third] });
    await world.finish(job.id);
    expect(ada(world)?.otherMails).toEqual(['new@example.com', second, third]);
  });

  it('clears that one alone, though it is sent twice because an answer was lost', async () => {
    const world = openWorld();
    Object.assign(ada(world) ?? {}, { otherMails: ['a@example.com', 'b@example.com', 'c@example.com'] });
    const lost = { status: 'later', afterMs: 1_000, error: fail('DIRECTORY_DOWN') } as const;
    world.tenant.actFateOf = (_what, _id, nth) => (nth === 1 ? lost : { status: 'done' });
    const job = await accept(world, { fields: { otherMails: '' } });
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
    expect(world.tenant.done).toHaveLength(2);
    expect(ada(world)?.otherMails).toEqual(['b@example.com', 'c@example.com']);
  });

  it('leaves values that are untidy in the directory and that nobody typed anew', async () => {
    const world = openWorld();
    const untidy = { streetAddress: '1 Main\r\nFloor 2', city: ' London ' };
    Object.assign(ada(world) ?? {}, { fields: { jobTitle: 'Engineer', ...untidy } });
    const opened = await world.service.changes.open(MIA, PLACE, idOf(world));
    const { draft } = await check(world, opened.id, { fields: { jobTitle: 'Lead' } });
    expect(draft.data.acts).toEqual([{ kind: 'fields', set: { jobTitle: 'Lead' } }]);
  });

  it('leaves what others changed since the form was opened', async () => {
    const world = openWorld();
    const opened = await world.service.changes.open(MIA, PLACE, idOf(world));
    Object.assign(ada(world) ?? {}, { fields: { jobTitle: 'Chief engineer', city: 'Paris' } });
    const { draft, state } = await check(world, opened.id, { fields: { city: 'Berlin' } });
    expect(draft.data.acts).toEqual([{ kind: 'fields', set: { city: 'Berlin' } }]);
    expect(state.fields.city).toBe('Paris');
  });

  it('tells the result of each act, and Try again does only those that failed', async () => {
    const world = openWorld();
    const refused = { status: 'refused', error: fail('NAME_TAKEN', 'Somebody has it.') } as const;
    world.tenant.actFateOf = (what, _id, nth) =>
      what === 'person' && nth === 3 ? refused : { status: 'done' };
    const job = await accept(world, EVERYTHING);
    const { counts, rows } = await world.finish(job.id);
    expect(counts).toMatchObject({ partly: 1 });
    expect(rows[0]?.acts?.map(({ act, state }) => `${act.kind} ${state}`)).toEqual([
      'block done',
      'signOut done',
      'fields done',
      'manager done',
      'rename failed',
    ]);
    const before = world.tenant.done.length;
    await world.service.jobs.retry(MIA, job.id);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
    expect(doneTo(world).slice(before)).toEqual([['person', { userPrincipalName: 'ada.king@contoso.com' }]]);
  });

  it.each([0, 5, 12, 18, 25, 33, 41, 48])(
    'is finished by the next process when this one dies after %i ms, with how they were kept before the first act',
    async (ms) => {
      const world = openWorld();
      const job = await accept(world, EVERYTHING);
      await world.clock.until(world.clock.sleep(ms));
      const kept = await world.store.listSnapshots({});
      expect(world.tenant.done.length === 0 || kept.length === 1).toBe(true);
      world.restart();
      await world.service.resume();
      expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
      expect(ada(world)).toMatchObject({ userPrincipalName: 'ada.king@contoso.com', accountEnabled: false });
      const opened = await world.store.listSnapshots({ objectId: ada(world)?.id ?? '' });
      expect(opened).toHaveLength(1);
    },
  );

  it('waits through an outage, and gives up in words when it lasts', async () => {
    const world = openWorld();
    const job = await accept(world, { signIn: 'blocked' });
    world.tenant.away = true;
    const { counts, rows } = await world.finish(job.id);
    expect(counts).toMatchObject({ failed: 1 });
    expect(rows[0]?.license.error?.message).toContain('may or may not have been done');
    world.tenant.away = false;
    await world.service.jobs.retry(MIA, job.id);
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
    expect(ada(world)?.accountEnabled).toBe(false);
  });

  it('brings no password, and is not undone', async () => {
    const world = openWorld();
    const job = await accept(world, { signIn: 'blocked' }, OMAR);
    await world.finish(job.id);
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: expect.any(String),
    });
    await expect(world.service.jobs.undo(OMAR, job.id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    expect(world.mailer.inbox).toEqual([]);
  });
});

describe('what is wrong in the form', () => {
  it.each([
    [
      'a name that somebody has',
      { userName: 'boss@contoso.com' },
      'userPrincipalName',
      'already in the directory',
    ],
    ['a federated domain', { userName: 'ada@corp.contoso.com' }, 'userPrincipalName', 'is federated'],
    ['a domain of nobody here', { userName: 'ada@example.com' }, 'userPrincipalName', "isn't a domain"],
    ['no user name', { userName: '' }, 'userPrincipalName', 'missing'],
    ['a manager whom nobody knows', { manager: 'nobody@contoso.com' }, 'manager', 'has the user name'],
    ['themselves as manager', { manager: 'ada@contoso.com' }, 'manager', 'own manager'],
    ['no display name', { fields: { displayName: '' } }, 'displayName', 'missing'],
    ['a country in words', { fields: { usageLocation: 'Germany' } }, 'usageLocation', 'two-letter'],
    [
      'a mail address that is none',
      { fields: { otherMails: 'ada' } },
      'otherMails',
      'must be a single email address',
    ],
    ['nothing', {}, 'file', 'You changed nothing'],
  ])('is told at its field, and nothing is asked for: %s', async (_what, typed, property, words) => {
    const world = openWorld();
    const opened = await world.service.changes.open(MIA, PLACE, idOf(world));
    const { draft, problems } = await check(world, opened.id, typed);
    expect(problems).toMatchObject([{ property, message: expect.stringContaining(words) }]);
    expect(draft.data).toMatchObject({ acts: [] });
    expect(draft.data.checked).toBeUndefined();
  });

  it('is no location that would be taken away again', async () => {
    const world = openWorld();
    Object.assign(ada(world) ?? {}, { usageLocation: 'US' });
    const opened = await world.service.changes.open(MIA, PLACE, idOf(world));
    const { problems } = await check(world, opened.id, { fields: { usageLocation: '' } });
    expect(problems).toMatchObject([{ property: 'usageLocation' }]);
  });
});

describe('a change that may not be', () => {
  const open = (world: World, actor = MIA) => world.service.changes.open(actor, PLACE, idOf(world));

  it.each([
    ['oneself', {}, { displayName: 'Mia Meyer' }, 'FORBIDDEN'],
    [
      'oneself, by the account of another entry of the same name',
      { people: [...PEOPLE, { id: 'mia2', name: 'mia meyer', teams: ADAS, roles: ['helpdesk'] }] },
      { id: ADAS },
      'FORBIDDEN',
      'This is you',
    ],
    ['somebody from Active Directory', {}, { synced: true }, 'SYNCED'],
    ['a colleague with more roles', {}, { displayName: 'Omar Haddad' }, 'FORBIDDEN'],
    [
      'whoever decides on what one asks for',
      {
        approvals: [{ name: 'All', by: { people: ['grace'] } }],
        // Grace has no role that is not Mia's.
        people: PEOPLE.map((one) => ({ ...one, roles: ['helpdesk', 'approver'] })),
      },
      { id: GRACES },
      'FORBIDDEN',
      'may decide',
    ],
  ] as const)(
    'is refused when the form opens, and audited: %s',
    async (_who, more, own, code, words: string = '') => {
      const world = openWorld(more as Parameters<typeof createWorld>[0]);
      Object.assign(ada(world) ?? {}, own);
      const approver: Actor = { ...MIA, roles: ['helpdesk', 'approver'] };
      const message = expect.stringContaining(words);
      await expect(open(world, approver)).rejects.toMatchObject({ code, message });
      const [entry] = await world.store.readAudit({ subject: 'ada@contoso.com', limit: 1 });
      expect(entry).toMatchObject({ what: 'person.changed', outcome: 'refused', actor: 'mia' });
    },
  );

  it.each([
    ['sign-in', { signIn: 'blocked' }],
    ['user name', { userName: 'ada.king@contoso.com' }],
    ['phone', { fields: { mobilePhone: '555-0100' } }],
    ['alternate mail address', { fields: { otherMails: 'me@example.com' } }],
  ] as const)('leaves an admin the %s, and takes a job title', async (_what, typed) => {
    const world = openWorld();
    world.tenant.adminRoles.set(idOf(world), ['Helpdesk Administrator']);
    const opened = await open(world);
    await expect(check(world, opened.id, typed)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { problems } = await check(world, opened.id, { fields: { jobTitle: 'Lead' } });
    expect(problems).toEqual([]);
  });

  it('leaves a Global Administrator what passwords are reset by, also where the policy allows admins', async () => {
    const world = openWorld({ resetAdmins: true });
    world.tenant.adminRoles.set(idOf(world), [GLOBAL_ADMIN]);
    const opened = await open(world);
    const phone = { fields: { mobilePhone: '555-0100' } };
    await expect(check(world, opened.id, phone)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      next: expect.stringContaining('"resetGlobalAdmins"'),
    });
    const { problems } = await check(world, opened.id, { fields: { jobTitle: 'Lead' } });
    expect(problems).toEqual([]);
    Object.assign(world.policy, { resetGlobalAdmins: true });
    expect((await check(world, opened.id, phone)).problems).toEqual([]);
    await expect(check(world, opened.id, { signIn: 'blocked' })).rejects.toMatchObject({
      message: expect.stringContaining('perhaps the last one'),
    });
  });

  it('is of a phone where the policy allows admins and Rollcall may not see who is one, and no block', async () => {
    const world = openWorld({ resetAdmins: true });
    const opened = await open(world);
    const phone = { fields: { mobilePhone: '555-0100' } };
    world.tenant.rolesFail = fail('FORBIDDEN', 'No permission.');
    expect((await check(world, opened.id, phone)).problems).toEqual([]);
    await expect(check(world, opened.id, { signIn: 'blocked' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    world.tenant.rolesFail = fail('THROTTLED', 'Not now.');
    await expect(check(world, opened.id, phone)).rejects.toMatchObject({ code: 'THROTTLED' });
    Object.assign(world.policy, { resetAdmins: false });
    world.tenant.rolesFail = fail('FORBIDDEN', 'No permission.');
    await expect(check(world, opened.id, phone)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is of an admin where the policy allows it', async () => {
    const world = openWorld({ resetAdmins: true });
    world.tenant.adminRoles.set(idOf(world), ['Helpdesk Administrator']);
    const job = await accept(world, { signIn: 'blocked' });
    expect((await world.finish(job.id)).counts).toMatchObject({ created: 1 });
  });

  it('is refused right before it is done, when the reason came true since', async () => {
    const world = openWorld();
    world.tenant.away = true;
    const opened = await (async () => {
      world.tenant.away = false;
      const job = await accept(world, { signIn: 'blocked' });
      world.tenant.adminRoles.set(idOf(world), ['Helpdesk Administrator']);
      return job;
    })();
    const { counts, rows } = await world.finish(opened.id);
    expect(counts).toMatchObject({ failed: 1 });
    expect(rows[0]?.license.error).toMatchObject({ code: 'FORBIDDEN' });
    expect(world.tenant.done).toEqual([]);
  });

  it('is of no manager where managers decide; elsewhere it is', async () => {
    const world = openWorld({
      approvals: [
        {
          name: 'By manager',
          when: { tasks: ['assign'] },
          by: { manager: 'person' },
          fallback: { people: ['grace'] },
        },
      ],
    });
    const opened = await open(world);
    await expect(check(world, opened.id, { manager: 'boss@contoso.com' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('Managers decide'),
    });
    const free = openWorld();
    const job = await accept(free, { manager: 'boss@contoso.com' });
    expect((await free.finish(job.id)).counts).toMatchObject({ created: 1 });
  });

  it('waits for no other job about them: it is refused until that has ended', async () => {
    const world = openWorld();
    const first = await accept(world, { fields: { jobTitle: 'Lead' } });
    const opened = await open(world);
    await expect(check(world, opened.id, { signIn: 'blocked' })).rejects.toMatchObject({ code: 'NOT_YET' });
    await world.finish(first.id);
    expect((await check(world, opened.id, { signIn: 'blocked' })).problems).toEqual([]);
  });

  /** Both checked before either was sent: the form's own refusal comes too early. */
  async function acceptTwo(world: World, first: Partial<ChangeValues>, second: Partial<ChangeValues>) {
    const drafts = [];
    for (const typed of [first, second]) {
      const opened = await open(world);
      drafts.push((await check(world, opened.id, typed)).draft);
    }
    const jobs = [];
    for (const { id, version, data } of drafts) {
      const request = { actor: MIA, place: PLACE, requestId: id, requestVersion: version } as const;
      const asked = { ...request, kind: 'one', task: 'change', ...requestOfActs(data) } as const;
      jobs.push((await world.service.jobs.accept(asked)).job);
    }
    const [one, other] = jobs;
    if (one === undefined || other === undefined) throw new Error('Two were asked for.');
    return [one, other] as const;
  }

  it('is done after another one that was sent together with it, and keeps how that one left them', async () => {
    const world = openWorld();
    const [first, second] = await acceptTwo(world, EVERYTHING, { fields: { department: 'Sales' } });
    expect((await world.finish(first.id)).counts).toMatchObject({ created: 1 });
    expect((await world.finish(second.id)).counts).toMatchObject({ created: 1 });
    const kept = await world.store.listSnapshots({ objectId: idOf(world, 'ada.king@contoso.com') });
    const states = kept.map((snapshot) => openSnapshot(world, snapshot));
    const ofSecond = states.find(({ fields }) => fields.jobTitle === 'Lead');
    expect(ofSecond).toMatchObject({ userPrincipalName: 'ada.king@contoso.com', accountEnabled: false });
    expect(states.find(({ fields }) => fields.jobTitle === 'Engineer')).toMatchObject({
      userPrincipalName: 'ada@contoso.com',
      accountEnabled: true,
    });
    expect(states).toHaveLength(2);
  });

  it('is given up in words when the other one does not end', async () => {
    const world = openWorld();
    const throttled = { status: 'later', afterMs: 5_000, error: fail('THROTTLED') } as const;
    world.tenant.actFateOf = (what) => (what === 'signOut' ? throttled : { status: 'done' });
    const [, second] = await acceptTwo(world, { signOut: 'yes' }, { signIn: 'blocked' });
    const { counts, rows } = await world.finish(second.id);
    expect(counts).toMatchObject({ failed: 1 });
    expect(rows[0]?.license.error).toMatchObject({
      code: 'NOT_YET',
      message: "Another job for this person isn't finished yet. Nothing was changed.",
    });
    expect(ada(world)?.accountEnabled).toBe(true);
  });

  it.each([
    ['licenses', [{ kind: 'licenses', add: [{ skuId: E3.skuId, disabledPlans: [] }], remove: [] }]],
    ['a group', [{ kind: 'joinGroups', groups: [{ id: 'g', displayName: 'G' }] }]],
    [
      'an alternate address that is none, behind one that is',
      [
        {
          kind: 'fields',
          set: { otherMails: 'a@example.com' },
          mails: { from: [], to: ['a@example.com', 'none'] },
        },
      ],
    ],
    ['a value that nobody may have', [{ kind: 'fields', set: { otherMails: 'no address' } }]],
    ['nothing', []],
  ] as const)('does not reach the directory by way of a forged request: %s', async (_what, acts) => {
    const world = openWorld();
    const opened = await open(world);
    const asked = requestOfActs({ ...opened.data, acts });
    const request = {
      actor: MIA,
      place: PLACE,
      requestId: opened.id,
      requestVersion: 1,
      kind: 'one',
      task: 'change',
    } as const;
    await expect(world.service.jobs.accept({ ...request, ...asked })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    expect(world.tenant.done).toEqual([]);
  });
});
