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
      message: 'This row is short. The same in 4 more rows: Person 3, Person 4, Person 5 and others.',
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
