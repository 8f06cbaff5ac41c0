import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tidyValue } from '../../../src/domain/personRules.ts';
import { verifyRoster } from '../../../src/roster/check/verifyRoster.ts';
import { markFormula, unmarkFormula } from '../../../src/roster/write/formulaMark.ts';
import { writeLog, writeResults, writeTemplate } from '../../../src/roster/write/writeCsv.ts';
import { writeHistory } from '../../../src/roster/write/writeHistory.ts';
import { DOMAINS } from '../../../src/sandbox/contoso.ts';
import { read, refusalOf } from '../reading.ts';

const FACTS = { domains: DOMAINS, taken: [] };

/** Text as people with bad intent write it. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'=+-@\t\r\n\'", ;|', '\0', '\uff1d', '\uff0b', '\uff0d', '\uff20', '\u00a0'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
});

describe('a cell a spreadsheet could run', () => {
  it.each([
    '=1+1',
    '+49',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\0=1',
    ' =1',
    '\u00a0=1',
    '\uff1dcmd',
    "'=1",
  ])('%j is marked', (cell) => {
    expect(markFormula(cell)).toBe(`'${cell}`);
  });

  it.each(['', 'Ada', "O'Neil", "'quoted'", 'a=b', '1-2', ' Ada', "'"])('%j is not one', (cell) => {
    expect(markFormula(cell)).toBe(cell);
    expect(unmarkFormula(cell)).toBe(cell);
  });

  it('never starts as a formula once marked, and comes back exactly', () => {
    fc.assert(
      fc.property(hostile, (cell) => {
        expect(markFormula(cell)).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
        expect(markFormula(cell)).not.toMatch(/^[\t\r\n\0]/);
        expect(unmarkFormula(markFormula(cell))).toBe(cell);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the template', () => {
  it('has the wording of the admin center, a byte order mark and CRLF', () => {
    expect(writeTemplate('blank')).toBe(
      '\ufeffUsername,First name,Last name,Display name,Job title,Department,Office number,Office phone,Mobile phone,Fax,Alternate email address,Address,City,State or province,ZIP or postal code,Country or region\r\n',
    );
  });

  it('is a roster without findings when filled with the sample', async () => {
    const { template, rows, columns, findings } = await read(writeTemplate('sample'));
    expect(template).toBe('Microsoft 365 template');
    expect(rows).toHaveLength(5);
    expect([...findings, ...(await verifyRoster(rows, columns, FACTS))]).toEqual([]);
  });

  it('is refused as having no people when sent back blank', async () => {
    expect((await refusalOf(writeTemplate('blank'))).code).toBe('FILE_NO_ROWS');
  });
});

describe('the verification log', () => {
  const text = [
    'Username,Display name,City,Password,Shoe size',
    'good@contoso.com,Good,,Hunter2!,',
    'zoë@contoso.com,=cmd(),"Lon\ndon",Hunter2!,44',
  ].join('\n');

  it('has the rows with findings, their cells as far as they are used, what is wrong and the fix', async () => {
    const { rows, columns, findings } = await read(text);
    const log = writeLog(columns, rows, [...findings, ...(await verifyRoster(rows, columns, FACTS))]);
    expect(log.startsWith('\ufeff')).toBe(true);
    expect(log).not.toContain('Hunter2!');
    const records = parse(log, { bom: true, record_delimiter: '\r\n' });
    expect(records).toEqual([
      [...columns, 'Row', 'Severity', 'Problem', 'Suggested fix'],
      ['', '', '', '', '', '1', 'note', expect.stringContaining('Shoe size: The column'), ''],
      [
        'zoë@contoso.com',
        "'=cmd()",
        'Lon\ndon',
        '',
        '',
        '3',
        'error',
        expect.stringContaining('Username: Accents'),
        'Username: zoe@contoso.com',
      ],
    ]);
  });

  it('is a roster again, with the same people', async () => {
    const { rows, columns, findings } = await read(text);
    const verified = [...findings, ...(await verifyRoster(rows, columns, FACTS))];
    const again = await read(writeLog(columns, rows, verified));
    expect(again.columns).toEqual(columns);
    expect(again.rows.map(({ person }) => person)).toEqual([rows[1]?.person]);
  });

  it('gives every value back as it was', async () => {
    const value = hostile.map((raw) => tidyValue(raw.replaceAll('\0', '')));
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 5 }), async (cities) => {
        const columns = ['Username', 'Display name', 'City'];
        const rows = cities.map((city, index) => ({
          row: index + 2,
          cells: [`p${index}`, 'P', city],
          person: {},
        }));
        const findings = await verifyRoster(rows, columns, FACTS);
        const { rows: again } = await read(writeLog(columns, rows, findings));
        expect(again.map(({ cells }) => tidyValue(cells[2] ?? ''))).toEqual(cities);
      }),
    );
  });
});

describe('the results', () => {
  it('are a table a spreadsheet opens', () => {
    const csv = writeResults([
      {
        row: 2,
        displayName: 'Lovelace, Ada',
        userPrincipalName: 'ada@contoso.com',
        objectId: 'b7c9',
        status: 'created',
        licenses: ['Office 365 E3', 'Visio'],
        groups: ['Berlin office', '+ Radio'],
        manager: 'grace@contoso.com',
        mails: ['it@contoso.com: accepted', 'hr@contoso.com: refused (550 No such user)'],
      },
      {
        displayName: '=HYPERLINK("https://evil")',
        userPrincipalName: 'bob@contoso.com',
        status: 'failed',
        licenses: [],
        groups: [],
        manager: '',
        mails: [],
        reason: 'Already in the directory.',
      },
    ]);
    expect(csv).toBe(
      [
        '\ufeffRow,Display name,Username,Object ID,Status,Licenses,Groups,Manager,Password mail,Reason',
        '2,"Lovelace, Ada",ada@contoso.com,b7c9,created,Office 365 E3; Visio,Berlin office; + Radio,grace@contoso.com,it@contoso.com: accepted; hr@contoso.com: refused (550 No such user),',
        ',"\'=HYPERLINK(""https://evil"")",bob@contoso.com,,failed,,,,,Already in the directory.',
        '',
      ].join('\r\n'),
    );
  });
});

describe('the history as a file', () => {
  it('defuses what a spreadsheet would run, in every column', () => {
    const text = writeHistory([
      {
        time: '2026-11-23T13:40:00.000Z',
        name: '=HYPERLINK("x")',
        actor: '@mia',
        platform: 'slack',
        where: '-D0MIA',
        what: 'account.created',
        outcome: 'done',
        subject: '+ada@contoso.com',
        customer: 'contoso',
        detail: ['=1+1', 'jobId=job_1'],
      },
    ]);
    const cells = text.split('\r\n')[1]?.match(/(?:"(?:[^"]|"")*"|[^,]*)(?=,|$)/g) ?? [];
    expect(cells).toContain("'@mia");
    expect(cells).toContain("'-D0MIA");
    expect(cells).toContain("'+ada@contoso.com");
    expect(cells).toContain("'=1+1; jobId=job_1");
    expect(cells.join()).toContain("'=HYPERLINK");
  });
});
