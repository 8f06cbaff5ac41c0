import { RollcallError } from '../../../domain/errors.ts';
import { tidyValue } from '../../../domain/personRules.ts';
import type { Finding } from '../../../domain/terms.ts';
import {
  findEmployeeIdColumn,
  findMailColumn,
  findUserNameColumn,
} from '../../columns/guesses/findUserNameColumn.ts';
import { fileEmpty, refuseTooMany } from '../../decode/decodeFile.ts';
import { nameColumns } from '../findHeadless.ts';
import { noteAbove } from '../skippedRows.ts';
import { splitWhole, unfoldRecord } from '../splitWhole.ts';
import { ROW_WORDS } from '../words.ts';

/** Titles and blank lines above the header of a list that people made. */
const MOST_ABOVE = 20;
/** As many rows as tell what a column holds. */
export const MOST_SAMPLES = 20;
/** Before the address of whom to write to, about the list or in its name. */
const CONTACT =
  /^(?:contacts?|kontakt|questions?|fragen|help|hr|author|owner|created|prepared|compiled|from|source|report(?:ed)?|requested|approved|sent|updated|exported|erstellt|ansprechpartner|verantwortlich|responsable|r[eé]f[eé]rent|contatto)(?:\s+(?:by|to|from|person|von|durch|an|par|por|da)(?!\p{L})|\s*[:?]|$)/iu;

/** The column that says who is meant. */
export interface NameColumn {
  index: number;
  /** The column holds employee IDs. Left out: user names, or mail addresses. */
  by?: 'employeeId';
}

/** A row of a file of people who exist, and where a spreadsheet shows it. */
export interface NamesRecord {
  record: readonly string[];
  row: number;
  /** Its quotation marks do not fit. */
  isUnsure: boolean;
}

/** A header, and the rows below it that are not blank. */
export interface NamesTable {
  /** Of the header; of a list without one the last row above it, or 0. */
  row: number;
  columns: string[];
  isHeadless: boolean;
  key: NameColumn;
  records: NamesRecord[];
  /** About rows above the header. */
  findings: Finding[];
}

/** The refusal of a file of which nothing says who is meant. */
function refuseHeader(row: number): RollcallError {
  const { message, next } = ROW_WORDS.names.noColumn;
  return new RollcallError('FILE_HEADER_UNKNOWN', message(row), { next, detail: { row } });
}

/** The same where several columns may. */
function refuseSeveral(row: number): RollcallError {
  const { message, next } = ROW_WORDS.names.severalColumns;
  return new RollcallError('FILE_HEADER_UNKNOWN', message(row), { next, detail: { row } });
}

/** Something, an @ and something, without a blank. */
function isUserName(cell: string): boolean {
  return cell.slice(1, -1).includes('@') && !/\s/.test(cell);
}

/** True for a row of which one cell says that the address beside it is whom to ask. */
export function isContact(cells: readonly string[]): boolean {
  return cells.some((cell) => CONTACT.test(cell));
}

/** Which column of a header says who is meant: user names, or else mail addresses, or else employee IDs. */
export function findNameColumn(record: readonly string[]): NameColumn | undefined {
  const cells = record.map(tidyValue);
  // What has an address in it is somebody.
  if (cells.some(isUserName)) return undefined;
  const named = findUserNameColumn(cells);
  if (named >= 0) return { index: named };
  const index = findEmployeeIdColumn(cells);
  return index < 0 ? undefined : { index, by: 'employeeId' };
}

/** Names such as `lmarx` beside a column of addresses are how another system knows people. */
function preferMails(
  columns: readonly string[],
  key: NameColumn,
  records: readonly NamesRecord[],
): NameColumn {
  const holds = (at: number): boolean =>
    records.some(({ record }) => isUserName(tidyValue(record[at] ?? '')));
  const mail = findMailColumn(columns);
  return key.by === undefined && mail >= 0 && !holds(key.index) && holds(mail) ? { index: mail } : key;
}

/** The header among the first rows, also where each row stands in one cell. */
function findHeader(records: readonly NamesRecord[]): NamesTable | undefined {
  for (const [at, { record, row }] of records.slice(0, MOST_ABOVE + 1).entries()) {
    for (const cells of [record, ...splitWhole(record)]) {
      const key = findNameColumn(cells);
      if (key === undefined) continue;
      const columns = cells.map(tidyValue);
      while (columns.at(-1) === '') columns.pop();
      const below = records.slice(at + 1).map((one) => ({
        ...one,
        record: unfoldRecord([...one.record], columns.length, cells !== record),
      }));
      const before = records.slice(0, at);
      // Somebody with no header above them, or another list.
      const isPerson = (one: NamesRecord): boolean =>
        isUserName(tidyValue(one.record[key.index] ?? '')) && !isContact(one.record.map(tidyValue));
      if (before.some(isPerson)) throw refuseHeader(before[0]?.row ?? row);
      return {
        row,
        columns,
        isHeadless: false,
        key: preferMails(columns, key, below),
        records: below,
        findings: before.map((one) => noteAbove(one.row)),
      };
    }
  }
  return undefined;
}

/** A list without a header: the one column of addresses. What is the same for everybody is nobody's own. */
function findHeadless(records: readonly NamesRecord[]): NamesTable {
  const all = records.map((one) => ({ ...one, cells: one.record.map(tidyValue) }));
  const from = all.findIndex(({ cells }) => cells.some(isUserName) && !isContact(cells));
  const row = all[0]?.row ?? 1;
  if (from < 0 || from > MOST_ABOVE) throw refuseHeader(row);
  const people = all.slice(from);
  const width = Math.max(...people.map(({ cells }) => cells.length));
  // Words that nobody knows, each over a column.
  const above = from === 0 ? [] : (all[from - 1]?.cells ?? []);
  const isHead = above.filter((cell) => cell !== '').length > 1 && !above.some((cell) => /[@\d]/.test(cell));
  const columns = nameColumns(width).map((name, index) => (isHead ? above[index] || name : name));
  const addresses = columns.flatMap((_, index) => {
    const values = people.flatMap(({ cells }) =>
      isUserName(cells[index] ?? '') ? [cells[index] ?? ''] : [],
    );
    return values.length === 0 ? [] : [{ index, isSame: values.length > 1 && new Set(values).size === 1 }];
  });
  const own = addresses.length === 1 ? addresses : addresses.filter(({ isSame }) => !isSame);
  const [only, other] = own;
  if (only === undefined || other !== undefined) throw refuseSeveral(people[0]?.row ?? row);
  return {
    row: from === 0 ? 0 : (all[from - 1]?.row ?? 0),
    columns,
    isHeadless: !isHead,
    key: { index: only.index },
    records: people,
    findings: all.slice(0, isHead ? from - 1 : from).map((one) => noteAbove(one.row)),
  };
}

/**
 * Takes the records of a file of people who exist, blank ones included, and finds the column that says who is meant. Both
 * functions throw RollcallError with a FILE_ code.
 *
 * @param headless whether a list of addresses without a header is read, too
 */
export function createNamesTable(
  maxRows: number,
  headless: boolean,
): {
  take(record: readonly string[], isUnsure?: boolean): void;
  finish(): NamesTable;
} {
  const records: NamesRecord[] = [];
  let row = 0;
  return {
    take(record, isUnsure = false) {
      row += 1;
      if (record.every((cell) => tidyValue(cell) === '')) return;
      // The header and what is above it are no people.
      if (records.length > maxRows + MOST_ABOVE) throw refuseTooMany(maxRows);
      records.push({ record: [...record], row, isUnsure });
    },
    finish() {
      const [first] = records;
      if (first === undefined) throw fileEmpty();
      const found = findHeader(records);
      if (found === undefined && !headless) throw refuseHeader(first.row);
      const table = found ?? findHeadless(records);
      if (table.records.length > maxRows) throw refuseTooMany(maxRows);
      return table;
    },
  };
}
