import { tidyValue } from '../../domain/personRules.ts';
import { listChoices } from '../columns/chosenColumns.ts';
import { guessSome } from '../columns/columns.ts';
import { likelyMeaning } from '../columns/guesses/guessHeader.ts';
import { findBothNames, isNameWord } from '../columns/guesses/guessNames.ts';
import { foreignMeaningOf, meaningOf } from '../columns/headerMeanings.ts';
import { explainUnknown, type Head, readHead, warnOfHeaderPerson } from '../columns/readHead.ts';
import { isWholeName } from '../columns/wholeName.ts';
import type { RosterReading } from '../rosterReading.ts';
import { findRowFit, fitRow } from './fitRows.ts';
import { findNoPerson } from './noPeople.ts';

/** A row of the start of a file, with its number. */
export interface EarlyRow {
  cells: readonly string[];
  at: number;
}

/** A header that nobody knows; `isUnsure` where that row may be a person's own. */
export type UnknownHead = Head & { isUnsure?: boolean };

/** A value of somebody, which no column is called: an address, a number, a date. */
const VALUE = /@|^[\d\s./:+()-]{2,}$/;

/** How many cells of a row hold something. */
export function countFilled(cells: readonly string[]): number {
  return cells.filter((cell) => tidyValue(cell) !== '').length;
}

/** True for an address, a number or a date. */
export function isValue(cell: string): boolean {
  return VALUE.test(tidyValue(cell));
}

/** The first row that is about as wide as the widest, and those below it. */
function findWide(rows: readonly EarlyRow[]): { found?: EarlyRow; below: (readonly string[])[] } {
  const widest = Math.max(0, ...rows.map(({ cells }) => countFilled(cells)));
  const index = rows.findIndex(({ cells }) => countFilled(cells) * 2 > widest);
  const found = rows[index];
  const below = rows.slice(index + 1).map(({ cells }) => cells);
  return found === undefined ? { below } : { found, below };
}

/** True for what people write over a column, in any language. */
export function isHeaderWord(cell: string): boolean {
  return (
    (meaningOf(cell) ?? foreignMeaningOf(cell) ?? likelyMeaning(cell) ?? findBothNames(cell)) !== undefined ||
    isNameWord(cell)
  );
}

/** True for a row that no person's can be: it has a word for a column, or a word over values or whole names. */
function tellsHeader(cells: readonly string[], below: readonly (readonly string[])[]): boolean {
  const isMost = (index: number, test: (value: string) => boolean): boolean =>
    below.filter((row) => test(tidyValue(row[index] ?? ''))).length * 2 > below.length;
  return cells.some((cell, index) => {
    const value = tidyValue(cell);
    if (value === '') return false;
    return (
      isHeaderWord(value) || isMost(index, isValue) || (!isWholeName(value) && isMost(index, isWholeName))
    );
  });
}

/** The header in this row, where whole names stand below it, also of rows with a cell too many. */
function readNamedHead({ cells, at }: EarlyRow, below: readonly (readonly string[])[]): Head | undefined {
  const width = cells.findLastIndex((cell) => tidyValue(cell) !== '') + 1;
  const fit = findRowFit(cells.slice(0, width), below);
  const fitted = below.map((row) => fitRow([...row], fit, width));
  return readHead(cells, at, fitted);
}

/**
 * The header that only says "Name" and a little more, where whole names stand below it: the row that does, or else the
 * first that is about as wide as the widest. Undefined where none do.
 *
 * @param rows the first rows that are not blank
 */
export function findNamedHead(rows: readonly EarlyRow[]): Head | undefined {
  const { found } = findWide(rows);
  for (const [index, row] of rows.entries()) {
    if (row !== found && !row.cells.some(isNameWord)) continue;
    const below = rows
      .slice(index + 1)
      .map(({ cells }) => cells)
      .filter((cells) => findNoPerson(cells.map(tidyValue).filter((cell) => cell !== '')) === undefined);
    const head = below.length === 0 ? undefined : readNamedHead(row, below);
    if (head !== undefined) return head;
  }
  return undefined;
}

/**
 * The row that is most likely the header where none is known: the one that only says "Name", or the first that is about
 * as wide as the widest, when people can stand below it, and whether that row may be a person's own. Undefined for a
 * text that is no table.
 *
 * @param rows the first rows that are not blank
 */
export function findUnknownHead(rows: readonly EarlyRow[]): UnknownHead | undefined {
  const named = rows.findIndex(({ cells }) => countFilled(cells) === 1 && cells.some(isNameWord));
  const { found, below } = findWide(named < 0 ? rows : rows.slice(named));
  const isNamed = found !== undefined && found === rows[named];
  if (found === undefined || (!isNamed && countFilled(found.cells) < 2)) return undefined;
  if (found.cells.some(isValue)) return undefined;
  if (!below.some((cells) => countFilled(cells) > (isNamed ? 0 : 1))) return undefined;
  const columns = found.cells.map(tidyValue);
  while (columns.at(-1) === '') columns.pop();
  const isUnsure = !isNamed && !tellsHeader(found.cells, below);
  return { row: found.at, columns, header: guessSome(columns, below), logWidth: 0, isUnsure };
}

/** A reading without people, for somebody to say what the columns of this header hold. */
export function askAbout(unknown: UnknownHead): RosterReading {
  const { columns, header } = unknown;
  return {
    template: header.template,
    columns,
    columnNames: {},
    choices: listChoices(header),
    headerRow: unknown.row,
    ...(unknown.isHeadless === true ? { isHeadless: true } : {}),
    rows: [],
    findings: unknown.isUnsure === true ? [warnOfHeaderPerson(unknown.row)] : [],
    mapping: explainUnknown(unknown),
  };
}
