import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));
const ADA = 'Ada Lima <ada.lima@contoso.com>';

describe('F12: a last day', () => {
  it.each([
    ['First name,Last name,Email,Termination date', '2025-12-31'],
    ['Vorname;Nachname;E-Mail;Austrittsdatum', '31.12.2025'],
    ['Fornavn;Etternavn;E-post;Sluttdato', '31.12.2025'],
    ['Prénom;Nom;Courriel;Date de sortie', '31/12/2025'],
    ['Nombre;Apellidos;Correo electrónico;Fecha baja', '31/12/2025'],
    ['Nome;Cognome;E-mail aziendale;Data cessazione', '31/12/2025'],
    ['Imię;Nazwisko;E-mail;Data zwolnienia', '31.12.2025'],
    ['Forename,Surname,Email Address,Date left', '31/08/2025'],
    ['Forename,Surname,Email Address,Leaving Date', '31-Aug-2025'],
  ])('is a warning, with the day: %s', async (header, day) => {
    const cut = header.includes(';') ? ';' : ',';
    const { people, findings, messages } = await text(
      header,
      ['Ada', 'Lima', 'ada.lima@contoso.com', ''].join(cut),
      ['Bo', 'Ek', 'bo.ek@contoso.com', day].join(cut),
    );
    expect(people).toEqual([`${ADA} Ada/Lima`, 'Bo Ek <bo.ek@contoso.com> Bo/Ek']);
    expect(findings).toEqual([`3 ${header.split(cut)[3]} HAS_LAST_DAY`]);
    expect(messages[0]).toContain(`This person's last day is ${day}.`);
  });

  it.each(['31.12.9999', ''])('is none where nobody leaves: %s', async (day) => {
    const { findings } = await text('Vorname;Nachname;SMTP;Austritt', `Ada;Lima;ada.lima@contoso.com;${day}`);
    expect(findings).toEqual([]);
  });

  it('is none where the column holds something else', async () => {
    const { findings } = await text(
      'First name,Last name,Email,Last day',
      'Ada,Lima,ada.lima@contoso.com,yes',
    );
    expect(findings).toEqual([]);
  });
});

describe('F5: below an empty row, whoever lacks an address', () => {
  const below = (...lines: string[]) =>
    text(
      'Username,First name,Last name,Display name',
      'ada.lima@contoso.com,Ada,Lima,Ada Lima',
      ',,,',
      ...lines,
    );

  it('is a person to fix where the user name is made of the names', async () => {
    const { people, findings, ready } = await below('bo.ek,Bo,Ek,Bo Ek');
    expect(people).toEqual([`${ADA} Ada/Lima`, 'Bo Ek <bo.ek> Bo/Ek']);
    expect(findings).toEqual(['4 Username USER_NAME_INVALID → bo.ek@contoso.com']);
    expect(ready).toBe(1);
  });

  it('is skipped by number, with what to do, where it is not', async () => {
    const { people, skipped } = await below('bo.ek,Bo,Ek,Bo Ek', 'PT,part time,,');
    expect(people).toHaveLength(2);
    expect(skipped).toContain(
      '5 is a note below the list, without an address, and was skipped. If this is a person, add an address to it.',
    );
  });
});

describe('F5: rooms, shared mailboxes and computers', () => {
  it.each([
    ['RecipientTypeDetails', 'UserMailbox', 'RoomMailbox'],
    ['RecipientTypeDetails', 'UserMailbox', 'SharedMailbox'],
    ['objectClass', 'user', 'computer'],
    ['objectClass', 'user', 'group'],
  ])('are no people in %s: %s is, %s is not', async (column, person, thing) => {
    const { people, skipped } = await text(
      `UserPrincipalName,DisplayName,${column}`,
      `ada.lima@contoso.com,Ada Lima,${person}`,
      `room1@contoso.com,Room 1,${thing}`,
    );
    expect(people).toEqual([ADA]);
    expect(skipped).toEqual([
      `3 is not a person (${thing}) and was skipped. If this is a person, change ${column} in the file.`,
    ]);
  });
});

describe('F9: what the values say', () => {
  it('makes Jira\'s "User name" the name, and "Last seen" nothing', async () => {
    const { columns, people, asks } = await text(
      'User id,User name,email,User status,Last seen in Jira',
      '712020:ab,Ada Lima,ada.lima@contoso.com,Active,Never',
    );
    expect(columns).toMatchObject({ 'User name': 'Display name', email: 'User name' });
    expect(columns['Last seen in Jira']).toBeUndefined();
    expect(people).toEqual([expect.stringMatching(/^Ada Lima <ada\.lima@contoso\.com>/)]);
    expect(asks).toEqual(['columns']);
  });

  it('makes addresses under "Address" user names, and streets no such thing', async () => {
    const alone = await text('Name,Address', 'Ada Lima,ada.lima@contoso.com');
    expect(alone.columns).toEqual({ Name: 'Display name', Address: 'User name' });
    expect((await text('Name,Address,Phone', 'Ada Lima,ada.lima@contoso.com,030')).people).toEqual([ADA]);
    const { columns } = await text('Name,Address,Email', 'Ada Lima,5 Main St,ada.lima@contoso.com');
    expect(columns).toMatchObject({ Address: 'Address', Email: 'User name' });
  });

  it('turns names around that have a comma', async () => {
    const { people } = await text('Trabajador;Puesto;Correo electrónico', 'Lima Sanz, Ada;HR;a@contoso.com');
    expect(people).toEqual(['Ada Lima Sanz <a@contoso.com> Ada/Lima Sanz']);
  });

  it('takes the number of a phone, and not what kind it is', async () => {
    const { more } = await text(
      'First Name,Last Name,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value',
      'Ada,Lima,ada.lima@contoso.com,Mobile,0170',
    );
    expect(more).toEqual([{ businessPhones: '0170' }]);
  });
});

describe('F15: Greek names', () => {
  it.each([
    ['Κούλα', 'Παπαδοπούλου', 'koula.papadopoulou'],
    ['Ευάγγελος', 'Γκίκας', 'evangelos.gkikas'],
    ['Λευτέρης', 'Αγγελόπουλος', 'lefteris.angelopoulos'],
  ])('are spelled as in a passport: %s %s', async (first, last, userName) => {
    const { findings } = await text('Όνομα;Επώνυμο;Τμήμα', `${first};${last};IT`);
    expect(findings).toEqual([`2 User name MISSING → ${userName}@contoso.com`]);
  });
});

describe('F14: a list of objects in JSON', () => {
  it('is read as a table, as scripts and Microsoft Graph write it', async () => {
    const PEOPLE = [ADA, 'Bo Ek <bo.ek@contoso.com>'];
    expect((await attachCase('json-array')).people).toEqual(PEOPLE);
    const graph = {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
      value: [
        {
          displayName: 'Ada Lima',
          userPrincipalName: 'ada.lima@contoso.com',
          businessPhones: ['030'],
          id: 1,
        },
        { userPrincipalName: 'bo.ek@contoso.com', displayName: 'Bo Ek', businessPhones: [], id: null },
      ],
    };
    const { people, more } = await text(JSON.stringify(graph, null, 2));
    expect(people).toEqual(PEOPLE);
    expect(more[0]).toMatchObject({ businessPhones: '030' });
  });

  it.each([
    ['values in values', '[{"displayName":{"first":"Ada"},"userPrincipalName":"ada.lima@contoso.com"}]'],
    ['no list', '{"displayName":"Ada Lima","userPrincipalName":"ada.lima@contoso.com"}'],
    ['a list of something else', '[{"displayName":"Ada"},1]'],
    ['half a file', '[{"displayName":"Ada Lima","userPrincipalName":"ada.lima@contoso.com"},{"disp'],
    ['as large as would hold everybody up', `[{"displayName":"${'a'.repeat(5 * 1024 * 1024)}"}]`],
  ])('is refused by its name: %s', async (_what, content) => {
    expect((await text(content)).refused).toMatch(/^This is JSON without /);
  });
});

describe('F16: headers of more systems', () => {
  it.each([
    ['Потребителско име,Собствено име,Фамилия,Показвано име', 'ada.lima@contoso.com,Ada,Lima,Ada Lima'],
    ['Nume utilizator,Prenume,Nume,Nume afișat', 'ada.lima@contoso.com,Ada,Lima,Ada Lima'],
    ['Korisničko ime,Ime,Prezime,Zaslonsko ime', 'ada.lima@contoso.com,Ada,Lima,Ada Lima'],
    ['Kasutajanimi,Eesnimi,Perekonnanimi,Kuvatav nimi', 'ada.lima@contoso.com,Ada,Lima,Ada Lima'],
    ['ชื่อผู้ใช้,ชื่อ,นามสกุล,ชื่อที่ใช้แสดง', 'ada.lima@contoso.com,Ada,Lima,Ada Lima'],
    ['Alumno/a;Unidad;Correo corporativo', 'Lima, Ada;1A;ada.lima@contoso.com'],
    [
      'Worker,Preferred Name - First Name,Preferred Name - Last Name,Email - Primary Work,Worker Status',
      'Ada Lima (Temp),Ada,Lima,ada.lima@contoso.com,',
    ],
  ])('%s', async (header, line) => {
    const unnamed = await text(header, line);
    expect(unnamed.people).toEqual([`${ADA} Ada/Lima`]);
  });
});
