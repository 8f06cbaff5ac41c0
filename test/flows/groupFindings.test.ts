import { expect, it } from 'vitest';
import type { Finding } from '../../src/domain/terms.ts';
import { groupFindings } from '../../src/flows/rosters/groupFindings.ts';

const ROWS = [2, 3, 4, 5, 6].map((row) => ({ row, cells: [], person: { displayName: `Person ${row}` } }));

function finding(row: number, severity: Finding['severity'], message = 'This row is short.'): Finding {
  return { row, column: 'City', property: 'city', value: `v${row}`, code: 'X', severity, message };
}

it('the same warning about many rows is one line, with how many and who', () => {
  const lines = groupFindings(
    [2, 3, 4, 5, 6].map((row) => finding(row, 'warning')),
    ROWS,
  );
  expect(lines).toEqual([
    {
      row: 2,
      column: 'City',
      value: '',
      severity: 'warning',
      message: 'This row is short. The same in 4 more rows: Person 3, Person 4, Person 5, and others.',
    },
  ]);
});

it('errors, other words, and what has a suggestion stay apart', () => {
  const suggested = { ...finding(6, 'warning'), suggestion: 'x' };
  const all = [
    finding(2, 'error'),
    finding(3, 'error'),
    finding(4, 'warning'),
    finding(5, 'warning', 'Other.'),
    suggested,
  ];
  expect(groupFindings(all, ROWS).map(({ row }) => row)).toEqual([2, 3, 4, 5, 6]);
});

it('columns that are not used are one line with their names, so that they hide nothing', () => {
  const unused = (column: string): Finding => ({
    ...finding(1, 'note', `The column ${column} isn't used.`),
    column,
    code: 'COLUMN_IGNORED',
  });
  const many = Array.from({ length: 12 }, (_, index) => unused(`Col ${index}`));
  const lines = groupFindings([finding(2, 'error'), ...many, unused('')], ROWS);
  expect(lines.map(({ message }) => message)).toEqual([
    'This row is short.',
    "13 columns aren't used: Col 0, Col 1, Col 2, Col 3, Col 4, Col 5, Col 6, Col 7, Col 8, Col 9, 3 more.",
  ]);
  expect(groupFindings([unused('Shoe')], ROWS)[0]).toMatchObject({ column: 'Shoe' });
});
