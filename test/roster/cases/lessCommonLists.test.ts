import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));

describe('F9: columns of less common lists', () => {
  it.each(['MAIL RESP. 1', 'E-Mail Erz. 1', 'Emergency contacts.email'])(
    'takes no address of a parent below "%s"',
    async (header) => {
      const { people } = await text(`First name,Last name,${header}`, 'Ada,Lima,mother@contoso.com');
      expect(people).toEqual(['Ada Lima <?> Ada/Lima']);
    },
  );

  it('takes the address of a CRM’s contact', async () => {
    const { people } = await text('first_name,last_name,contacts.email', 'Ada,Lima,ada.lima@contoso.com');
    expect(people).toEqual(['Ada Lima <ada.lima@contoso.com> Ada/Lima']);
  });

  it('takes the Dutch name of birth for the last name only where there is no other', async () => {
    const only = await text('Roepnaam;Geboortenaam;Functie', 'Ada;Lima;Nurse');
    expect(only.people).toEqual(['Ada Lima <?> Ada/Lima']);
    const married = await text('Voornaam;Achternaam;Geboortenaam', 'Ada;Roe;Lima');
    expect(married.people).toEqual(['Ada Roe <?> Ada/Roe']);
  });

  it('reads "Jabatan" as the department beside "Jawatan", and alone as the job', async () => {
    expect((await text('Nama,Jawatan,Jabatan', 'Ada Lima,Guru,Sains')).more).toEqual([
      { jobTitle: 'Guru', department: 'Sains' },
    ]);
    expect((await text('Nama,Jabatan', 'Ada Lima,Guru')).more).toEqual([{ jobTitle: 'Guru' }]);
  });
});

describe('F9: a private address', () => {
  it('gives way to how the list makes user names, and one of another company does not', async () => {
    const { findings } = await text('Name,Email', 'Ada Lima,ada@gmail.com', 'Bo Ek,bo@fabrikam.com');
    expect(findings).toEqual([
      '2 Email DOMAIN_NOT_VERIFIED → ada.lima@contoso.com',
      '3 Email DOMAIN_NOT_VERIFIED → bo@contoso.com',
    ]);
  });
});

describe('F13: a value that a spreadsheet turned into a date', () => {
  it.each(['1-Mar', 'Mar-01', '12-Sep', '2026-06-01'])(
    'is said where it is %s, and no user name is made of it',
    async (date) => {
      const { findings, messages } = await text(
        'First name,Last name,Department',
        `Ada,${date},IT`,
        `Bo,Ek,${date}`,
      );
      expect(findings.toSorted()).toEqual([
        '2 Last name VALUE_DATE',
        '2 User name MISSING',
        '3 Department VALUE_DATE',
        '3 User name MISSING → bo.ek@contoso.com',
      ]);
      expect(messages).toContain('A spreadsheet turned this into a date. Type the original value.');
    },
  );

  it('is said of every text, first names included, and of a box that was ticked', async () => {
    const { findings } = await text(
      'First name,Last name,Job title,City,Department',
      '2026-06-01,May,2026-06-02,2026-06-03,IT',
      'TRUE,Roe,Nurse,Bonn,FALSE',
      'True,Ek,Nurse,Ulm,Falsch',
    );
    expect(findings.toSorted()).toEqual([
      '2 City VALUE_DATE',
      '2 First name VALUE_DATE',
      '2 Job title VALUE_DATE',
      '2 User name MISSING',
      '3 Department CELL_BROKEN',
      '3 First name CELL_BROKEN',
      '3 User name MISSING',
      '4 User name MISSING → true.ek@contoso.com',
    ]);
  });

  it.each(['Mar', 'March', 'May-Lee', 'Jan-Smith', 'De-Mar'])('is no name such as %s', async (name) => {
    const { findings } = await text('First name,Last name,Department', `Ada,${name},IT`);
    expect(findings.join()).not.toContain('VALUE_DATE');
  });
});

describe('F13: what databases and scripts write for nothing', () => {
  it.each(['\\N', 'nil', '[]', '{}', 'NULL'])('is nothing: %s', async (nothing) => {
    const { more, findings } = await attachCase(
      Buffer.from(
        `First name,Last name,Email,Phone,Job title\nAda,Lima,ada@contoso.com,${nothing},${nothing}`,
      ),
    );
    expect({ more, findings }).toEqual({ more: [{}], findings: [] });
  });

  it('is no employee ID that a spreadsheet wrote as an amount', async () => {
    const { findings } = await attachCase(
      Buffer.from('Personalnr.;Vorname;Nachname;E-Mail\n1.001,00;Ada;Lima;ada@contoso.com'),
    );
    expect(findings).toEqual(['2 Personalnr. CELL_BROKEN']);
  });
});

describe('a last name from before a marriage', () => {
  it('is in no user name', async () => {
    const { findings } = await text(
      'First name,Last name,Department',
      'Jörg,"Strauß, geb. Klein",IT',
      'Ina,Roth geb. Lang,IT',
      'Zoe,Petit née Grand,IT',
      'Geb,Ur,IT',
    );
    expect(findings.map((line) => line.split(' → ')[1])).toEqual([
      'jorg.strauss@contoso.com',
      'ina.roth@contoso.com',
      'zoe.petit@contoso.com',
      'geb.ur@contoso.com',
    ]);
  });
});
