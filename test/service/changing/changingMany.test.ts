import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import type { Actor } from '../../../src/domain/terms.ts';
import { sayAskedOf, showApproval } from '../../../src/flows/approvals/approvalViews.ts';
import { sayDone } from '../../../src/flows/changing/actWords.ts';
import { showChangesConfirm } from '../../../src/flows/changing/changesViews.ts';
import { showResults } from '../../../src/flows/jobs/jobViews.ts';
import type { ChangesDraft } from '../../../src/service/changing/changesDraft.ts';
import { requestOfChanges } from '../../../src/service/changing/requestOfChanges.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const GRACE: Actor = { ...OMAR, id: 'grace', name: 'Grace Okafor', userId: 'U0GRACEOKA' };
const PEOPLE = [OMAR, GRACE].map(({ id, name, roles, userId }, index) => ({
  id,
  name,
  roles,
  slack: userId,
  teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${index}`,
}));

function openWorld(more: Parameters<typeof createWorld>[0] = {}): World {
  const world = createWorld({ people: PEOPLE, ...more });
  const { tenant } = world;
  tenant.hold('boss@contoso.com', 'Boss');
  tenant.hold('ada@contoso.com', 'Ada', {
    accountEnabled: true,
    employeeId: 'E-1',
    mail: 'ada.l@contoso.com',
    fields: { jobTitle: 'Engineer', department: 'R&D', mobilePhone: '+1 555 0100' },
  });
  tenant.hold('bob@contoso.com', 'Bob', {
    accountEnabled: true,
    employeeId: 'E-2',
    fields: { jobTitle: 'Engineer' },
  });
  tenant.hold('cleo@contoso.com', 'Cleo', { accountEnabled: true });
  return world;
}

const idOf = ({ tenant }: World, name: string) => tenant.find(`${name}@contoso.com`)?.id ?? '';
const heldOf = ({ tenant }: World, name: string) =>
  [...tenant.accounts.values()].find(({ displayName }) => displayName === name);
const fieldsOf = (world: World, name: string) => heldOf(world, name)?.fields ?? {};

function openFile({ service }: World, csv: string, actor = OMAR) {
  const bytes = Buffer.from(csv);
  return service.manyChanges.openFile(actor, PLACE, {
    name: 'changes.csv',
    size: bytes.length,
    open: async () =>
      (async function* () {
        yield bytes;
      })(),
  });
}

async function submit(world: World, { id }: DraftRecord<ChangesDraft>, reason = '') {
  const draft = await world.service.manyChanges.check(OMAR, id, reason);
  return world.service.approvals.submit({
    actor: OMAR,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'bulk',
    task: draft.data.task,
    ...requestOfChanges(draft.data),
    ...(reason === '' ? {} : { reason }),
  });
}

async function run(world: World, draft: DraftRecord<ChangesDraft>) {
  const submitted = await submit(world, draft);
  if (!('job' in submitted)) throw new Error('It waits for approval.');
  return world.finish(submitted.job.id);
}

const told = ({ data }: DraftRecord<ChangesDraft>) =>
  data.findings.map(({ row, severity, message }) => `${row} ${severity} ${message}`);

describe('a file of changes', () => {
  it('changes what its cells say: an empty one leaves a value, none clears it', async () => {
    const world = openWorld();
    const draft = await openFile(
      world,
      [
        'User name,Job title,Department,Mobile phone,Manager,Sign-in',
        'ada@contoso.com,Lead,,none,boss@contoso.com,',
        'bob@contoso.com,,Sales,,,Blocked',
        'cleo@contoso.com,,,,,',
      ].join('\n'),
    );
    expect(draft.data.people.map(({ displayName }) => displayName)).toEqual(['Ada', 'Bob']);
    expect(told(draft)).toEqual([
      '4 warning This person already has these values, so there is nothing to change.',
    ]);
    const { counts } = await run(world, draft);
    expect(counts).toMatchObject({ total: 2, created: 2 });
    expect(fieldsOf(world, 'Ada')).toMatchObject({ jobTitle: 'Lead', department: 'R&D' });
    expect(fieldsOf(world, 'Ada').mobilePhone ?? '').toBe('');
    expect(fieldsOf(world, 'Bob')).toMatchObject({ jobTitle: 'Engineer', department: 'Sales' });
    expect(world.tenant.managers.get(idOf(world, 'ada'))).toBe(idOf(world, 'boss'));
    expect(world.tenant.find('bob@contoso.com')?.accountEnabled).toBe(false);
  });

  it.each([
    ['by mail address', 'Email,Department\nada.l@contoso.com,Sales'],
    ['by employee ID', 'Employee ID,Department\ne-1,Sales'],
  ])('finds people %s, where they are one', async (_how, csv) => {
    const world = openWorld();
    expect((await openFile(world, csv)).data.people).toMatchObject([
      { userPrincipalName: 'ada@contoso.com' },
    ]);
    world.tenant.hold('other@contoso.com', 'Other', { employeeId: 'E-1', mail: 'ada.l@contoso.com' });
    const draft = await openFile(world, csv);
    expect(draft.data.people).toEqual([]);
    expect(told(draft)[0]).toMatch(
      /Several people have this (?:email address|employee ID): ada@contoso\.com, other@/,
    );
  });

  it('says for each row why it changes nobody', async () => {
    const world = openWorld();
    const { tenant } = world;
    tenant.hold('synced@contoso.com', 'Synced', { synced: true });
    tenant.hold('root@contoso.com', 'Root');
    tenant.adminRoles.set(idOf(world, 'root'), ['Global Administrator']);
    tenant.hold('omar@contoso.com', 'Omar Haddad', { id: PEOPLE[0]?.teams ?? '' });
    const draft = await openFile(
      world,
      [
        'User name,New user name,Job title,Mobile phone,Manager,Usage location',
        'nobody@contoso.com,,Lead,,,',
        'synced@contoso.com,,Lead,,,',
        'root@contoso.com,,,+1 555 0199,,',
        'omar@contoso.com,,Boss,,,',
        `ada@contoso.com,,${'x'.repeat(200)},,,`,
        'bob@contoso.com,,,,who@contoso.com,',
        'cleo@contoso.com,boss@contoso.com,,,,',
        ',,Lead,,,',
        'boss@contoso.com,,,,,Atlantis',
      ].join('\n'),
    );
    expect(draft.data.people).toEqual([]);
    expect(told(draft)).toEqual([
      expect.stringMatching(/^2 error No one in the directory has this user name/),
      expect.stringMatching(/^3 error This person is managed in Active Directory/),
      expect.stringMatching(/^4 error This person has an admin role/),
      expect.stringMatching(/^5 error This is you/),
      expect.stringMatching(/^6 error .*128/),
      expect.stringMatching(/^7 error No one in this directory has the user name who@contoso\.com/),
      expect.stringMatching(/^8 error boss@contoso\.com is already in the directory: Boss/),
      expect.stringMatching(/^9 error This row doesn't say who it's for: its User name is empty/),
      expect.stringMatching(/^10 error /),
    ]);
    const log = world.service.manyChanges.writeLog(draft.data);
    expect(log).toContain('who@contoso.com');
    expect(requestOfChanges({ ...draft.data, checked: true }).leftOut).toContainEqual(
      expect.objectContaining({ row: 6, userPrincipalName: 'ada@contoso.com', displayName: 'Ada' }),
    );
    const [unknown] = requestOfChanges({ ...draft.data, checked: true }).leftOut ?? [];
    expect(unknown).toMatchObject({ row: 2, userPrincipalName: 'nobody@contoso.com', displayName: '' });
  });

  it('leaves whoever decides on what one asks for, and a guest under their user name', async () => {
    const world = openWorld();
    const { customers } = world.policy;
    const rule = { name: 'Leavers', when: { tasks: ['leave'] }, by: { people: ['grace'] } };
    const { people, approvals } = policySchema.parse({ customers, people: PEOPLE, approvals: [rule] });
    Object.assign(world.policy, { people, approvals });
    world.tenant.hold('grace@contoso.com', 'Grace Okafor', { id: PEOPLE[1]?.teams ?? '' });
    world.tenant.hold('guest@contoso.com', 'Gus', { guest: true });
    const rows = ['grace@contoso.com,Boss,', 'guest@contoso.com,,gus@contoso.com', 'ada@contoso.com,Lead,'];
    const draft = await openFile(world, ['User name,Job title,New user name', ...rows].join('\n'));
    expect(draft.data.people.map(({ displayName }) => displayName)).toEqual(['Ada']);
    expect(told(draft)).toEqual([
      expect.stringMatching(/^2 error This person /),
      expect.stringMatching(/^3 error .*guest/),
    ]);
  });

  it('changes nobody of whom two rows say different things; the same again is left out', async () => {
    const world = openWorld();
    const rows = [
      'ada@contoso.com,Lead',
      'ADA@contoso.com,Boss',
      'bob@contoso.com,Lead',
      'bob@contoso.com,Lead',
    ];
    const draft = await openFile(world, ['User name,Job title', ...rows].join('\n'));
    expect(draft.data.people.map(({ displayName }) => displayName)).toEqual(['Bob']);
    expect(told(draft)).toEqual([
      '2 error Row 3 has other values for the same person. Keep only the row that is right.',
      '3 error Row 2 has other values for the same person. Keep only the row that is right.',
      '5 warning The same person is in row 4, so this row is left out.',
    ]);
  });

  it('R4: warns of new user names, gives one to one person only, and announces none for whoever is left out', async () => {
    const world = openWorld();
    const csv =
      'User name,New user name\nada@contoso.com,ada.king@contoso.com\nbob@contoso.com,Ada.King@contoso.com';
    const draft = await openFile(world, csv);
    expect(told(draft)).toEqual([
      '3 error Row 2 asks for the same user name.',
      '2 warning Their user name changes from ada@contoso.com to ada.king@contoso.com.',
    ]);
    const view = showChangesConfirm('Contoso', draft, {}, {});
    expect(view.notes[0]).toBe('⚠️ 1 person gets a new user name: Ada.');
    expect(view.lines).toContainEqual({
      label: 'Ada, User name',
      before: 'ada@contoso.com',
      after: 'ada.king@contoso.com',
    });
  });

  it('takes capitals in a column of user names for no change', async () => {
    const world = openWorld();
    const csv =
      'User name,New user name,Job title\nada@contoso.com,ADA@CONTOSO.COM,Lead\nbob@contoso.com,Bob@contoso.com,';
    const draft = await openFile(world, csv);
    expect(draft.data.people.map(({ acts }) => acts)).toEqual([
      [{ kind: 'fields', set: { jobTitle: 'Lead' } }],
    ]);
    expect(told(draft)).toEqual([
      '3 warning This person already has these values, so there is nothing to change.',
    ]);
  });

  it('uses the new of two columns, names those that it does not use, and keeps no password', async () => {
    const world = openWorld();
    const csv =
      'People of October\n\nUser name,Department,New department,Licenses,Password,Shoe size\nada@contoso.com,R&D,Sales,E3,Secret123,38';
    const draft = await openFile(world, csv);
    expect(draft.data.people[0]?.acts).toEqual([{ kind: 'fields', set: { department: 'Sales' } }]);
    expect(draft.data.changed).toEqual(['Department']);
    expect(told(draft).map((one) => one.slice(0, 40))).toEqual([
      '1 note Row 1 is above the header and was',
      "3 note The column Department isn't used.",
      "3 note The column Licenses isn't used: a",
      "3 note Passwords in a file aren't used o",
      "3 note The column Shoe size isn't used.",
    ]);
    expect(JSON.stringify(draft.data)).not.toContain('Secret123');
  });

  it('is refused where no column says what is to change', async () => {
    const world = openWorld();
    await expect(openFile(world, 'User name,Shoe size\nada@contoso.com,38')).rejects.toMatchObject({
      code: 'FILE_NOT_UNDERSTOOD',
    });
    await expect(openFile(world, 'Name,Job title\nAda,Lead')).rejects.toMatchObject({
      code: 'FILE_HEADER_UNKNOWN',
    });
  });

  it('leaves whoever is in a job that still runs', async () => {
    const world = openWorld();
    world.tenant.away = true;
    const csv = 'User name,Job title\nada@contoso.com,Lead';
    world.tenant.away = false;
    const first = await openFile(world, csv);
    world.tenant.away = true;
    await submit(world, first);
    world.tenant.away = false;
    const second = await openFile(world, csv);
    expect(told(second)).toEqual(["2 error Another job for this person isn't finished yet."]);
  });
});

describe('the results of a file of changes', () => {
  const CSV = [
    'User name,Job title,Mobile phone,Manager,New user name',
    'ada@contoso.com,Lead,none,boss@contoso.com,ada.king@contoso.com',
    'bob@contoso.com,Lead,,,',
  ].join('\n');

  it('say for each person what was changed, how it was and is, in the message and in the file', async () => {
    const world = openWorld();
    const draft = await openFile(world, CSV);
    // Somebody else changed it after it was checked.
    Object.assign(heldOf(world, 'Bob') ?? {}, { fields: { jobTitle: 'Intern' } });
    const state = await run(world, draft);
    const { created } = showResults(state, 'Contoso');
    expect(created.map(({ change }) => change)).toEqual([
      'Job title: Engineer → Lead, Mobile phone: +1 555 0100 → none, Manager: none → boss@contoso.com, User name: ada@contoso.com → ada.king@contoso.com',
      'Job title: Intern → Lead',
    ]);
    const csv = world.service.jobs.writeResults(state, (row) => sayDone(row, state.licenseNames));
    expect(csv).toMatch(/^\ufeffRow,.*,Reason,Changes\r\n/);
    expect(csv).toContain(',Job title: Intern → Lead\r\n');
    expect(csv).toContain('Job title: Engineer → Lead | Mobile phone: +1 555 0100 → none | ');
  });

  it('say nothing of what was not done', async () => {
    const world = openWorld();
    const draft = await openFile(world, CSV);
    world.tenant.adminRoles.set(idOf(world, 'ada'), ['Global Administrator']);
    const state = await run(world, draft);
    const { created, failed } = showResults(state, 'Contoso');
    expect(created.map(({ displayName }) => displayName)).toEqual(['Bob']);
    expect(failed).toMatchObject([{ displayName: 'Ada', reason: expect.stringContaining('admin') }]);
    expect(failed[0]?.change).toBeUndefined();
  });
});

describe('a file of changes whose process dies in the middle', () => {
  const CSV = [
    'User name,Job title,New user name',
    'ada@contoso.com,Lead,ada.king@contoso.com',
    'bob@contoso.com,Lead,',
    'cleo@contoso.com,Lead,',
  ].join('\n');

  it.each([0, 1, 2, 4, 6, 9, 13, 20])('after %i ms, changes each of them once', async (ms) => {
    const world = openWorld();
    const ids = ['ada', 'bob', 'cleo'].map((name) => idOf(world, name));
    const submitted = await submit(world, await openFile(world, CSV));
    if (!('job' in submitted)) throw new Error('It needed no approval.');
    await world.clock.until(world.clock.sleep(ms));
    world.restart();
    await world.service.resume();
    const state = await world.finish(submitted.job.id);
    expect(state.counts).toMatchObject({ total: 3, created: 3 });
    for (const name of ['Ada', 'Bob', 'Cleo']) expect(fieldsOf(world, name).jobTitle).toBe('Lead');
    expect(heldOf(world, 'Ada')?.userPrincipalName).toBe('ada.king@contoso.com');
    const entries = await world.store.readAudit({ limit: 100 });
    const of = (what: string) => entries.filter((one) => one.what === what && one.outcome === 'done').length;
    expect([of('person.changed'), of('person.renamed')]).toEqual([3, 1]);
    for (const objectId of ids) {
      expect(await world.store.listSnapshots({ customer: 'contoso', objectId })).toHaveLength(1);
    }
    // How they were, and not what was half done when it died.
    expect(showResults(state, 'Contoso').created.map(({ change }) => change)).toEqual([
      'Job title: Engineer → Lead, User name: ada@contoso.com → ada.king@contoso.com',
      'Job title: Engineer → Lead',
      'Job title: none → Lead',
    ]);
  });
});

describe('putting back what a file of changes did', () => {
  const CSV = [
    'User name,Job title,Mobile phone,Manager,New user name',
    'ada@contoso.com,Lead,none,boss@contoso.com,ada.king@contoso.com',
    'bob@contoso.com,Lead,+1 555 0111,,',
  ].join('\n');

  it('makes everybody what they were, and keeps what others changed since', async () => {
    const world = openWorld();
    const { job } = await run(world, await openFile(world, CSV));
    const bob = heldOf(world, 'Bob');
    Object.assign(bob ?? {}, { fields: { ...bob?.fields, jobTitle: 'Head', city: 'Oslo' } });
    const back = await world.service.manyChanges.openPutBack(OMAR, PLACE, job.id);
    expect(told(back)).toEqual([
      expect.stringContaining("warning Bob: Job title doesn't change: someone changed it since."),
    ]);
    const { job: second, counts } = await run(world, back);
    expect(second.task).toBe('putBack');
    expect(counts).toMatchObject({ total: 2, created: 2 });
    expect(fieldsOf(world, 'Ada')).toMatchObject({ jobTitle: 'Engineer', mobilePhone: '+1 555 0100' });
    expect(world.tenant.managers.get(heldOf(world, 'Ada')?.id ?? '')).toBeUndefined();
    expect(heldOf(world, 'Ada')?.userPrincipalName).toBe('ada@contoso.com');
    expect(fieldsOf(world, 'Bob')).toMatchObject({ jobTitle: 'Head', city: 'Oslo' });
    expect(fieldsOf(world, 'Bob').mobilePhone ?? '').toBe('');
    await expect(world.service.manyChanges.openPutBack(OMAR, PLACE, job.id)).rejects.toMatchObject({
      code: 'ALREADY_DONE',
    });
  });

  it('is for whoever asked, once the job has ended', async () => {
    const world = openWorld();
    const { job } = await run(world, await openFile(world, CSV));
    await expect(world.service.manyChanges.openPutBack(GRACE, PLACE, job.id)).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
    await expect(
      world.service.manyChanges.openPutBack({ ...OMAR, roles: ['helpdesk'] }, PLACE, job.id),
    ).rejects.toMatchObject({ code: 'ROLE_MISSING' });
  });
});

describe('changes of many people', () => {
  it('need the role of an admin', async () => {
    const world = openWorld({
      people: [...PEOPLE, { id: 'mia', name: MIA.name, roles: MIA.roles, slack: MIA.userId }],
    });
    const draft = await openFile(world, 'User name,Job title\nada@contoso.com,Lead', MIA);
    const checked = await world.service.manyChanges.check(MIA, draft.id, '');
    const { approvals } = world.service;
    const request = {
      actor: MIA,
      place: PLACE,
      requestId: checked.id,
      requestVersion: checked.version,
      kind: 'bulk' as const,
      task: 'change' as const,
      ...requestOfChanges(checked.data),
    };
    await expect(approvals.submit(request)).rejects.toMatchObject({ code: 'ROLE_MISSING' });
  });

  it('wait for approval where a rule of size says so, whose card shows for how many each thing changes', async () => {
    const world = openWorld();
    const { customers, people } = world.policy;
    const rule = { name: 'Many changes', when: { tasks: ['change'], people: 2 }, by: { people: ['grace'] } };
    Object.assign(world.policy, {
      approvals: policySchema.parse({ customers, people, approvals: [rule] }).approvals,
    });
    const alone = await submit(world, await openFile(world, 'User name,Job title\ncleo@contoso.com,Lead'));
    expect('job' in alone).toBe(true);
    const csv = 'User name,Job title\nada@contoso.com,Lead\nbob@contoso.com,Head';
    const asked = await submit(world, await openFile(world, csv), 'New titles');
    if (!('request' in asked)) throw new Error('It needed no approval.');
    expect(fieldsOf(world, 'Ada').jobTitle).toBe('Engineer');
    const { acts } = showApproval(asked.request, 'Contoso', 'approver');
    expect(acts).toEqual([
      'Job title: 2 people',
      'Ada, Job title: Engineer → Lead',
      'Bob, Job title: Engineer → Head',
    ]);
    expect(world.service.approvals.writeCsv(asked.request, sayAskedOf(asked.request))).toContain(
      'Ada,ada@contoso.com,,Job title: Engineer → Lead',
    );
    await world.service.approvals.decide(GRACE, asked.request.request.id, 1, 'approve');
    await world.clock.advance(60_000);
    expect(fieldsOf(world, 'Ada').jobTitle).toBe('Lead');
  });
});
