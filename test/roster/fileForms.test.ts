import { describe, expect, it } from 'vitest';
import { readAgain } from '../../src/roster/keptFile.ts';
import { readAndKeep } from '../../src/roster/readRoster.ts';
import { inChunks, LIMITS, read, readFixture, refusalOf } from './reading.ts';

const OLA = { userPrincipalName: 'ola@contoso.com', displayName: 'Ola Nowak', city: 'Kraków' };
const EWA = { userPrincipalName: 'ewa@contoso.com', displayName: 'Ewa Lis', city: 'Kraków' };

describe('a file is read', () => {
  it.each([
    ['with pipes between the cells', 'microsoft365-pipe.csv', [2, 3]],
    ['with a first line that names the separator', 'microsoft365-sep-line.csv', [2, 3]],
    ['with title and blank rows above the header', 'microsoft365-title-rows.csv', [5, 7]],
    ['with line ends of an old Mac', 'microsoft365-old-mac-line-ends.csv', [2, 3]],
    ['in UTF-16, big end first', 'microsoft365-utf-16-big-endian.csv', [2, 3]],
    ['with line breaks in quotation marks', 'microsoft365-quoted-line-breaks.csv', [2, 3]],
  ])('%s', async (_how, name, lines) => {
    const { template, rows } = await readFixture(name);
    expect(template).toBe('Microsoft 365 template');
    expect(rows.map(({ person }) => person)).toMatchObject([OLA, EWA]);
    expect(rows.map(({ row }) => row)).toEqual(lines);
  });

  it('with every kind of line end in one file', async () => {
    const { rows, findings } = await readFixture('microsoft365-mixed-line-ends.csv');
    expect(rows.map(({ person }) => person.displayName)).toEqual(['Ola Nowak', 'Ewa Lis', 'Jan Wilk']);
    expect(rows.map(({ row }) => row)).toEqual([2, 3, 4]);
    expect(findings).toEqual([]);
  });

  it('when a title has more commas than the header has semicolons', async () => {
    const { rows } = await read('A, b, c, d and e\n\nUsername;Display name\nada@contoso.com;Ada');
    expect(rows[0]).toMatchObject({ row: 4, person: { displayName: 'Ada' } });
  });
});

describe('rows above the header', () => {
  it('are named as skipped', async () => {
    const { findings } = await readFixture('microsoft365-title-rows.csv');
    expect(findings.map(({ row, code, message }) => `${row} ${code} ${message}`)).toEqual([
      '1 ROW_SKIPPED Row 1 is above the header and was skipped.',
      '2 ROW_SKIPPED Row 2 is above the header and was skipped.',
      '3 ROW_SKIPPED Row 3 is empty and was skipped.',
      '6 ROW_SKIPPED Row 6 is empty and was skipped.',
    ]);
  });

  it('are no people: a file that begins with one is refused', async () => {
    const refusal = await refusalOf('ada@contoso.com,Ada\nUsername,Display name\nbob@contoso.com,Bob');
    expect(refusal).toMatchObject({ code: 'FILE_HEADER_UNKNOWN', detail: { row: 1 } });
  });

  it('are twenty at most', async () => {
    const below = (titles: number) => `${'Title\n'.repeat(titles)}Username,Display name\nada@contoso.com,Ada`;
    expect((await read(below(20))).rows).toHaveLength(1);
    expect(await refusalOf(below(21))).toMatchObject({ code: 'FILE_HEADER_UNKNOWN', detail: { row: 1 } });
  });
});

describe('F14: a row whose quotation marks do not fit', () => {
  const READ = ['Ada Lima', 'Rome'];
  it.each([
    ['is closed nowhere', 'a@contoso.com,"Ada Lima,Rome', READ],
    ['is closed nowhere, above a row with marks of its own', 'a@contoso.com,"Ada Lima,Rome', READ, '"Bo"'],
    ['is closed in the middle', 'a@contoso.com,"Ada" Lima,Rome', READ],
    ['is closed in the middle, before other marks', 'a@contoso.com,"Ada" Lima,"Rome"', READ],
    ['has marks inside', 'a@contoso.com,"Ada "Addy" Lima",Rome', ['Ada "Addy" Lima', 'Rome']],
    ['is closed at the end only', 'a@contoso.com,Ada Lima,"Rome', READ],
  ])(
    'is read as well as can be, with a warning, and the others as they are: %s',
    async (_what, line, expected, name = 'Bo') => {
      const { rows, findings } = await read(
        `Username,Display name,City\n${line}\nb@contoso.com,${name},"Ek\nby"\nc@contoso.com,Cy,Oslo`,
      );
      expect(rows.map(({ person: { displayName, city } }) => [displayName, city])).toEqual([
        expected,
        ['Bo', 'Ek by'],
        ['Cy', 'Oslo'],
      ]);
      expect(rows.map(({ row }) => row)).toEqual([2, 3, 4]);
      expect(findings).toMatchObject([{ row: 2, code: 'QUOTES_BROKEN', severity: 'warning' }]);
    },
  );

  it('is told when the file is read once more with other columns', async () => {
    const source = inChunks('Username,Name\na@contoso.com,"Ada" Lima');
    const { reading, kept } = await readAndKeep(source, LIMITS);
    const again = await readAgain(kept, 10, reading);
    expect(again.findings.map(({ code }) => code)).toContain('QUOTES_BROKEN');
  });

  it('does not matter where rows stand in quotation marks as a whole, with separators behind them', async () => {
    const { rows } = await read(
      '"Username,Display name,City";;\n"a@contoso.com,""Lima, Ada"",Rome";;\n"b@contoso.com,Bo,Oslo";;',
    );
    expect(rows.map(({ person: { displayName, city } }) => [displayName, city])).toEqual([
      ['Lima, Ada', 'Rome'],
      ['Bo', 'Oslo'],
    ]);
  });
});
