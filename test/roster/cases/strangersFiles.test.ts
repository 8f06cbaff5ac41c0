import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));
const ADA = 'Ada Lima <ada.lima@contoso.com>';

describe('F9: whoever goes by another first name than that of their passport', () => {
  it.each([
    [
      'Employee Id,First Name,Preferred First Name,Last Name,Work Email',
      '1,Adalberta,Ada,Lima,ada.lima@contoso.com',
    ],
    ['Legal Forename,Legal Surname,Preferred Forename,Email', 'Adalberta,Lima,Ada,ada.lima@contoso.com'],
    ['Vorname;Nachname;Rufname;E-Mail', 'Adalberta;Lima;Ada;ada.lima@contoso.com'],
    ['Sukunimi;Etunimet;Kutsumanimi;Sähköposti', 'Lima;Adalberta;Ada;ada.lima@contoso.com'],
  ])('is called so: %s', async (header, line) => {
    const { people, asks } = await text(header, line);
    expect({ people, asks }).toEqual({ people: [`${ADA} Adalberta/Lima`], asks: ['columns'] });
  });

  it('has no other first name in a list of a school', async () => {
    const { people } = await text('Name;Rufname;Klasse', 'Lima;Ada;7a', 'von der Heide;Bo;7b');
    expect(people).toEqual(['Ada Lima <?> Ada/Lima', 'Bo von der Heide <?> Bo/von der Heide']);
  });
});

describe('F15: names that have the last name first', () => {
  it.each([
    ['Nazwisko i imię;E-mail', 'Kowalski Jan', 'Jan Kowalski', 'Jan/Kowalski'],
    ['Cognome e Nome;E-mail', 'De Luca Maria Grazia', 'Maria Grazia De Luca', 'Maria Grazia/De Luca'],
    ['Apellidos y nombre;E-mail', 'Núñez Peña Inés', 'Inés Núñez Peña', 'Inés/Núñez Peña'],
    ['Last name, First name;E-mail', 'Ek, Bo (Bobby)', 'Bo Ek', 'Bo/Ek'],
    ['Name, Vorname;E-Mail', 'Vries, Jan de', 'Jan de Vries', 'Jan/de Vries'],
    ['Név;E-mail', 'Dr. Nagy István', 'Dr. Nagy István', 'István/Nagy'],
    ['ФИО;E-mail', 'Иванова Анна Петровна', 'Иванова Анна Петровна', 'Анна/Иванова'],
    ['ПІБ;E-mail', 'Шевченко Олена', 'Шевченко Олена', 'Олена/Шевченко'],
  ])('%s: %s', async (header, name, display, parts) => {
    const { people } = await text(header, `${name};x@contoso.com`);
    expect(people).toEqual([`${display} <x@contoso.com> ${parts}`]);
  });

  it('stay as they are where nobody could tell them apart', async () => {
    const { people } = await text('Nazwisko i imię;E-mail', 'Nowak Lis Ewa Maria;x@contoso.com');
    expect(people).toEqual(['Nowak Lis Ewa Maria <x@contoso.com>']);
  });

  it('give user names in the order of the customer', async () => {
    const { findings } = await text('Név;Beosztás;Osztály', 'Kovács Éva;HR;Bér');
    expect(findings).toEqual(['2 User name MISSING → eva.kovacs@contoso.com']);
  });

  it.each([
    ['氏名,部署', '山田太郎,営業'],
    ['姓名,部门', '王小明,销售部'],
    ['성명,부서', '김민수,영업'],
  ])('get no user name in a language that is a guess: %s', async (header, line) => {
    const { people, findings } = await text(header, line);
    expect(people).toEqual([`${line.split(',')[0]} <?>`]);
    expect(findings).toEqual(['2 User name MISSING']);
  });
});

describe('F12: who has left, in the words of other systems', () => {
  const status = async (header: string, value: string) => {
    const { people } = await text(
      `First name,Last name,Email,${header}`,
      `Ada,Lima,ada.lima@contoso.com,${value}`,
    );
    return people[0]?.replace(`${ADA} Ada/Lima`, '').trim();
  };
  it.each([
    ['Position Status', 'Terminated', 'blocked'],
    ['Position Status', 'Active', 'allowed'],
    ['Status [READ ONLY]', 'Suspended', 'blocked'],
    ['Status', 'T', 'blocked'],
    ['Status', 'A', 'allowed'],
    ['Active Status', 'No', 'blocked'],
    ['status', 'tobedeleted', 'blocked'],
    ['Employment Status', 'Full-Time', 'allowed'],
    ['Last Sign In [READ ONLY]', '2026/10/02', ''],
    ['Email status', 'disabled', ''],
    ['Marital status', 'Retired', ''],
  ])('%s: %s', async (header, value, signIn) => {
    expect(await status(header, value)).toBe(signIn);
  });
});

describe('F5: other tables below the people', () => {
  it('are skipped where a header of their own begins', async () => {
    const { people, skipped, findings } = await text(
      'Username,Display name,City',
      'ada.lima@contoso.com,Ada Lima,Rome',
      '',
      'First name,Last name,Email,Phone',
      'Bo,Ek,bo@contoso.com,123',
    );
    expect(people).toEqual([ADA]);
    expect(skipped).toContainEqual(expect.stringMatching(/^4 to 5 were skipped: another table/));
    expect(findings).toEqual([]);
  });

  it.each([
    ['Name;Department;Job title', 'Zoe Roth;Office;Manager'],
    ['Name;Phone type;Job title', 'Zoe Roth;Mobile;Manager'],
    ['Name;Abteilung;Position', 'Zoe Roth;Büro;Manager'],
    ['First name;Last name;Job title;Department', 'Will;Street;Manager;Office'],
    ['First name;Last name;Job title;Department', 'Ad;Street;Manager;Office'],
    ['Name;Role;Department', 'Zoe Roth;Student;Office'],
    ['Name;Role;Department', ';Student;Office'],
    ['Name;Contact by;Job title', ';Email;Manager'],
  ])('do not begin with a person: %s, %s', async (header, person) => {
    const { people, skipped } = await text(header, 'Mia Berg;A;B', person, 'Jo Ax;A;B');
    expect(people).toHaveLength(3);
    expect(skipped).toEqual([]);
  });

  it.each([
    'Username;Full name;Phone',
    'Name;Email;Mobile',
    'Vorname;Nachname;Abteilung',
    'Prénom;Nom;Service',
  ])('begin without an empty row, too: %s', async (header) => {
    const { people, skipped } = await text(
      'Display name;Job title;Department',
      'Mia Berg;Nurse;IT',
      header,
      'Bo;Ek;IT',
    );
    expect(people).toHaveLength(1);
    expect(skipped).toContainEqual(expect.stringMatching(/^3 to 4 were skipped: another table/));
  });

  it('are skipped below an empty row where nobody has an address', async () => {
    const { people, skipped } = await text(
      'Username,Display name,Department',
      'ada.lima@contoso.com,Ada Lima,IT',
      ',,',
      'Room,Seats,Floor',
      'Blue,12,2',
      'bo.ek@contoso.com,Bo Ek,IT',
    );
    expect(people).toEqual([ADA, 'Bo Ek <bo.ek@contoso.com>']);
    expect(skipped.filter((line) => line.includes('a note below the list'))).toHaveLength(2);
  });

  it('are none where user names have no address anyhow', async () => {
    const { people } = await text('Username,Display name', 'ada,Ada Lima', '', 'bo,Bo Ek');
    expect(people).toEqual(['Ada Lima <ada>', 'Bo Ek <bo>']);
  });
});

describe('F7: the same person in two rows without a user name', () => {
  it.each([
    ['the rows are the same', 'Ada,Lima,IT', true],
    ['one says less', 'Ada,Lima,', true],
    ['they differ, so they are namesakes', 'Ada,Lima,HR', false],
  ])('is asked about, and gets no second account by a click: %s', async (_what, line, isAsked) => {
    const { findings } = await text('First name,Last name,Department', 'Ada,Lima,IT', line);
    expect(findings).toEqual([
      '2 User name MISSING → ada.lima@contoso.com',
      isAsked ? '3 User name DUPLICATE' : '3 User name MISSING → ada.lima2@contoso.com',
    ]);
  });

  it('is asked about also where only one of them has a user name', async () => {
    const { findings } = await text('Username,Display name', ',Ada Lima', 'ada.lima@contoso.com,Ada Lima');
    expect(findings).toEqual(['2 Username DUPLICATE']);
  });
});

describe('F9: a pupil number is no user name', () => {
  it('in the UPN column of an English school', async () => {
    const { people } = await text('Surname,Forename,UPN', 'Lima,Ada,A123456789012');
    expect(people).toEqual(['Ada Lima <?> Ada/Lima']);
    expect((await text('Surname,Forename,UPN', 'Lima,Ada,ada.lima@contoso.com')).people).toEqual([
      `${ADA} Ada/Lima`,
    ]);
  });
});

describe('F16: headers of systems in many countries', () => {
  it.each([
    ['Ansattnr;Fornavn;Etternavn;E-post', { employeeId: 'x1' }],
    ['Os. číslo;Jméno;Příjmení;E-mail', { employeeId: 'x1' }],
    ['Unvanı;Adı;Soyadı;E-Posta', { jobTitle: 'x1' }],
    ['Funcție;Prenume;Nume;Adresă e-mail', { jobTitle: 'x1' }],
    ['Setor;Nome;Sobrenome;E-mail corporativo', { department: 'x1' }],
    ['職稱;名字;姓氏;電子郵件', { jobTitle: 'x1' }],
    ['手机;名;姓;邮箱', { mobilePhone: 'x1' }],
    ['所属;名;姓;メールアドレス', { department: 'x1' }],
    ['Oddelek;Ime;Priimek;E-pošta', { department: 'x1' }],
    ['Skyrius;Vardas;Pavardė;El. paštas', { department: 'x1' }],
    ['Nodaļa;Vārds;Uzvārds;E-pasts', { department: 'x1' }],
    ['แผนก;ชื่อ;นามสกุล;อีเมล', { department: 'x1' }],
    ['Departament;Nom;Cognoms;Correu electrònic', { department: 'x1' }],
  ])('%s', async (header, more) => {
    const shown = await text(header, 'x1;Ada;Lima;ada.lima@contoso.com');
    expect(shown.people).toEqual([`${ADA} Ada/Lima`]);
    expect(shown.more).toEqual([more]);
  });
});

describe('F14: columns that are called the same thing', () => {
  it('are read once, and asked about, where their words differ', async () => {
    const { people, asks } = await text('email,fullname,displayname', 'ada.lima@contoso.com,Ada Lima,ada');
    expect(people).toEqual([ADA]);
    expect(asks).toEqual(['columns']);
    expect(
      (await text('氏名（漢字）,氏名（カナ）,メールアドレス', '山田太郎,ヤマダ,t@contoso.com')).people,
    ).toEqual(['山田太郎 <t@contoso.com>']);
  });
});

describe('F13: what forms and spreadsheets write', () => {
  it('is no user name, and no part of a number', async () => {
    const { people, more } = await text(
      'Email,First name,Last name,Employee ID',
      "anonymous,Ada,Lima,'00042",
    );
    expect(people).toEqual(['Ada Lima <?> Ada/Lima']);
    expect(more).toEqual([{ employeeId: '00042' }]);
  });
});
