import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { showVerification } from '../../../src/flows/rosters/rosterViews.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const FILE = 'Wer,Wohin,Stadt\nada lima,ada@contoso.com,Oslo\nbob ray,bob@contoso.com,Rom\n';

function open(world: World, content: string | Buffer, name = 'people.csv') {
  return world.service.rosters.open(OMAR, PLACE, {
    name,
    async open() {
      return (async function* () {
        yield Buffer.from(content);
      })();
    },
  });
}

const shown = (draft: Awaited<ReturnType<typeof open>>) => {
  const { isUnknown, mapping, buttons } = showVerification('Contoso', draft);
  return { isUnknown, mapping, buttons: buttons.map(({ label }) => label) };
};

describe('F14: a header that nobody knows', () => {
  it('is asked about, with what some of its columns seem to hold', async () => {
    const draft = await open(createWorld(), FILE);
    expect(draft.data.counts).toMatchObject({ read: 0, ready: 0 });
    expect(shown(draft)).toEqual({
      isUnknown: true,
      mapping: [
        { column: 'Wer', readAs: 'Not used', guessed: true },
        { column: 'Wohin', readAs: 'User name', guessed: true },
        { column: 'Stadt', readAs: 'City', guessed: true },
      ],
      buttons: ['Choose the columns…', 'Cancel'],
    });
  });

  it('shows two people as they would be created, and creates them once it is chosen', async () => {
    const world = createWorld();
    const { rosters } = world.service;
    const { id } = await open(world, FILE);
    const empty = await rosters.readColumns(OMAR, id);
    expect(empty).toMatchObject({ people: [], problem: { message: expect.stringContaining('No column') } });
    expect(await rosters.useColumns(OMAR, id, '')).toBeUndefined();
    const chosen = await rosters.readColumns(OMAR, id, { choices: { 0: 'displayName' } });
    expect(chosen.people.map(({ person }) => person)).toEqual([
      { displayName: 'ada lima', userPrincipalName: 'ada@contoso.com', city: 'Oslo' },
      { displayName: 'bob ray', userPrincipalName: 'bob@contoso.com', city: 'Rom' },
    ]);
    const used = await rosters.useColumns(OMAR, id, 'Wer und wohin');
    expect(used?.data.counts).toMatchObject({ read: 2, ready: 2 });
    const next = await open(world, FILE.replace('bob ray,bob', 'Cleo Moss,cleo'), 'next.csv');
    expect(next.data.rows.map(({ person }) => person.displayName)).toEqual(['ada lima', 'Cleo Moss']);
  });

  it('is asked about, too, where only the number of its columns is that of a template', async () => {
    const header = Array.from({ length: 16 }, (_, index) => `Spalte ${index + 1}`).join(',');
    const { data } = await open(createWorld(), `${header}\n${header.replaceAll('Spalte', 'Wert')}\n`);
    expect(data.rows).toEqual([]);
    expect(data.columns).toHaveLength(16);
  });

  it('may be none at all: its first row is a person once it is chosen where the names stand', async () => {
    const world = createWorld();
    const { rosters } = world.service;
    const { id, data } = await open(
      world,
      '李明;liming@contoso.com;Geheim1\n王伟;wangwei@contoso.com;Geheim2\n',
    );
    expect(data.rows).toEqual([]);
    const chosen = await rosters.readColumns(OMAR, id, { choices: { 0: 'displayName' } });
    expect(chosen.people.map(({ person }) => person.displayName)).toEqual(['李明', '王伟']);
    const used = await rosters.useColumns(OMAR, id, '');
    expect(used?.data.rows.map(({ row, person }) => [row, person.userPrincipalName])).toEqual([
      [1, 'liming@contoso.com'],
      [2, 'wangwei@contoso.com'],
    ]);
    expect(used?.data.findings.map(({ message }) => message)).toContain(
      "Column 3 isn't used, and isn't kept once you confirm the columns.",
    );
    expect(JSON.stringify(used)).not.toContain('Geheim');
  });

  it('cannot be agreed to as it is', async () => {
    const world = createWorld();
    const { id, version } = await open(world, FILE);
    await expect(world.service.rosters.agreeToColumns(OMAR, id, version)).rejects.toMatchObject({
      code: 'NOT_YET',
    });
  });

  it('is found below a title, and says nothing of a column of passwords', async () => {
    const world = createWorld();
    const titled = `Neue Leute\n\nWer,Losung,Kennwort\nAda Lima,x,TajneX1\nBob Ray,y,TajneY2\n`;
    const { id, data } = await open(world, titled);
    expect(data.columns).toEqual(['Wer', 'Losung', 'Kennwort']);
    expect(data.mapping?.columns.at(-1)?.readAs).toBe('Password (not used)');
    const { columns, people } = await world.service.rosters.readColumns(OMAR, id, {
      choices: { 0: 'displayName', 2: 'city' },
    });
    expect(columns.at(-1)?.choice).toBe('password');
    expect(people[0]?.person).toEqual({ displayName: 'Ada Lima', userPrincipalName: 'ada.lima@contoso.com' });
    expect(JSON.stringify([data, people])).not.toContain('Tajne');
  });

  it.each([
    ['win1251', 'Кто,Куда\nОльга Иванова,olga@contoso.com\n', 'Кто'],
    ['shift_jis', '誰,どこ\n山田 太郎,taro@contoso.com\n', '誰'],
  ] as const)(
    'in letters of another encoding (%s) is shown in each, and named by the chosen one',
    async (encoding, text, first) => {
      const world = createWorld();
      const { id } = await open(world, iconv.encode(text, encoding));
      const { encodings } = await world.service.rosters.readColumns(OMAR, id);
      const right = encodings.find(({ samples }) => samples[0]?.startsWith(first));
      expect(right).toBeDefined();
      const { columns } = await world.service.rosters.readColumns(OMAR, id, {
        choices: {},
        encoding: right?.id,
      });
      expect(columns[0]?.column).toBe(first);
    },
  );

  it.each([
    ['of addresses alone', 'ada@contoso.com\nbob@contoso.com\n'],
    ['of prose', 'Dear all\nplease find attached the list\n'],
    ['with nobody below it', 'Wer,Wohin\n'],
  ])('is none in a file %s, which is refused', async (_what, content) => {
    await expect(open(createWorld(), content)).rejects.toMatchObject({ code: 'FILE_HEADER_UNKNOWN' });
  });
});

describe('F14: a header in words that nobody knows', () => {
  it.each([
    ['Swahili', 'Jina,Ukoo,Idara\nJuma,Mwangi,Fedha\nAsha,Otieno,Mauzo\n'],
    ['Welsh', 'Enw,Cyfenw\nGwen,Jones\nRhys,Evans\n'],
    ['or people after all', 'Ada,Lima,IT\nBob,Ray,HR\n'],
  ])(
    'is asked about, and said that it may be a person, also once the columns are chosen: %s',
    async (_what, content) => {
      const world = createWorld();
      const { id, data } = await open(world, content);
      const unsure = expect.objectContaining({ code: 'HEADER_UNSURE', severity: 'warning', row: 1 });
      expect(data.mapping?.agreed).toBe(false);
      expect(data.findings).toContainEqual(unsure);
      const choices = { 0: 'givenName', 1: 'surname' };
      await world.service.rosters.readColumns(OMAR, id, { choices });
      const used = await world.service.rosters.useColumns(OMAR, id, '');
      expect(used?.data.rows).toHaveLength(content.trim().split('\n').length - 1);
      expect(used?.data.findings).toContainEqual(unsure);
    },
  );

  it('is not said to be one where its words are known, or stand over values', async () => {
    for (const content of [
      'Nombre,Qué\nAda,IT\nBob,HR\n',
      'Enw,Ebost\nGwen,gwen@contoso.com\nRhys,rhys@contoso.com\n',
    ]) {
      const { data } = await open(createWorld(), content);
      expect(data.findings.map(({ code }) => code)).not.toContain('HEADER_UNSURE');
    }
  });
});

describe('F14: people without a header', () => {
  const PEOPLE = 'Ada Lima,ada@contoso.com,Nurse\nBob Ray,bob@contoso.com,Clerk\n';

  it('are read by what stands in the columns, and created once somebody agreed', async () => {
    const world = createWorld();
    const draft = await open(world, PEOPLE);
    expect(draft.data.counts).toMatchObject({ read: 2 });
    expect(shown(draft).mapping).toEqual([
      { column: 'Column 1', readAs: 'Display name', guessed: true },
      { column: 'Column 2', readAs: 'User name', guessed: true },
    ]);
    const { mapping } = (await world.service.rosters.agreeToColumns(OMAR, draft.id, draft.version)).data;
    expect(mapping?.agreed).toBe(true);
  });

  it('are read as somebody chose, from the first row on, and it is remembered for no other file', async () => {
    const world = createWorld();
    const { rosters } = world.service;
    const { id } = await open(world, PEOPLE);
    const reading = await rosters.readColumns(OMAR, id, { choices: { 2: 'jobTitle' } });
    expect(reading.people.map(({ row, person }) => [row, person.displayName, person.jobTitle])).toEqual([
      [1, 'Ada Lima', 'Nurse'],
      [2, 'Bob Ray', 'Clerk'],
    ]);
    const used = await rosters.useColumns(OMAR, id, 'Lists of the ward');
    expect(used?.data.rows.map(({ person }) => person.jobTitle)).toEqual(['Nurse', 'Clerk']);
    const next = await open(
      world,
      'cleo@contoso.com,Cleo Moss,Oslo\ndan@contoso.com,Dan Fox,Rom\n',
      'next.csv',
    );
    expect(next.data.rows.map(({ person }) => person)).toEqual([
      { displayName: 'Cleo Moss', userPrincipalName: 'cleo@contoso.com' },
      { displayName: 'Dan Fox', userPrincipalName: 'dan@contoso.com' },
    ]);
    expect(next.data.reading?.remembered).toBeUndefined();
  });

  it('below a title are read the same way once more', async () => {
    const world = createWorld();
    const { id } = await open(world, `Class 5B\n${PEOPLE}`);
    const used = await world.service.rosters.useColumns(OMAR, id, '');
    expect(used?.data.rows.map(({ row, person }) => [row, person.displayName])).toEqual([
      [2, 'Ada Lima'],
      [3, 'Bob Ray'],
    ]);
  });

  it('is read as a person by one click, and as the header again by another', async () => {
    const world = createWorld();
    const { rosters } = world.service;
    const { id } = await open(world, 'New people\n\nAda,Lima,IT\nBob,Ray,HR\n');
    const choices = { 0: 'givenName', 1: 'surname' };
    const names = ({ people }: Awaited<ReturnType<typeof rosters.readColumns>>) =>
      people.map(({ person }) => person.displayName);
    expect(names(await rosters.readColumns(OMAR, id, { choices }))).toEqual(['Bob Ray']);
    const person = await rosters.readColumns(OMAR, id, { choices, unsureIs: 'person' });
    expect(names(person)).toEqual(['Ada Lima', 'Bob Ray']);
    expect(person.columns.map(({ column }) => column)).toEqual(['Column 1', 'Column 2', 'Column 3']);
    expect(names(await rosters.readColumns(OMAR, id, { choices, unsureIs: 'header' }))).toEqual(['Bob Ray']);
    await rosters.readColumns(OMAR, id, { choices, unsureIs: 'person' });
    const used = await rosters.useColumns(OMAR, id, '');
    expect(used?.data.rows.map(({ row }) => row)).toEqual([3, 4]);
    const codes = used?.data.findings.map(({ code }) => code);
    expect(codes).not.toContain('HEADER_UNSURE');
    expect(codes).not.toContain('HEADER_OR_PERSON');
  });

  it.each([
    ['two of people', 'Ada Lima,Bo Ek\nCy Old,Di Ray\nEd Poe,Flo Hut\n'],
    ['two of people below a title', 'Mentors\n\nAda Lima;Bo Ek\nCy Old;Di Ray\n'],
  ])('is none where whole names begin several columns, and nobody is lost: %s', async (_what, content) => {
    const world = createWorld();
    const { id, data } = await open(world, content);
    expect(data.columns).toEqual(['Column 1', 'Column 2']);
    expect(data.findings.map(({ code }) => code)).not.toContain('HEADER_UNSURE');
    const { people } = await world.service.rosters.readColumns(OMAR, id, { choices: { 0: 'displayName' } });
    expect(people[0]?.person.displayName).toBe('Ada Lima');
  });

  it('is one where its words are over whole names', async () => {
    const { data } = await open(createWorld(), 'Person,Boss of them\nAda Lima,Bo Ek\nCy Old,Di Ray\n');
    expect(data.columns).toEqual(['Person', 'Boss of them']);
  });
});
