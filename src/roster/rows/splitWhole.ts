import { cutRecord } from '../decode/cutRecord.ts';

const DELIMITERS = [',', ';', '\t', '|'];

/** The cells of one line; undefined where it is not made of several. */
function splitCells(line: string, delimiter: string): string[] | undefined {
  if (!line.includes(delimiter)) return undefined;
  const record = cutRecord(line, 0, delimiter, true);
  // Otherwise it is no line of its own: a value with a quotation mark in it.
  return record?.next === line.length && !record.isUnsure ? record.cells : undefined;
}

/**
 * Every way to take a record apart whose whole row stands in one cell: put in quotation marks by an export, or with
 * another separator than the header. None for any other record.
 */
export function splitWhole(record: readonly string[]): string[][] {
  if (record.some((cell, index) => index > 0 && cell.trim() !== '')) return [];
  const line = record[0] ?? '';
  return DELIMITERS.flatMap((delimiter) => {
    const cells = splitCells(line, delimiter);
    return cells === undefined ? [] : [cells];
  });
}

/**
 * The record, or what its only cell holds where that fills all columns.
 *
 * @param whole the header stood in one cell, too; otherwise "Berg, Mia" is a name
 */
export function unfoldRecord(record: string[], columns: number, whole: boolean): string[] {
  if (columns < 2 || (record[1] ?? '').trim() !== '') return record;
  const cells = splitWhole(record).find(({ length }) => length === columns);
  const isSure = whole || columns > 2 || cells?.some((cell) => cell.includes('@')) === true;
  return cells !== undefined && isSure ? cells : record;
}
