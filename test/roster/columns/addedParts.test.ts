import { describe, expect, it } from 'vitest';
import { attachCase } from '../cases/readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));
const displayNames = (people: readonly string[]) => people.map((person) => person.split(' <')[0]);

describe('F15: titles and suffixes in columns of their own', () => {
  it.each([
    ['Titel;Vorname;Nachname;E-Mail', 'Dr.', 'Prof. Dr. med.', ['Dr. Ada Lima', 'Prof. Dr. med. Bo Ek']],
    ['Anrede;Vorname;Nachname;E-Mail', 'Frau Dr.', 'Herr', ['Dr. Ada Lima', 'Bo Ek']],
    ['Title;First name;Last name;Email', 'Mrs', 'Prof.', ['Ada Lima', 'Prof. Bo Ek']],
    ['Prefix;First name;Last name;Email', 'Ms.', 'Dr.', ['Ada Lima', 'Dr. Bo Ek']],
  ])('stand in the display name that is put together: %s', async (header, one, other, names) => {
    const { people, asks, columns } = await text(
      header,
      `${one};Ada;Lima;ada.lima@contoso.com`,
      `${other};Bo;Ek;bo.ek@contoso.com`,
    );
    expect(displayNames(people)).toEqual(names);
    expect(people[1]).toContain('<bo.ek@contoso.com> Bo/Ek');
    expect(asks).toEqual(['columns']);
    expect(Object.values(columns)).toContain('Title in the display name');
  });

  it.each([
    ['forms of address alone', 'Title,First name,Last name,Email', 'Mr', 'Mrs', 'Title'],
    ['jobs', 'Title,First name,Last name,Email', 'Dr. of Fun', 'Manager', 'Job title'],
  ])('are not made of %s', async (_what, header, one, other) => {
    const { people } = await text(header, `${one},Ada,Lima,a@contoso.com`, `${other},Bo,Ek,b@contoso.com`);
    expect(displayNames(people)).toEqual(['Ada Lima', 'Bo Ek']);
  });

  it('stay out of display names that the list has, and are not said twice', async () => {
    const own = await text('Title,First name,Last name,Display name', 'Dr.,Ada,Lima,Ada Lima (IT)');
    expect(displayNames(own.people)).toEqual(['Ada Lima (IT)']);
    const twice = await text('Titel;Vorname;Nachname', 'Dr.;Dr. Ada;Lima', ';Bo;Ek');
    expect(twice.people.map((person) => person.replace(/ <.*>/, ''))).toEqual([
      'Dr. Ada Lima Ada/Lima',
      'Bo Ek Bo/Ek',
    ]);
  });

  it('say which one of a family somebody is, and leave middle names out', async () => {
    const { people } = await text(
      'First Name,Middle Name,Last Name,Suffix,Email',
      'Ada,Maria,Lima,Jr.,ada@contoso.com',
      'Bo,,Ek,III,bo@contoso.com',
      'Cy,,Old,row 7,cy@contoso.com',
    );
    expect(displayNames(people)).toEqual(['Ada Lima Jr.', 'Bo Ek III', 'Cy Old']);
    expect(people[0]).toContain(' Ada/Lima');
  });
});

describe('F15: initials in capitals', () => {
  it.each([
    ['PD James', 'pd.james@contoso.com'],
    ['TJ Miller', 'tj.miller@contoso.com'],
    ['PD Dr. Eva Stein', 'eva.stein@contoso.com'],
    ['LIMA Ada', 'ada.lima@contoso.com'],
    ['NG Wei', 'wei.ng@contoso.com'],
  ])('are a first name, unlike a last name or a title in capitals: %s', async (name, userName) => {
    const { findings } = await text('Name', name);
    expect(findings.join()).toContain(`→ ${userName}`);
  });
});

describe('F9: streets in two columns', () => {
  it.each([
    ['Vorname;Nachname;Straße;Hausnummer', 'Hauptstraße;12a', 'Hauptstraße 12a'],
    ['Vorname;Nachname;Straße;Hausnr.', 'Straße des 17. Juni;135', 'Straße des 17. Juni 135'],
    ['Vorname;Nachname;Straße;Hausnummer', 'Am Markt 3;3', 'Am Markt 3'],
    ['Vorname;Nachname;Straße;Hausnummer', ';3', undefined],
    ['First name;Last name;Street Name;Street Number', 'Main St;12', '12 Main St'],
    ['First name;Last name;Street;House number', 'High Street;7', '7 High Street'],
    ['Voornaam;Achternaam;Straat;Huisnummer', 'Kerkstraat;5', 'Kerkstraat 5'],
  ])('are one address: %s', async (header, cells, streetAddress) => {
    const { more } = await text(header, `Ada;Lima;${cells}`);
    expect(more[0]?.streetAddress).toBe(streetAddress);
  });
});

describe('F9: a second address beside what people sign in with', () => {
  const BOTH = ['ada.lima@contoso.com', 'ada@gmail.com'] as const;
  it.each([
    ['First name,Last name,Login,Email 2', 'ada,ada@gmail.com', 'ada'],
    ['First name,Last name,Sign-in email,Email 2', BOTH.join(), BOTH[0]],
    ['First name,Last name,Account,Email 2', BOTH.join(), BOTH[0]],
    ['First name,Last name,Email 1,Email 2', BOTH.join(), BOTH[0]],
    ['First name,Last name,E-mail2,E-mail1', BOTH.toReversed().join(), BOTH[0]],
    ['First name,Last name,Email,Office 365 email', BOTH.toReversed().join(), BOTH[0]],
  ])('is no user name: %s', async (header, cells, userName) => {
    const { people, more } = await text(header, `Ada,Lima,${cells}`);
    expect(people).toEqual([`Ada Lima <${userName}> Ada/Lima`]);
    expect([undefined, 'ada@gmail.com']).toContain(more[0]?.otherMails);
  });

  it('is one where there is no other', async () => {
    const { people } = await text('First name,Last name,Email 2', `Ada,Lima,${BOTH[0]}`);
    expect(people).toEqual([`Ada Lima <${BOTH[0]}> Ada/Lima`]);
  });
});
