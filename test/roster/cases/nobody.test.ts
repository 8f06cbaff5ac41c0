import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));
const PARTS = 'First name,Last name,Email,Department';
const ADA = 'Ada Lima <ada.lima@contoso.com> Ada/Lima';
const ROW = 'Ada,Lima,ada.lima@contoso.com,IT';

describe('F5: rows that are no people', () => {
  it.each([
    ['IT Department,,,', 'a group heading'],
    ['Personalabteilung,,,', 'a group heading'],
    ['Class 7b,,,', 'a group heading'],
    ['Sales:,,,', 'a group heading'],
    ['*** End of report ***,,,', 'the end of a report'],
    ['Kind regards,,,', 'the end of a report'],
    ['SITE: YORK,,,', 'a group heading'],
    ['Please send any questions to the HR team,,,', 'the end of a report'],
    ['Only staff who are paid by this site,,,', 'the end of a report'],
    ['Bitte alle Fragen an die Personalabteilung richten und nicht an mich,,,', 'the end of a report'],
    ['Merci de bien vouloir vérifier toutes les lignes,,,', 'the end of a report'],
    ['(required),(required),(required),(optional)', 'about what the columns hold'],
    ['<add more rows above this line>,,,', 'about how to fill in the file'],
    ['TBD,TBD,,IT', 'a placeholder for someone without a name yet'],
    ['N.N.,,,IT', 'a placeholder for someone without a name yet'],
    ['Vacant,Position,,IT', 'a placeholder for someone without a name yet'],
    ['New,Starter 2,,IT', 'a placeholder for someone without a name yet'],
    ['Offene,Stelle,,IT', 'a placeholder for someone without a name yet'],
    ['Poste,à pourvoir,,IT', 'a placeholder for someone without a name yet'],
    ['Test,User,,IT', 'a test or sample name'],
    ['e.g. John,Doe,,IT', 'an example'],
    ['z. B. Max,Muster,,IT', 'an example'],
    ['*Contractor,,,', 'a footnote'],
    ['** on leave until March,,,', 'a footnote'],
    ['† part time,,,', 'a footnote'],
    ['Source: HR system,,hr@contoso.com,', 'about the list as a whole'],
    ['Prepared by Grace Okafor,,grace@contoso.com,', 'about the list as a whole'],
    ['Questions to,,john.smith@contoso.com,', 'about the list as a whole'],
    ['Erstellt von: Personalabteilung,,hr@contoso.com,', 'about the list as a whole'],
    ['Former,user,,', 'a deleted account'],
  ])('are named as skipped, with why: %s', async (line, what) => {
    const { people, skipped, findings } = await text(PARTS, ROW, line);
    expect({ people, findings }).toEqual({ people: [ADA], findings: [] });
    expect(skipped).toHaveLength(1);
    expect(skipped[0]).toContain(`3 is ${what} and was skipped.`);
  });

  it.each([
    ['Vacant,Position,vacant@contoso.com,IT', 'a placeholder for someone without a name yet'],
    ['Bo,TBD,bo.tbd@contoso.com,IT', 'a placeholder for someone without a name yet'],
    ['Test,User,test.user@contoso.com,IT', 'a test or sample name'],
    ['e.g. John,Doe,john.doe@contoso.com,IT', 'an example'],
    ['z. B. Max,Muster,max@contoso.com,IT', 'an example'],
  ])('are asked about where an address stands beside them: %s', async (line, what) => {
    const { people, findings, messages } = await text(PARTS, ROW, line);
    expect(people).toHaveLength(2);
    expect(findings).toEqual(['3  MAY_BE_NOBODY']);
    expect(messages).toEqual([`This looks like ${what}. If there is no such person, leave the row out.`]);
  });

  it.each(['Thanks,Moyo', 'Source,Lim', 'Questa,Rossi', 'Contact,Ndlovu', 'Bron,Fonte'])(
    'are people who are called nearly so: %s',
    async (name) => {
      const { people, skipped } = await text(PARTS, ROW, `${name},${name.replace(',', '.')}@contoso.com,IT`);
      expect(people).toHaveLength(2);
      expect(skipped).toEqual([]);
    },
  );

  it('are people in a list of which each begins with a mark, and get no suggestion behind a footnote’s', async () => {
    const { people } = await text('Name,Email', '* Ada Lima,ada@contoso.com', '* Bo Ek,bo@contoso.com');
    expect(people).toEqual(['Ada Lima <ada@contoso.com>', 'Bo Ek <bo@contoso.com>']);
    const { findings } = await text('Name,Department', 'Ada Lima,IT', 'Bo Ek,IT', '*Contractor,external');
    expect(findings.filter((line) => line.startsWith('4'))).not.toEqual([expect.stringContaining('→')]);
  });

  it.each([
    ['Printer HP 4050,printer@contoso.com', 'a room, device, team, or shared mailbox'],
    ['Sales Team,sales@contoso.com', 'a room, device, team, or shared mailbox'],
    ['Kitchen,kitchen@contoso.com', 'a room, device, team, or shared mailbox'],
    ['Mailbox Scan,scan@contoso.com', 'a room, device, team, or shared mailbox'],
    ['Service Account Backup,svc-backup@contoso.com', 'a system or service account'],
    ['Former user,x@contoso.com', 'a deleted account'],
  ])('are asked about in the place of a whole name: %s', async (line, what) => {
    const { messages } = await text('Name,Email', 'Ada Lima,ada@contoso.com', line);
    expect(messages).toEqual([`This looks like ${what}. If there is no such person, leave the row out.`]);
  });

  it('are asked about in the template, too', async () => {
    const template = 'Username,First name,Last name,Display name';
    const { findings } = await text(
      template,
      'john@contoso.com,John,Doe,e.g. John Doe',
      'nn@contoso.com,,,N.N.',
    );
    expect(findings).toEqual(['2  MAY_BE_NOBODY', '3  MAY_BE_NOBODY']);
  });

  it('are accounts that a directory makes for itself, and those of services', async () => {
    const { people, skipped, findings } = await text(
      'Name,SamAccountName,UserPrincipalName,Enabled',
      'Ada Lima,ada.lima,ada.lima@contoso.com,True',
      ...['Guest', 'Administrator', 'krbtgt', 'DefaultAccount', 'svc_backup'].map(
        (one) => `${one},${one},,True`,
      ),
      'svc-sql,svc-sql,svc-sql@contoso.com,True',
    );
    expect(people.map((one) => one.split(' <')[0])).toEqual(['Ada Lima', 'svc-sql']);
    expect(skipped).toHaveLength(5);
    expect(findings).toEqual(['8  MAY_BE_NOBODY']);
  });

  it.each([
    'Judith,Guest,judith.guest@contoso.com,IT',
    'Marc,Test,marc.test@contoso.com,IT',
    'Vera,Vacante,vera.vacante@contoso.com,Sales Department',
    'Nn,Nguyen,nn.nguyen@contoso.com,IT',
    'Max,Open,max.open@contoso.com,IT',
  ])('are not people who are called like one of these: %s', async (line) => {
    const { people, findings, skipped } = await text(PARTS, line);
    expect(people).toHaveLength(1);
    expect({ findings, skipped }).toEqual({ findings: [], skipped: [] });
  });
});

describe('F5: people whose names are like those of nobody', () => {
  it.each([
    'N.N.,Pillai,,IT',
    'N. N.,Krishnan,,IT',
    'E.G.,Marshall,,IT',
    'Z. B.,Molefe,,IT',
    'T.B.A.,Perera,,IT',
    'TBH,Silva,,IT',
    'Sa-ngiam,,,IT',
    'Mary-Service,,,IT',
  ])('are read and not warned of: %s', async (line) => {
    const { people, skipped, messages } = await text(PARTS, ROW, line);
    expect(people).toHaveLength(2);
    expect(skipped).toEqual([]);
    expect(messages.join(' ')).not.toContain('looks like');
  });

  it.each([
    'Maria Staff',
    'Anna Staff',
    'Bruno Team',
    'Ida Division',
    'Grade Young',
    'Branch Rickey',
    'Dept Ford',
    'Unit Kim',
    'Form Tate',
    'Year Smith',
    'Class Peter',
    'Service Jones',
    'Équipe Martin',
    'Klas Andersson',
    'Maria Eduarda dos Santos de Souza e Silva',
    'sri wahyuni binti haji abdul karim osman',
    'Sri wahyuni binti haji abdul karim osman',
    'maria eduarda dos santos de souza e silva',
    'nur aisyah binti haji mohd yusof al hakim',
    'Fin Duncan',
    'Fin de Jong',
    'Fine Gordon',
    'Stand Hope',
    'As Ofosu',
    'Sa-rang',
    'E.G. Marshall',
  ])('are read where nothing else stands in their row: %s', async (name) => {
    const { people, skipped } = await text('Name;Phone;Department', 'Ada Lima;+49 30 1;IT', `${name};;`);
    expect(people).toHaveLength(2);
    expect(skipped).toEqual([]);
  });

  it.each([
    ['E.G. Marshall,eg.marshall@contoso.com', []],
    ['E.G. Marshall,egmarshall', []],
    ['e.g. marshall,e.g.marshall', ['MAY_BE_NOBODY']],
    ['New Starter,new.starter1', ['MAY_BE_NOBODY']],
  ])('are never skipped beside a user name: %s', async (line, codes) => {
    const { people, skipped, findings } = await text('Name,Username', 'Ada Lima,ada.lima@contoso.com', line);
    expect(people).toHaveLength(2);
    expect(skipped).toEqual([]);
    expect(findings.map((each) => each.split(' ').at(-1)).filter((code) => code === 'MAY_BE_NOBODY')).toEqual(
      codes,
    );
  });

  it.each(['Guardian', 'Relative'])('have the role of a %s at work', async (role) => {
    const { people, skipped } = await text(`${PARTS},Role`, `${ROW},${role}`);
    expect({ people, skipped }).toEqual({ people: [ADA], skipped: [] });
  });
});

describe('F5: rows that may be the heading of a group, by the whole list', () => {
  const alone = (findings: readonly string[]) => findings.filter((each) => each.includes('NAME_ALONE'));
  const WIDE = ['Ada Lima,Nurse,IT', 'Bo Ek,Clerk,HR', 'Cy Oz,Nurse,IT', 'Di Oz,Nurse,HR'];

  it.each(['Sales Team', 'Class B', 'Section Four', 'Marketing', 'Care'])(
    'are read, and warned of, where they hold a name alone above others: %s',
    async (heading) => {
      const lines = [`${heading},,`, ...WIDE.slice(0, 2), `${heading} Two,,`, ...WIDE.slice(2)];
      const { people, findings } = await text('Name,Job,Department', ...lines);
      expect(people).toHaveLength(6);
      expect(alone(findings)).toEqual(['2  NAME_ALONE', '5  NAME_ALONE']);
    },
  );

  it.each([
    [
      'three over one person each',
      'IT,,|Ada Lima,Nurse,IT|HR,,|Bo Ek,Clerk,HR|Care,,|Cy Oz,Nurse,IT',
      [2, 4, 6],
    ],
    ['two in five rows', 'IT,,|Ada Lima,Nurse,IT|Bo Ek,Clerk,HR|Care,,|Cy Oz,Nurse,IT', [2, 5]],
    ['one over one person', 'IT,,|Ada Lima,Nurse,IT', [2]],
  ])('are told over small groups: %s', async (_which, lines, rows) => {
    const { findings } = await text('Full name,Job title,Department', ...lines.split('|'));
    expect(alone(findings)).toEqual(rows.map((row) => `${row}  NAME_ALONE`));
  });

  it('are told in a list of two columns where one begins it, or follows an empty row', async () => {
    const first = await text('Name,Phone', 'Sales Team,', 'Ada Lima,1', 'Bo Ek,2', 'Cy Oz,3');
    expect(alone(first.findings)).toEqual(['2  NAME_ALONE']);
    const below = await text('Name,Phone', 'Ada Lima,1', 'Bo Ek,2', '', 'Class B,', 'Cy Oz,3');
    expect(alone(below.findings)).toEqual(['5  NAME_ALONE']);
  });

  it.each([
    ['the last one', ['Name,Job,Department', ...WIDE, 'Anna Staff,,']],
    ['somebody without a phone', ['Name,Phone', 'Ada Lima,1', 'Bo Ek,', 'Cy Oz,3', 'Di Oz,4']],
    ['most of a list', ['Name,Job,Department', 'Ada Lima,,', 'Bo Ek,,', 'Cy Oz,Nurse,IT', 'Di Oz,,']],
    ['a list of names', ['Name', 'Ada Lima', 'Bo Ek', 'Cy Oz']],
  ])('are not people like any other: %s', async (_who, lines) => {
    expect(alone((await text(...lines)).findings)).toEqual([]);
  });
});

describe('F13: values that look like something else', () => {
  const PEOPLE = 'Display name,Email,Phone,Office,Employee ID';
  const person = (phone: string, office = '', id = '') =>
    text(PEOPLE, `Ada Lima,ada.lima@contoso.com,${phone},${office},${id}`);

  it.each([
    ['"1.234,00"', 'an amount'],
    ['112.50', 'an amount'],
    ['TRUE', 'a yes or no'],
    ['50%', 'a percentage'],
    ['ask Bo', 'something other than a phone number'],
    ['"[""030 1"",""030 2""]"', 'something other than a phone number'],
  ])('are pointed out below a phone: %s', async (phone, what) => {
    const { findings, messages } = await person(phone);
    expect(findings).toEqual(['2 Phone CELL_BROKEN']);
    expect(messages[0]).toContain(`looks like ${what}. Check that it's in the right column.`);
  });

  it.each([
    ['50.00%', 'a percentage'],
    ['FALSCH', 'a yes or no'],
  ])('are pointed out below an office: %s', async (office, what) => {
    const { findings, messages } = await person('', office);
    expect(findings).toEqual(['2 Office CELL_BROKEN']);
    expect(messages[0]).toContain(`${office} looks like ${what}.`);
  });

  it.each(['#ERROR!', '#CALC!', '#BUSY!', '#UNKNOWN!', '#FELD!'])(
    'are errors, left out: %s',
    async (error) => {
      const { findings, more } = await person(error);
      expect({ findings, more }).toEqual({ findings: ['2 Phone CELL_BROKEN'], more: [{}] });
    },
  );

  it('are none where phones and offices are as people write them', async () => {
    const { findings, more } = await person('"[""+49 (0)30 1234-567 ext. 12""]"', 'R 2.10', '007');
    expect(findings).toEqual([]);
    expect(more[0]?.businessPhones).toBe('+49 (0)30 1234-567 ext. 12');
    expect((await person('01.23.45.67.89', 'True North')).findings).toEqual([]);
    for (const phone of ['050/12345', '1.23', '12.34', '030.12', '0.123,45', '555.123.45'])
      expect((await person(phone)).findings).toEqual([]);
  });

  it.each(['=CONCAT(A1)', '=A1&B1', '=$A$1', '=[@First]&" "', '=TEXTVERKETTEN(A1;B1)', "='Old list'!A2"])(
    'are a formula, and no name: %s',
    async (formula) => {
      const cell = `"${formula.replaceAll('"', '""')}"`;
      const { people, messages } = await text(PEOPLE, `${cell},ada.lima@contoso.com,,,`);
      expect(people).toEqual(['? <ada.lima@contoso.com>']);
      expect(messages).toContain(
        'A formula was saved here instead of its result. It was left out, so type it again.',
      );
    },
  );

  it.each([
    ['=+12065550101', '+12065550101'],
    ['=206-555-0101', '206-555-0101'],
    ['"=""030 123456"""', '030 123456'],
    ['06131 / 123456', '06131 / 123456'],
    ['0049 6131 / 1234567', '0049 6131 / 1234567'],
    ['+49 30 1234567 / 35', '+49 30 1234567 / 35'],
    ['+49 30 1234567; ext. 12', '+49 30 1234567; ext. 12'],
  ])('are none in one phone: %s', async (phone, kept) => {
    const { findings, more } = await person(phone);
    expect(findings).toEqual([]);
    expect(more[0]?.businessPhones).toBe(kept);
  });

  it.each([
    ['"030 1234567\n0171 7654321"', '030 1234567'],
    ['030 1234567; 0171 7654321', '030 1234567'],
    ['030 1234567 / 0171 7654321', '030 1234567'],
    ['206-555-0101 / 206-555-0102', '206-555-0101'],
    ['206-555-0101 or 206-555-0102', '206-555-0101'],
  ])('are several phones, of which the first is kept: %s', async (phones, kept) => {
    const { findings, messages, more } = await person(phones);
    expect(findings).toEqual(['2 Phone CELL_BROKEN']);
    expect(messages).toEqual([`There are several numbers here. Only the first, ${kept}, was used.`]);
    expect(more[0]?.businessPhones).toBe(kept);
  });

  it('are NO_MANAGER, who is nobody, and the columns that HiBob calls Work', async () => {
    const { columns, more, findings } = await text(
      'Display name,Work - Title,Work - Site,Work - Manager,Email',
      'Ada Lima,Nurse,Berlin,NO_MANAGER,ada.lima@contoso.com',
    );
    expect(findings).toEqual([]);
    expect(columns['Work - Site']).toBe('Office number');
    expect(more).toEqual([{ jobTitle: 'Nurse', officeLocation: 'Berlin' }]);
    const work = await text('Display name,Work no.,Email', 'Ada Lima,030 123456,ada.lima@contoso.com');
    expect(work.more).toEqual([{ businessPhones: '030 123456' }]);
  });

  it('are an employee ID that stands in an earlier row', async () => {
    const { findings, messages, ready } = await text(
      PEOPLE,
      'Ada Lima,ada.lima@contoso.com,,,007',
      'Bo Ek,bo.ek@contoso.com,,,007',
      'Cy Oz,cy.oz@contoso.com,,,',
      'Di Oz,di.oz@contoso.com,,,',
    );
    expect(findings).toEqual(['3 Employee ID NUMBER_REPEATED']);
    expect(messages).toEqual(['Row 2 (Ada Lima) has the same employee ID. Check which one is right.']);
    expect(ready).toBe(4);
  });
});

describe('F14: one object of JSON in each line', () => {
  it('is read as the list it is', async () => {
    const { people } = await text(
      '{"displayName":"Ada Lima","userPrincipalName":"ada.lima@contoso.com"}',
      '{"displayName":"Bo Ek","userPrincipalName":"bo.ek@contoso.com"}',
      '',
    );
    expect(people).toEqual(['Ada Lima <ada.lima@contoso.com>', 'Bo Ek <bo.ek@contoso.com>']);
  });
});

describe('F5: accounts that a directory makes for itself', () => {
  it('are skipped by the name of their entry, where nothing else says one', async () => {
    const { people, skipped } = await text(
      'DisplayName,Enabled,GivenName,Name,SamAccountName,Surname,UserPrincipalName',
      'Ada Lima,True,Ada,Ada Lima,alima,Lima,ada.lima@contoso.com',
      ',False,,Guest,Guest,,',
      ',False,,krbtgt,krbtgt,,',
    );
    expect(people).toEqual([`${ADA} allowed`]);
    expect(skipped.map((each) => each.split('.')[0])).toEqual([
      '3 is a system or service account and was skipped',
      '4 is a system or service account and was skipped',
    ]);
  });
});

describe('F5: below the words with which a mail ends', () => {
  it('whoever stands alone is who wrote it, and whoever has more is a person', async () => {
    const { people, skipped } = await text(PARTS, ROW, 'Thanks,,,', 'Hanna,,,', 'Bo,Ek,bo.ek@contoso.com,IT');
    expect(people).toEqual([ADA, 'Bo Ek <bo.ek@contoso.com> Bo/Ek']);
    expect(skipped).toHaveLength(2);
    expect(skipped.join()).toContain('4 is a note below the list');
  });
});

describe('F5: names of things', () => {
  it.each(['Scanner', 'Meeting Room 1', 'Reception', 'Besprechungsraum 2'])(
    '%s is asked about',
    async (name) => {
      const { people, findings } = await text('Display name,User name', `${name},x@contoso.com`);
      expect(people).toEqual([`${name} <x@contoso.com>`]);
      expect(findings).toEqual(['2  MAY_BE_NOBODY']);
    },
  );

  it.each(['Ada Room', 'Info Lima', 'Fax Ek'])('%s is not', async (name) => {
    const { findings } = await text('Display name,User name', `${name},x@contoso.com`);
    expect(findings).toEqual([]);
  });
});
