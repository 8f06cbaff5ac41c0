import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { RosterDraft } from '../../../src/service/drafts/draftData.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import { makeSheet } from '../../composition/makeWorkbook.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

/** Private mail, a nickname beside the names, somebody else's name, and what nobody may see. */
const HR = [
  'Given,Family,E-mail,Boss,Salary,Password',
  'Ada,Lima,ada@private.example,Grace,Tajne1,Tajne2',
  'Bob,Ray,bob@private.example,Grace,Tajne3,Tajne4',
].join('\n');
const OPENED = { signIn: 'allowed', usageLocation: 'US', licenses: [], recipients: '', reason: '' };

function open(world: World, content: string | Buffer, name = 'hr.csv', actor: Actor = OMAR) {
  return world.service.rosters.open(actor, PLACE, {
    name,
    async open() {
      return (async function* () {
        yield Buffer.from(content as Buffer);
      })();
    },
  });
}

/** Everything that is stored, as it stands on the disk. */
async function stored(world: World, id: string): Promise<string> {
  const drafts = [await world.store.loadDraft(id), await world.store.loadDraft(`${id}-original`)];
  return JSON.stringify(drafts);
}

function namesOf({ data }: DraftRecord<RosterDraft>): (string | undefined)[] {
  return data.rows.map(({ person }) => person.userPrincipalName);
}

const MAIL_IS_PRIVATE = { choices: { 2: 'otherMails' } };

describe('F9: the columns of a file', () => {
  it('are shown with two people as they would be created, and change with each choice', async () => {
    const world = createWorld();
    const draft = await open(world, HR);
    const first = await world.service.rosters.readColumns(OMAR, draft.id);
    expect(first.columns.map(({ column, choice }) => [column, choice])).toEqual([
      ['Given', 'givenName'],
      ['Family', 'surname'],
      ['E-mail', 'userPrincipalName'],
      ['Boss', expect.anything()],
      ['Salary', 'none'],
      ['Password', 'password'],
    ]);
    expect(first.people.map(({ person }) => person.userPrincipalName)).toEqual([
      'ada@private.example',
      'bob@private.example',
    ]);
    const next = await world.service.rosters.readColumns(OMAR, draft.id, MAIL_IS_PRIVATE);
    expect(next.people.map(({ person }) => [person.userPrincipalName, person.otherMails])).toEqual([
      ['ada.lima@contoso.com', 'ada@private.example'],
      ['bob.ray@contoso.com', 'bob@private.example'],
    ]);
    // Kept, so that the form may be closed.
    const again = await world.service.rosters.readColumns(OMAR, draft.id);
    expect(again.columns[2]?.choice).toBe('otherMails');
  });

  it('are read as chosen, with user names made of the names, and then agreed to', async () => {
    const world = createWorld();
    const { id } = await open(world, HR);
    await world.service.rosters.readColumns(OMAR, id, MAIL_IS_PRIVATE);
    const used = await world.service.rosters.useColumns(OMAR, id, '');
    expect(used && namesOf(used)).toEqual(['ada.lima@contoso.com', 'bob.ray@contoso.com']);
    expect(used?.data.counts).toMatchObject({ ready: 2, toFix: 0 });
    expect(used?.data.mapping?.agreed).toBe(true);
    const { draft } = await world.service.rosters.setUp(OMAR, id, OPENED);
    expect(world.service.rosters.peopleOf(draft)).toHaveLength(2);
  });

  it('cannot be used without names, or with one meaning twice, and say which', async () => {
    const world = createWorld();
    const { id } = await open(world, HR);
    const without = await world.service.rosters.readColumns(OMAR, id, { choices: { 0: 'none', 1: 'none' } });
    expect(without.problem?.message).toContain('No column has the names');
    expect(without.people).toEqual([]);
    expect(await world.service.rosters.useColumns(OMAR, id, '')).toBeUndefined();
    const twice = await world.service.rosters.readColumns(OMAR, id, {
      choices: { 0: 'givenName', 1: 'surname', 4: 'surname' },
    });
    expect(twice.problem).toEqual({
      column: 4,
      message: 'Family is already read as Last name. Choose something else for one of the two.',
    });
  });

  it('are nothing that a form makes up, and a column of passwords is never used', async () => {
    const world = createWorld();
    const { id } = await open(world, HR);
    const { columns } = await world.service.rosters.readColumns(OMAR, id, {
      choices: { 4: 'constructor', 5: 'city', 99: 'city' },
    });
    expect(columns.map(({ choice }) => choice).slice(4)).toEqual(['none', 'password']);
  });

  it('can be changed by the one who sent the file alone', async () => {
    const world = createWorld();
    const { id } = await open(world, HR);
    await expect(world.service.rosters.readColumns(MIA, id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    await expect(world.service.rosters.useColumns(MIA, id, '')).rejects.toMatchObject({ code: 'NOT_YOURS' });
  });

  it('of an .xlsx are changed in the same way', async () => {
    const world = createWorld();
    const rows = HR.split('\n').map((line) => line.split(','));
    const { id } = await open(world, makeSheet(...rows), 'hr.xlsx');
    await world.service.rosters.readColumns(OMAR, id, MAIL_IS_PRIVATE);
    const used = await world.service.rosters.useColumns(OMAR, id, '');
    expect(used && namesOf(used)).toEqual(['ada.lima@contoso.com', 'bob.ray@contoso.com']);
  });

  it('stay as chosen in the corrected file, which is not asked about again', async () => {
    const world = createWorld();
    const { id } = await open(world, HR);
    await world.service.rosters.readColumns(OMAR, id, MAIL_IS_PRIVATE);
    await world.service.rosters.useColumns(OMAR, id, '');
    const corrected = await open(world, `${HR}\nEve,Moss,eve@private.example,Grace,1,2`);
    expect(corrected.data.mapping?.agreed).toBe(true);
    expect(namesOf(corrected)).toContain('eve.moss@contoso.com');
  });
});

describe('F9: what was chosen for a header', () => {
  async function remember(world: World): Promise<void> {
    const { id } = await open(world, HR);
    await world.service.rosters.readColumns(OMAR, id, MAIL_IS_PRIVATE);
    const used = await world.service.rosters.useColumns(OMAR, id, ' Payroll export ');
    await world.service.rosters.drop(OMAR, used?.id ?? '');
  }

  it('is offered under its name for the customer’s next file with it, and asked once', async () => {
    const world = createWorld();
    await remember(world);
    const next = await open(world, HR.replace('Ada,Lima', 'Ida,Moss'));
    expect(next.data.reading?.remembered?.name).toBe('Payroll export');
    expect(next.data.mapping).toMatchObject({ agreed: false });
    expect(namesOf(next)).toEqual(['ida.moss@contoso.com', 'bob.ray@contoso.com']);
    const agreed = await world.service.rosters.agreeToColumns(OMAR, next.id, next.version);
    expect(agreed.data.counts.ready).toBe(2);
  });

  it('is not used for another header, nor once it was forgotten', async () => {
    const world = createWorld();
    await remember(world);
    const other = await open(world, HR.replace('Boss', 'Head'), 'other.csv');
    expect(other.data.reading?.remembered).toBeUndefined();
    const next = await open(world, HR);
    await world.service.rosters.forgetColumns(OMAR, next.id);
    await world.service.rosters.drop(OMAR, next.id);
    expect((await open(world, HR)).data.reading?.remembered).toBeUndefined();
    expect(world.store.entries().map(({ what }) => what)).toEqual(
      expect.arrayContaining(['columns.remembered', 'columns.forgotten']),
    );
  });
});

describe('F2: letters that are a guess', () => {
  const CZECH = 'Vorname;Nachname;E-Mail\nJiří;Dvořák;jiri@contoso.com\nPetr;Novák;petr@contoso.com\n';

  it('are read in the encoding that somebody chooses by the names in it', async () => {
    const world = createWorld();
    const { id } = await open(world, iconv.encode(CZECH, 'win1250'));
    const { encodings } = await world.service.rosters.readColumns(OMAR, id);
    expect(encodings.find(({ id: one }) => one === 'win1250')?.samples).toEqual([
      'Jiří Dvořák',
      'Petr Novák',
    ]);
    expect(encodings[0]?.samples[0]).not.toContain('ø');
    const chosen = await world.service.rosters.readColumns(OMAR, id, { choices: {}, encoding: 'win1250' });
    expect(chosen.people[0]?.person.displayName).toBe('Jiří Dvořák');
    const used = await world.service.rosters.useColumns(OMAR, id, '');
    expect(used?.data.rows[0]?.person.displayName).toBe('Jiří Dvořák');
    expect(used?.data.names).toBeUndefined();
    expect(used?.data.findings).toContainEqual(
      expect.objectContaining({ message: 'The file was read as Central European, as you chose.' }),
    );
  });

  it('of Russian, Japanese and Greek files come out as names', async () => {
    const files: [string, string, string][] = [
      ['win1251', 'Анна Петрова', 'Username;Display name'],
      ['shift_jis', '山田 太郎', 'Username;Display name'],
      ['win1253', 'Νίκος Παπάς', 'Username;Display name'],
      ['macroman', 'Zoë Müller', 'Username;Display name'],
    ];
    for (const [encoding, name, header] of files) {
      const world = createWorld();
      const { id } = await open(world, iconv.encode(`${header}\nx@contoso.com;${name}\n`, encoding));
      const { encodings } = await world.service.rosters.readColumns(OMAR, id);
      expect(encodings.find((one) => one.id === encoding)?.samples, encoding).toEqual([name]);
    }
  });
});

describe('F3: until it is settled how a file is read', () => {
  it('it lies sealed and apart, without its passwords, and goes when it is agreed to', async () => {
    const world = createWorld();
    const draft = await open(world, HR);
    expect(await world.store.loadDraft(`${draft.id}-original`)).not.toBeNull();
    expect(await stored(world, draft.id)).not.toContain('Tajne');
    const kept = await world.service.rosters.readColumns(OMAR, draft.id, { choices: { 4: 'city' } });
    expect(kept.columns[4]?.sample).toBe('Tajne1');
    await world.service.rosters.readColumns(OMAR, draft.id, { choices: { 4: 'none' } });
    await world.service.rosters.useColumns(OMAR, draft.id, '');
    expect(await world.store.loadDraft(`${draft.id}-original`)).toBeUndefined();
    expect(await stored(world, draft.id)).not.toContain('Tajne');
    await expect(world.service.rosters.readColumns(OMAR, draft.id)).rejects.toMatchObject({
      code: 'NOT_YET',
      message: "It's too late to change how this file is read.",
    });
  });

  it.each<[string, (world: World, draft: DraftRecord<RosterDraft>) => Promise<unknown>]>([
    ['cancelled', (world, draft) => world.service.rosters.drop(OMAR, draft.id)],
    [
      'agreed to as it was guessed',
      (world, draft) => world.service.rosters.agreeToColumns(OMAR, draft.id, draft.version),
    ],
    ['replaced by another file', (world) => open(world, HR.replace('Lima', 'Limo'))],
  ])('it is gone when it is %s', async (_what, end) => {
    const world = createWorld();
    const draft = await open(world, HR);
    await end(world, draft);
    expect(await world.store.loadDraft(`${draft.id}-original`)).toBeUndefined();
  });

  it('it is not kept at all for a template that is certain', async () => {
    const world = createWorld();
    const draft = await open(
      world,
      'Username,First name,Last name,Display name,Job title,Department,Office number,Office phone,Mobile phone,Fax,Alternate email address,Address,City,State or province,ZIP or postal code,Country or region\nada@contoso.com,Ada,Lima,Ada Lima,,,,,,,,,,,,\n',
    );
    expect(draft.data.template).toBe('Microsoft 365 template');
    expect(draft.data.reading).toBeUndefined();
    expect(await world.store.loadDraft(`${draft.id}-original`)).toBeUndefined();
  });
});
