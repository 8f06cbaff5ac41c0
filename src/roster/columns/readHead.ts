import { RollcallError } from '../../domain/errors.ts';
import { PERSON_RULES, tidyValue } from '../../domain/personRules.ts';
import type { Finding } from '../../domain/terms.ts';
import { type ColumnMeaning, mayRepeat } from './columnMeaning.ts';
import { findRepeatedColumns, type RecognizedHeader, recognizeHeader } from './columns.ts';
import type { Samples } from './guesses/weighValues.ts';
import { foldHeader } from './headerWords.ts';
import { isOwnColumn, OWN_LABELS } from './ownCells.ts';
import { LOG_COLUMNS } from './ownFiles.ts';
import { COLUMN_WORDS, TEMPLATES } from './words.ts';

/** The widest export of people that we know of has some 130; each column is compared with all others. */
const MAX_COLUMNS = 2_000;

/** The header row, once found. */
export interface Head {
  /** Of a list without a header: the last row above its people, or 0. */
  row: number;
  columns: string[];
  header: RecognizedHeader;
  /** Columns at the end that our own log file added; what stands in them is not read. */
  logWidth: number;
  /** The columns have no names: people stand in the first row. */
  isHeadless?: boolean;
}

/** The same where it stands too far below, if it is there at all. */
export function refuseFarHeader(row: number, most: number): RollcallError {
  const { messageOfRows, remove } = COLUMN_WORDS.noHeader;
  return new RollcallError('FILE_HEADER_UNKNOWN', messageOfRows(most), { next: remove, detail: { row } });
}

/** The code of the warning about a row that was taken for the header, though nobody knows its words. */
export const HEADER_UNSURE = 'HEADER_UNSURE';

/** The code of the warning about the first person of a list without a header, who may be the header. */
export const HEADER_OR_PERSON = 'HEADER_OR_PERSON';

/** The code of the note about a list without a header. */
export const HEADER_MISSING = 'HEADER_MISSING';

/** A note about a row or a column while reading. */
export function note(row: number, code: string, message: string, column = ''): Finding {
  return { row, column, property: 'file', value: '', code, severity: 'note', message };
}

/** The refusal of a file without a header that fits. */
export function refuseHeader(row: number): RollcallError {
  const { messageOfRow, next } = COLUMN_WORDS.noHeader;
  return new RollcallError('FILE_HEADER_UNKNOWN', messageOfRow(row), { next, detail: { row } });
}

/**
 * Of columns that other words call the same thing, "Phone" and "Telephone number", the first is used if somebody agrees.
 * The same word twice is for somebody to mend.
 */
function dropSeconds(columns: readonly string[], header: RecognizedHeader): RecognizedHeader {
  const guesses = new Set(header.guesses);
  const meanings = header.meanings.map((meaning, index) => {
    const first = header.meanings.indexOf(meaning);
    const isSecond = meaning !== undefined && !mayRepeat(meaning) && first < index;
    if (!isSecond || foldHeader(columns[first] ?? '') === foldHeader(columns[index] ?? '')) return meaning;
    guesses.add(first);
    return undefined;
  });
  return guesses.size === header.guesses.size ? header : { ...header, meanings, guesses };
}

/** True for `Name, Email, Name, Email`: several people in each row. */
function isSideBySide(columns: readonly string[]): boolean {
  const words = columns.map(foldHeader).filter((word) => word !== '');
  const width = words.indexOf(words[0] ?? '', 1);
  return (
    width > 1 && words.length % width === 0 && words.every((word, index) => word === words[index % width])
  );
}

/**
 * The header in this row; undefined when it is none. Throws RollcallError FILE_NOT_UNDERSTOOD.
 *
 * @param samples the first rows below it
 */
export function readHead(record: readonly string[], row: number, samples: Samples = []): Head | undefined {
  const columns = record.map(tidyValue);
  while (columns.at(-1) === '') columns.pop();
  if (columns.length > MAX_COLUMNS) {
    const { message, next } = COLUMN_WORDS.tooWide;
    throw new RollcallError('FILE_NOT_UNDERSTOOD', message(row, columns.length), { next, detail: { row } });
  }
  const start = columns.length - LOG_COLUMNS.length;
  const fromLog = start > 0 && LOG_COLUMNS.every((name, index) => columns[start + index] === name);
  if (fromLog) columns.length = start;

  const recognized = recognizeHeader(columns, samples);
  if (recognized === undefined) return undefined;
  const header = dropSeconds(columns, recognized);
  const [repeated] = findRepeatedColumns(columns, header);
  if (repeated !== undefined) {
    const { message, next } = isSideBySide(columns) ? COLUMN_WORDS.sideBySide : COLUMN_WORDS.twice;
    throw new RollcallError('FILE_NOT_UNDERSTOOD', message(row, repeated), { next, detail: { row } });
  }
  return { row, columns, header, logWidth: fromLog ? LOG_COLUMNS.length : 0 };
}

/** The line of the roster that a line of our own log file is about; undefined for any other. */
export function originOf(record: readonly string[], { columns, logWidth }: Head): number | undefined {
  const origin = logWidth === 0 ? undefined : record[columns.length]?.trim();
  return origin !== undefined && /^[0-9]{1,7}(?:[.,]0{1,2})?$/.test(origin)
    ? Number.parseInt(origin, 10)
    : undefined;
}

/** The record without the cells that our own log file added. */
export function withoutLogCells(record: string[], { columns, logWidth }: Head): string[] {
  if (logWidth === 0) return record;
  return [...record.slice(0, columns.length), ...record.slice(columns.length + logWidth)];
}

/** What one header was read as, for somebody to agree to. */
export interface ColumnReading {
  /** As the file spells it; empty for a value no column has. */
  column: string;
  readAs: string;
  guessed: boolean;
}

function isNamedHere(meaning: ColumnMeaning): meaning is keyof typeof COLUMN_WORDS.meanings {
  return Object.hasOwn(COLUMN_WORDS.meanings, meaning);
}

/** How people read what a column holds. */
export function nameMeaning(meaning: ColumnMeaning): string {
  if (isNamedHere(meaning)) return COLUMN_WORDS.meanings[meaning];
  return isOwnColumn(meaning) ? OWN_LABELS[meaning] : PERSON_RULES[meaning].label;
}

/** True where somebody has to agree to how the header was read. */
export function isGuess({ header: { guesses, composesNames } }: Head): boolean {
  return guesses.size > 0 || composesNames;
}

/** Which header was read as what. */
export function explainMapping({ columns, header }: Head): ColumnReading[] {
  const { meanings, guesses, composesNames } = header;
  const readAs = (meaning: ColumnMeaning, index: number): string =>
    index === header.surnameFirst ? COLUMN_WORDS.lastFirst : nameMeaning(meaning);
  const readings = columns.flatMap((column, index): ColumnReading[] => {
    const meaning = meanings[index];
    return meaning === undefined
      ? []
      : [{ column, readAs: readAs(meaning, index), guessed: guesses.has(index) }];
  });
  const made = (what: string): ColumnReading => ({ column: '', readAs: what, guessed: true });
  return [
    ...readings,
    ...(composesNames ? [made(COLUMN_WORDS.madeDisplayName)] : []),
    ...(meanings.includes('userPrincipalName') ? [] : [made(COLUMN_WORDS.madeUserName)]),
  ];
}

/** The same for a header that does not say whom to create: every column, with what it seems to hold. */
export function explainUnknown({ columns, header }: Head): ColumnReading[] {
  return columns.map((column, index) => {
    const meaning = header.meanings[index];
    return {
      column,
      readAs: meaning === undefined ? COLUMN_WORDS.notUsed : nameMeaning(meaning),
      guessed: true,
    };
  });
}

/** A note for each column that is not used. */
export function noteColumns({ columns, header, row, isHeadless }: Head): Finding[] {
  // Rollcall's own: nobody wonders why it does not use them.
  if (header.template === TEMPLATES.results) return [];
  const at = Math.max(1, row);
  return columns.flatMap((column, index) => {
    const meaning = header.meanings[index];
    if (meaning === 'password') {
      return [note(at, 'PASSWORDS_IGNORED', COLUMN_WORDS.passwords, column)];
    }
    if (meaning !== undefined) return [];
    const say = isHeadless === true ? COLUMN_WORDS.unusedHeadless : COLUMN_WORDS.unused;
    return [note(at, 'COLUMN_IGNORED', say(column, index + 1), column)];
  });
}

/** The warning about a header that may be a person. */
export function warnOfHeaderPerson(row: number): Finding {
  return { ...note(row, HEADER_UNSURE, COLUMN_WORDS.headerPerson(row)), severity: 'warning' };
}
