import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spellInAscii, suggestLocalPart, USER_NAME_PATTERNS } from '../../../src/domain/names/userName.ts';
import type { Person } from '../../../src/domain/terms.ts';
import { verifyRoster } from '../../../src/roster/check/verifyRoster.ts';
import { DOMAINS } from '../../../src/sandbox/contoso.ts';
import { attachCase } from '../cases/readCase.ts';

async function suggestFor(person: Partial<Person>, more: object = {}): Promise<string | undefined> {
  const facts = { domains: DOMAINS, taken: [], userNamePattern: 'first.last' as const, ...more };
  const findings = await verifyRoster([{ row: 2, cells: [], person }], ['Username'], facts);
  return findings.find(({ property }) => property === 'userPrincipalName')?.suggestion;
}
const MIA = { givenName: 'Mia', surname: 'Berg', displayName: 'Mia Berg' };

describe('F4: a suggested user name', () => {
  it.each([
    'Mia Berg <m.berg@contoso.com>',
    '"Berg, Mia" <m.berg@contoso.com>',
    'mailto:m.berg@contoso.com',
    'SMTP:m.berg@contoso.com',
    '[m.berg@contoso.com](mailto:m.berg@contoso.com)',
    '=HYPERLINK("mailto:m.berg@contoso.com","m.berg@contoso.com")',
    'm.berg(at)contoso.com',
    'm.berg [at] contoso [dot] com',
    'm.berg@contoso.com.',
    'm.berg@contoso.com;',
    'm.berg @ contoso.com',
    'm.berg@contoso,com',
    'm.berg＠contoso.com',
    'm.bérg@contoso.com',
    'm.berg@contoso.con',
    'CONTOSO\\m.berg',
    'm.berg',
  ])('is the one address inside: %s', async (userPrincipalName) => {
    expect(await suggestFor({ ...MIA, userPrincipalName })).toBe('m.berg@contoso.com');
  });

  it.each([
    '',
    '@contoso.com',
    'Mia Berg',
    'mia berg@contoso.com',
    'm@b@contoso.com',
    'a@contoso.com; b@contoso.com',
    'm*b@contoso.com',
    'sunshine77@home.example',
    'mia.private@home.example',
    'see below',
  ])('is made of the names where there is none: %j', async (userPrincipalName) => {
    expect(await suggestFor({ ...MIA, userPrincipalName })).toBe('mia.berg@contoso.com');
  });

  it.each(['mberg', 'bergm', 'mia', 'mia.berg2', 'miab'])(
    'keeps %s of another company, which is made of the names',
    async (localPart) => {
      const userPrincipalName = `${localPart}@fabrikam.com`;
      expect(await suggestFor({ ...MIA, userPrincipalName })).toBe(`${localPart}@contoso.com`);
    },
  );

  it.each([
    ['#mia.berg@contoso.com', {}],
    ['--mia.berg@contoso.com', {}],
    ['mia_home.example#EXT#@contoso.onmicrosoft.com', {}],
    ['???', {}],
    ['', { displayName: '山田太郎' }],
    ['', { displayName: 'محمد' }],
    ['', { displayName: '김민수' }],
    ['李明@contoso.com', { displayName: '李明' }],
    ['', { displayName: 'Reception Desk 2' }],
    ['', { displayName: 'Ms' }],
  ])('is none where a person would have to ask: %j of %o', async (userPrincipalName, names) => {
    expect(await suggestFor({ userPrincipalName, ...names })).toBeUndefined();
  });

  it('is absent, or made of the names or of the one address inside, whatever stands there', async () => {
    const part = fc.oneof(
      fc.constantFrom(
        'ada',
        'lima',
        '@',
        'contoso.com',
        ' ',
        '.',
        '<',
        '>',
        ',',
        ';',
        'mailto:',
        '#',
        'ü',
        '李',
        '"',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    const cell = fc.array(part, { maxLength: 9 }).map((parts) => parts.join(''));
    const names = fc.constantFrom({}, MIA, { displayName: 'Berg, Mia' });
    await fc.assert(
      fc.asyncProperty(cell, names, async (userPrincipalName, person) => {
        const suggestion = await suggestFor({ ...person, userPrincipalName });
        if (suggestion === undefined) return;
        const [localPart = '', domain] = suggestion.split('@');
        expect(DOMAINS.map(({ id }) => id)).toContain(domain);
        if (localPart === 'mia.berg') return;
        // What stands before the @ stands in the text in one piece, with nothing glued to it.
        const plain = userPrincipalName.normalize('NFKC').toLowerCase();
        const pieces = plain
          .split(/[\s<>()[\]{}",;:|=@“”„«»\\]+/)
          .map((piece) => piece.replace(/^[.'*]+|[.'*]+$/g, ''));
        const spelled = pieces.map((piece) => spellInAscii(piece, 'u') ?? '');
        const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
        expect(spelled.map(letters)).toContain(letters(localPart));
      }),
      { numRuns: 500 },
    );
  });
});

describe('F4: what was found in files', () => {
  it('is right in each row of addresses that were copied', async () => {
    const { findings } = await attachCase('addresses-inside');
    expect(findings.filter((line) => line.includes('→')).map((line) => line.split(' → ')[1])).toEqual([
      'ada.lima@contoso.com',
      'bo.ek@contoso.com',
      'cy.ng@contoso.com',
      'dan.ro@contoso.com',
      'eva.su@contoso.com',
      'fay.do@contoso.com',
      'gil.po@contoso.com',
      'hal.io@contoso.com',
      'ivy.lu@contoso.com',
      'jon.mo@contoso.com',
    ]);
  });

  it.each([
    [
      'outlook-addresses',
      ['2 Email USER_NAME_INVALID → ada.lima@contoso.com', '3 Email USER_NAME_INVALID → bo.ek@contoso.com'],
    ],
    [
      'before-the-log',
      [
        '10 Username USER_NAME_INVALID → zoe.bad@contoso.com',
        '11 Username USER_NAME_INVALID → bo.bad@contoso.com',
      ],
    ],
    [
      'long-employee-id',
      ['2 Alias VALUE_INVALID → AdaLima', '2 Employee ID TOO_LONG', '3 Alias VALUE_INVALID → bo.ek'],
    ],
  ])('is right in %s', async (file, findings) => {
    expect((await attachCase(file)).findings).toEqual(findings);
  });

  it('is made of the names where the mail is a private one', async () => {
    const { findings } = await attachCase('hr-private-mails');
    expect(findings).toContain('2 E-mail DOMAIN_NOT_VERIFIED → anna.muller@contoso.com');
    expect(JSON.stringify(findings)).not.toContain('private@contoso');
  });
});

describe('F15: a name', () => {
  it.each([
    ['Lima, Ada', 'ada.lima'],
    ['Naveen Mills, Jr.', 'naveen.mills'],
    ['King, Martin L., III', 'martin.king'],
    ['Dr. Alice Lee', 'alice.lee'],
    ['Prof. Dr. Hans Müller', 'hans.muller'],
    ['Mr John Taylor', 'john.taylor'],
    ['Ada Lima, PhD', 'ada.lima'],
    ['Ada Lima PhD', 'ada.lima'],
    ['Yo-Yo Ma', 'yo-yo.ma'],
    ['YO MA', 'yo.ma'],
    ['Don Draper', 'don.draper'],
    ['John Smith Sr.', 'john.smith'],
    ['Robert (Bob) Lee', 'robert.lee'],
    ['Ada "AJ" Lima', 'ada.lima'],
    ['Ada Lima / HR', 'ada.lima'],
    ['Ada Lima - Contractor', 'ada.lima'],
    ['LIMA Ada', 'ada.lima'],
    ['Ada LIMA', 'ada.lima'],
    ['ADA LIMA', 'ada.lima'],
    ['Ada K. Lima', 'ada.lima'],
    ['Ludwig van Beethoven', 'ludwig.vanbeethoven'],
    ['van der Berg Piet', 'piet.vanderberg'],
    ['Ada de la Cruz', 'ada.delacruz'],
    ['Nguyễn Văn An', 'an.nguyen'],
    ['Иван Иванович Петров', 'ivan.petrov'],
    ['Петров Иван Иванович', 'ivan.petrov'],
    ['Juan Carlos I', 'juan.carlos'],
    ['Björk', 'bjork'],
    ['Ada & Bo Lima', ''],
  ])('%s is %j in a user name', (displayName, expected) => {
    expect(suggestLocalPart({ displayName }, 'first.last')).toBe(expected);
  });

  it.each([
    [{ givenName: 'Dr. Alice', surname: 'Lee' }, 'alice.lee'],
    [{ givenName: 'Martin L.', surname: 'King Jr.' }, 'martin.king'],
    [{ givenName: 'Robert (Bob)', surname: 'Lee' }, 'robert.lee'],
    [{ givenName: 'Anna Maria', surname: 'de la Cruz' }, 'annamaria.delacruz'],
  ])('%o in columns is %s', (names, expected) => {
    expect(suggestLocalPart(names, 'first.last')).toBe(expected);
  });

  it('is spelled as the customer spells umlauts', async () => {
    const person = { givenName: 'Jürgen', surname: 'Groß' };
    expect(await suggestFor(person)).toBe('jurgen.gross@contoso.com');
    expect(await suggestFor(person, { userNameUmlauts: 'ue' })).toBe('juergen.gross@contoso.com');
    const typed = { ...person, userPrincipalName: 'j.größ@contoso.com' };
    expect(await suggestFor(typed, { userNameUmlauts: 'ue' })).toBe('j.groess@contoso.com');
    for (const pattern of USER_NAME_PATTERNS) {
      expect(suggestLocalPart(person, pattern, 'ue')).toMatch(/^[a-z.]+$/);
    }
  });
});

describe('F4: a suggestion that somebody would choose', () => {
  const taken = ['anna.schmidt', 'kai.lu', 'al.fo2', 'kim', 'tbc'].map((name) => ({
    userPrincipalName: `${name}@contoso.com`,
    displayName: 'Somebody Else',
    deleted: false,
  }));

  it.each<[string, Partial<Person>, string]>([
    [
      'copied from another row',
      { givenName: 'Anna', surname: 'Weber', userPrincipalName: 'anna.schmidt@contoso.com' },
      'anna.weber',
    ],
    [
      'of somebody else',
      { givenName: 'Kim', surname: 'Lo', userPrincipalName: 'kai.lu@contoso.com' },
      'kim.lo',
    ],
    ['in the place of a name', { givenName: 'Bo', surname: 'bo.ek@contoso.com' }, 'bo.ek'],
    [
      'beside a private one',
      { givenName: 'Al', surname: 'Fo', userPrincipalName: 'al.fo@contoso.com, al@home.de' },
      'al.fo',
    ],
    [
      'in a column of its own',
      { givenName: 'Jane', surname: 'Doe', userPrincipalName: 'jdoe', otherMails: 'jane.doe@contoso.com' },
      'jane.doe',
    ],
    [
      'in a column of its own, and is not theirs',
      { givenName: 'Jane', surname: 'Doe', userPrincipalName: 'jdoe', otherMails: 'max.roe@contoso.com' },
      'jdoe',
    ],
    ...['tbc', 'TBD', 't.b.a.', 'to be confirmed', 'to follow', 'folgt', 'tbc@contoso.com'].map(
      (userPrincipalName): [string, Partial<Person>, string] => [
        `that says ${userPrincipalName}`,
        { givenName: 'Mia', surname: 'Berg', userPrincipalName },
        'mia.berg',
      ],
    ),
  ])('for an address %s', async (_what, person, expected) => {
    const whole = { displayName: `${person.givenName} ${person.surname}`, ...person };
    expect(await suggestFor(whole, { taken })).toBe(`${expected}@contoso.com`);
  });

  it('is none where a mail address of another company stands in the place of a name, and that is said', async () => {
    const person = { givenName: 'Bo', surname: 'bo@home.de', displayName: 'Bo bo@home.de' };
    expect(await suggestFor(person)).toBeUndefined();
    const findings = await verifyRoster([{ row: 2, cells: [], person }], ['Username'], {
      domains: DOMAINS,
      taken: [],
    });
    expect(findings.find(({ property }) => property === 'surname')?.message).toMatch(
      /an email address, not a name/,
    );
  });

  it.each([
    ['José Souza Filho', 'jose.souza'],
    ['João da Silva Júnior', 'joao.dasilva'],
    ['Ana Lima Neto', 'ana.lima'],
    ['Ana Neto', 'ana.neto'],
  ])('leaves out which one of a family it is: %s', (displayName, expected) => {
    expect(suggestLocalPart({ displayName }, 'first.last')).toBe(expected);
  });
});
