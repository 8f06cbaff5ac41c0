import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readNames } from '../../../../src/roster/rows/userNames/readNames.ts';
import { makeSheet, makeWorkbook } from '../../../composition/makeWorkbook.ts';
import { inChunks, LIMITS, notAsked, read, refusalOf } from '../../reading.ts';

const HEADER = ['Username', 'Display name', 'ZIP or postal code'];
const ADA = ['ada@contoso.com', 'Ada Lima', '0171'];
const shared = (index: number): { xml: string } => ({ xml: `<c t="s"><v>${index}</v></c>` });
const number = (value: string | number, style = 0): { xml: string } => ({
  xml: `<c s="${style}"><v>${value}</v></c>`,
});

function zip(files: Record<string, string>): Buffer {
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
  );
}

describe('F18: an .xlsx is read', () => {
  it('as a CSV with the same cells is, with the rows that the spreadsheet shows', async () => {
    const csv = [HEADER, [], ADA, ['bob@contoso.com', 'Bob Ray', '']].map((row) => row.join(',')).join('\n');
    const workbook = await read(makeSheet(HEADER, [], ADA, ['bob@contoso.com', 'Bob Ray']));
    expect(workbook).toEqual(await read(csv));
    expect(workbook.rows.map(({ row }) => row)).toEqual([3, 4]);
  });

  it('with shared strings that come after the sheet, rich text, and nothing of what is only read aloud', async () => {
    const strings = [
      '<t xml:space="preserve"> zoe@contoso.com </t>',
      '<r><rPr><b/></rPr><t>Zoë </t></r><r><t>Müller</t></r>',
      '<t>山田</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh><phoneticPr fontId="1"/>',
    ];
    const rows = [HEADER, [shared(0), shared(1)], ['yamada@contoso.com', shared(2)]];
    const { rows: people } = await read(makeWorkbook({ sheets: [{ name: 'A', rows }], strings }));
    expect(people.map(({ person }) => person.displayName)).toEqual(['Zoë Müller', '山田']);
    expect(people[0]?.person.userPrincipalName).toBe('zoe@contoso.com');
  });

  it('with numbers as they are shown', async () => {
    const rows = [
      [...HEADER, 'Employee ID', 'Mobile phone'],
      [ADA[0] ?? '', 'Ada', number(171, 1), number(42, 2), number('4.9176012345E+11')],
    ];
    const made = makeWorkbook({ sheets: [{ name: 'A', rows }], formats: ['00000', '"E"0000'] });
    const [ada] = (await read(made)).rows;
    expect(ada?.person).toMatchObject({
      postalCode: '00171',
      employeeId: 'E0042',
      mobilePhone: '491760123450',
    });
  });

  it.each([
    ['1900', 46354, false],
    ['1904', 44892, true],
  ])('with dates of %s', async (_system, day, date1904) => {
    const rows = [
      ['Username', 'Display name', 'Office'],
      ['ada@contoso.com', 'Ada', number(day, 1)],
    ];
    const made = makeWorkbook({ sheets: [{ name: 'A', rows }], formats: ['dd.mm.yyyy'], date1904 });
    expect((await read(made)).rows[0]?.person.officeLocation).toBe('2026-11-28');
  });

  it('with the results of formulas, and a warning where they have none', async () => {
    const formula = (result: string): { xml: string } => ({
      xml: `<c t="str"><f>A1&amp;B1</f>${result}</c>`,
    });
    const rows = [
      HEADER,
      [formula('<v>ada@contoso.com</v>'), 'Ada'],
      ['bob@contoso.com', { xml: '<c><f>X1</f><v></v></c>' }],
    ];
    const { rows: people, findings } = await read(makeSheet(...rows));
    expect(people[0]?.person.userPrincipalName).toBe('ada@contoso.com');
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'FORMULA_WITHOUT_RESULT', row: 3, severity: 'warning' }),
    );
  });

  it('with the value of merged cells in each of their rows', async () => {
    const rows = [
      ['New starters', '', '', ''],
      ['User name', 'Display name', 'Department', 'City'],
      ['lea@contoso.com', 'Lea Marx', 'Sales', 'Bonn'],
      ['tim@contoso.com', 'Tim Voss', '', 'Berlin'],
      ['ada@contoso.com', 'Ada Lima', '', ''],
      ['bo@contoso.com', 'Bo Ek', '', ''],
    ];
    const merged = ['A1:D1', 'C3:C5', 'D4:D4', 'C7:C900'];
    const { rows: people, findings } = await read(makeWorkbook({ sheets: [{ name: 'A', rows, merged }] }));
    expect(people.map(({ row, person }) => [row, person.department, person.city])).toEqual([
      [3, 'Sales', 'Bonn'],
      [4, 'Sales', 'Berlin'],
      [5, 'Sales', undefined],
      [6, undefined, undefined],
    ]);
    expect(findings.map(({ code }) => code)).toEqual(['ROW_SKIPPED']);
  });

  it('with a header of two rows, and merged cells in which nobody stands', async () => {
    const rows = [
      ['Name', 'Contact', ''],
      ['', 'Email', 'Mobile phone'],
      ['Lea Marx', 'lea@contoso.com', '0170 1234567'],
    ];
    const made = makeWorkbook({ sheets: [{ name: 'A', rows, merged: ['A1:A2', 'B1:C1', 'A4:A900'] }] });
    const { rows: people } = await read(made);
    expect(people.map(({ person }) => person)).toMatchObject([
      { displayName: 'Lea Marx', userPrincipalName: 'lea@contoso.com', mobilePhone: '0170 1234567' },
    ]);
  });

  it('as it is stored where a list is too long for anybody to have merged cells in it', async () => {
    const people = Array.from({ length: 2_100 }, (_, index) => [
      `p${index}@contoso.com`,
      `P ${index}`,
      index === 0 ? 'IT' : '',
    ]);
    const rows = [['User name', 'Display name', 'Department'], ...people];
    const long = await read(makeWorkbook({ sheets: [{ name: 'A', rows, merged: ['C2:C3'] }] }), {
      ...LIMITS,
      maxRows: 5_000,
    });
    expect(long.rows).toHaveLength(2_100);
    expect(long.rows[1]?.person.department).toBeUndefined();
  });

  it('with what Excel escapes, booleans and its errors', async () => {
    const rows = [
      ['Username', 'Display name', 'Account enabled', 'Office'],
      [
        'ada@contoso.com',
        'Ada_x000D_',
        { xml: '<c t="b"><v>0</v></c>' },
        { xml: '<c t="e"><v>#REF!</v></c>' },
      ],
    ];
    const [ada] = (await read(makeSheet(...rows))).rows;
    expect(ada).toMatchObject({ accountEnabled: false, person: { displayName: 'Ada' } });
    expect(ada?.cells).toEqual(['ada@contoso.com', 'Ada\r', 'FALSE', '#REF!']);
  });

  it('when a writer puts a prefix before every name, and leaves references out', async () => {
    const cell = (text: string): string => `<x:c t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`;
    const row = (...cells: string[]): string => `<x:row>${cells.map(cell).join('')}</x:row>`;
    const sheet = `<x:worksheet xmlns:x="m"><x:sheetData>${row('Username', 'Display name')}${row('ada@contoso.com', 'Ada')}</x:sheetData></x:worksheet>`;
    const made = makeWorkbook({
      sheets: [{ name: 'A', rows: [] }],
      parts: { 'xl/worksheets/sheet1.xml': sheet },
    });
    expect((await read(made)).rows[0]?.person.displayName).toBe('Ada');
  });

  it('on the one sheet that has a header, whatever stands before it', async () => {
    const sheets = [
      { name: 'Read me', rows: [['How to fill this in'], ['Ask Grace']] },
      { name: 'Template', rows: [HEADER] },
      { name: 'Old', rows: [HEADER, ['old@contoso.com', 'Old']], state: 'hidden' as const },
      { name: 'Staff', rows: [['Staff of 2026'], HEADER, ADA] },
    ];
    expect((await read(makeWorkbook({ sheets }))).rows.map(({ person }) => person.displayName)).toEqual([
      'Ada Lima',
    ]);
  });

  it('for licenses too: the column of user names', async () => {
    const sheets = [
      { name: 'Notes', rows: [['Hello']] },
      {
        name: 'People',
        rows: [
          ['Name', 'User name'],
          ['Ada', 'ada@contoso.com'],
        ],
      },
    ];
    const { names } = await notAsked(readNames(inChunks(makeWorkbook({ sheets }), 4096), LIMITS));
    expect(names).toMatchObject([{ row: 2, value: 'ada@contoso.com' }]);
  });

  it('with links to elsewhere and macros left alone', async () => {
    const external =
      '<Relationships><Relationship Id="rId1" Type="x/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId9" Type="x/sharedStrings" Target="http://evil.example/s.xml" TargetMode="External"/></Relationships>';
    const parts = {
      '_rels/.rels': external,
      'xl/vbaProject.bin': 'macro',
      'xl/externalLinks/externalLink1.xml': '<externalLink/>',
    };
    expect(
      (await read(makeWorkbook({ sheets: [{ name: 'A', rows: [HEADER, ADA] }], parts }))).rows,
    ).toHaveLength(1);
  });
});

describe('F18: a workbook costs no more than its people', () => {
  it('with a million empty rows below them', async () => {
    const row = (at: number, cells: string): string => `<row r="${at}" spans="1:3" ht="15">${cells}</row>`;
    const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
    const empty = Array.from({ length: 300_000 }, (_, index) => row(index + 3, '<c s="1"/>')).join('');
    const people = `${row(1, HEADER.map(text).join(''))}${row(2, ADA.map(text).join(''))}`;
    const made = makeWorkbook({
      sheets: [{ name: 'A', rows: [], sheetData: `${people}${empty}${row(1_048_576, '')}` }],
    });
    const { rows, findings } = await read(made, { maxRows: 100, maxBytes: 10_000_000 });
    expect(rows).toHaveLength(1);
    expect(findings).toEqual([]);
  });

  it.each([
    ['a sheet', 'xl/worksheets/sheet1.xml'],
    ['shared strings', 'xl/sharedStrings.xml'],
  ])('when %s unpacks to a bomb', async (_what, part) => {
    const bomb = `<x>${' '.repeat(170 * 1024 * 1024)}</x>`;
    const made = makeWorkbook({ sheets: [{ name: 'A', rows: [HEADER, ADA] }], parts: { [part]: bomb } });
    expect(made.length).toBeLessThan(1_000_000);
    expect(await refusalOf(made)).toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it('with entities that would multiply', async () => {
    const sheet = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData/></worksheet>';
    const made = makeWorkbook({
      sheets: [{ name: 'A', rows: [] }],
      parts: { 'xl/worksheets/sheet1.xml': sheet },
    });
    expect(await refusalOf(made)).toMatchObject({ code: 'FILE_NOT_UNDERSTOOD' });
  });

  it('with a value in the last of 16,384 columns', async () => {
    const far = { xml: '<c t="inlineStr"><is><t>x</t></is></c>' };
    const made = makeWorkbook({
      sheets: [{ name: 'A', rows: [HEADER, ADA, [far]] }],
    });
    expect((await read(made)).rows).toHaveLength(2);
    const sheetData = '<row r="1"><c r="XFD1" t="str"><v>x</v></c></row>';
    const wide = makeWorkbook({ sheets: [{ name: 'A', rows: [], sheetData }] });
    expect(await refusalOf(wide)).toMatchObject({
      code: 'FILE_NOT_UNDERSTOOD',
      message: 'Row 1 has a value in column 16384; at most 2,000 columns are read.',
    });
  });

  it('with more people than allowed', async () => {
    const people = Array.from({ length: 101 }, (_, index) => [`p${index}@contoso.com`, `P ${index}`]);
    expect(await refusalOf(makeSheet(HEADER, ...people))).toMatchObject({ code: 'FILE_TOO_MANY_ROWS' });
  });
});

describe('F18: what is no .xlsx is named', () => {
  const encrypted = Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(2_000),
    Buffer.from('EncryptedPackage', 'utf16le'),
  ]);
  it.each<[string, string, string, Buffer]>([
    ['an encrypted one', 'FILE_IS_EXCEL', 'protected by a password', encrypted],
    ['an .xls', 'FILE_IS_EXCEL', '(.xls)', Buffer.concat([encrypted.subarray(0, 8), Buffer.alloc(600)])],
    ['an .xlsb', 'FILE_IS_EXCEL', '(.xlsb)', zip({ 'xl/workbook.bin': 'x' })],
    ['an .ods', 'FILE_IS_OTHER', 'OpenDocument', zip({ mimetype: 'x', 'content.xml': '<x/>' })],
    ['a .numbers', 'FILE_IS_OTHER', 'Numbers', zip({ 'Index/Document.iwa': 'x' })],
    ['a .docx', 'FILE_IS_OTHER', 'Word', zip({ '[Content_Types].xml': '<x/>', 'word/document.xml': '<x/>' })],
    ['a ZIP of CSVs', 'FILE_IS_OTHER', 'ZIP', zip({ 'people.csv': 'a,b' })],
    ['a PDF', 'FILE_IS_OTHER', 'PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj')],
    ['a picture', 'FILE_IS_OTHER', 'picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])],
    ['half a workbook', 'FILE_NOT_UNDERSTOOD', 'damaged', makeSheet(HEADER, ADA).subarray(0, 900)],
    [
      'a workbook with a broken sheet',
      'FILE_NOT_UNDERSTOOD',
      'damaged',
      makeWorkbook({
        sheets: [{ name: 'A', rows: [] }],
        parts: { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row>' },
      }),
    ],
    [
      'one without any sheet',
      'FILE_EMPTY',
      'no visible sheet',
      makeWorkbook({ sheets: [{ name: 'A', rows: [HEADER, ADA], state: 'veryHidden' }] }),
    ],
    ['an empty one', 'FILE_EMPTY', 'empty', makeSheet()],
  ])('%s: %s', async (_what, code, words, bytes) => {
    const refusal = await refusalOf(bytes);
    expect(refusal.code).toBe(code);
    expect(refusal.message).toContain(words);
    expect(refusal.next).not.toBe('');
  });

  it('and one with people on several sheets names them', async () => {
    const sheets = ['Berlin', 'Paris'].map((name) => ({ name, rows: [HEADER, ADA] }));
    const refusal = await refusalOf(makeWorkbook({ sheets }));
    expect(refusal).toMatchObject({
      code: 'FILE_HAS_SHEETS',
      message: 'The workbook has people on several sheets: Berlin, Paris.',
    });
  });
});
