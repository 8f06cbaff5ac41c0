import { describe, expect, it } from 'vitest';
import type { Group } from '../../../src/domain/terms.ts';
import type { RosterDraft } from '../../../src/service/drafts/draftData.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import { attachCase } from '../../roster/cases/readCase.ts';
import { E3, E5, fail } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const BERLIN: Group = { id: 'b3f2a1c0-0000-4000-8000-000000000001', displayName: 'Berlin, Mitte' };
const RADIO: Group = { id: 'b3f2a1c0-0000-4000-8000-000000000002', displayName: 'Radio + TV' };
const GROUPS: Group[] = [
  BERLIN,
  RADIO,
  { id: 'twin-1', displayName: 'Twins', description: 'the first' },
  { id: 'twin-2', displayName: 'Twins', description: 'the second' },
  { id: 'dynamic', displayName: 'By rule', closed: 'dynamic' },
  { id: 'synced', displayName: 'From AD', closed: 'synced' },
  { id: 'mail', displayName: 'A list', closed: 'mail' },
  { id: 'role', displayName: 'Admins', closed: 'role' },
];

/** A file with one own column, one row for each cell. */
async function open(world: World, column: string, ...cells: string[]): Promise<DraftRecord<RosterDraft>> {
  world.tenant.groups = GROUPS;
  const rows = cells.map(
    (cell, index) => `p${index}@contoso.com,Person ${index},${cell.startsWith('"') ? cell : `"${cell}"`}`,
  );
  const text = [`User name,Display name,${column}`, ...rows].join('\n');
  return world.service.rosters.open(OMAR, PLACE, {
    name: 'own.csv',
    async open() {
      return (async function* () {
        yield Buffer.from(text);
      })();
    },
  });
}

const say = ({ data }: DraftRecord<RosterDraft>): string[] =>
  data.findings.map(
    ({ row, column, value, code, suggestion }) =>
      `${row} ${column} ${value} ${code}${suggestion === undefined ? '' : ` → ${suggestion}`}`,
  );
const take = (world: World, { id, version }: DraftRecord<RosterDraft>) =>
  world.service.rosters.takeSuggestions(OMAR, id, version);

describe('a column of licenses', () => {
  it.each([
    'Office 365 E3',
    'office 365 e3 ',
    'ENTERPRISEPACK',
    E3.skuId.toUpperCase(),
    'Office 365 E3; ENTERPRISEPACK',
  ])('knows %s', async (cell) => {
    const draft = await open(createWorld(), 'Licenses', cell);
    expect(say(draft)).toEqual([]);
    expect(draft.data.rows[0]?.licenses).toEqual([E3.skuId]);
  });

  it.each([
    'Unlicensed',
    'No license',
    'no licenses',
    'keine',
    'Keine Lizenz',
    'Ohne Lizenz',
    'Nicht lizenziert',
    'Aucune licence',
    'sin licencias',
    'Bez licence',
    'n/a',
    'Без лицензии',
    'ライセンスなし',
  ])('takes %s for none', async (cell) => {
    const draft = await open(createWorld(), 'Licenses', cell);
    expect(say(draft)).toEqual([]);
    expect(draft.data.rows[0]?.licenses ?? []).toEqual([]);
  });

  it('knows the AccountSkuId of older scripts, with the tenant before the part number', async () => {
    const draft = await open(createWorld(), 'Licenses', 'contoso:ENTERPRISEPACK', 'contoso:NO_SUCH');
    expect(draft.data.rows[0]?.licenses).toEqual([E3.skuId]);
    expect(say(draft)).toEqual([expect.stringContaining('3 Licenses contoso:NO_SUCH LICENSE_UNKNOWN')]);
  });

  it.each([';', '|', '+', ',', '\n'])('takes several, separated by %j', async (separator) => {
    const world = createWorld();
    world.tenant.licenses = [E3, { ...E5, left: 5 }];
    const draft = await open(world, 'Licenses', `Office 365 E3 ${separator} SPE_E5`);
    expect(say(draft)).toEqual([]);
    expect(draft.data.rows[0]?.licenses).toEqual([E3.skuId, E5.skuId]);
  });

  it('keeps a product name with a plus whole', async () => {
    const world = createWorld();
    world.tenant.licenses = [{ ...E3, name: 'Mobility + Security E3' }];
    const draft = await open(world, 'Licenses', 'Mobility + Security E3');
    expect(draft.data.rows[0]?.licenses).toEqual([E3.skuId]);
  });

  it('suggests what was nearly typed, and takes it', async () => {
    const world = createWorld();
    const draft = await open(world, 'Licenses', 'Ofice 365 E3', 'enterprise pack', 'Visio');
    expect(say(draft)).toEqual([
      '2 Licenses Ofice 365 E3 LICENSE_UNKNOWN → Office 365 E3',
      '3 Licenses enterprise pack LICENSE_UNKNOWN → Office 365 E3',
      '4 Licenses Visio LICENSE_UNKNOWN',
    ]);
    expect(draft.data.counts).toMatchObject({ ready: 0, toFix: 3, suggestions: 2 });
    const taken = await take(world, draft);
    expect(say(taken)).toEqual(['4 Licenses Visio LICENSE_UNKNOWN']);
    expect(taken.data.rows[1]?.licenses).toEqual([E3.skuId]);
  });

  it('says when a license cannot be assigned', async () => {
    const world = createWorld();
    world.tenant.licenses = [{ ...E3, assignable: false }];
    expect(say(await open(world, 'Licenses', 'ENTERPRISEPACK'))).toEqual([
      '2 Licenses ENTERPRISEPACK LICENSE_UNKNOWN',
    ]);
  });

  it('is summed over the whole file before anything is written', async () => {
    const world = createWorld();
    world.tenant.licenses = [{ ...E3, left: 2 }];
    const enough = await open(world, 'Licenses', 'ENTERPRISEPACK', 'ENTERPRISEPACK');
    expect(say(enough)).toEqual([]);
    const short = await open(world, 'Licenses', 'ENTERPRISEPACK', 'ENTERPRISEPACK', 'ENTERPRISEPACK');
    expect(say(short)).toEqual(['1 Licenses Office 365 E3 NO_SEATS']);
    expect(short.data.findings[0]?.message).toContain('need 3 seats of Office 365 E3, but only 2 are left');
  });

  it('wins over the setting, also to say that there are to be none', async () => {
    const world = createWorld();
    world.tenant.licenses = [E3, { ...E5, left: 5 }];
    const draft = await open(world, 'Licenses', 'SPE_E5', 'none', '');
    const setup = {
      signIn: 'allowed',
      usageLocation: 'US',
      licenses: [E3.skuId],
      recipients: '',
      reason: '',
    };
    const set = await world.service.rosters.setUp(OMAR, draft.id, setup);
    expect(set.seats.map(({ license, needs }) => [license.skuId, needs])).toEqual([
      [E5.skuId, 1],
      [E3.skuId, 1],
    ]);
    const people = world.service.rosters.peopleOf(set.draft);
    expect(people.map(({ licenses }) => licenses)).toEqual([[E5.skuId], [], [E3.skuId]]);
  });

  it('needs a location, from the row or for all', async () => {
    const world = createWorld();
    const draft = await open(world, 'Licenses', 'ENTERPRISEPACK');
    const setup = { signIn: 'allowed', usageLocation: '', licenses: [], recipients: '', reason: '' };
    const { problems } = await world.service.rosters.setUp(OMAR, draft.id, setup);
    expect(problems).toMatchObject([{ property: 'usageLocation', code: 'MISSING' }]);
  });
});

describe('a column of groups', () => {
  it('knows names and ids, also names with a comma or a plus in them', async () => {
    const world = createWorld();
    const draft = await open(
      world,
      'Groups',
      'berlin, mitte',
      `${BERLIN.id} | Radio + TV`,
      'Radio + TV; Berlin, Mitte',
      '-',
    );
    expect(say(draft)).toEqual([]);
    const groups = draft.data.rows.map((row) => row.groups?.map(({ id }) => id));
    expect(groups).toEqual([[BERLIN.id], [BERLIN.id, RADIO.id], [RADIO.id, BERLIN.id], []]);
  });

  it.each([
    ['By rule', 'its members are set by a rule'],
    ['From AD', 'Active Directory'],
    ['A list', 'distribution list'],
    ['Admins', 'admin roles'],
  ])('refuses %s with the reason', async (cell, words) => {
    const draft = await open(createWorld(), 'Group', cell);
    expect(draft.data.findings).toMatchObject([{ row: 2, code: 'GROUP_CLOSED', severity: 'error' }]);
    expect(draft.data.findings[0]?.message).toContain(words);
  });

  it('refuses a name that several groups have, and takes the id of one', async () => {
    const world = createWorld();
    const draft = await open(world, 'Groups', 'Twins', 'twin-2');
    expect(draft.data.findings).toMatchObject([{ row: 2, code: 'GROUP_AMBIGUOUS' }]);
    expect(draft.data.findings[0]?.message).toContain('twin-1 (the first), twin-2 (the second)');
    expect(draft.data.rows[1]?.groups).toEqual([{ id: 'twin-2', displayName: 'Twins' }]);
  });

  it('suggests the group that was nearly typed, never a closed one', async () => {
    const world = createWorld();
    const draft = await open(world, 'Groups', 'Berlin Mite', 'From A');
    expect(say(draft)).toEqual([
      '2 Groups Berlin Mite GROUP_UNKNOWN → Berlin, Mitte',
      '3 Groups From A GROUP_UNKNOWN',
    ]);
    const taken = await take(world, draft);
    expect(taken.data.rows[0]?.groups).toEqual([BERLIN]);
  });

  it('says so when the app may not read groups, and the other rows go on', async () => {
    const world = createWorld();
    world.tenant.groupsFail = fail('FORBIDDEN');
    const draft = await open(world, 'Groups', 'Berlin', '');
    expect(say(draft)).toEqual(['2 Groups Berlin FORBIDDEN']);
    expect(draft.data.counts.ready).toBe(1);
  });
});

describe('a column of managers', () => {
  it('knows a user name, an object id, and somebody in the same file', async () => {
    const world = createWorld();
    world.tenant.hold('grace@contoso.com', 'Grace Okafor');
    const id = world.tenant.find('grace@contoso.com')?.id ?? '';
    const draft = await open(world, 'Manager', 'GRACE@contoso.com', id, 'p0@contoso.com');
    expect(say(draft)).toEqual([]);
    expect(draft.data.rows.map(({ manager }) => manager)).toEqual([
      { userPrincipalName: 'grace@contoso.com', id },
      { userPrincipalName: 'grace@contoso.com', id },
      { userPrincipalName: 'p0@contoso.com' },
    ]);
  });

  it('suggests the user name that was nearly typed, and takes it', async () => {
    const world = createWorld();
    world.tenant.hold('grace@contoso.com', 'Grace Okafor');
    const draft = await open(world, 'Manager', 'grace@contso.com', 'nobody@contoso.com', 'p2@contoso.com');
    expect(say(draft)).toEqual([
      '2 Manager grace@contso.com MANAGER_UNKNOWN → grace@contoso.com',
      '3 Manager nobody@contoso.com MANAGER_UNKNOWN',
      '4 Manager p2@contoso.com MANAGER_SELF',
    ]);
    expect(say(await take(world, draft))).toHaveLength(2);
  });

  it.each([
    ['Grace Okafor', 'grace@contoso.com'],
    ['Okafor, Grace', 'grace@contoso.com'],
    ['OKAFOR Grace', 'grace@contoso.com'],
    ['Dr. Grace Okafor', 'grace@contoso.com'],
    ['Okafor, Grace (4711)', 'grace@contoso.com'],
    ['4711', 'grace@contoso.com'],
    ['Somebody Renamed (4711)', 'grace@contoso.com'],
    ['CN=Okafor\\, Grace,OU=Staff,DC=contoso,DC=com', 'grace@contoso.com'],
    ['José García', 'jose@contoso.com'],
    ['García, José', 'jose@contoso.com'],
    ['Jose Garcia', 'jose@contoso.com'],
    ['李明', 'li@contoso.com'],
    ['Person 1', 'p1@contoso.com'],
  ])('takes %s for the only one with this name or employee ID', async (cell, userName) => {
    const world = createWorld();
    world.tenant.hold('grace@contoso.com', 'Grace Okafor', { employeeId: '4711' });
    world.tenant.hold('jose@contoso.com', cell.includes('é') ? 'José García' : 'Jose Garcia');
    world.tenant.hold('li@contoso.com', '李明');
    const draft = await open(world, 'Manager', cell, '');
    expect(draft.data.rows[0]?.manager?.userPrincipalName).toBe(userName);
    expect(draft.data.counts).toMatchObject({ ready: 2, warned: 0 });
    const [note] = draft.data.findings;
    expect(note).toMatchObject({ code: 'MANAGER_BY_NAME', severity: 'note' });
    expect(note?.message).toContain(`${cell} is ${userName}`);
  });

  it.each([
    ['a name that nobody has', 'Nobody Here', /isn't in the directory or in this file/],
    ['a part of a name', 'Okafor', /isn't in the directory or in this file/],
    ['another employee ID', '47110', /isn't in the directory or in this file/],
    ['letters that are only spelled alike', '黎明', /isn't in the directory or in this file/],
    ['the name of two people', 'Sam Ek', /^2 people could be the manager Sam Ek: sam\.ek/],
  ])('leaves the manager empty for %s, and says so', async (_what, cell, message) => {
    const world = createWorld();
    world.tenant.hold('grace@contoso.com', 'Grace Okafor', { employeeId: '4711' });
    world.tenant.hold('sam.ek@contoso.com', 'Sam Ek');
    world.tenant.hold('sam.ek2@contoso.com', 'Sam Ek');
    world.tenant.hold('li@contoso.com', '李明');
    const draft = await open(world, 'Manager', cell);
    expect(say(draft)).toEqual([`2 Manager ${cell} MANAGER_UNKNOWN`]);
    expect(draft.data.findings[0]?.message).toMatch(message);
    expect(draft.data.counts).toMatchObject({ ready: 1, warned: 1 });
    expect(draft.data.rows[0]?.manager).toBeUndefined();
  });

  it.each(['Bo Ek', 'Ek, Bo', 'bo.ek@contoso.com'])(
    'takes %s for somebody of the file whose user name is only suggested',
    async (cell) => {
      const shown = await attachCase(
        Buffer.from(
          `Username;Display name;Manager;City\nada.lima@contoso.com;Ada Lima;${cell};Rome\n;Bo Ek;;Rome`,
        ),
      );
      expect(shown.people).toEqual(['Ada Lima <ada.lima@contoso.com>', 'Bo Ek <?>']);
      expect(shown.findings).toEqual(['3 Username MISSING → bo.ek@contoso.com']);
      const unnamed = await attachCase(Buffer.from(`First name;Last name;Manager\nAda;Lima;${cell}\nBo;Ek;`));
      expect(unnamed.findings.filter((each) => each.includes('MANAGER'))).toEqual([]);
    },
  );

  it('finds all managers of a long file in a few calls, and says once who they are', async () => {
    const world = createWorld();
    const names = Array.from(
      { length: 60 },
      (_, index) => `Boss ${String.fromCharCode(97 + (index % 26))}x${index}`,
    );
    for (const [index, name] of names.entries()) world.tenant.hold(`boss${index}@contoso.com`, name);
    const draft = await open(world, 'Manager', ...names);
    expect(draft.data.counts).toMatchObject({ ready: 60, warned: 0 });
    expect(draft.data.findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^60 managers were found by name or employee ID, such as Boss ax0 is boss0@/),
    ]);
  });

  it('nobody is the manager of themselves by name either', async () => {
    const draft = await open(createWorld(), 'Manager', 'Person 0');
    expect(say(draft)).toContain('2 Manager Person 0 MANAGER_SELF');
  });
});

describe('a column of password recipients', () => {
  /** Rows of manager and recipients. */
  const openBoth = (world: World, ...rows: [manager: string, recipients: string][]) => {
    const cells = rows.map(([manager, recipients]) => `"${manager}","${recipients}"`);
    return open(world, 'Manager,Password recipients', ...cells);
  };

  it('takes the word manager for the address of the row’s own manager', async () => {
    const world = createWorld({ recipientDomains: ['contoso.com'] });
    world.tenant.hold('grace@contoso.com', 'Grace Okafor', { mail: 'g.okafor@contoso.com' });
    const draft = await openBoth(
      world,
      ['grace@contoso.com', 'manager'],
      ['GRACE@contoso.com', 'Manager; it@contoso.com'],
      ['grace@contoso.com', 'manager@contoso.com'],
    );
    expect(say(draft)).toEqual([]);
    expect(draft.data.rows.map(({ recipients }) => recipients)).toEqual([
      ['g.okafor@contoso.com'],
      ['g.okafor@contoso.com', 'it@contoso.com'],
      ['manager@contoso.com'],
    ]);
  });

  it('sends to no manager who is not there, has no address, or may get no passwords', async () => {
    const world = createWorld({ recipientDomains: ['contoso.com'] });
    world.tenant.hold('grace@contoso.com', 'Grace Okafor', { mail: 'grace@evil.example' });
    world.tenant.hold('kim@contoso.com', 'Kim Park');
    const draft = await openBoth(
      world,
      ['', 'manager'],
      ['kim@contoso.com', 'manager'],
      ['p0@contoso.com', 'manager'],
      ['grace@contoso.com', 'manager'],
      ['nobody@contoso.com', 'manager'],
    );
    const told = draft.data.findings.map(({ row, column, message }) => `${row} ${column} ${message}`);
    expect(told).toEqual([
      expect.stringMatching(/^2 Password recipients .*this row has none/),
      expect.stringMatching(/^3 Password recipients .*kim@contoso\.com, who has no email address/),
      expect.stringMatching(/^4 Password recipients .*p0@contoso\.com, who is created by this file/),
      expect.stringMatching(/^5 Password recipients grace@evil\.example can't receive passwords/),
      expect.stringMatching(/^6 Manager .*nobody@contoso\.com/),
    ]);
    expect(draft.data.rows.flatMap(({ recipients }) => recipients ?? [])).toEqual([]);
  });

  it('sends to the manager who was found by name, and asks for an address where nobody was', async () => {
    const world = createWorld({ recipientDomains: ['contoso.com'] });
    world.tenant.hold('grace@contoso.com', 'Grace Okafor', { mail: 'g.okafor@contoso.com' });
    const draft = await openBoth(world, ['Okafor, Grace', 'manager'], ['Nobody Here', 'manager']);
    expect(draft.data.rows.map(({ recipients }) => recipients)).toEqual([['g.okafor@contoso.com'], []]);
    expect(draft.data.counts).toMatchObject({ ready: 1, toFix: 1 });
    const told = draft.data.findings.filter(({ severity }) => severity === 'error');
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringMatching(/should go to the manager, who wasn't found/),
    ]);
  });

  it('takes several, and only where passwords may go', async () => {
    const world = createWorld({ recipientDomains: ['contoso.com'] });
    const draft = await open(
      world,
      'Password recipients',
      'a@contoso.com; b@contoso.com',
      'x@evil.example',
      'x',
    );
    expect(say(draft)).toEqual([
      '3 Password recipients x@evil.example RECIPIENT_INVALID',
      '4 Password recipients x RECIPIENT_INVALID',
    ]);
    expect(draft.data.rows[0]?.recipients).toEqual(['a@contoso.com', 'b@contoso.com']);
  });
});

describe('a column of sign-in', () => {
  it('takes Allowed and Blocked as well as Yes and No', async () => {
    const draft = await open(createWorld(), 'Sign-in', 'Allowed', 'blocked', 'yes', 'no', 'maybe');
    expect(draft.data.rows.map(({ accountEnabled }) => accountEnabled)).toEqual([
      true,
      false,
      true,
      false,
      undefined,
    ]);
    expect(say(draft)).toEqual(['6 Sign-in maybe VALUE_INVALID']);
  });
});
