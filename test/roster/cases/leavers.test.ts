import { describe, expect, it } from 'vitest';
import { makeWorkbook } from '../../composition/makeWorkbook.ts';
import { read } from '../reading.ts';
import { attachCase } from './readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));

describe('F12: who has left, in a list of those who come and those who go', () => {
  const two = (header: string, comes: string, goes: string) =>
    text(
      `First name,Last name,Email,${header}`,
      `Ada,Lima,ada.lima@contoso.com,${comes}`,
      `Bo,Ek,bo.ek@contoso.com,${goes}`,
    );

  it.each([
    ['Action', 'Create', 'Delete'],
    ['Action', 'Add', 'Leaver'],
    ['Type', 'Joiner', 'Leaver'],
    ['Starter/Leaver', 'Starter', 'Leaver'],
    ['Joiners & Leavers', 'Joiner', 'Leaver'],
    ['Change type', 'Update', 'Remove'],
    ['Aktion', 'Eintritt', 'Austritt'],
    ['Leaver?', 'No', 'Yes'],
    ['Deleted', 'FALSE', 'TRUE'],
    ['Is Deleted', '0', '1'],
    ['Terminated', 'no', 'yes'],
  ])('is warned of below %s: %s, %s', async (header, comes, goes) => {
    const { people, findings } = await two(header, comes, goes);
    expect(people.map((one) => one.split(' ').at(-1))).toEqual(['allowed', 'blocked']);
    expect(findings).toEqual([`3 ${header} HAS_LEFT`]);
  });

  it.each(['deletedDateTime', 'Deleted date', 'Soft deletion time stamp'])(
    'is warned of by a day below %s',
    async (header) => {
      const { findings } = await two(header, '', '2026-10-02T08:00:00Z');
      expect(findings).toEqual([`3 ${header} HAS_LAST_DAY`]);
    },
  );

  it('is warned of once by all of their days, and by the second column where the first is empty', async () => {
    const { rows, findings } = await read(
      [
        'User name,Display name,Termination date,Last day,Last working day',
        'ada.lima@contoso.com,Ada Lima,2026-12-31,2027-01-15,',
        'bo.ek@contoso.com,Bo Ek,,15.01.2027,15.01.2027',
        'cy.day@contoso.com,Cy Day,,,31.12.9999',
      ].join('\r\n'),
    );
    expect(rows.map(({ person }) => person.displayName)).toEqual(['Ada Lima', 'Bo Ek', 'Cy Day']);
    expect(findings.map(({ row, column, code, message }) => [row, column, code, message])).toEqual([
      [
        2,
        'Termination date',
        'HAS_LAST_DAY',
        'Termination date is 2026-12-31 and Last day is 2027-01-15. If no one needs the account any longer, leave the row out.',
      ],
      [
        3,
        'Last day',
        'HAS_LAST_DAY',
        "This person's last day is 15.01.2027. If no one needs the account any longer, leave the row out.",
      ],
    ]);
  });

  it('is asked about where "Leave" may be parental leave or the end', async () => {
    const { people, findings } = await two('Status', 'Active', 'Leave');
    expect(people[1]).toMatch(/Bo\/Ek$/);
    expect(findings).toEqual(['3 Status VALUE_INVALID']);
  });

  it.each(['Type', 'Action'])('is nobody where %s says something else', async (header) => {
    const { people, findings } = await two(header, 'Desk', 'Field');
    expect(people.map((one) => one.split(' ').at(-1))).toEqual(['Ada/Lima', 'Bo/Ek']);
    expect(findings).toEqual([]);
  });

  it('is warned of in a row that a filter of the workbook hides', async () => {
    const row = (at: number, hidden: string, ...cells: string[]) =>
      `<row r="${at}"${hidden}>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
    const sheetData = [
      row(1, '', 'Display name', 'User name'),
      row(2, ' hidden="1"', 'Ada Lima', 'ada.lima@contoso.com'),
      row(3, '', 'Bo Ek', 'bo.ek@contoso.com'),
    ].join('');
    const { people, findings } = await attachCase(
      makeWorkbook({ sheets: [{ name: 'Sheet1', rows: [], sheetData }] }),
    );
    expect(people).toHaveLength(2);
    expect(findings).toEqual(['2  ROW_HIDDEN']);
  });
});
