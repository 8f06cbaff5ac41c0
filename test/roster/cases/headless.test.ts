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
        '1 is above the people, like a title, and was skipped. Move it below the first person in the file if this is one, too.',
      ]);
    },
  );

  it.each([
    ['ada lima', 'bo ek'],
    ['Sukarno', 'Madonna'],
    ['Milk', 'Bread'],
    ['ada@contoso.com', 'bo@contoso.com'],
    ['Dear all,', 'please create these people.'],
    ['Ada Lima'],
  ])('is refused where nothing tells, with what to write above it: %s', async (...lines) => {
    const { refused } = await text(...lines);
    expect(refused).toMatch(
      /^Row 1 is not a header that Rollcall knows\. Write what each column holds above the people/,
    );
  });

  it.each([
    ['Ada,Lima,IT', 'Bo,Ek,HR'],
    ['Printer,HP,2nd floor', 'Laptop,Dell,3rd floor'],
  ])('is asked about where its first row may be a header: %s', async (...lines) => {
    const { asks, messages } = await text(...lines);
    expect(asks).toEqual(['columns']);
    expect(messages.join(' ')).toContain('Row 1 was taken for the header. If it is a person, write');
  });

  it('is refused with several people in one row', async () => {
    const { refused } = await text('Ada Lima <ada@contoso.com>; Bo Ek <bo@contoso.com>');
    expect(refused).toBe(
      'Row 1 seems to hold several people. Put each person on a row of their own, write "Name" above them, and send the file again.',
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
    ['Name,Job', ['Ada Lima,Nurse, Senior', 'Bo Ek,Clerk, Junior']],
    ['Name,Phone', ['Ada,030 1,12', 'Bo,030 2,13']],
    ['Name,Password,City', ['Ada,Hunter,Two,Rome', 'Bo,Hunter,Three,Oslo']],
  ])('keeps a comma that is not the one in a name: %s', async (header, lines) => {
    const { people, findings } = await text(header, ...lines);
    for (const person of people) expect(person).toMatch(/^(?:Ada|Bo)(?: Lima| Ek)? </);
    expect(JSON.stringify(findings)).not.toContain('Hunter');
  });
});
