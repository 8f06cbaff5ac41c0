import { describe, expect, it } from 'vitest';
import type { RosterDraft } from '../../../src/service/drafts/draftData.ts';
import type { IncomingFile } from '../../../src/service/incomingFile.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import { listRestorable } from '../../../src/service/rosters/rosterRestoring.ts';
import { E3, E5 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const HEADER = 'User Name,First Name,Last Name,Display Name,Usage location,Block sign in';
const SETUP = { signIn: 'allowed', usageLocation: 'US', licenses: [], recipients: '', reason: '' };

function fileOf(lines: readonly string[], size?: number): IncomingFile {
  return {
    name: 'new-starters.csv',
    ...(size === undefined ? {} : { size }),
    async open() {
      return (async function* () {
        yield Buffer.from([HEADER, ...lines].join('\n'));
      })();
    },
  };
}

function open(world: World, ...lines: string[]): Promise<DraftRecord<RosterDraft>> {
  return world.service.rosters.open(OMAR, PLACE, fileOf(lines));
}

function say({ data }: DraftRecord<RosterDraft>): string[] {
  return data.findings.map(
    ({ row, code, severity, suggestion }) =>
      `${row} ${code} ${severity}${suggestion === undefined ? '' : ` ${suggestion}`}`,
  );
}

function never(): never {
  throw new Error('There is none.');
}

const FIVE = [
  'ada@contoso.com,Ada,Lima,Ada Lima,,',
  'zoë@contoso.com,Zoë,Müller,Zoë Müller,,',
  'bob@contoso.com,Bob,Ray,Bob Ray,UK,No',
  'eve@contoso.com,Eve,Sun,Eve Sun,,perhaps',
  'dan@contoso.com,Dan,Roe,Dan Roe,DE,Yes',
];

function openFive(world: World): Promise<DraftRecord<RosterDraft>> {
  world.tenant.hold('ada@contoso.com', 'Ada Lovelace');
  world.tenant.hold('ada.l@contoso.com', 'Ada Long');
  return open(world, ...FIVE);
}

/** A file whose headers were guessed. */
function openGuessed(world: World): Promise<DraftRecord<RosterDraft>> {
  const text = 'Name,E-mail\nAda Lima,ada@contoso.com\nZoë Sun,zoë@contoso.com';
  const name = 'own.csv';
  return world.service.rosters.open(OMAR, PLACE, {
    name,
    async open() {
      return (async function* () {
        yield Buffer.from(text);
      })();
    },
  });
}

describe('a file that is attached again', () => {
  it('replaces the one of before, says what changed, and keeps what was set up', async () => {
    const world = createWorld();
    const first = await openFive(world);
    const set = await world.service.rosters.setUp(OMAR, first.id, {
      ...SETUP,
      usageLocation: 'DE',
      reason: 'TICKET-1',
    });
    expect(set.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const corrected = FIVE.map((line) => line.replace('zoë@', 'zoe@').replace('UK', 'GB'));
    const second = await open(world, ...corrected.slice(1), 'new@contoso.com,New,One,New One,,');
    expect(second.data.replaces).toEqual({
      id: first.id,
      fileName: 'new-starters.csv',
      changes: {
        added: ['New One'],
        gone: ['Ada Lima'],
        changed: ['Zoë Müller', 'Bob Ray'],
        solved: 2,
        appeared: 0,
      },
    });
    expect(second.data.form).toMatchObject({ usageLocation: 'DE', reason: 'TICKET-1' });
    expect(second.data.settings).toBeUndefined();
    expect(world.service.rosters.peopleOf(second)).toEqual([]);

    const old = [
      world.service.rosters.load(OMAR, first.id),
      world.service.rosters.takeSuggestions(OMAR, first.id, first.version),
      world.service.rosters.setUp(OMAR, first.id, SETUP),
      world.service.rosters.drop(OMAR, first.id),
    ];
    for (const use of old) await expect(use).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    const what = world.store.entries().filter((entry) => entry.what === 'roster.replaced');
    expect(what).toMatchObject([{ subject: first.id, outcome: 'done' }]);
  });

  it('leaves alone what was started, what others sent, and lists of other people', async () => {
    const world = createWorld();
    const draft = await open(world, ...FIVE);
    const { draft: ready } = await world.service.rosters.setUp(OMAR, draft.id, SETUP);
    await world.service.jobs.accept({
      actor: OMAR,
      place: PLACE,
      requestId: ready.id,
      requestVersion: ready.version,
      kind: 'bulk',
      people: world.service.rosters.peopleOf(ready),
      settings: ready.data.settings ?? never(),
    });
    expect((await open(world, ...FIVE)).data.replaces).toBeUndefined();
    expect((await open(world, 'x@contoso.com,X,Y,X Y,,')).data.replaces).toBeUndefined();
    const admin = { ...MIA, roles: ['admin'] as const };
    const theirs = await world.service.rosters.open(admin, PLACE, fileOf(FIVE));
    expect(theirs.data.replaces).toBeUndefined();
  });
});

describe('a user name of somebody who was deleted', () => {
  async function openDeleted(world: World) {
    world.tenant.hold('bob@contoso.com', 'Bob Ray', { deleted: true });
    return open(world, ...FIVE.slice(2));
  }

  it('can be restored instead; the row is then left out, and that is audited', async () => {
    const world = createWorld();
    const draft = await openDeleted(world);
    expect(say(draft)).toContain('2 NAME_DELETED warning');
    const restored = await world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version, 2);
    expect(world.tenant.find('bob@contoso.com')?.deleted).toBe(false);
    expect(restored.data.rows.map(({ row }) => row)).toEqual([3, 4]);
    expect(say(restored)).toContain('2 ROW_RESTORED note');
    expect(restored.data.counts.read).toBe(2);
    const entries = world.store.entries().filter(({ what }) => what === 'account.restored');
    expect(entries).toMatchObject([{ actor: 'omar', subject: 'bob@contoso.com', outcome: 'done' }]);
    const again = await world.service.rosters.takeSuggestions(OMAR, draft.id, restored.version);
    expect(say(again)).toContain('2 ROW_RESTORED note');
  });

  it.each([
    [{}, 'with the old password and no license.'],
    [
      { licenses: ['a', 'b'], accountEnabled: false },
      'with the old password and the 2 licenses it had, and with sign-in blocked.',
    ],
  ])('is told to be as it was when it was deleted: %j', async (more, said) => {
    const world = createWorld();
    world.tenant.hold('bob@contoso.com', 'Bob Ray', { licenses: [], ...more, deleted: true });
    const draft = await open(world, ...FIVE.slice(2));
    const restored = await world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version, 2);
    const note = restored.data.findings.find(({ code }) => code === 'ROW_RESTORED');
    expect(note?.message).toContain(`was restored instead, ${said}`);
  });

  it('G1: is neither offered nor restored when it comes from Active Directory, and that is audited', async () => {
    const world = createWorld();
    world.tenant.hold('bob@contoso.com', 'Bob Ray', { deleted: true, synced: true });
    const draft = await open(world, ...FIVE.slice(2));
    expect(say(draft)).toContain('2 NAME_DELETED_THERE warning');
    expect(draft.data.findings.map(({ message }) => message).join()).toContain(
      'restore the person in Active Directory',
    );
    expect(listRestorable(draft.data)).toEqual([]);
    const attempt = world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version, 2);
    await expect(attempt).rejects.toMatchObject({ code: 'SYNCED' });
    expect(world.tenant.find('bob@contoso.com')?.deleted).toBe(true);
    const entries = world.store.entries().filter(({ what }) => what === 'account.restored');
    expect(entries).toMatchObject([{ subject: 'bob@contoso.com', outcome: 'refused' }]);
  });

  it('is restored for the newest version only, for the owner only, and only where somebody was deleted', async () => {
    const world = createWorld();
    const draft = await openDeleted(world);
    const tries = [
      [world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version + 1, 2), 'VERSION_STALE'],
      [world.service.rosters.restoreInstead(MIA, PLACE, draft.id, draft.version, 2), 'NOT_YOURS'],
      [world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version, 3), 'ALREADY_DONE'],
    ] as const;
    for (const [attempt, code] of tries) await expect(attempt).rejects.toMatchObject({ code });
    world.tenant.hold('bob@contoso.com', 'Another Bob');
    const late = world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version, 2);
    await expect(late).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    expect(world.store.entries().filter(({ what }) => what === 'account.restored')).toEqual([]);
  });
});

describe('headers that were guessed', () => {
  it('stop everything but looking and cancelling until somebody agrees', async () => {
    const world = createWorld();
    const draft = await openGuessed(world);
    expect(draft.data.mapping).toEqual({
      agreed: false,
      columns: [
        { column: 'Name', readAs: 'Display name', guessed: true },
        { column: 'E-mail', readAs: 'User name', guessed: true },
      ],
    });
    const early = { code: 'NOT_YET' };
    await expect(world.service.rosters.setUp(OMAR, draft.id, SETUP)).rejects.toMatchObject(early);
    await expect(world.service.rosters.takeSuggestions(OMAR, draft.id, 1)).rejects.toMatchObject(early);
    expect(() => world.service.rosters.peopleOf(draft)).toThrow(
      "No one has confirmed this file's columns yet",
    );
    expect(world.service.rosters.writeLog(draft)).toContain('E-mail');
    await world.service.rosters.drop(OMAR, draft.id);
  });

  it('go on like any other once somebody agreed, on the newest message only', async () => {
    const world = createWorld();
    const draft = await openGuessed(world);
    const agreed = await world.service.rosters.agreeToColumns(OMAR, draft.id, draft.version);
    expect(agreed.version).toBeGreaterThan(draft.version);
    await expect(world.service.rosters.agreeToColumns(OMAR, draft.id, draft.version)).rejects.toMatchObject({
      code: 'VERSION_STALE',
    });
    const fixed = await world.service.rosters.takeSuggestions(OMAR, draft.id, agreed.version);
    expect(fixed.data.counts.ready).toBe(2);
    const { draft: ready } = await world.service.rosters.setUp(OMAR, draft.id, SETUP);
    expect(world.service.rosters.peopleOf(ready)).toHaveLength(2);
  });

  it('are nobody else to agree to', async () => {
    const world = createWorld();
    const draft = await openGuessed(world);
    const refused = world.service.rosters.agreeToColumns(MIA, draft.id, draft.version);
    await expect(refused).rejects.toMatchObject({ code: 'NOT_YOURS' });
  });
});

describe('a set-up form that was begun', () => {
  const form = { ...SETUP, groups: [], signIn: 'blocked', delivery: 'password' } as const;

  it('leaves the buttons about the rows as they were', async () => {
    const world = createWorld();
    const draft = await openFive(world);
    await world.service.rosters.keepSetup(OMAR, draft.id, form);
    const fixed = await world.service.rosters.takeSuggestions(OMAR, draft.id, draft.version);
    expect(fixed.data.counts.ready).toBeGreaterThan(draft.data.counts.ready);
    expect(fixed.data.form).toEqual(form);
    await expect(world.service.rosters.takeSuggestions(OMAR, draft.id, draft.version)).rejects.toMatchObject({
      code: 'VERSION_STALE',
    });
    await world.service.rosters.keepSetup(OMAR, draft.id, form);
    await expect(world.service.rosters.takeSuggestions(OMAR, draft.id, fixed.version)).resolves.toBeDefined();
  });

  it('voids them once it was accepted, because it was checked against these rows', async () => {
    const world = createWorld();
    const draft = await openFive(world);
    await world.service.rosters.keepSetup(OMAR, draft.id, form);
    const { draft: accepted } = await world.service.rosters.setUp(OMAR, draft.id, SETUP);
    expect(accepted.data.form).toBeUndefined();
    await expect(world.service.rosters.takeSuggestions(OMAR, draft.id, draft.version)).rejects.toMatchObject({
      code: 'VERSION_STALE',
    });
  });

  it('is not for somebody else to change', async () => {
    const world = createWorld();
    const draft = await openFive(world);
    await expect(world.service.rosters.keepSetup(MIA, draft.id, form)).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
  });
});

describe('a file of people', () => {
  it('is verified against the rules and the directory, with suggestions that were looked up', async () => {
    const world = createWorld();
    const draft = await openFive(world);
    expect(say(draft)).toEqual([
      '2 NAME_TAKEN error ada.lima@contoso.com',
      '3 USER_NAME_INVALID error zoe@contoso.com',
      '4 LOCATION_INVALID error GB',
      '5 VALUE_INVALID error',
    ]);
    expect(draft.data.counts).toEqual({
      read: 5,
      ready: 1,
      toFix: 4,
      existing: 0,
      warned: 0,
      suggestions: 3,
    });
    const asked = world.tenant.asked.flat();
    for (const name of ['ada.lima@contoso.com', 'zoe@contoso.com']) expect(asked).toContain(name);
    expect(asked).not.toContain('zoë@contoso.com');
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('takes the suggestions once, and keeps what was noticed while reading', async () => {
    const world = createWorld();
    const draft = await openFive(world);
    const results = await Promise.allSettled(
      [1, 2].map(() => world.service.rosters.takeSuggestions(OMAR, draft.id, draft.version)),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const taken = await world.service.rosters.load(OMAR, draft.id);
    expect(taken.version).toBe(2);
    expect(say(taken)).toEqual(['5 VALUE_INVALID error']);
    expect(taken.data.counts).toMatchObject({ ready: 4, toFix: 1, suggestions: 0 });
    await expect(world.service.rosters.takeSuggestions(OMAR, draft.id, 1)).rejects.toMatchObject({
      code: 'VERSION_STALE',
    });
  });

  it('asks the directory about as many names as there are', async () => {
    const world = createWorld();
    const lines = Array.from({ length: 300 }, (_, index) => {
      world.tenant.hold(`p${index}@contoso.com`, 'Taken');
      return `p${index}@contoso.com,Pat,Last${index},Pat Last${index},,`;
    });
    const draft = await open(world, ...lines);
    expect(draft.data.counts).toMatchObject({ toFix: 300, suggestions: 300 });
    expect(world.tenant.asked.length).toBeLessThan(5);
    const taken = await world.service.rosters.takeSuggestions(OMAR, draft.id, 1);
    expect(taken.data.counts).toMatchObject({ ready: 300, toFix: 0 });
  });

  it('is refused when it is too large or has too many rows, and when the directory is down', async () => {
    const world = createWorld({ maxRows: 2 });
    await expect(open(world, ...FIVE.slice(0, 3))).rejects.toMatchObject({ code: 'FILE_TOO_MANY_ROWS' });
    const large = { ...fileOf([], 10 * 1024 * 1024 + 1), open: () => Promise.reject(new Error('opened')) };
    await expect(world.service.rosters.open(OMAR, PLACE, large)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: expect.stringContaining('10 MB'),
    });
    world.tenant.away = true;
    await expect(open(world, FIVE[4] ?? '')).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
  });

  it('says how many seats are needed and how many are left', async () => {
    const world = createWorld();
    const lines = Array.from({ length: 20 }, (_, index) => `p${index}@contoso.com,P,Q${index},P Q${index},,`);
    const draft = await open(world, ...lines);
    const {
      problems,
      seats,
      draft: same,
    } = await world.service.rosters.setUp(OMAR, draft.id, {
      ...SETUP,
      licenses: [E3.skuId],
    });
    expect(problems).toMatchObject([
      {
        property: 'licenses',
        code: 'NO_SEATS',
        severity: 'error',
        message: 'Office 365 E3: needs 20, 12 left.',
      },
    ]);
    expect(seats).toEqual([{ license: E3, needs: 20, short: true }]);
    expect(same.data.settings).toBeUndefined();
    world.tenant.licenses = [{ ...E3, left: 20 }];
    await world.clock.advance(6_000);
    const fits = await world.service.rosters.setUp(OMAR, draft.id, { ...SETUP, licenses: [E3.skuId] });
    expect(fits.problems).toEqual([]);
    expect(fits.draft.data.settings?.licenses).toEqual([E3.skuId]);
  });

  it('counts a row’s own licenses instead of those for all', async () => {
    const world = createWorld();
    const draft = await open(world, ...FIVE.slice(4), 'kim@contoso.com,Kim,Poe,Kim Poe,,');
    const rows = draft.data.rows.map((row, index) => (index === 0 ? { ...row, licenses: [E5.skuId] } : row));
    await world.store.updateDraft(draft.id, 1, { ...draft.data, rows });
    const { seats } = await world.service.rosters.setUp(OMAR, draft.id, { ...SETUP, licenses: [E3.skuId] });
    expect(seats).toEqual([
      { license: E5, needs: 1, short: true },
      { license: E3, needs: 1, short: false },
    ]);
  });

  it.each([
    ['no location for a license', { usageLocation: '', licenses: [E3.skuId] }, 'usageLocation MISSING'],
    ['a location that is none', { usageLocation: 'UK' }, 'usageLocation LOCATION_INVALID'],
    ['a license nobody has', { licenses: ['x'] }, 'licenses LICENSE_UNKNOWN'],
    ['a sign-in status that is none', { signIn: 'maybe' }, 'accountEnabled INPUT_INVALID'],
    [
      'six recipients',
      { recipients: 'a@contoso.com b@contoso.com c@contoso.com d@contoso.com e@contoso.com f@contoso.com' },
      'recipients TOO_MANY_RECIPIENTS',
    ],
  ])('is not set up with %s', async (_, wrong, expected) => {
    const world = createWorld();
    const draft = await open(world, 'kim@contoso.com,Kim,Poe,Kim Poe,,');
    const { problems } = await world.service.rosters.setUp(OMAR, draft.id, { ...SETUP, ...wrong });
    expect(problems.map(({ property, code }) => `${property} ${code}`)).toEqual([expected]);
    expect((await world.service.rosters.load(OMAR, draft.id)).version).toBe(1);
  });

  it('go out as passes where the tenant allows them, and that may be the usual way', async () => {
    const world = createWorld({ temporaryAccessPass: true, passwordDelivery: 'pass' });
    const draft = await openFive(world);
    const set = await world.service.rosters.setUp(OMAR, draft.id, SETUP);
    expect(set.problems).toEqual([]);
    expect(set.draft.data.settings?.delivery).toBe('pass');
    const without = createWorld();
    const { id } = await openFive(without);
    const { problems } = await without.service.rosters.setUp(OMAR, id, { ...SETUP, delivery: 'pass' });
    expect(problems).toMatchObject([{ property: 'delivery', severity: 'error' }]);
  });

  it('lets a value in a row win over the settings for all, and leaves broken rows out', async () => {
    const world = createWorld();
    const draft = await open(world, ...FIVE.slice(3), 'kim@contoso.com,Kim,Poe,Kim Poe,,');
    expect(world.service.rosters.peopleOf(draft)).toEqual([]);
    const { draft: ready } = await world.service.rosters.setUp(OMAR, draft.id, {
      ...SETUP,
      usageLocation: 'FR',
      licenses: [E3.skuId],
      recipients: 'it@contoso.com',
      reason: ' Ticket 12 ',
    });
    expect(ready.data.reason).toBe('Ticket 12');
    expect(world.service.rosters.peopleOf(ready)).toEqual([
      {
        person: {
          userPrincipalName: 'dan@contoso.com',
          givenName: 'Dan',
          surname: 'Roe',
          displayName: 'Dan Roe',
          usageLocation: 'DE',
        },
        accountEnabled: false,
        licenses: [E3.skuId],
        sourceRow: 3,
      },
      {
        person: {
          userPrincipalName: 'kim@contoso.com',
          givenName: 'Kim',
          surname: 'Poe',
          displayName: 'Kim Poe',
          usageLocation: 'FR',
        },
        accountEnabled: true,
        licenses: [E3.skuId],
        sourceRow: 4,
      },
    ]);
  });

  it('becomes a job, after which its buttons only say so', async () => {
    const world = createWorld();
    const draft = await open(world, 'kim@contoso.com,Kim,Poe,Kim Poe,,');
    const { draft: ready } = await world.service.rosters.setUp(OMAR, draft.id, SETUP);
    const request = {
      actor: OMAR,
      place: PLACE,
      requestId: ready.id,
      requestVersion: ready.version,
      kind: 'bulk',
      people: world.service.rosters.peopleOf(ready),
      settings: ready.data.settings ?? {
        accountEnabled: true,
        usageLocation: '',
        licenses: [],
        recipients: [],
      },
      fileName: ready.data.fileName,
    } as const;
    const { job } = await world.service.jobs.accept(request);
    expect((await world.finish(job.id)).counts.created).toBe(1);
    for (const attempt of [
      () => world.service.rosters.setUp(OMAR, draft.id, SETUP),
      () => world.service.rosters.takeSuggestions(OMAR, draft.id, 3),
      () => world.service.rosters.drop(OMAR, draft.id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    }
    const csv = world.service.jobs.writeResults(await world.service.jobs.load(OMAR, job.id));
    expect(csv).toContain('2,Kim Poe,kim@contoso.com,object-1,Created,,');
    expect(csv).not.toContain(world.tenant.sent[0]?.password);
  });

  it('can be cancelled by its owner, audited, and is gone then', async () => {
    const world = createWorld();
    const draft = await open(world, ...FIVE);
    await expect(world.service.rosters.drop(MIA, draft.id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    await world.service.rosters.drop(OMAR, draft.id);
    expect(world.store.entries().at(-1)).toMatchObject({
      actor: 'omar',
      what: 'roster.cancelled',
      outcome: 'done',
    });
    await expect(world.service.rosters.load(OMAR, draft.id)).rejects.toMatchObject({ code: 'DRAFT_GONE' });
  });

  it('has a log of its problems, and templates that it can read', async () => {
    const world = createWorld();
    const log = world.service.rosters.writeLog(await openFive(world));
    expect(log).toContain('Ada Lovelace');
    expect(log.trim().split('\r\n')).toHaveLength(5);
    const sample = { ...fileOf([]), name: 'sample.csv' };
    sample.open = async () =>
      (async function* () {
        yield Buffer.from(world.service.rosters.writeTemplate('sample'));
      })();
    const draft = await world.service.rosters.open(OMAR, PLACE, sample);
    expect(draft.data.counts).toMatchObject({ read: 5, ready: 5 });
  });
});
