import { describe, expect, it } from 'vitest';
import { showVerification } from '../../../src/flows/rosters/rosterViews.ts';
import { changesOfRoster } from '../../../src/service/changing/changesOfRoster.ts';
import type { RosterDraft } from '../../../src/service/drafts/draftData.ts';
import type { JobState } from '../../../src/service/jobs/shownJob.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import { addJobs } from '../fakes/addJobs.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const SETUP = { signIn: 'allowed', usageLocation: 'US', licenses: [], recipients: '', reason: '' };
const HR = [
  'Name,Surname,E-mail,Department,Manager',
  'Mia,Berg,mia.berg@contoso.com,Sales,',
  'José,Ruiz,jose.ruiz@contoso.com,Sales,mia.berg@contoso.com',
  'Chloë,D’Arc,chloe.darc@contoso.com,IT,mia.berg@contoso.com',
].join('\n');
const NAMES_ONLY = 'First name,Last name\nMia,Berg\nJosé,Ruiz';

function attach(world: World, content: string, name = 'hr.csv'): Promise<DraftRecord<RosterDraft>> {
  return world.service.rosters.open(OMAR, PLACE, {
    name,
    async open() {
      return (async function* () {
        yield Buffer.from(content);
      })();
    },
  });
}

/** Agrees to the columns, takes the suggestions, sets up and starts, as far as there is something to do. */
async function create(world: World, draft: DraftRecord<RosterDraft>): Promise<JobState> {
  let current = draft;
  if (current.data.mapping?.agreed === false) {
    current = await world.service.rosters.agreeToColumns(OMAR, draft.id, current.version);
  }
  if (current.data.counts.suggestions > 0) {
    current = await world.service.rosters.takeSuggestions(OMAR, draft.id, current.version);
  }
  const { draft: ready } = await world.service.rosters.setUp(OMAR, draft.id, SETUP);
  const { id, version, data } = ready;
  const { settings = never(), fileName } = data;
  const { job } = await world.service.jobs.accept({
    actor: OMAR,
    place: PLACE,
    requestId: id,
    requestVersion: version,
    kind: 'bulk',
    people: world.service.rosters.peopleOf(ready),
    settings,
    fileName,
  });
  return world.finish(job.id);
}

function never(): never {
  throw new Error('There is none.');
}

function labelsOf(draft: DraftRecord<RosterDraft>): string[] {
  return showVerification('Contoso', draft).buttons.map(({ label }) => label);
}

describe('F7: a file whose people were created', () => {
  it.each([
    ['with their user names', HR],
    ['with names that Rollcall made', NAMES_ONLY],
  ])('%s has nobody left to create, and nothing to take', async (_which, content) => {
    const world = createWorld();
    const { counts } = await create(world, await attach(world, content));
    expect(counts.created).toBe(content.split('\n').length - 1);

    const again = await attach(world, content);
    expect(again.data.counts).toMatchObject({ ready: 0, existing: counts.created, suggestions: 0 });
    const agreed = await world.service.rosters.agreeToColumns(OMAR, again.id, again.version);
    const view = showVerification('Contoso', agreed);
    expect(view.existing).toMatchObject({ count: counts.created });
    expect(view.existing?.names).toContain('Mia Berg');
    expect(view.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(view.counts).toMatchObject({ ready: 0, toFix: 0 });
    expect(labelsOf(agreed)).toEqual(['Change these people…', 'Log file', 'Cancel']);
    const forced = await world.service.rosters.takeSuggestions(OMAR, again.id, agreed.version);
    expect(forced.data.counts).toMatchObject({ ready: 0 });
    expect(world.tenant.sent).toHaveLength(counts.created);
  });

  it.each([0, 2_000])(
    'are known after they were renamed in the directory and %i other jobs',
    async (others) => {
      const world = createWorld();
      const { job } = await create(world, await attach(world, HR));
      await addJobs(world, job, others);
      const mia = world.tenant.find('mia.berg@contoso.com') ?? never();
      mia.displayName = 'Mia Sommer';
      const again = await attach(world, HR);
      expect(again.data.counts).toMatchObject({ ready: 0, existing: 3 });
    },
  );

  it('are created where they are new, beside those who exist and a namesake', async () => {
    const world = createWorld();
    await create(world, await attach(world, HR));
    world.tenant.hold('max.roe@contoso.com', 'Theo Lund');
    const more = `${HR}\nMax,Roe,max.roe@contoso.com,IT,\nEva,Lund,eva.lund@contoso.com,IT,`;
    const draft = await attach(world, more);
    expect(draft.data.counts).toMatchObject({ ready: 1, existing: 3, suggestions: 1 });
    const { counts } = await create(world, draft);
    expect(counts.created).toBe(2);
    expect(world.tenant.find('max.roe2@contoso.com')).toBeDefined();
    expect(world.tenant.find('mia.berg2@contoso.com')).toBeUndefined();
  });

  it('need no seats', async () => {
    const world = createWorld();
    world.tenant.licenses = [{ ...E3, left: 1 }];
    const lines = ['kim.a@contoso.com,Kim A,E3', 'kim.b@contoso.com,Kim B,E3'].join('\n');
    world.tenant.hold('kim.a@contoso.com', 'Kim A');
    const draft = await attach(
      world,
      `Username,Display name,Licenses\n${lines.replaceAll('E3', 'Office 365 E3')}`,
    );
    expect(draft.data.findings.map(({ code }) => code)).toEqual(['EXISTS_ALREADY']);
  });

  it('are not suggested a second account by a file of the code of before', async () => {
    const world = createWorld();
    world.tenant.hold('kim.a@contoso.com', 'Kim A');
    const draft = await attach(world, 'Username,Display name\nkim.a@contoso.com,Kim A');
    const { columnNames: _new, ...before } = draft.data;
    const findings = before.findings.map((one) => ({
      ...one,
      code: 'NAME_TAKEN',
      suggestion: 'kim.a2@contoso.com',
    }));
    const stored = await world.store.updateDraft(draft.id, 1, { ...before, findings });
    const taken = await world.service.rosters.takeSuggestions(OMAR, draft.id, stored?.version ?? 0);
    expect(taken.data.counts).toMatchObject({ ready: 0, existing: 1 });
  });

  it('become no second account when two copies of the file were set up before either was started', async () => {
    const world = createWorld();
    const first = await attach(world, HR);
    const teams = await world.service.rosters.open(
      { ...OMAR, platform: 'teams' },
      { ...PLACE, platform: 'teams' },
      {
        name: 'hr.csv',
        async open() {
          return (async function* () {
            yield Buffer.from(HR);
          })();
        },
      },
    );
    await create(world, first);
    const { rows, counts } = await create(world, teams);
    expect(counts).toMatchObject({ created: 0, failed: 3 });
    expect(rows[0]?.create.error?.message).toContain('Mia Berg already exists as mia.berg@contoso.com');
    expect(world.tenant.accounts.size).toBe(3);
  });
});

describe('F7: a results file that comes back', () => {
  it('skips who was created, and creates whoever failed', async () => {
    const world = createWorld();
    world.tenant.fateOf = ({ person }) => (person.givenName === 'José' ? 'refused' : 'answered');
    const state = await create(world, await attach(world, HR));
    expect(state.counts).toMatchObject({ created: 2, failed: 1 });
    world.tenant.fateOf = () => 'answered';
    const draft = await attach(world, world.service.jobs.writeResults(state), 'hr-results.csv');
    expect(draft.data.counts).toMatchObject({ read: 1, ready: 1 });
    expect((await create(world, draft)).counts.created).toBe(1);
    expect(world.tenant.accounts.size).toBe(3);
  });
});

describe('F7: a corrected log', () => {
  const FILE = [
    'Username,First name,Last name,Display name',
    ...Array.from({ length: 8 }, (_, index) => `ok${index}@contoso.com,Ok,No${index},Ok No${index}`),
    'zoë.bad@contoso.com,Zoë,Bad,Zoë Bad',
    'bo bad@contoso.com,Bo,Bad,Bo Bad',
  ].join('\n');

  function correct(log: string): string {
    return log.replace('zoë.bad@', 'zoe.bad@').replace('bo bad@', 'bo.bad@');
  }

  it('completes the file it came from: nobody who was ready is gone', async () => {
    const world = createWorld();
    const first = await attach(world, FILE, 'team.csv');
    expect(first.data.counts).toMatchObject({ ready: 8, toFix: 2 });
    const log = correct(world.service.rosters.writeLog(first));
    const whole = await attach(world, log, 'team-log.csv');
    expect(whole.data.counts).toMatchObject({ read: 10, ready: 10, toFix: 0 });
    expect(whole.data.fileName).toBe('team.csv');
    expect(whole.data.replaces).toMatchObject({
      log: 'team-log.csv',
      changes: { changed: ['Zoë Bad', 'Bo Bad'], gone: [], added: [], solved: 2 },
    });
    await expect(world.service.rosters.load(OMAR, first.id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    expect((await create(world, whole)).counts.created).toBe(10);
  });

  it('completes its file also when its own four columns were deleted', async () => {
    const world = createWorld();
    const first = await attach(world, FILE, 'team.csv');
    const rows = ['zoe.bad@contoso.com,Zoë,Bad,Zoë Bad', 'bo.bad@contoso.com,Bo,Bad,Bo Bad'];
    const bare = [FILE.split('\n')[0], ...rows].join('\n');
    const whole = await attach(world, bare, 'team-log.csv');
    expect(whole.data.counts).toMatchObject({ read: 10, ready: 10, toFix: 0 });
    expect(whole.data).toMatchObject({
      fileName: 'team.csv',
      replaces: { id: first.id, log: 'team-log.csv', changes: { gone: [], added: [], solved: 2 } },
    });
  });

  it('is a shorter list in the place of the first where people of it had nothing wrong', async () => {
    const world = createWorld();
    await attach(world, FILE, 'team.csv');
    const [header, ok, ...rest] = FILE.split('\n');
    const shorter = await attach(world, [header, ok, ...rest.slice(-2)].join('\n'), 'shorter.csv');
    expect(shorter.data).toMatchObject({ fileName: 'shorter.csv', counts: { read: 3 } });
    expect(shorter.data.replaces).toMatchObject({ changes: { gone: expect.arrayContaining(['Ok No1']) } });
    expect(shorter.data.replaces?.log).toBeUndefined();
  });

  it('keeps the columns that were agreed to, and what was set up', async () => {
    const world = createWorld();
    const own = FILE.replace(
      'Username,First name,Last name,Display name',
      'E-mail,First name,Last name,Name',
    );
    const first = await attach(world, own);
    await world.service.rosters.agreeToColumns(OMAR, first.id, first.version);
    await world.service.rosters.setUp(OMAR, first.id, { ...SETUP, usageLocation: 'DE' });
    const whole = await attach(world, correct(world.service.rosters.writeLog(first)), 'log.csv');
    expect(whole.data).toMatchObject({ mapping: { agreed: true }, form: { usageLocation: 'DE' } });
  });

  it('is a file of its own when the other one was started, and then takes nobody away', async () => {
    const world = createWorld();
    const first = await attach(world, FILE);
    const log = correct(world.service.rosters.writeLog(first));
    const { draft } = await world.service.rosters.setUp(OMAR, first.id, SETUP);
    await world.service.jobs.accept({
      actor: OMAR,
      place: PLACE,
      requestId: draft.id,
      requestVersion: draft.version,
      kind: 'bulk',
      people: world.service.rosters.peopleOf(draft),
      settings: draft.data.settings ?? never(),
    });
    const rest = await attach(world, log, 'log.csv');
    expect(rest.data.counts).toMatchObject({ read: 2, ready: 2 });
    expect(rest.data.replaces).toBeUndefined();
  });

  it('of another file takes nobody out of the one that waits', async () => {
    const world = createWorld();
    const first = await attach(world, FILE);
    const log =
      'Username,Display name,Row,Severity,Problem,Suggested fix\nok0@contoso.com,Ok No0,2,error,x,y';
    expect((await attach(world, log, 'log.csv')).data.replaces).toBeUndefined();
    expect((await world.service.rosters.load(OMAR, first.id)).data.counts.ready).toBe(8);
  });
});

describe('F7: somebody of the same name and employee ID under another user name', () => {
  function withPeople(): World {
    const world = createWorld();
    world.tenant.hold('jose.garcia@contoso.com', 'José García López', { employeeId: '0042' });
    world.tenant.hold('tim.voss@contoso.com', 'Tim Voß', { employeeId: '1002' });
    return world;
  }

  it.each([
    [
      'without a user name',
      'Display name,Employee ID,City\n"García López, José",0042,Bonn\nTim Voss,1002,Bonn',
    ],
    [
      'with other ones',
      'User name,Display name,Employee ID,City\nj.garcia@contoso.com,José García López,0042,Bonn\nt.voss@contoso.com,Tim Voß,1002,Bonn',
    ],
    [
      'with one that is somebody else’s',
      'User name,Display name,Employee ID,City\nother@contoso.com,José García López,42,Bonn\nother@contoso.com,Tim Voß,1002,Bonn',
    ],
  ])('is left out, %s', async (_which, content) => {
    const world = withPeople();
    world.tenant.hold('other@contoso.com', 'Ann Other');
    const draft = await attach(world, content);
    expect(draft.data.counts).toMatchObject({ read: 2, ready: 0, existing: 2, suggestions: 0 });
    expect(draft.data.findings.map(({ code }) => code).filter((code) => code !== 'NUMBER_REPEATED')).toEqual([
      'EXISTS_ALREADY',
      'EXISTS_ALREADY',
    ]);
    expect(draft.data.findings[0]?.message).toContain('already exists as jose.garcia@contoso.com');
    const changes = changesOfRoster(draft.data);
    expect(changes.names.map(({ value, fields }) => [value, fields.city])).toEqual([
      ['jose.garcia@contoso.com', 'Bonn'],
      ['tim.voss@contoso.com', 'Bonn'],
    ]);
  });

  it('is somebody else with another number, and a warning with another name', async () => {
    const content =
      'User name,Display name,Employee ID\nt.voss@contoso.com,Tim Voß,1003\ntom@contoso.com,Tom Roth,1002';
    const draft = await attach(withPeople(), content);
    expect(draft.data.counts).toMatchObject({ ready: 2, warned: 2, existing: 0 });
  });
});

describe('F7: a user name that is somebody else’s', () => {
  const content = 'User name,Display name\njohn.smith@contoso.com,Ada Lovelace';

  it('is replaced by no suggestion beside a namesake', async () => {
    const world = createWorld();
    world.tenant.hold('john.smith@contoso.com', 'John Smith');
    world.tenant.hold('ada@contoso.com', 'Ada Lovelace');
    const draft = await attach(world, content);
    expect(draft.data.findings.map(({ code }) => code)).toEqual(['NAME_TAKEN', 'LOOK_ALIKE']);
    expect(draft.data.counts).toMatchObject({ ready: 0, suggestions: 0 });
  });

  it('is replaced by a suggestion where nobody is called so', async () => {
    const world = createWorld();
    world.tenant.hold('john.smith@contoso.com', 'John Smith');
    const draft = await attach(world, content);
    expect(draft.data.counts).toMatchObject({ ready: 0, suggestions: 1 });
  });
});

describe('F17: somebody of the same name under another user name', () => {
  it('is pointed out, and can be created all the same', async () => {
    const world = createWorld();
    world.tenant.hold('mia@contoso.com', 'Mia Berg');
    world.tenant.hold('kim@contoso.com', 'Kim Poe', { employeeId: 'E-7' });
    const content = [
      'Username,Display name,Employee ID',
      'mia.berg@contoso.com,Mia Berg,',
      'kimberly@contoso.com,Kimberly Poe,E-7',
      'new@contoso.com,Quite New,E-8',
    ].join('\n');
    const draft = await attach(world, content);
    expect(draft.data.findings).toMatchObject([
      { row: 2, code: 'LOOK_ALIKE', severity: 'warning', column: 'Display name' },
      { row: 3, code: 'LOOK_ALIKE', severity: 'warning', column: 'Employee ID' },
    ]);
    expect(draft.data.counts).toMatchObject({ ready: 3, warned: 2 });
  });
});
