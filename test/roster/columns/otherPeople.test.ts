import { describe, expect, it } from 'vitest';
import { attachCase } from '../cases/readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));

describe('F9: an address of somebody else', () => {
  it.each([
    'Counselor Email',
    'Coach',
    'Class teacher',
    'Homeroom Teacher Email',
    'Klassenlehrer',
    'Professeur principal',
    'Carer',
    'Nanny',
    'Case worker',
    'Head of department',
    'Director',
    'Principal',
    'Referente',
    'Teamleitung',
    'Line Mgr',
    'Submitted By',
    'CreatedBy',
    'Modified By',
    'Respondent',
    'Erstellt von',
    'Mail Erz.ber.',
  ])('is nobody’s own below "%s", in a file of one person', async (header) => {
    const shown = await text(`First name,Last name,${header}`, 'Ada,Lima,ed.fox@contoso.com');
    expect(shown.people).toEqual(['Ada Lima <?> Ada/Lima']);
    expect(shown.columns[header]).toBeUndefined();
    expect(shown.more).toEqual([{}]);
  });

  it.each(['User principal name', 'Email principal', 'Correo principal', 'Work email', 'E-Mail'])(
    'is one’s own below "%s"',
    async (header) => {
      const shown = await text(`First name,Last name,${header}`, 'Ada,Lima,ed.fox@contoso.com');
      expect(shown.people).toEqual(['Ada Lima <ed.fox@contoso.com> Ada/Lima']);
    },
  );

  it.each(['Teacher', 'Coach'])('is one’s own where the %s is who is listed', async (role) => {
    const shown = await text(
      `${role} first name,${role} last name,${role} email`,
      'Ada,Lima,a1@contoso.com',
      'Bo,Ek,b1@contoso.com',
    );
    expect(shown.people).toEqual(['Ada Lima <a1@contoso.com> Ada/Lima', 'Bo Ek <b1@contoso.com> Bo/Ek']);
  });

  it('leaves the students of a class who they are', async () => {
    const shown = await text(
      'Class,Teacher Name,Student Name,Student Email',
      '5a,Ed Fox,Ada Lima,ada.lima@contoso.com',
      '5a,Ed Fox,Bo Ek,bo.ek@contoso.com',
    );
    expect(shown.people).toEqual(['Ada Lima <ada.lima@contoso.com>', 'Bo Ek <bo.ek@contoso.com>']);
  });

  it.each(['Email', 'Home email', 'Ansprech-Mail'])(
    'is known by standing on several rows below "%s", made of no name of theirs',
    async (header) => {
      const shown = await text(
        `First name,Last name,${header}`,
        'Ada,Lima,info@contoso.com',
        'Bo,Ek,info@contoso.com',
        'Cy,Ng,info@contoso.com',
      );
      expect(shown.people).toEqual(['Ada Lima <?> Ada/Lima', 'Bo Ek <?> Bo/Ek', 'Cy Ng <?> Cy/Ng']);
      expect(shown.more).toEqual([{}, {}, {}]);
    },
  );

  it('is one’s own where the same person stands there twice', async () => {
    const shown = await text(
      'First name,Last name,Email',
      'Ada,Lima,ada.lima@contoso.com',
      'Ada,Lima,ada.lima@contoso.com',
    );
    expect(shown.findings).toEqual(['3 Email DUPLICATE']);
  });

  it('is nobody’s below "Username" either, where a few of many share it', async () => {
    const shown = await text(
      'Username,First name,Last name,Display name',
      'eva.roe@contoso.com,Eva,Roe,Eva Roe',
      'ivy.fox@contoso.com,Ivy,Fox,Ivy Fox',
      'pat.orr@contoso.com,Pat,Orr,Pat Orr',
      'info@contoso.com,Ada,Lima,Ada Lima',
      'info@contoso.com,Bo,Ek,Bo Ek',
    );
    expect(shown.findings).toEqual([
      '5 Username DUPLICATE → ada.lima@contoso.com',
      '6 Username DUPLICATE → bo.ek@contoso.com',
    ]);
    expect(shown.ready).toBe(3);
  });
});

describe('F9: the answers to a form', () => {
  const PEOPLE = ['Ada Lima <?> Ada/Lima', 'Bo Ek <?> Bo/Ek'];

  it.each([
    ['English', 'ID,Start time,Completion time,Email,Name,First name,Last name,Department'],
    ['German', 'ID,Startzeit,Fertigstellungszeit,E-Mail,Name,Vorname,Nachname,Abteilung'],
    ['French', 'ID,Heure de début,Heure de fin,Adresse de messagerie,Nom,Prénom,Nom de famille,Service'],
  ])('are about the people in them, not about who filled it in: Microsoft, %s', async (_language, header) => {
    const shown = await text(
      header,
      '1,11/1/26 10:00,11/1/26 10:02,mia.meyer@contoso.com,Mia Meyer,Ada,Lima,IT',
      '2,11/1/26 10:00,11/1/26 10:02,sam.stone@contoso.com,Sam Stone,Bo,Ek,IT',
    );
    expect(shown.people).toEqual(PEOPLE);
    expect(shown.more).toEqual([{ department: 'IT' }, { department: 'IT' }]);
  });

  it('are about the people in them, not about who filled it in: Google, of one answer', async () => {
    const shown = await text(
      'Timestamp,Email Address,New starter first name,New starter surname,Line manager email',
      '2026/11/01 10:00:00 AM GMT,mia.meyer@contoso.com,Ada,Lima,sam.stone@contoso.com',
    );
    expect(shown.people).toEqual(PEOPLE.slice(0, 1));
  });

  it('keep the address of those who filled it in for themselves', async () => {
    const shown = await text(
      'Timestamp,Email Address,First name,Last name',
      '2026/11/01 10:00:00 AM GMT,a.lima@contoso.com,Ada,Lima',
      '2026/11/01 10:00:00 AM GMT,b.ek@contoso.com,Bo,Ek',
    );
    expect(shown.people).toEqual([
      'Ada Lima <a.lima@contoso.com> Ada/Lima',
      'Bo Ek <b.ek@contoso.com> Bo/Ek',
    ]);
  });

  it('have numbers below ID that count them, beside numbers that are somebody’s', async () => {
    const counted = await text('ID,First name,Last name', '1,Ada,Lima', '2,Bo,Ek', '4,Cy,Ng');
    expect(counted.more).toEqual([{}, {}, {}]);
    const numbered = await text('ID,First name,Last name', '1001,Ada,Lima', '1002,Bo,Ek');
    expect(numbered.more).toEqual([{ employeeId: '1001' }, { employeeId: '1002' }]);
  });
});

describe('filer 1: a name with its address', () => {
  it.each(['Requested by', 'Sponsor', 'Created By', 'Cc', 'Bcc', 'Responsable', 'Onboarding buddy', 'Owner'])(
    'is not who is created below "%s"',
    async (header) => {
      const beside = await text(`${header},New hire`, 'Grace Okafor <grace@contoso.com>,Ada Lima');
      expect(beside.people).toEqual(['Ada Lima <?>']);
      for (const mail of ['UserPrincipalName', 'Email', 'Identifiant']) {
        const { people } = await text(
          `${mail},${header}`,
          'ada.lima@contoso.com,Grace Okafor <grace@contoso.com>',
        );
        expect(people).toEqual([]);
      }
      const alone = await text(`${header},Department`, 'Grace Okafor <grace@contoso.com>,IT');
      expect(alone.people).toEqual([]);
    },
  );

  it('is not who is created where another column has names, below whatever header', async () => {
    const { people } = await text('Xyz,Abc,Department', 'Grace Okafor <grace@contoso.com>,Ada Lima,IT');
    expect(people).toEqual([]);
    const both = await text('First name + last name,Xyz', 'Ada Lima,Grace Okafor <grace@contoso.com>');
    expect(both.people).toEqual(['Ada Lima <?>']);
  });

  it.each(['To', 'People', 'E-Mail'])(
    'is who is created where nothing else says so, below "%s"',
    async (header) => {
      const { people } = await text(
        `${header},Department`,
        'Ada Lima <ada.lima@contoso.com>,Human Resources',
      );
      expect(people).toEqual(['Ada Lima <ada.lima@contoso.com>']);
    },
  );
});
