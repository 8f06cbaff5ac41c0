import { describe, expect, it } from 'vitest';
import { attachCase } from '../cases/readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));
const page = (...tables: string[][]) =>
  attachCase(
    Buffer.from(
      `<html><body>${tables
        .map(
          (rows) =>
            `<table>${rows.map((row) => `<tr><td>${row.replaceAll(',', '</td><td>')}</td></tr>`).join('')}</table>`,
        )
        .join('')}</body></html>`,
    ),
  );
const PARTS = ['First name,Last name,Department', 'Ada,Lima,IT', 'Bo,Ek,HR'];
const WHOLE = ['Name,Department', 'Ada Lima,IT', 'Bo Ek,HR', 'Cy Old,IT'];
const PEOPLE = ['Ada Lima', 'Bo Ek'];
const namesOf = ({ people }: { people: readonly string[] }) => people.map((person) => person.split(' <')[0]);
const ASKED = 'MAY_BE_NOBODY';

describe('F5: another table below the people, in words that nobody knows', () => {
  it.each([
    ['rooms', ['Blorb,Quux,Zonk', 'North wing,12,open', 'South wing,14,closed']],
    ['rooms below a title', ['Rooms', 'Room,Seats', 'Blue,12', 'Red,8']],
    ['rooms far below a title', ['Rooms', '', 'Room,Seats', 'Blue,12', '', 'Red,8']],
    ['people in other columns', ['No,Given,Family', '3,Cy,Old', '4,Di,Ray']],
  ])('is left out and named where numbers would be names: %s', async (_what, rows) => {
    const shown = await text(...PARTS, '', ...rows);
    expect(namesOf(shown)).toEqual(PEOPLE);
    expect(shown.skipped.filter((each) => each.includes('another table'))).toEqual([
      expect.stringMatching(/^5 to \d+ were skipped: another table .* send it as a separate file/),
    ]);
    expect(shown.findings.join()).not.toContain(ASKED);
  });

  it('is left out of a web page, too', async () => {
    const shown = await page(PARTS, ['Building,Floor', 'North wing,12', 'South wing,14']);
    expect(namesOf(shown)).toEqual(PEOPLE);
    expect(shown.skipped.join()).toContain('another table');
  });

  it.each([
    ['words over numbers', WHOLE, ['Room,Seats', 'Blue room,12', 'Red room,8']],
    ['words only', PARTS, ['Building,Floor,', 'North wing,Ground,', 'South wing,Top,']],
    ['no whole names', WHOLE, ['Room,Owner', 'Blue room,IT', 'Red room,HR']],
  ])('is asked about where it may be people: %s', async (_what, people, rows) => {
    const { findings } = await text(...people, '', ...rows);
    expect(findings.filter((each) => each.includes(ASKED))).toHaveLength(rows.length);
  });

  it.each([
    ['groups', [...WHOLE, '', 'Di Ray,HR', 'Ed Poe,HR', '', 'Flo Hut,Sales']],
    [
      'one person each',
      ['First name,Last name,Department', 'Ada,Lima,IT', '', 'Office,Manager,HR', '', 'Zoe,Roth,IT'],
    ],
    [
      'no phones',
      ['First name,Last name,Mobile', 'Ada,Lima,+49 170 1234567', 'Bo,Ek,', '', 'Cy,Old,', 'Di,Ray,'],
    ],
    [
      'a number to follow',
      ['Employee ID,First name,Last name', '1,Ada,Lima', '2,Bo,Ek', '', 'TBD,Cy,Old', '4,Di,Ray'],
    ],
    [
      'a last name before numbers',
      [
        'First name,Last name,Email',
        'Ada,Lima,a@contoso.com',
        '',
        'Bo,Ek,b@contoso.com',
        'Cy,007,c@contoso.com',
      ],
    ],
  ])('is none where people go on below an empty row: %s', async (_what, lines) => {
    const { people, skipped, findings } = await text(...lines);
    const rows = lines.filter((line) => line !== '').length - 1;
    expect(people).toHaveLength(rows);
    expect(skipped.join()).not.toContain('another table');
    expect(findings.join()).not.toContain(ASKED);
  });

  it('is none where a page goes on in a table with the same header, or with none', async () => {
    const again = await page(PARTS, [PARTS[0] ?? '', 'Cy,Old,IT']);
    expect(namesOf(again)).toEqual([...PEOPLE, 'Cy Old']);
    expect(namesOf(await page(PARTS, ['Cy,Old,IT', 'Di,Ray,HR']))).toEqual([...PEOPLE, 'Cy Old', 'Di Ray']);
  });
});
