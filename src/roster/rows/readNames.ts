import { RollcallError } from '../../domain/errors.ts';
import { tidyValue } from '../../domain/personRules.ts';
import { findEmployeeIdColumn, findUserNameColumn } from '../columns/guesses/findUserNameColumn.ts';
import { findLeaveDateColumn } from '../columns/leaveDateColumn.ts';
import { fileEmpty, refuseTooMany } from '../decode/decodeFile.ts';
import { readRecords } from '../decode/readRecords.ts';
import { ROW_WORDS } from './words.ts';

/** A user name in a file, and the row a spreadsheet shows it in. */
export interface NameInFile {
  row: number;
  value: string;
  /** What the column of dates says, without a time of day at midnight. Left out: there is none. */
  date?: string;
}

/** User names out of a file, and what its column is called there. */
export interface NamesReading {
  /** Empty when the file has no header. */
  column: string;
  /** The column holds employee IDs. Left out: user names, or mail addresses. */
  by?: 'employeeId';
  names: readonly NameInFile[];
  /** What the column is called that says when each of them leaves. Left out: there is none, or it is empty. */
  dateColumn?: string;
}

/** The refusal of a file of which nothing says who is meant. */
export function refuseHeader(row: number): RollcallError {
  const { message, next } = ROW_WORDS.names.noColumn;
  return new RollcallError('FILE_HEADER_UNKNOWN', message(row), { next, detail: { row } });
}

/** Excel writes a day as a moment. */
const MIDNIGHT = /[ T]0?0:00(?::00(?:\.0{1,9})?)?Z?$/;

/** Something, an @ and something, without a blank. */
function isUserName(cell: string): boolean {
  return cell.slice(1, -1).includes('@') && !/\s/.test(cell);
}

/** The column that says who is meant: by its header. */
export interface NameColumn {
  index: number;
  /** See {@link NamesReading}. */
  by?: 'employeeId';
}

/** Which column of a header says who is meant: user names, or else mail addresses, or else employee IDs. */
export function findNameColumn(cells: readonly string[]): NameColumn | undefined {
  const named = findUserNameColumn(cells);
  if (named >= 0) return { index: named };
  const index = findEmployeeIdColumn(cells);
  return index < 0 ? undefined : { index, by: 'employeeId' };
}

/** Which column holds user names: by its header, or because the first row is one already. */
function findColumn(record: readonly string[], row: number): NameColumn & { header: boolean } {
  const cells = record.map(tidyValue);
  const named = findNameColumn(cells);
  if (named !== undefined && named.by === undefined) return { ...named, header: true };
  const index = cells.findIndex(isUserName);
  if (index >= 0) return { index, header: false };
  if (named === undefined) throw refuseHeader(row);
  return { ...named, header: true };
}

/**
 * Reads user names from a CSV or an .xlsx: any file with a column of them, such as a template or a results file, or a bare list.
 * With a column that says when somebody leaves, each name has its date as it is written. Throws RollcallError with a FILE_
 * code; errors of `source` pass through.
 *
 * @param limits.maxRows names, not counting empty cells
 * @param sheet of a workbook; left out: the only one that may be meant, or SeveralSheets is thrown
 * @param leavers whether dates are read as well
 */
export async function readNames(
  source: AsyncIterable<Uint8Array>,
  limits: { maxRows: number; maxBytes: number },
  sheet?: string,
  leavers = false,
): Promise<NamesReading> {
  const names: NameInFile[] = [];
  let dates = -1;
  let dateColumn = '';
  let found: ReturnType<typeof findColumn> | undefined;
  let column = '';
  let row = 0;

  function take(record: readonly string[]): void {
    row++;
    if (record.every((cell) => tidyValue(cell) === '')) return;
    if (found === undefined) {
      found = findColumn(record, row);
      if (found.header) {
        column = tidyValue(record[found.index] ?? '');
        dates = leavers ? findLeaveDateColumn(record.map(tidyValue)) : -1;
        dateColumn = tidyValue(record[dates] ?? '');
        return;
      }
    }
    const value = tidyValue(record[found.index] ?? '');
    if (value === '') return;
    if (names.length >= limits.maxRows) throw refuseTooMany(limits.maxRows);
    const date = tidyValue(record[dates] ?? '').replace(MIDNIGHT, '');
    names.push({ row, value, ...(date === '' ? {} : { date }) });
  }

  function finish(): NamesReading {
    if (found === undefined) throw fileEmpty();
    if (names.length === 0) {
      throw new RollcallError('FILE_NO_ROWS', ROW_WORDS.names.noRows, { next: ROW_WORDS.names.next });
    }
    const isDated = names.some(({ date }) => date !== undefined);
    const { by } = found;
    return { column, names, ...(by === undefined ? {} : { by }), ...(isDated ? { dateColumn } : {}) };
  }

  const isHeader = (record: readonly string[]): boolean =>
    findNameColumn(record.map(tidyValue)) !== undefined;
  const { result } = await readRecords(
    source,
    limits.maxBytes,
    { take, finish },
    { isHeader, asks: true, sheet },
  );
  return result;
}
