import { tidyValue } from '../../domain/personRules.ts';
import { guessSome } from '../columns/columns.ts';
import { type Head, readHead } from '../columns/readHead.ts';

/** A row of the start of a file, with its number. */
export interface EarlyRow {
  cells: readonly string[];
  at: number;
}

/** A value of somebody, which no column is called: an address, a number, a date. */
const VALUE = /@|^[\d\s./:+()-]{2,}$/;

function countFilled(cells: readonly string[]): number {
  return cells.filter((cell) => tidyValue(cell) !== '').length;
}

/** The first row that is about as wide as the widest, and those below it. */
function findWide(rows: readonly EarlyRow[]): { found?: EarlyRow; below: (readonly string[])[] } {
  const widest = Math.max(0, ...rows.map(({ cells }) => countFilled(cells)));
  const index = rows.findIndex(({ cells }) => countFilled(cells) * 2 > widest);
  const found = rows[index];
  const below = rows.slice(index + 1).map(({ cells }) => cells);
  return found === undefined ? { below } : { found, below };
}

/**
 * The header that only says "Name" and a little more, where whole names stand below it. Undefined where none do.
 *
 * @param rows the first rows that are not blank
 */
export function findNamedHead(rows: readonly EarlyRow[]): Head | undefined {
  const { found, below } = findWide(rows);
  return found === undefined || below.length === 0 ? undefined : readHead(found.cells, found.at, below);
}

/**
 * The row that is most likely the header where none is known: the first that is about as wide as the widest, when
 * people can stand below it. Undefined for a text that is no table, and where that row may be a person's own.
 *
 * @param rows the first rows that are not blank
 */
export function findUnknownHead(rows: readonly EarlyRow[]): Head | undefined {
  const { found, below } = findWide(rows);
  if (found === undefined || countFilled(found.cells) < 2) return undefined;
  if (found.cells.some((cell) => VALUE.test(tidyValue(cell)))) return undefined;
  if (!below.some((cells) => countFilled(cells) > 1)) return undefined;
  const columns = found.cells.map(tidyValue);
  while (columns.at(-1) === '') columns.pop();
  return { row: found.at, columns, header: guessSome(columns, below), logWidth: 0 };
}
