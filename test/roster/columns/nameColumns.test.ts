import { describe, expect, it } from 'vitest';
import { read } from '../reading.ts';

async function personOf(header: string, ...lines: string[]) {
  const { rows, mapping } = await read([header, ...lines].join('\n'));
  return { person: rows[0]?.person ?? {}, asked: mapping !== undefined };
}

describe('F9: a column that only says "name"', () => {
  it.each([
    ['Name,Surname,E-mail', 'Mia,Berg,mia.berg@contoso.com'],
    ['Surname,Name,E-mail', 'Berg,Mia,mia.berg@contoso.com'],
    ['Name,Last name,E-mail', 'Mia,Berg,mia.berg@contoso.com'],
    ['First name,Name,E-mail', 'Mia,Berg,mia.berg@contoso.com'],
    ['Employee name,Employee surname,E-mail', 'Mia,Berg,mia.berg@contoso.com'],
    ['Vorname,Name,E-Mail', 'Mia,Berg,mia.berg@contoso.com'],
    ['Prénom,Nom,Courriel', 'Mia,Berg,mia.berg@contoso.com'],
    ['Nom;Prénom;Courriel', 'Berg;Mia;mia.berg@contoso.com'],
    ['Nom d’usage;Prénom;Adresse e-mail professionnelle', 'Berg;Mia;mia.berg@contoso.com'],
    ['Nombre,Apellidos,Correo', 'Mia,Berg,mia.berg@contoso.com'],
    ['Nome,Cognome,Indirizzo e-mail', 'Mia,Berg,mia.berg@contoso.com'],
    ['Imię,Nazwisko,E-mail', 'Mia,Berg,mia.berg@contoso.com'],
    ['Jméno,Příjmení,E-mail', 'Mia,Berg,mia.berg@contoso.com'],
    ['Ime,Prezime,E-mail', 'Mia,Berg,mia.berg@contoso.com'],
    ['Ad,Soyad,E-posta', 'Mia,Berg,mia.berg@contoso.com'],
    ['姓,名,メールアドレス', 'Berg,Mia,mia.berg@contoso.com'],
    ['Имя,Фамилия,Почта', 'Mia,Berg,mia.berg@contoso.com'],
  ])('is the name that no other column has: %s', async (header, line) => {
    expect(await personOf(header, line)).toEqual({
      person: {
        userPrincipalName: 'mia.berg@contoso.com',
        givenName: 'Mia',
        surname: 'Berg',
        displayName: 'Mia Berg',
      },
      asked: true,
    });
  });

  it.each([
    ['Spanish', 'Nombre de usuario,Nombre,Apellidos,Nombre para mostrar'],
    ['French', "Nom d'utilisateur,Prénom,Nom,Nom complet"],
    ['Czech', 'Uživatelské jméno,Jméno,Příjmení,Zobrazované jméno'],
    ['Japanese', 'ユーザー名,名,姓,表示名'],
    ['English', 'Username,Name,Surname,Display name'],
  ])('is certain beside a display name, in %s', async (_language, header) => {
    expect(await personOf(header, 'mia@contoso.com,Mia,Berg,Mia B.')).toEqual({
      person: {
        userPrincipalName: 'mia@contoso.com',
        givenName: 'Mia',
        surname: 'Berg',
        displayName: 'Mia B.',
      },
      asked: false,
    });
  });

  it.each([
    ['Name,Surname,E-mail', 'Mia Berg,Berg,mia@contoso.com'],
    ['Name,First name,E-mail', 'Mia Berg,Mia,mia@contoso.com'],
  ])('is the whole name where its values hold the other one: %s', async (header, line) => {
    expect((await personOf(header, line)).person.displayName).toBe('Mia Berg');
  });
});

describe('F9: other names that somebody has', () => {
  it.each([
    ['First Name,Middle Name,Last Name,Email', 'Mia,Rose,Berg,mia.berg@contoso.com'],
    ['First name,Nickname,Last name,Maiden name,Email', 'Mia,Mimi,Berg,Roe,mia.berg@contoso.com'],
    ['Employee,First name,Last name,Email', 'Mimi Berg (100042),Mia,Berg,mia.berg@contoso.com'],
    ['Prénom,Deuxième prénom,Nom,Nom de naissance,Courriel', 'Mia,Rose,Berg,Roe,mia.berg@contoso.com'],
    ['Имя,Отчество,Фамилия,Почта', 'Mia,Rose,Berg,mia.berg@contoso.com'],
  ])('never take the place of the legal ones: %s', async (header, line) => {
    expect((await personOf(header, line)).person).toEqual({
      userPrincipalName: 'mia.berg@contoso.com',
      givenName: 'Mia',
      surname: 'Berg',
      displayName: 'Mia Berg',
    });
  });

  it.each([
    ['First Name,Preferred First Name,Last Name,Work Email', 'Mia,Mimi,Berg,mia.berg@contoso.com'],
    ['Preferred Name,Legal First Name,Legal Last Name,Work Email', 'Mimi,Mia,Berg,mia.berg@contoso.com'],
    [
      'Preferred Name,Legal Name - First Name,Legal Name - Last Name,Email - Work',
      'Mimi Berg,Mia,Berg,mia.berg@contoso.com',
    ],
    ['Known as,First name,Last name,Email', 'Mimi,Mia,Berg,mia.berg@contoso.com'],
    ['Vorname,Rufname,Nachname,Geburtsname,E-Mail', 'Mia,Mimi,Berg,Roe,mia.berg@contoso.com'],
  ])('are how people know somebody, beside the legal ones: %s', async (header, line) => {
    expect((await personOf(header, line)).person).toEqual({
      userPrincipalName: 'mia.berg@contoso.com',
      givenName: 'Mia',
      surname: 'Berg',
      displayName: 'Mimi Berg',
    });
    const without = await personOf(header, line.replace(/Mimi(?: Berg)?/, ''));
    expect(without.person.displayName).toBe('Mia Berg');
  });

  it('are used where there is no other, if somebody agrees', async () => {
    const { person, asked } = await personOf('Roepnaam;Tussenvoegsel;Achternaam', 'Mia;van der;Berg');
    expect(person).toEqual({ givenName: 'Mia', surname: 'van der Berg', displayName: 'Mia van der Berg' });
    expect(asked).toBe(true);
  });
});

describe('F9: parts of a name in columns of their own', () => {
  it.each([
    ['Voornaam;Tussenvoegsel;Achternaam', 'Mia;van der;Berg', 'van der Berg'],
    ['Voornaam;Tussenvoegsel;Achternaam', 'Mia;;Berg', 'Berg'],
    ['Nombre;Primer apellido;Segundo apellido', 'Mia;Berg;Roe', 'Berg Roe'],
    ['Nombre(s);Apellido paterno;Apellido materno', 'Mia;Berg;Roe', 'Berg Roe'],
  ])('are put together: %s', async (header, line, surname) => {
    expect((await personOf(header, line)).person).toMatchObject({
      givenName: 'Mia',
      surname,
      displayName: `Mia ${surname}`,
    });
  });

  it.each([
    ['"Last Name, First Name",Work Email', '"Berg, Mia",mia.berg@contoso.com'],
    ['"Nachname, Vorname";E-Mail', '"Berg, Mia";mia.berg@contoso.com'],
    ['Nom et prénom;Courriel', 'Berg, Mia;mia.berg@contoso.com'],
  ])('are taken apart: %s', async (header, line) => {
    expect((await personOf(header, line)).person).toMatchObject({
      givenName: 'Mia',
      surname: 'Berg',
      displayName: 'Mia Berg',
    });
  });
});

describe('F9: mail addresses', () => {
  it.each([
    'First name,Last name,Home Email,Email (Work)',
    'First name,Last name,Email - Home,Email - Work',
    'First name,Last name,Personal e-mail,E-mail',
    'Vorname,Nachname,E-Mail privat,Dienstliche E-Mail',
    'Prénom,Nom,Adresse e-mail personnelle,Adresse e-mail professionnelle',
  ])('of work are the user name, and private ones are not: %s', async (header) => {
    expect((await personOf(header, 'Mia,Berg,mia@home.example,mia.berg@contoso.com')).person).toEqual({
      givenName: 'Mia',
      surname: 'Berg',
      displayName: 'Mia Berg',
      otherMails: 'mia@home.example',
      userPrincipalName: 'mia.berg@contoso.com',
    });
  });

  it('are no street, whatever the header says', async () => {
    const { person, asked } = await personOf('Vorname,Nachname,Adresse', 'Mia,Berg,mia.berg@contoso.com');
    expect(person.streetAddress).toBeUndefined();
    expect(person.userPrincipalName).toBe('mia.berg@contoso.com');
    expect(asked).toBe(true);
  });

  it('of somebody else are not this person’s', async () => {
    const header = 'First name,Last name,Email,Guardian email,Guardian phone,Parent name';
    const { person } = await personOf(header, 'Mia,Berg,mia@contoso.com,eva@home.example,123,Eva Berg');
    expect(person).toEqual({
      givenName: 'Mia',
      surname: 'Berg',
      displayName: 'Mia Berg',
      userPrincipalName: 'mia@contoso.com',
    });
  });
});

describe('F9: words that mean another thing beside others', () => {
  it.each([
    ['Position ID', 'P-17', {}],
    ['Title', 'Mrs', {}],
    ['Title', 'Nurse', { jobTitle: 'Nurse' }],
    ['Employee #', '00101', { employeeId: '00101' }],
    ['Birth city', 'Rome', {}],
    ['Street number', '12', {}],
    ['Mobile no.', '0170 1', { mobilePhone: '0170 1' }],
  ])('are not taken for it: %s of %s', async (header, value, expected) => {
    const line = `Mia,Berg,mia@contoso.com,${value}`;
    expect((await personOf(`First name,Last name,Email,${header}`, line)).person).toEqual({
      userPrincipalName: 'mia@contoso.com',
      givenName: 'Mia',
      surname: 'Berg',
      displayName: 'Mia Berg',
      ...expected,
    });
  });

  it('are told by what stands below them, and the columns keep their names in findings', async () => {
    const reading = await read('Vorname,Nachname,Adresse,E-Mail\nMia,Berg,mia@home.example,mia@contoso.com');
    expect(reading.columnNames.userPrincipalName).toBe('E-Mail');
    expect(reading.findings).toMatchObject([{ code: 'COLUMN_IGNORED', column: 'Adresse' }]);
  });
});

describe('F9: a header without sense', () => {
  it.each([
    ['of a thousand columns', Array.from({ length: 1_000 }, (_, index) => `Shoe ${index}`).join(',')],
    ['of ten thousand words', `${'name zweite second '.repeat(3_000)},Last name`],
    ['of one long word', `${'zweite'.repeat(9_000)},Last name`],
  ])('%s is refused without a stall', async (_what, header) => {
    const before = process.cpuUsage();
    await expect(read(`${header}\n${'@.'.repeat(20_000)} x,y`)).rejects.toMatchObject({
      code: 'FILE_HEADER_UNKNOWN',
    });
    // What it took of the processor, however busy the machine is.
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
  });
});

describe('F9: columns about somebody else', () => {
  it.each([
    'Förnamn,Efternamn,Vårdnadshavare e-post,E-post elev',
    'Nombre,Apellidos,Correo madre,Correo alumno',
    'Nome,Cognome,Email genitore,Email studente',
    'Voornaam,Achternaam,E-mail ouder,E-mail leerling',
    'Imię,Nazwisko,E-mail opiekuna,E-mail ucznia',
    'Vorname,Nachname,E-Mail Führungskraft,E-Mail',
    'Prénom,Nom,Mail N+1,Mail',
    'First name,Last name,Team lead email,Email',
    'First name,Last name,Next of kin e-mail,E-mail',
    'First name,Last name,Requester email,E-mail address',
    'First name,Last name,Somebody elses email,Email',
  ])('give the account no user name: %s', async (header) => {
    const { person } = await personOf(header, 'Ada,Lima,other@example.org,ada@contoso.com');
    expect(person.userPrincipalName).toBe('ada@contoso.com');
  });

  it.each([
    'Next of kin phone',
    'Assistant phone',
    'Boss phone',
    'Home phone',
    'Telefon privat',
    'Téléphone personnel',
  ])('and private phones are no office phone: %s', async (header) => {
    const { person } = await personOf(`First name,Last name,${header}`, 'Ada,Lima,0301');
    expect(person.businessPhones).toBeUndefined();
  });

  it('leave a work contact to the person, as ADP exports it', async () => {
    const { person } = await personOf(
      'Legal First Name,Legal Last Name,Work Contact: Work Email,Work Contact: Work Phone',
      'Ada,Lima,ada@contoso.com,0301',
    );
    expect(person).toMatchObject({ userPrincipalName: 'ada@contoso.com', businessPhones: '0301' });
  });
});

describe('F9: values that a header cannot mean', () => {
  it.each(['Email verified', 'Email opt-in', 'Email type', 'Work email notifications'])(
    'are no user name: %s',
    async (header) => {
      const { person } = await personOf(
        `First name,Last name,${header},E-mail address`,
        'Ada,Lima,TRUE,ada@contoso.com',
      );
      expect(person.userPrincipalName).toBe('ada@contoso.com');
    },
  );

  it.each(['Prof. Dr.', 'Dr. med.', 'Mx.', 'Rev Dr', 'Señora', 'Madame'])(
    'are no job title: %s',
    async (title) => {
      const { person } = await personOf('Username,Display name,Title', `ada@contoso.com,Ada,${title}`);
      expect(person.jobTitle).toBeUndefined();
    },
  );

  it.each(['Sr. Engineer', 'Med. assistant', 'Professor of Law'])('are one: %s', async (title) => {
    const { person } = await personOf('Username,Display name,Title', `ada@contoso.com,Ada,${title}`);
    expect(person.jobTitle).toBe(title);
  });

  it('are no first name where the whole name is preferred', async () => {
    const { person } = await personOf('Legal name,Preferred name,Email', 'Ada Maria Lima,Ada Lima,ada@x.com');
    expect(person).toEqual({ displayName: 'Ada Maria Lima', userPrincipalName: 'ada@x.com' });
  });
});

describe('F15: names that came to harm', () => {
  it.each([
    ['Dr. Schmidt, Eva', 'Eva', 'Schmidt'],
    ['Prof. Dr. Ek, Bo', 'Bo', 'Ek'],
    ['Lima, Dr. Ada', 'Ada', 'Lima'],
    ['Lima, Ada Dr.', 'Ada', 'Lima'],
    ['Ek, Bo, PhD', 'Bo', 'Ek'],
    ['Schmidt, Eva, Prof. Dr.', 'Eva', 'Schmidt'],
    ['von Berg, Otto', 'Otto', 'von Berg'],
    ['Ing, Pat', 'Pat', 'Ing'],
  ])('by a title: %s', async (name, givenName, surname) => {
    const { person } = await personOf(
      'Nr;Name, Vorname;E-Mail',
      `1;${name};x@contoso.com`,
      '2;Meyer, Mia;m@contoso.com',
    );
    expect(person).toMatchObject({ givenName, surname, displayName: `${givenName} ${surname}` });
  });

  it.each([
    ["Prénom;Nom de naissance;Nom d'usage;E-mail", 'Yann;LE GOFF;;y@x.com', 'LE GOFF'],
    ["Prénom;Nom de naissance;Nom d'usage;E-mail", 'Anne;LE GOFF;MARTIN;y@x.com', 'MARTIN'],
    ['Prénom;Nom d’usage;Nom de famille;E-mail', 'Anne;MARTIN;LE GOFF;y@x.com', 'MARTIN'],
    ["Prénom;Nom de famille;Nom d'usage;E-mail", 'Anne;LE GOFF;;y@x.com', 'LE GOFF'],
    ['First Name,Last Name,Preferred Last Name,Email', 'Ann,Lee,Roe,y@x.com', 'Roe'],
    ['First Name,Last Name,Preferred Last Name,Email', 'Ann,Lee,,y@x.com', 'Lee'],
    ['Legal First Name,Legal Last Name,Preferred Last Name,Email', 'Ann,Lee,Roe,y@x.com', 'Roe'],
  ])('by two columns for last names: %s: %s', async (header, line, surname) => {
    const { person } = await personOf(header, line);
    expect(person.surname).toBe(surname);
    expect(person.displayName).toBe(`${person.givenName} ${surname}`);
  });
});
