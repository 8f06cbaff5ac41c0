import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));
const MAY_BE_HEADER = '1  HEADER_OR_PERSON';

/** Errors and warnings but for user names, which lists of names do not have. */
const besides = (findings: readonly string[]) => findings.filter((each) => !each.includes('User name'));

describe('F14: a list of people without a header', () => {
  it.each([
    ['ada.lima@contoso.com,Ada Lima,IT', 'bo.ek@contoso.com,Bo Ek,HR', 'Ada Lima <ada.lima@contoso.com>'],
    ['Ada,Lima,ada.lima@contoso.com', 'Bo,Ek,bo.ek@contoso.com', 'Ada Lima <ada.lima@contoso.com> Ada/Lima'],
    ['Lima,Ada,alima@contoso.com', 'Ek,Bo,bek@contoso.com', 'Ada Lima <alima@contoso.com> Ada/Lima'],
    ['Ada Lima;+49 30 123456;Nurse', 'Bo Ek;+49 30 123457;Clerk', 'Ada Lima <?>'],
    ['Ada Lima,2026-12-01,IT', 'Bo Ek,2026-12-02,HR', 'Ada Lima <?>'],
    [
      'Software Engineer,Ada Lima,ada.lima@contoso.com',
      'Data Clerk,Bo Ek,bo.ek@contoso.com',
      'Ada Lima <ada.lima@contoso.com>',
    ],
    ['1,"Lima, Ada",7a', '2,"Ek, Bo",7b', 'Ada Lima <?> Ada/Lima'],
    ['Ada Lima <ada.lima@contoso.com>', 'Bo Ek <bo.ek@contoso.com>', 'Ada Lima <ada.lima@contoso.com>'],
    ['1. Ada Lima', '2. Bo Ek', 'Ada Lima <?>'],
    ['- Ada Lima', '- Bo Ek', 'Ada Lima <?>'],
    ['"• van der Berg, Mia"', '"• Ek, Bo"', 'Mia van der Berg <?> Mia/van der Berg'],
  ])(
    'is read where it is evident, from the first row on, and somebody agrees: %s',
    async (one, other, person) => {
      const { people, asks, findings, skipped } = await text(one, other);
      expect(people).toHaveLength(2);
      expect(people[0]).toBe(person);
      expect({ asks, findings: besides(findings), skipped }).toEqual({
        asks: ['columns'],
        findings: [],
        skipped: [],
      });
    },
  );

  it.each([
    ['Ada Lima', 'Bo Ek'],
    ['Ada Lima (HR)', 'Bo Ek (IT)'],
    ['Ada Lima,Nurse,Berlin', 'Bo Ek,Clerk,Rom'],
  ])('has its first row read, with a warning where it may be a header: %s', async (...lines) => {
    const { people, asks, findings } = await text(...lines);
    expect(people).toHaveLength(2);
    expect({ asks, findings: besides(findings) }).toEqual({ asks: ['columns'], findings: [MAY_BE_HEADER] });
  });

  it.each([
    ['social security numbers', '123-45-6789', '223-45-6780'],
    ['one that begins with a zero', '012-34-5678', '013-34-5678'],
    ['Swiss AHV numbers', '756.1234.5678.97', '756.9217.0769.85'],
    ['NHS numbers', '943 476 5919', '943 476 5870'],
    ['Czech birth numbers', '015231/1234', '810101/1234'],
    ['Danish numbers of people', '010190-1234', '020290-4321'],
    ['Canadian social insurance numbers', '046 454 286', '046 454 287'],
    ['birthdays', '19900102', '19910203'],
    ['birthdays with periods', '01.02.1990', '03.04.1991'],
    ['PINs', '123456', '654321'],
    ['numbers of the staff', '10000001', '10000002'],
    ['numbers of the staff with zeros', '00012345', '00012346'],
    ['a phone that may be anything', '555 0101', '555 0102'],
  ])('has no phone in numbers that may be something else: %s', async (_what, one, other) => {
    const { people, more, columns } = await text(`Ada Lima;${one}`, `Bo Ek;${other}`);
    expect(people).toEqual(['Ada Lima <?>', 'Bo Ek <?>']);
    expect(more).toEqual([{}, {}]);
    expect(columns['Column 2']).toBeUndefined();
  });

  it.each([
    '+49 30 123456',
    '+12065550101',
    '0049 30 123456',
    '030 1234567',
    '(206) 555-0101',
    '01 23 45 67 89',
  ])('has phones that can be nothing else: %s', async (phone) => {
    const { more } = await text(`Ada Lima;${phone}`, `Bo Ek;${phone}`);
    expect(more).toEqual([{ businessPhones: phone }, { businessPhones: phone }]);
  });

  it.each([
    ['departments', 'Information Technology;Ada Lima', 'Human Resources;Bo Ek'],
    ['a department that repeats', 'Blue Moon;Ada Lima', 'Blue Moon;Bo Ek'],
    ['jobs and places', 'Sales Manager;Ada Lima;Munich Office', 'Sales Manager;Bo Ek;Munich Office'],
    ['a manager who repeats', 'Ada Lima;Cy Oz', 'Bo Ek;Cy Oz'],
    ['short addresses', 'Acme Corp;Ada Lima;al1@contoso.com', 'Acme Corp;Bo Ek;be1@contoso.com'],
    [
      'the address of whom to ask',
      'Ada Lima;boss@contoso.com;ada.lima@contoso.com',
      'Bo Ek;boss@contoso.com;bo.ek@contoso.com',
    ],
    [
      'private addresses',
      'Ada Lima;ada.lima@gmail.com;ada.lima@contoso.com',
      'Bo Ek;ekbo@gmail.com;bo.ek@contoso.com',
    ],
    [
      'the manager and the address',
      'Ada Lima;ada.lima@contoso.com;Cy Oz;cy.oz@contoso.com',
      'Bo Ek;bo.ek@contoso.com;Cy Oz;cy.oz@contoso.com',
    ],
    ['a comma in the name', 'Lima, Ada;ada.lima@contoso.com', 'Ek, Bo;bo.ek@contoso.com'],
    ['names in parts', 'Ada;Lima;Sales Manager;ada.lima@contoso.com', 'Bo;Ek;Data Analyst;bo.ek@contoso.com'],
    ['the department behind a dash', '1) Ada Lima - Sales', '2) Bo Ek - IT'],
  ])('has its names and addresses in the right columns beside %s', async (_what, ...lines) => {
    const { people, asks } = await text(...lines);
    expect(people.map((person) => person.split(/ [<-]/)[0])).toEqual(['Ada Lima', 'Bo Ek']);
    for (const person of people) expect(person).toMatch(/<(?:\?|(?:ada\.lima|bo\.ek|al1|be1)@contoso\.com)>/);
    expect(asks).toEqual(['columns']);
  });

  it('has small letters where its addresses are made of the names', async () => {
    const { people } = await text('ada lima;ada.lima@contoso.com', 'bo ek;bo.ek@contoso.com');
    expect(people).toEqual(['ada lima <ada.lima@contoso.com>', 'bo ek <bo.ek@contoso.com>']);
  });

  it.each([
    ['Chinese', '李明;liming@contoso.com', '王伟;wangwei@contoso.com'],
    ['Hebrew', 'דוד לוי;david@contoso.com', 'שרה כהן;sara@contoso.com'],
    ['Arabic', 'محمد علي;m.ali@contoso.com', 'سارة حسن;s.hassan@contoso.com'],
    ['Thai', 'สมชาย ใจดี;somchai@contoso.com', 'มาลี ดี;malee@contoso.com'],
    ['Hindi', 'रवि कुमार;ravi@contoso.com', 'सीता देवी;sita@contoso.com'],
    ['one word each', 'Sukarno;sukarno@contoso.com', 'Madonna;madonna@contoso.com'],
    ['parts and a phone', 'Ada;Lima;+49 30 123456', 'Bo;Ek;+49 30 123457'],
    ['a first name beside jobs', 'Ada;Nurse;ada@contoso.com', 'Bo;Clerk;bo@contoso.com'],
    [
      'two people in each row',
      'Ada Lima;ada.lima@contoso.com;Cy Oz;cy.oz@contoso.com',
      'Bo Ek;bo.ek@contoso.com;Di Ru;di.ru@contoso.com',
    ],
  ])('is asked about where nothing tells which column has the names: %s', async (_what, ...lines) => {
    const { people, asks, refused, columns } = await text(...lines);
    expect({ people, asks, refused }).toEqual({ people: [], asks: ['columns'], refused: undefined });
    expect(Object.keys(columns)[0]).toBe('Column 1');
  });

  it.each(['Thanks!', 'Kind regards', 'Please create these by Monday.', 'Can you do it today?'])(
    'may end in a note, which is named: %s',
    async (last) => {
      const { people, skipped } = await text('1. Ada Lima', '2. Bo Ek', last);
      expect(people).toEqual(['Ada Lima <?>', 'Bo Ek <?>']);
      expect(skipped).toEqual([
        '3 is probably a note and was skipped. If this is a person, add an address next to the name.',
      ]);
    },
  );

  it.each(['Bo Ek Jr.', 'Bo Ek, Ph.D.', 'B. Ek', 'Bo van der Ek'])(
    'ends in a person all the same: %s',
    async (last) => {
      const { people } = await text('"1. Ada Lima"', '"2. Cy Oz"', `"${last}"`);
      expect(people).toHaveLength(3);
    },
  );

  it('has the licenses and phones that are evident', async () => {
    const { more } = await text('Ada Lima,+49 30 123456,E3', 'Bo Ek,+49 30 123457,E5');
    expect(more).toEqual([{ businessPhones: '+49 30 123456' }, { businessPhones: '+49 30 123457' }]);
  });

  it('may be longer than where a header is looked for', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `Ada Li${String.fromCharCode(97 + (at % 26))}`);
    expect((await text(...names)).people).toHaveLength(40);
  });

  it.each(['Class 5B', 'New people of May', 'Neue Mitarbeiter:', 'Contact: hr@contoso.com'])(
    'may have a title, which is named: %s',
    async (title) => {
      const { people, skipped } = await text(title, '1. Ada Lima', '2. Bo Ek');
      expect(people).toEqual(['Ada Lima <?>', 'Bo Ek <?>']);
      expect(skipped).toEqual([
        '1 is above the people, like a title, and was skipped. If this is a person too, move it below the first person in the file.',
      ]);
    },
  );

  it.each([
    ['ada lima', 'bo ek'],
    ['Sukarno', 'Madonna'],
    ['Milk', 'Bread'],
    ['Dear all,', 'please create these people.'],
    ['Ada Lima'],
  ])('is refused where nothing tells, with what to write above it: %s', async (...lines) => {
    const { refused } = await text(...lines);
    expect(refused).toMatch(/^Row 1 isn't a header that Rollcall knows\. Add a header above the people/);
  });

  it.each([
    ['Ada,Lima,IT', 'Bo,Ek,HR'],
    ['Printer,HP,2nd floor', 'Laptop,Dell,3rd floor'],
  ])('is asked about where its first row may be a header: %s', async (...lines) => {
    const { asks, messages } = await text(...lines);
    expect(asks).toEqual(['columns']);
    expect(messages.join(' ')).toContain(
      "Row 1 was taken for the header. If it's a person, say so where you choose the columns",
    );
  });

  it('is refused with several people in one row', async () => {
    const { refused } = await text('Ada Lima <ada@contoso.com>; Bo Ek <bo@contoso.com>');
    expect(refused).toBe(
      'Row 1 seems to have several people in it. Put each person on a separate row, add the header "Name" above them, and send the file again.',
    );
  });
});

describe('F14: the header of a list is none of its people, and none of them is the header', () => {
  it.each([
    ['Name', ['Lima, Ada', 'Ek, Bo'], ['Ada Lima <?> Ada/Lima', 'Bo Ek <?> Bo/Ek']],
    ['Name,Department', ['Lima, Ada,IT', 'Ek, Bo,HR'], ['Ada Lima <?> Ada/Lima', 'Bo Ek <?> Bo/Ek']],
    ['Name;Desk', ['Ada Lima;1', 'Sukarno;2', 'Bo Ek;3'], ['Ada Lima <?>', 'Sukarno <?>', 'Bo Ek <?>']],
    [',Name', ['1,Ada Lima', '2,Bo Ek'], ['Ada Lima <?>', 'Bo Ek <?>']],
    ['Name,Department', ['1,Ada Lima,IT', '2,Bo Ek,HR'], ['Ada Lima <?>', 'Bo Ek <?>']],
    ['Name;', ['Ada Lima;', 'Bo Ek;'], ['Ada Lima <?>', 'Bo Ek <?>']],
    ['name', ['ada lima', 'bo ek'], ['ada lima <?>', 'bo ek <?>']],
    ['Name', ['1. Ada Lima', '2. Bo Ek'], ['Ada Lima <?>', 'Bo Ek <?>']],
    ['Name', ['Ada Lima (HR)', 'Bo Ek (IT)'], ['Ada Lima (HR) <?>', 'Bo Ek (IT) <?>']],
    ['Name', ['Ada Lima <ada@contoso.com>', 'Bo Ek'], ['Ada Lima <ada@contoso.com>', 'Bo Ek <?>']],
    ['이름', ['김민준', '이서연'], ['김민준 <?>', '이서연 <?>']],
    ['Имя', ['Анна Петрова', 'Олег Иванов'], ['Анна Петрова <?>', 'Олег Иванов <?>']],
    ['Имя;Отдел', ['Анна Петрова;IT', 'Олег Иванов;HR'], ['Анна Петрова <?>', 'Олег Иванов <?>']],
    ['First name,Department', ['Ada Lima,IT', 'Bo Ek,HR'], ['Ada Lima <?>', 'Bo Ek <?>']],
  ])('%s', async (header, lines, expected) => {
    const { people, asks } = await text(header, ...lines);
    expect({ people, asks }).toEqual({ people: expected, asks: ['columns'] });
    const titled = await text('Class 5B', header, ...lines);
    expect(titled.people).toEqual(expected);
  });

  it.each([
    ['氏名', '山田太郎', '山田太郎 <?>'],
    ['姓名', '王伟', '王伟 <?>'],
    ['ФИО', 'Иванов Иван', 'Иванов Иван <?> Иван/Иванов'],
  ])('needs nobody to agree where it says all of a name: %s', async (header, line, person) => {
    const { people, asks } = await text(header, line);
    expect({ people, asks }).toEqual({ people: [person], asks: [] });
  });

  it('is asked about where its names are one word each', async () => {
    const { people, asks } = await text('Name', 'Sukarno', 'Madonna');
    expect({ people, asks }).toEqual({ people: [], asks: ['columns'] });
  });

  it.each([
    ['as a filter leaves them', 'name,email', ['1,Ada Lima,ada@contoso.com', '3,Bo Ek,bo@contoso.com']],
    ['in another order', 'name,email', ['5,Ada Lima,ada@contoso.com', '2,Bo Ek,bo@contoso.com']],
    ['of one row', 'name,email', ['0,Ada Lima,ada@contoso.com']],
    [
      'beside names in parts',
      'First name,Last name,email',
      ['7,Ada,Lima,ada@contoso.com', '2,Bo,Ek,bo@contoso.com'],
    ],
  ])('leaves out numbers of rows without a header, %s', async (_what, header, lines) => {
    const { people } = await text(header, ...lines);
    expect(people.map((person) => person.replace(/> .*/, '>'))).toEqual(
      ['Ada Lima <ada@contoso.com>', 'Bo Ek <bo@contoso.com>'].slice(0, lines.length),
    );
  });

  it.each([
    ['Name,Job', ['Ada Lima,Nurse, Senior', 'Bo Ek,Clerk, Junior']],
    ['Name,Phone', ['Ada,030 1,12', 'Bo,030 2,13']],
    ['Name,Password,City', ['Ada,Hunter,Two,Rome', 'Bo,Hunter,Three,Oslo']],
  ])('keeps a comma that is not the one in a name: %s', async (header, lines) => {
    const { people, findings } = await text(header, ...lines);
    for (const person of people) expect(person).toMatch(/^(?:Ada|Bo)(?: Lima| Ek)? </);
    expect(JSON.stringify(findings)).not.toContain('Hunter');
  });
});
