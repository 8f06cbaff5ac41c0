import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

const attach = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));

describe('F14: names below a header that does not say so', () => {
  it.each([
    {
      from: 'Workday, "Worker" (community.workday.com, report fields)',
      lines: [
        'Worker,Employee ID,Business Title,Supervisory Organization,Hire Date',
        'Sara Lind,21001,Analyst,Finance,2026-12-01',
        'Per Holm,21002,Analyst,Finance,2026-12-01',
      ],
      people: ['Sara Lind <?>', 'Per Holm <?>'],
      readAs: { Worker: 'Display name', 'Supervisory Organization': 'Department' },
    },
    {
      from: 'ADP Workforce Now, "Payroll Name"',
      lines: [
        'Payroll Name,Position ID,Position Status,Job Title Description,Reports To Legal Name',
        '"Baptiste, Renee L",XYZ000123,Active,Payroll Clerk,"Okafor, Grace"',
        '"Van Dyke, Peter",XYZ000124,Active,Controller,"Okafor, Grace"',
      ],
      people: ['Renee L Baptiste <?> Renee L/Baptiste allowed', 'Peter Van Dyke <?> Peter/Van Dyke allowed'],
      readAs: { 'Payroll Name': 'Last name, first name', 'Reports To Legal Name': 'Manager' },
    },
    {
      from: 'Skyward, "Last/First Middle"',
      lines: ['Last/First Middle,Grade,Homeroom', '"GARCIA, ISABELLA M",10,101', '"MCDONALD, AIDEN",10,102'],
      people: ['ISABELLA M GARCIA <?> ISABELLA M/GARCIA', 'AIDEN MCDONALD <?> AIDEN/MCDONALD'],
      readAs: { 'Last/First Middle': 'Last name, first name' },
    },
  ])('are found in $from, and asked about', async ({ lines, people, readAs }) => {
    const shown = await attach(...lines);
    expect(shown).toMatchObject({ people, columns: readAs, asks: ['columns'] });
  });

  it.each([
    [
      'two columns of them',
      'Ours,Theirs,Department,City',
      'Jo March,Sara Lind,IT,Oslo',
      'Amy March,Per Holm,HR,Oslo',
    ],
    ['one row', 'Worker,Department,City', 'Sara Lind,IT,Oslo'],
    ['the same in each row', 'Team,Department,City', 'North Star,IT,Oslo', 'North Star,HR,Oslo'],
    ['nothing else that is known', 'Topic,Thing', 'Red Rose,1', 'Blue Bell,2'],
  ])('are not guessed of %s', async (_, ...lines) => {
    const { people, refused } = await attach(...lines);
    expect(
      people.filter((person) => /Lind|Holm|North|Rose|Bell/.test(person) && refused === undefined),
    ).toEqual([]);
  });
});

describe('F9: headers', () => {
  it.each([
    ['Nachn.;Vorn.;OrgEinheit', 'Öztürk;Ayşe;Einkauf', 'Ayşe Öztürk <?> Ayşe/Öztürk'],
    ['ID,SN,LN,FN,GR', '500123,1,Nguyen,Bao,11', 'Bao Nguyen <?> Bao/Nguyen'],
    ['lname,fname,dept', 'Ray,Bob,IT', 'Bob Ray <?> Bob/Ray'],
  ])('%s are last and first names', async (header, line, person) => {
    expect((await attach(header, line)).people).toEqual([person]);
  });

  it('of the people who bring a pupil up are not about the pupil', async () => {
    const { people, columns } = await attach(
      'Nachname|Vorname|Klasse|E-Mail (privat)|E-Mail (schulisch)|Erzieher 1: Name|Erzieher 1: E-Mail',
      'Yılmaz|Emre|5a|em@web.de||Yılmaz, Hatice|hat@web.de',
      'Weiß|Zoë|5b|||Weiß, Karl|kw@web.de',
    );
    expect(people).toEqual(['Emre Yılmaz <?> Emre/Yılmaz', 'Zoë Weiß <?> Zoë/Weiß']);
    expect(columns).toMatchObject({ 'E-Mail (schulisch)': 'User name' });
  });

  it('over an empty column of display names leave these to first and last names', async () => {
    const empty = await attach(
      'login,firstName,lastName,email,displayName',
      'priya.raman@contoso.com,Priya,Raman,priya.raman@contoso.com,',
      'leo.dasilva@contoso.com,Leo,da Silva,leo.dasilva@contoso.com,',
    );
    expect(empty).toMatchObject({ findings: [], ready: 2, asks: ['columns'] });
    expect(empty.people).toEqual([
      'Priya Raman <priya.raman@contoso.com> Priya/Raman',
      'Leo da Silva <leo.dasilva@contoso.com> Leo/da Silva',
    ]);
  });

  it('that start over are refused for several people in a row', async () => {
    const { refused } = await attach(
      'Name,Email,Name,Email',
      'Ada Lima,ada@contoso.com,Bo Ek,bo@contoso.com',
    );
    expect(refused).toContain('several people');
    expect((await attach('Name,Email,Email', 'Ada Lima,ada@contoso.com,x@contoso.com')).refused).toContain(
      'mean the same thing',
    );
  });
});

describe('F12: a remark that somebody does not start', () => {
  const lines = [
    'First name,Last name,Notes',
    'Nina,Falk,',
    'Otto,Gran,CANCELLED - pw is Secret-77',
    'Pia,Hult,needs laptop',
    'Ravi,Iyer,Start postponed to May',
  ];

  it('is a warning with no more of it than these words', async () => {
    const { findings, messages } = await attach(...lines);
    const told = findings.filter((finding) => finding.includes('MAY_NOT_START'));
    expect(told).toEqual(['3 Notes MAY_NOT_START', '5 Notes MAY_NOT_START']);
    expect(messages.join(' ')).toContain('Notes says "CANCELLED"');
    expect(messages.join(' ')).not.toContain('Secret-77');
  });

  it.each(['Bemerkung;zurückgezogen', 'Remarques;annulé', 'Uwagi;rezygnacja', '備考;入社辞退'])(
    'is read in other languages: %s',
    async (text) => {
      const [header, remark] = text.split(';');
      const { findings } = await attach(`First name;Last name;${header}`, `Nina;Falk;${remark}`);
      expect(findings).toContainEqual(expect.stringContaining('MAY_NOT_START'));
    },
  );

  it.each(['Title;Cancelled orders clerk', 'Notes;reports to the Withdrawal team'])(
    'is none in %s',
    async (text) => {
      const [header, remark] = text.split(';');
      const { findings } = await attach(`First name;Last name;${header}`, `Nina;Falk;${remark}`);
      expect(findings).not.toContainEqual(expect.stringContaining('MAY_NOT_START'));
    },
  );
});

describe('F5: a second table', () => {
  const lines = [
    'Teachers',
    'Name,Subject',
    'Ada Lima,Math',
    'Bo Ek,Art',
    '',
    'Students',
    'Name,Class',
    'Cy Old,5a',
  ];

  it('begins with its own header, and its title is nobody', async () => {
    const { people, skipped } = await attach(...lines);
    expect(people).toEqual(['Ada Lima <?>', 'Bo Ek <?>']);
    expect(skipped.join(' ')).toContain('7 to 8 were skipped: another table');
    expect(skipped.join(' ')).toContain('6 is above the people, like a title');
  });

  it('does not begin with somebody whose row has a word of the header', async () => {
    const { people } = await attach('Name,Class', 'Ada Lima,Class', 'Class Ek,5b');
    expect(people).toEqual(['Ada Lima <?>', 'Class Ek <?>']);
  });
});

describe('F14: a header with a comma in brackets', () => {
  it('is one, also without quotation marks', async () => {
    const { people } = await attach('Name (Last, First),Tags', '"Low, Ann","new;nurse"', '"Hay, Bob","new"');
    expect(people).toEqual(['Ann Low <?> Ann/Low', 'Bob Hay <?> Bob/Hay']);
  });

  it('leaves cells alone whose brackets are closed', async () => {
    const { people } = await attach('Name,Dept (short),Office (b)', 'Ann Low,IT (x),1', 'Bob Hay,HR,2');
    expect(people).toEqual(['Ann Low <?>', 'Bob Hay <?>']);
  });
});

it('F14: a list of addresses alone is refused for its names', async () => {
  expect((await attach('ann.low@contoso.com', 'bob.hay@contoso.com')).refused).toContain(
    'only email addresses',
  );
});

it.each([
  ['Situation', 'Présent', 'Sorti', 'Congé maternité'],
  ['Stato', 'In forza', 'Cessato', 'In aspettativa'],
  ['Status', 'Aktiv', 'Ausgeschieden', 'Elternzeit'],
])('F12: below %s, %s and %s are told apart, and %s stays', async (header, works, left, away) => {
  const { people } = await attach(
    `Last name;First name;${header}`,
    `Petit;Léo;${works}`,
    `Grand;Zoé;${left}`,
    `Moyen;Max;${away}`,
  );
  expect(people.map((person) => person.split(' ').at(-1))).toEqual(['allowed', 'blocked', 'allowed']);
});

describe('F9: of two columns for one thing', () => {
  it('the one with numbers is no job', async () => {
    const shown = await attach(
      'Title,New Hire Name,Job Title,Department',
      '1,Ann Low,Nurse,ICU',
      '2,Cat Jay,Nurse,ICU',
    );
    expect(shown.more).toEqual([
      { jobTitle: 'Nurse', department: 'ICU' },
      { jobTitle: 'Nurse', department: 'ICU' },
    ]);
  });
});

describe('F14: lists as people type them', () => {
  it('have the address behind a dash', async () => {
    const { people } = await attach(
      '1. Ann Low - ann.low@contoso.com',
      '2. Bob Hay - bob.hay@contoso.com',
      '3. Cat Low-Jay – cat.jay@contoso.com',
    );
    expect(people).toEqual([
      'Ann Low <ann.low@contoso.com>',
      'Bob Hay <bob.hay@contoso.com>',
      'Cat Low-Jay <cat.jay@contoso.com>',
    ]);
  });
});

it('F5: the account of a service is told by its user name', async () => {
  const { findings } = await attach(
    'Name,UPN',
    'Ann Low,ann.low@contoso.com',
    'Nightly Backup,svc_backup@contoso.com',
    'Sa-ngiam Dee,sa-ngiam.d@contoso.com',
  );
  expect(findings).toEqual(['3  MAY_BE_NOBODY']);
});
