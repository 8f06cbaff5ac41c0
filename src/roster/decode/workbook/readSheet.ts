import { RollcallError } from '../../../domain/errors.ts';
import { FILE_WORDS } from '../words.ts';
import { columnOf, MAX_COLUMNS } from './cellReference.ts';
import { formatDate, formatNumber, isDateFormat, plainNumber } from './formatNumber.ts';
import { createHeldRows } from './mergedCells.ts';
import { type Shared, unescapeCharacters } from './readParts.ts';
import { walkXml } from './walkXml.ts';

/** As much as Excel has (its specifications and limits), so that a made-up number costs nothing. */
const MAX_ROWS = 1_048_576;
/** As in a CSV: the longest legal row is some 12 kB, the rest is room for columns that are not used. */
const MAX_RECORD_LENGTH = 64 * 1024;
const BLANK: readonly string[] = [];

/** What follows the merged cells in a sheet (ECMA-376 part 1, 18.3.1.99). */
const BELOW_MERGED: ReadonlySet<string> = new Set([
  'phoneticPr',
  'conditionalFormatting',
  'dataValidations',
  'hyperlinks',
  'pageMargins',
  'drawing',
  'tableParts',
]);

interface Cell {
  column: number;
  type: string;
  style: number;
}

function refuseRow(row: number, what: string, next: string): RollcallError {
  return new RollcallError('FILE_NOT_UNDERSTOOD', FILE_WORDS.workbook.row(row, what), {
    next,
    detail: { row },
  });
}

/** What a cell shows. Dates are written out in one way, whatever the language of the workbook. */
function show({ type, style }: Cell, text: string, { strings, formats, isFrom1904 }: Shared): string {
  if (text === '') return '';
  if (type === 's') return strings[Number(text)] ?? '';
  if (type === 'b') return text.trim() === '1' || text.trim() === 'true' ? 'TRUE' : 'FALSE';
  if (type === 'd') return text.trim().replace(/T00:00(?::00(?:\.0+)?)?Z?$/, '');
  if (type !== 'n') return unescapeCharacters(text);
  const format = formats[style] ?? '';
  if (format === '') return plainNumber(text);
  return isDateFormat(format) ? formatDate(text, isFrom1904) : formatNumber(text, format);
}

/** Fills up short rows: a sheet leaves out what is empty, which is not what a CSV with too few cells means. */
function createRows(take: (record: string[]) => void) {
  let row = 0;
  let blank = 0;
  let width = 0;
  let cells: string[] = [];
  let length = 0;
  return {
    /** How many rows there are so far, the current one included. */
    row: () => row,
    open(number: number): void {
      const next = Number.isInteger(number) && number > row && number <= MAX_ROWS ? number : row + 1;
      blank += next - row - 1;
      row = next;
      cells = [];
      length = 0;
    },
    add(column: number, value: string): void {
      if (value === '') return;
      if (column >= MAX_COLUMNS) {
        const { what, next } = FILE_WORDS.workbook.wide;
        throw refuseRow(row, what(column + 1), next);
      }
      length += value.length;
      if (length > MAX_RECORD_LENGTH) {
        const { what, next } = FILE_WORDS.workbook.long;
        throw refuseRow(row, what(MAX_RECORD_LENGTH / 1024), next(row));
      }
      while (cells.length < column) cells.push('');
      cells[column] = value;
    },
    close(): void {
      if (cells.length === 0) {
        blank++;
        return;
      }
      // Blank rows count only where somebody stands below them: a sheet may end in a million.
      for (; blank > 0; blank--) take([...BLANK]);
      width = Math.max(width, cells.length);
      while (cells.length < width) cells.push('');
      take(cells);
    },
  };
}

/**
 * Hands over a sheet's rows as a spreadsheet shows them: the results of formulas, numbers in their formats, dates as
 * `2026-11-28`, and the value of cells that are merged over several rows in each of these (ECMA-376 part 1, 18.3.1.55).
 * Answers the first row with a formula that has no result, which scripts write, and the rows that a filter or somebody
 * hid (18.3.1.73, `hidden`). Throws RollcallError
 * FILE_NOT_UNDERSTOOD, and what the pieces or `take` throw.
 *
 * @param isEnough true once no more rows are needed
 */
export async function readSheet(
  pieces: AsyncGenerator<Buffer>,
  shared: Shared,
  take: (record: string[]) => void,
  isEnough?: () => boolean,
): Promise<{ withoutResult: number | undefined; hidden: readonly number[] }> {
  // Whoever looks for a header only has no use for what stands below the rows.
  const heldRows = createHeldRows(take, isEnough === undefined);
  const rows = createRows(heldRows.take);
  let cell: Cell | undefined;
  let column = 0;
  let text = '';
  let hasFormula = false;
  let reads: 'value' | 'inline' | undefined;
  let phonetic = 0;
  let isBelow = false;
  let isOver = false;
  let withoutResult: number | undefined;
  const hidden: number[] = [];

  await walkXml(pieces, {
    open(name, attributes) {
      if (isBelow) {
        if (name === 'mergeCell') heldRows.takeMerged(attributes.ref);
        isOver ||= BELOW_MERGED.has(name);
      } else if (name === 'row') {
        rows.open(Number(attributes.r));
        if (attributes.hidden === '1' || attributes.hidden === 'true') hidden.push(rows.row());
        column = 0;
      } else if (name === 'c') {
        column = columnOf(attributes.r) ?? column;
        cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0) };
        text = '';
        hasFormula = false;
      } else if (name === 'f') hasFormula = true;
      else if (name === 'v') reads = 'value';
      else if (name === 'rPh') phonetic++;
      else if (name === 't' && phonetic === 0) reads = 'inline';
    },
    close(name) {
      if (name === 'v' || name === 't') reads = undefined;
      else if (name === 'rPh') phonetic--;
      else if (name === 'c' && cell !== undefined) {
        if (hasFormula && text === '' && cell.type !== 'str') withoutResult ??= rows.row();
        rows.add(cell.column, show(cell, text, shared));
        column = cell.column + 1;
        cell = undefined;
      } else if (name === 'row' && isEnough?.() !== true) rows.close();
      else if (name === 'sheetData') isBelow = true;
      else if (name === 'mergeCells') isOver = true;
    },
    text(piece) {
      if (reads !== undefined && cell !== undefined) text += piece;
    },
    isDone: () => isOver || isEnough?.() === true,
  });
  await heldRows.finish();
  return { withoutResult, hidden };
}
