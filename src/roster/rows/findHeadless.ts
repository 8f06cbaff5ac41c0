import { RollcallError } from '../../domain/errors.ts';
import { tidyValue } from '../../domain/personRules.ts';
import type { Finding } from '../../domain/terms.ts';
import { holdsPeople } from '../columns/guesses/findWhoseAddresses.ts';
import { guessByValues, namesSomebody } from '../columns/guesses/guessByValues.ts';
import { isNameWord } from '../columns/guesses/guessNames.ts';
import { holdsMails } from '../columns/guesses/weighValues.ts';
import { HEADER_MISSING, HEADER_OR_PERSON, type Head, note } from '../columns/readHead.ts';
import { isPersonsName, isWholeName, splitRecipient, withoutListMark } from '../columns/wholeName.ts';
import {
  countFilled,
  type EarlyRow,
  findUnknownHead,
  isHeaderWord,
  isValue,
  type UnknownHead,
} from './findUnknownHead.ts';
import type { SkipReason } from './skippedRows.ts';
import { ROW_WORDS } from './words.ts';

/** How columns without a header are called. */
export function nameColumns(width: number): string[] {
  return Array.from({ length: width }, (_, index) => ROW_WORDS.column(index + 1));
}

/** True for a row of several people, as a mail program writes recipients, or names beside each other. */
function holdsSeveral({ cells }: EarlyRow): boolean {
  const values = cells.map(tidyValue);
  return (
    values.filter((value) => splitRecipient(value) !== undefined).length > 1 ||
    values.filter(isWholeName).length > 3
  );
}

/**
 * Why such a list is refused where it has several people in one row; undefined for any other.
 *
 * @param rows the first rows that are not blank
 */
export function refuseSeveral(rows: readonly EarlyRow[]): RollcallError | undefined {
  const row = rows.find(holdsSeveral)?.at;
  if (row === undefined) return undefined;
  const { message, next } = ROW_WORDS.severalInRow;
  return new RollcallError('FILE_HEADER_UNKNOWN', message(row), { next, detail: { row } });
}

/** Why a list of nothing but addresses is refused; undefined for any other. */
export function refuseAddresses(rows: readonly EarlyRow[]): RollcallError | undefined {
  const filled = rows.map(({ cells }) => cells.map(tidyValue).filter((cell) => cell !== ''));
  if (!filled.every((cells) => cells.length === 1 && /^[^\s@]+@[^\s@]+$/.test(cells[0] ?? '')))
    return undefined;
  const { message, next } = ROW_WORDS.onlyAddresses;
  return new RollcallError('FILE_HEADER_UNKNOWN', message, { next, detail: { row: rows[0]?.at ?? 1 } });
}

/**
 * Why a list is refused that has words for columns, and none for names; undefined for any other.
 *
 * @param rows the first rows that are not blank
 */
export function refuseNameless([row]: readonly EarlyRow[]): RollcallError | undefined {
  const filled = (row?.cells ?? []).map(tidyValue).filter((cell) => cell !== '');
  const isTold = (cell: string): boolean => !/@|\s.*\s/.test(cell) && isHeaderWord(cell) && !isNameWord(cell);
  if (row === undefined || !filled.every(isTold)) return undefined;
  const { message, next } = ROW_WORDS.noNames;
  return new RollcallError('FILE_HEADER_UNKNOWN', message, { next, detail: { row: row.at } });
}

/** What the columns hold, by the first rows that are about as wide as the widest. */
function guessColumns(rows: readonly EarlyRow[]) {
  const widest = Math.max(0, ...rows.map(({ cells }) => countFilled(cells)));
  const wide = rows.findIndex(({ cells }) => countFilled(cells) * 2 > widest);
  const all = rows
    .slice(wide)
    .map(({ cells }) => cells)
    .filter((cells) => !isSentence(cells));
  // The first may be a header or a title after all.
  const samples = all.length === 1 ? all : all.slice(1);
  const width = Math.max(
    0,
    ...rows.map(({ cells }) => cells.findLastIndex((cell) => tidyValue(cell) !== '') + 1),
  );
  return { widest, wide, samples, width, header: guessByValues(samples, all, width) };
}

/**
 * A table of addresses, phones, or several columns of whole names without a header, of which nothing tells where the
 * people's own names stand: somebody has to say it. Undefined for any other text.
 *
 * @param rows the first rows that are not blank
 */
function findUnknownHeadless(rows: readonly EarlyRow[]): Head | undefined {
  const { widest, wide, samples, width, header } = guessColumns(rows);
  const first = rows[wide];
  if (first === undefined || widest < 2 || rows.some(holdsSeveral)) return undefined;
  const indexes = [...Array(width).keys()];
  const isOfPeople =
    header.meanings.includes('businessPhones') || indexes.some((index) => holdsMails(samples, index));
  const ofNames = indexes.filter((index) => holdsPeople(samples, index));
  const beginsWithNames =
    ofNames.length > 1 && ofNames.every((index) => isPersonsName(tidyValue(first.cells[index] ?? '')));
  if (!beginsWithNames && !(isOfPeople && first.cells.some(isValue))) return undefined;
  return { row: first.at - 1, columns: nameColumns(width), header, logWidth: 0, isHeadless: true };
}

/** What somebody has to be asked about: a header in words that nobody knows, or what columns without one hold. */
export function findAsked(above: readonly EarlyRow[]): UnknownHead | undefined {
  const unknown = findUnknownHead(above);
  return unknown === undefined || unknown.isUnsure === true
    ? (findUnknownHeadless(above) ?? unknown)
    : unknown;
}

/**
 * People without a header above them, where what stands in the columns tells what these are. Undefined where it does
 * not, where the first row is the header of what stands below it, and for one line alone that is but a name.
 *
 * @param rows the first rows that are not blank
 */
export function findHeadless(rows: readonly EarlyRow[]): Head | undefined {
  const { widest, wide, samples, width, header } = guessColumns(rows);
  if (rows.some(holdsSeveral) || !namesSomebody(header)) return undefined;

  const name = header.meanings.indexOf('displayName');
  const isNamed = ({ cells }: EarlyRow): boolean => {
    const value = tidyValue(cells[name] ?? '');
    return isPersonsName(value) && !isHeaderWord(value);
  };
  const ofValues = [...Array(width).keys()].filter(
    (index) => samples.filter((cells) => isValue(cells[index] ?? '')).length * 2 > samples.length,
  );
  const hasValue = ({ cells }: EarlyRow): boolean => ofValues.some((index) => isValue(cells[index] ?? ''));
  const isLabel = ({ cells }: EarlyRow): boolean =>
    ofValues.some((index) => tidyValue(cells[index] ?? '') !== '');
  const isPerson = (row: EarlyRow): boolean => hasValue(row) || (!isLabel(row) && isNamed(row));

  const first = widest === 1 ? rows.findIndex(isPerson) : wide;
  const found = rows[first];
  if (found === undefined || !isPerson(found)) return undefined;
  if (rows.length - first < 2 && !hasValue(found)) return undefined;
  // Names alone above the others are more likely people than titles.
  let start = first;
  for (let above = rows[start - 1]; above !== undefined && isNamed(above); above = rows[start - 1])
    start -= 1;
  const row = (rows[start] ?? found).at - 1;
  return { row, columns: nameColumns(width), header, logWidth: 0, isHeadless: true };
}

/** True where the first row of a list without a header may be a header or a title after all. */
export function mayBeHeader(cells: readonly string[]): boolean {
  const values = cells.map(tidyValue).filter((cell) => cell !== '');
  return !values.some((value) => isValue(value) || /^\d+$/.test(value) || withoutListMark(value) !== value);
}

/** Why a row above the people of a list without a header is skipped. */
export const TITLE: SkipReason = ROW_WORDS.skipped.title;

const NOTE =
  /^(?:(?:many|best|kind|warm) )?(?:thanks|thank you|regards|cheers)(?![\p{L}\p{M}])|^\S{1,60}[!?]$|^(?:\S{1,60} ){2,60}\S{0,60}(?:[!?:]|\p{Ll}{3}\.)$/iu;

/** True for a sentence alone among the people of a list without a header. */
export function isSentence(cells: readonly string[]): boolean {
  const [value = '', ...more] = cells.map(tidyValue).filter((cell) => cell !== '');
  return more.length === 0 && NOTE.test(value) && !isPersonsName(value);
}

/** Why such a row is skipped. */
export const SENTENCE: SkipReason = ROW_WORDS.skipped.sentence;

/** What is said of a list without a header. */
export function noteHeadless(row: number): Finding {
  return note(row, HEADER_MISSING, ROW_WORDS.noHeader);
}

/** The warning about its first person, who may be none. */
export function warnOfHeader(row: number): Finding {
  return { ...note(row, HEADER_OR_PERSON, ROW_WORDS.firstPerson), severity: 'warning' };
}
