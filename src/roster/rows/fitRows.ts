import { tidyValue } from '../../domain/personRules.ts';
import type { ColumnMeaning } from '../columns/columnMeaning.ts';
import { findBothNames, isNameWord } from '../columns/guesses/guessNames.ts';
import { foreignMeaningOf, meaningOf } from '../columns/headerMeanings.ts';
import { mentionsPassword } from '../columns/passwordHeaders.ts';

/** Rows by which is told what a column holds: as many as a person would glance at. */
export const SAMPLES = 20;

/**
 * Why the rows of a list have one cell more than its header: `Lima, Ada` stands there without quotation marks, or the
 * rows are counted in a first column that the header leaves out.
 */
export type RowFit = { kind: 'joined'; at: number } | { kind: 'counted' };

/** In whichever of these the whole name stands. */
function isOfNames(column: string): boolean {
  const meaning = meaningOf(column) ?? foreignMeaningOf(column);
  return (
    meaning === 'displayName' ||
    (meaning === undefined && isNameWord(column)) ||
    findBothNames(column) !== undefined
  );
}

const PART = /^\p{L}[\p{L}\p{M} .'’-]{0,60}$/u;

/** What no number can stand below. */
const WORDS_ONLY: ReadonlySet<unknown> = new Set<ColumnMeaning>([
  'userPrincipalName',
  'displayName',
  'givenName',
  'surname',
  'otherMails',
  'jobTitle',
  'department',
  'city',
  'country',
]);

/**
 * True for numbers of rows in the first column: each one more than the one above, or, where the header has a column of
 * words there, as a filter or another order leaves them.
 */
function countsRows(values: readonly string[], column: string): boolean {
  if (!values.every((value) => /^\d{1,6}$/.test(value)) || new Set(values).size < values.length) return false;
  if (isNameWord(column) || WORDS_ONLY.has(meaningOf(column) ?? foreignMeaningOf(column))) return true;
  return (
    values.length > 1 && values.every((value, at) => at === 0 || Number(value) === Number(values[at - 1]) + 1)
  );
}

/**
 * How the rows of a list fit below its header, where most of them have one cell too many; undefined where they do not,
 * or nobody could tell why.
 *
 * @param rows the first rows below the header
 */
export function findRowFit(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): RowFit | undefined {
  const wide = rows.filter((cells) => tidyValue(cells[columns.length] ?? '') !== '');
  // A password with a comma in it makes such rows, too.
  if (columns.some(mentionsPassword)) return undefined;
  if (wide.length * 2 <= rows.length || wide.some(({ length }) => length > columns.length + 1))
    return undefined;
  const valuesIn = (index: number): string[] => wide.map((cells) => tidyValue(cells[index] ?? ''));
  if (wide.length === rows.length && countsRows(valuesIn(0), columns[0] ?? '')) return { kind: 'counted' };
  const at = columns.findIndex(isOfNames);
  if (at < 0 || ![...valuesIn(at), ...valuesIn(at + 1)].every((value) => PART.test(value))) return undefined;
  // Where whole names stand in one cell, the comma is another column's.
  const whole = valuesIn(at).filter((value) => value.includes(' ')).length;
  return whole * 2 < wide.length ? { kind: 'joined', at } : undefined;
}

/** The cells of one row, as they belong below the header. */
export function fitRow(cells: string[], fit: RowFit | undefined, width: number): string[] {
  if (fit === undefined || cells.length !== width + 1) return cells;
  if (fit.kind === 'counted') return cells.slice(1);
  const { at } = fit;
  const both = [cells[at], cells[at + 1]].map((cell) => tidyValue(cell ?? '')).filter((cell) => cell !== '');
  return [...cells.slice(0, at), both.join(', '), ...cells.slice(at + 2)];
}

/** `Name (Last, First)` without quotation marks is one cell: nobody opens a bracket to close it in the next column. */
export function joinBrackets(cells: readonly string[]): string[] {
  const joined: string[] = [];
  for (const cell of cells) {
    const before = joined.at(-1);
    const isOpen = before !== undefined && /\([^)]{0,60}$/.test(before) && /^[^(]{0,60}\)/.test(cell);
    if (isOpen) joined.splice(-1, 1, `${before}, ${cell.trim()}`);
    else joined.push(cell);
  }
  return joined;
}
