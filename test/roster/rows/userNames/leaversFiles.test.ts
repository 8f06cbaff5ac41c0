import { describe, expect, it } from 'vitest';
import { readNames } from '../../../../src/roster/rows/userNames/readNames.ts';
import { notAsked } from '../../reading.ts';

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
const read = (lines: readonly string[]) =>
  notAsked(readNames(bytes(lines.join('\n')), { maxRows: 50, maxBytes: 10_000 }, undefined, true));
/** `2 lea@contoso.com 2027-12-31`, and what is refused with its code. */
async function list(lines: readonly string[]): Promise<string[]> {
  const { names } = await read(lines);
  return names.map(({ row, value, date, refused }) =>
    [row, value.split('@')[0], date, refused?.code].filter((one) => one !== undefined).join(' '),
  );
}
const told = async (lines: readonly string[]) =>
  ((await read(lines)).findings ?? []).map(({ row, severity, code }) => `${row} ${severity} ${code}`);

describe('a file of people who leave', () => {
  it.each([
    [['Questions to,john@contoso.com', 'User name,Last day', 'lea@contoso.com,2027-12-31']],
    [['Leavers June,', '', 'User name,Last day', 'lea@contoso.com,2027-12-31']],
    [['', 'Please send an email to HR with questions', 'User name,Last day', 'lea@contoso.com,2027-12-31']],
  ])('has its header below titles: %j', async (lines) => {
    const { names, dateColumn } = await read(lines);
    expect(names.map(({ value, date }) => [value, date])).toEqual([['lea@contoso.com', '2027-12-31']]);
    expect(dateColumn).toBe('Last day');
  });

  it('is refused where somebody stands above its header', async () => {
    await expect(read(['lea@contoso.com,x', 'User name,Last day', 'tim@contoso.com,'])).rejects.toMatchObject(
      {
        code: 'FILE_HEADER_UNKNOWN',
      },
    );
  });

  it.each([
    'Date of termination',
    'Last day in office',
    'Account disable date',
    'Contract end',
    'Effective date',
    'Letzter Tag',
    'Posledni den',
    'Poslední den',
    'Abgangsdatum',
    '退職日',
    'Дата увольнения',
  ])('says with %s when they leave', async (header) => {
    const { dateColumn, datesUnsure } = await read([`Email,${header}`, 'lea@contoso.com,2027-12-20']);
    expect([dateColumn, datesUnsure]).toEqual([header, undefined]);
  });

  it.each([
    ['Freigabe', ['Email,Freigabe', 'lea@contoso.com,2027-06-30']],
    ['Some date', ['Email,Some date', 'lea@contoso.com,end of June']],
    ['Column 2', ['lea@contoso.com,2027-06-30']],
    ['Until', ['Who,Until', 'lea@contoso.com,2027-06-30']],
  ])('has somebody asked about days below %s', async (header, lines) => {
    const { dateColumn, datesUnsure } = await read(lines);
    expect([dateColumn, datesUnsure]).toEqual([header, true]);
  });

  it('has nobody asked about days of something else, and is refused where several may be meant', async () => {
    const { dateColumn } = await read(['Email,Hire date,Birthday', 'lea@contoso.com,2020-01-01,1990-01-01']);
    expect(dateColumn).toBeUndefined();
    await expect(read(['Email,Frei,Ab', 'lea@contoso.com,2027-06-30,2027-07-30'])).rejects.toMatchObject({
      code: 'FILE_NOT_UNDERSTOOD',
    });
  });

  it('takes the one with days of two columns about leaving', async () => {
    const { dateColumn } = await read([
      'Email,Termination,Termination date',
      'lea@contoso.com,Yes,2027-06-30',
    ]);
    expect(dateColumn).toBe('Termination date');
  });

  it('tells rows that do not say who is meant, and skips totals and notes', async () => {
    const lines = [
      'Name,Email,Last day',
      'Lea Marx,lea@contoso.com,2026-12-31',
      'Tim Voß,,2026-12-31',
      '#Kurt Meier,kurt@contoso.com,2026-12-31',
      'Prepared by Grace Okafor,grace@contoso.com,',
      'Total,,2',
    ];
    expect(await list(lines)).toEqual(['2 lea 2026-12-31']);
    expect(await told(lines)).toEqual([
      '3 error MISSING',
      '4 warning ROW_SKIPPED',
      '5 warning ROW_SKIPPED',
      '6 note ROW_SKIPPED',
    ]);
    const { findings = [] } = await read(lines);
    expect(findings[0]?.message).toContain('(Tim Voß)');
  });

  it('leaves out whom a status lets stay', async () => {
    const lines = [
      'Email,Status',
      'a@contoso.com,Leaving',
      'b@contoso.com,Withdrawn - stays',
      'c@contoso.com,Active',
      'd@contoso.com,Rescinded',
      'e@contoso.com,Withdrawn',
      'f@contoso.com,Terminated',
    ];
    expect(await list(lines)).toEqual(['2 a', '3 b STAYS', '4 c STAYS', '5 d STAYS', '6 e', '7 f']);
    expect(await told(lines)).toEqual(['6 warning STAYS']);
    expect(await told(['Email,Status', 'a@contoso.com,Active'])).toEqual(['2 warning STAYS']);
    expect(await told(['Email,Notes', 'a@contoso.com,stays until further notice'])).toEqual([
      '2 warning STAYS',
    ]);
  });

  it('leaves out those below a heading of people who come', async () => {
    const lines = ['Name,Email', 'Leavers,', 'A,a@contoso.com', 'New starters,', 'B,b@contoso.com'];
    expect(await list(lines)).toEqual(['3 a', '5 b STAYS']);
  });

  it('leaves out a row with more cells than the header', async () => {
    expect(await list(['Email,Last day', 'a@contoso.com,May 5, 2027', 'b@contoso.com,2027-05-05'])).toEqual([
      '2 a May 5 ROW_RAGGED',
      '3 b 2027-05-05',
    ]);
  });

  it.each([
    ['Email - Work', ['Email - Work', 'lea@contoso.com'], 'lea'],
    ['Current email', ['Current email', 'lea@contoso.com'], 'lea'],
    ['Work email', ['Email,Work email', 'me@gmail.com,lea@contoso.com'], 'lea'],
    ['email', ['username,email', 'lmarx,lea@contoso.com'], 'lea'],
    ['', ['anna@contoso.com,lea@contoso.com', 'anna@contoso.com,tim@contoso.com'], 'lea'],
  ])('finds their addresses below %j', async (column, lines, first) => {
    const reading = await read(lines);
    expect([reading.column, reading.names[0]?.value]).toEqual([column, `${first}@contoso.com`]);
  });

  it('is refused without a header where two columns have addresses', async () => {
    await expect(read(['anna@contoso.com,lea@contoso.com'])).rejects.toMatchObject({
      code: 'FILE_HEADER_UNKNOWN',
    });
  });

  it.each([
    ['2026-12-31T17:00:00', '2026-12-31'],
    ['2026-12-31 00:00:00', '2026-12-31'],
    ['2026-12-31T23:00:00Z', '2026-12-31T23:00:00Z'],
  ])('has the day of %s', async (date, day) => {
    expect(await list(['Email,Last day', `lea@contoso.com,${date}`])).toEqual([`2 lea ${day}`]);
  });

  it('says that its passwords are not used', async () => {
    expect(await told(['Email,New password', 'lea@contoso.com,Xy12345678'])).toEqual([
      '1 note PASSWORDS_IGNORED',
    ]);
  });

  it.each([
    ['Worker', ['Employee ID,Worker,Work email', '1,Lea Marx,lm@contoso.com'], 'Lea Marx'],
    ['Wer', ['Wer,Email', 'Lea Marx,lea.marx@contoso.com'], 'Lea Marx'],
    ['no header', ['lea.marx@contoso.com,Lea Marx', 'tim.voss@contoso.com,Tim Voss'], 'Lea Marx'],
    ['a department', ['lea.marx@contoso.com,Human Resources'], undefined],
    ['a manager', ['Email,Manager', 'lea.marx@contoso.com,Ada Lovelace'], undefined],
  ])('knows names by %s', async (_what, lines, name) => {
    const { names } = await read(lines);
    expect(names[0]?.person?.displayName).toBe(name);
  });

  it('takes the id of an export for no employee ID', async () => {
    const { names } = await read(['userPrincipalName,id', 'lea.marx@contoso.com,0a1b']);
    expect(names[0]?.person).toBeUndefined();
  });
});
