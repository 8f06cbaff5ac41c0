import { RollcallError } from '../../../domain/errors.ts';
import { tidyValue } from '../../../domain/personRules.ts';
import type { Finding, Person } from '../../../domain/terms.ts';
import type { RecognizedHeader } from '../../columns/columns.ts';
import { findLeaveDateColumn, findOtherDays, refuseSeveralDates } from '../../columns/leaveDateColumn.ts';
import { mentionsPassword } from '../../columns/passwordHeaders.ts';
import { note } from '../../columns/readHead.ts';
import { COLUMN_WORDS } from '../../columns/words.ts';
import { BEYOND_ASCII } from '../../decode/encodings.ts';
import { unmarkFormula } from '../../write/formulaMark.ts';
import { createMoveHeadings } from '../moveHeadings.ts';
import { createRowReader, warnOfQuotes } from '../readRow.ts';
import { beginsTable, END, findSkipReason, noteRun, noteSkipped } from '../skippedRows.ts';
import { ROW_WORDS } from '../words.ts';
import { createLeaverRows } from './leaverRows.ts';
import { readNamesHeader } from './namesHeader.ts';
import { isContact, type NamesRecord, type NamesTable } from './namesTable.ts';
import { type PeopleLimits, refuseOtherCustomers } from './otherCustomers.ts';
import { type InEncodings, readInEncodings } from './readInEncodings.ts';

/** Who a row says it is about, besides its user name. */
export type SaidPerson = Partial<Pick<Person, 'displayName' | 'givenName' | 'surname' | 'employeeId'>>;

/** A user name in a file, and the row a spreadsheet shows it in. */
export interface NameInFile {
  row: number;
  value: string;
  /** What the column of dates says, without a time of day. Left out: there is none. */
  date?: string;
  /** Left out: nothing. */
  person?: SaidPerson;
  /** What it says of the name is a guess, or is to be changed: it tells less. */
  isUnsure?: true;
  /** Why the row does not count. */
  refused?: { code: string; message: string };
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
  /** Nothing but its values tells that they are days, so that somebody has to say of what. */
  datesUnsure?: true;
  /** What was noticed while reading. */
  findings?: readonly Finding[];
}

/** The code of an error about a row that does not say who is meant. */
const NO_ONE = 'MISSING';

/** Rows that were read, also those that do not say who is meant. */
export function countRead({ names, findings = [] }: Pick<NamesReading, 'names' | 'findings'>): number {
  return names.length + findings.filter(({ code }) => code === NO_ONE).length;
}

/** The error about a row that does not say who is meant. */
export function sayNoOne(row: number, message: string): Finding {
  return { ...note(row, NO_ONE, message), severity: 'error' };
}

/** Excel writes a day as a moment, and so do systems: of an ISO date with no zone the day is the one that is meant. */
const MIDNIGHT = /[ T]0?0:00(?::00(?:\.0{1,9})?)?Z?$/;
const TIME_OF_DAY = /(?<=^\d{4}-\d{1,2}-\d{1,2})[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/;

/** The column of dates, by its header or by what stands in it. */
function findDates({ columns, key, records, isHeadless }: NamesTable): { index: number; isUnsure: boolean } {
  const all = records.map(({ record }) => record);
  const named = isHeadless ? -1 : findLeaveDateColumn(columns, all);
  if (named >= 0 && all.some((record) => tidyValue(record[named] ?? '') !== '')) {
    return { index: named, isUnsure: false };
  }
  const days = findOtherDays(columns, all).filter((index) => index !== key.index);
  const [only, other] = days;
  if (other !== undefined) throw refuseSeveralDates(days.map((index) => columns[index] ?? ''));
  return only === undefined ? { index: named, isUnsure: false } : { index: only, isUnsure: true };
}

/** What the columns beside the key say of a person's name and number. */
export function pickSaid({ displayName, givenName, surname, employeeId }: Partial<Person>): SaidPerson {
  const said = { displayName, givenName, surname, employeeId };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** What a row calls its person, in a few words. */
function nameSaid({ displayName, givenName = '', surname = '' }: SaidPerson): string {
  return displayName ?? `${givenName} ${surname}`.trim();
}

/** The first cell that is a name, or that nobody knows, where it is said whom to ask. */
function findContact(record: readonly string[], { meanings }: RecognizedHeader): string | undefined {
  const said = record.flatMap((cell, index) => {
    const meaning = meanings[index];
    const mayTell =
      meaning === 'displayName' || meaning === 'givenName' || (meaning === undefined && index === 0);
    return mayTell ? [tidyValue(cell)] : [];
  });
  return said.find((cell) => isContact([cell]));
}

function readRows(table: NamesTable, isOfLeavers: boolean): NamesReading {
  const { row: headRow, columns, key, records, isHeadless } = table;
  const header = readNamesHeader(table);
  const head = { header, columns, row: headRow, logWidth: 0 };
  const dates = isOfLeavers ? findDates(table) : { index: -1, isUnsure: false };
  const readRow = createRowReader(columns, header);
  const stays = createLeaverRows(table, header, dates.index);
  const moves = createMoveHeadings();
  const findings = [...table.findings];
  for (const column of isHeadless ? [] : columns.filter(mentionsPassword)) {
    findings.push(note(Math.max(1, headRow), 'PASSWORDS_IGNORED', COLUMN_WORDS.passwordsOfChanges, column));
  }

  function readName({ record, row, isUnsure }: NamesRecord): NameInFile | undefined {
    const cells = record.map(unmarkFormula);
    const value = tidyValue(cells[key.index] ?? '');
    const skipped = moves.take(cells) ?? findSkipReason(cells, head);
    if (skipped !== undefined && (value === '' || skipped !== END)) {
      findings.push(noteSkipped(row, skipped));
      return undefined;
    }
    const one = readRow(cells, row);
    const person = pickSaid(one.row.person);
    if (key.by !== undefined) delete person.employeeId;
    if (value === '') {
      const column = isHeadless ? '' : (columns[key.index] ?? '');
      findings.push(sayNoOne(row, ROW_WORDS.names.noOne(nameSaid(person), column)));
      return undefined;
    }
    if (isUnsure) findings.push(warnOfQuotes(row));
    const date = tidyValue(cells[dates.index] ?? '')
      .replace(MIDNIGHT, '')
      .replace(TIME_OF_DAY, '');
    const contact = findContact(cells, header);
    const isTooWide = one.findings.some(
      ({ code, severity }) => code === 'ROW_RAGGED' && severity === 'error',
    );
    const refuse = (code: string, message: string) => ({ refused: { code, message } });
    const others = isOfLeavers ? moves.others() : '';
    const read = {
      row,
      value,
      ...(date === '' ? {} : { date }),
      ...(Object.keys(person).length === 0 ? {} : { person }),
    };
    if (contact !== undefined)
      return { ...read, ...refuse('MAY_BE_NOBODY', ROW_WORDS.names.contact(contact)) };
    if (isTooWide) {
      return { ...read, ...refuse('ROW_RAGGED', ROW_WORDS.names.width(cells.length, columns.length)) };
    }
    if (others !== '') return { ...read, ...refuse('STAYS', ROW_WORDS.names.below(others)) };
    if (!isOfLeavers) return read;
    const said = stays(cells, row);
    if (said?.severity === 'warning') findings.push(said);
    return { ...read, ...(said?.severity === 'error' ? refuse('STAYS', said.message) : {}) };
  }

  const nextTable = records.findIndex(({ record }, at) => at > 0 && !isHeadless && beginsTable(record, head));
  const mine = nextTable < 0 ? records : records.slice(0, nextTable);
  const names = mine.flatMap((one) => readName(one) ?? []);
  if (nextTable >= 0) findings.push(noteRun('table', records[nextTable]?.row ?? 0, records.at(-1)?.row ?? 0));
  if (names.length === 0) {
    throw new RollcallError('FILE_NO_ROWS', ROW_WORDS.names.noRows, { next: ROW_WORDS.names.next });
  }
  const isDated = names.some(({ date }) => date !== undefined);
  return {
    column: isHeadless ? '' : (columns[key.index] ?? ''),
    names,
    ...(key.by === undefined ? {} : { by: key.by }),
    ...(isDated ? { dateColumn: columns[dates.index] ?? '' } : {}),
    ...(isDated && dates.isUnsure ? { datesUnsure: true as const } : {}),
    ...(findings.length === 0 ? {} : { findings }),
  };
}

/**
 * Reads user names from a CSV or an .xlsx: any file with a column of them, such as a template or a results file, or a bare list.
 * With a column that says when somebody leaves, each name has its date as it is written. Throws RollcallError with a FILE_
 * code; errors of `source` pass through.
 *
 * @param limits.maxRows rows below the header that are not blank
 * @param sheet of a workbook; left out: the only one that may be meant, or SeveralSheets is thrown
 * @param leavers whether dates, and who stays, are read as well
 */
export function readNames(
  source: AsyncIterable<Uint8Array>,
  limits: PeopleLimits,
  sheet?: string,
  leavers = false,
): Promise<NamesReading | InEncodings<NamesReading>> {
  return readInEncodings(source, limits, { sheet, headless: true }, (table, { kind, workbook }) => {
    refuseOtherCustomers(table, limits);
    const result = readRows(table, leavers);
    const hidden = new Set(workbook?.hidden);
    const isGuessed = ({ person = {} }: NameInFile): boolean =>
      kind !== 'certain' && BEYOND_ASCII.test(Object.values(person).join(''));
    const names = result.names.map((one): NameInFile => {
      const unsure = isGuessed(one) ? { isUnsure: true as const } : {};
      const refused = hidden.has(one.row)
        ? { refused: { code: 'ROW_HIDDEN', message: ROW_WORDS.names.hidden } }
        : {};
      return { ...one, ...unsure, ...refused };
    });
    const from = workbook?.withoutResult;
    if (from === undefined) return { ...result, names };
    const formulas = {
      ...note(from, 'FORMULA_WITHOUT_RESULT', ROW_WORDS.changes.formulas),
      severity: 'warning',
    } as const;
    return { ...result, names, findings: [formulas, ...(result.findings ?? [])] };
  });
}
