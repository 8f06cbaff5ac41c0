import { RollcallError } from '../../domain/errors.ts';
import { tidyValue } from '../../domain/personRules.ts';
import type { Finding } from '../../domain/terms.ts';
import { guessByValues } from '../columns/guessByValues.ts';
import { type Head, note } from '../columns/readHead.ts';
import { isWholeName, splitRecipient, withoutListMark } from '../columns/wholeName.ts';
import { countFilled, type EarlyRow, isHeaderWord, isValue } from './findUnknownHead.ts';
import type { SkipReason } from './skippedRows.ts';

function isPersonsName(cell: string): boolean {
  const value = tidyValue(cell);
  return (isWholeName(value) || splitRecipient(value) !== undefined) && !isHeaderWord(value);
}

/** How columns without a header are called. */
export function nameColumns(width: number): string[] {
  return Array.from({ length: width }, (_, index) => `Column ${index + 1}`);
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
  return new RollcallError('FILE_HEADER_UNKNOWN', `Row ${row} seems to hold several people.`, {
    next: 'Put each person on a row of their own, write "Name" above them, and send the file again.',
    detail: { row },
  });
}

/**
 * People without a header above them, where what stands in the columns tells what these are. Undefined where it does
 * not, where the first row is the header of what stands below it, and for one line alone that is but a name.
 *
 * @param rows the first rows that are not blank
 */
export function findHeadless(rows: readonly EarlyRow[]): Head | undefined {
  const widest = Math.max(0, ...rows.map(({ cells }) => countFilled(cells)));
  const wide = rows.findIndex(({ cells }) => countFilled(cells) * 2 > widest);
  const below = rows.slice(wide + 1).map(({ cells }) => cells);
  const samples = below.length === 0 ? rows.map(({ cells }) => cells) : below;
  const width = Math.max(
    0,
    ...rows.map(({ cells }) => cells.findLastIndex((cell) => tidyValue(cell) !== '') + 1),
  );
  const header = rows.some(holdsSeveral) ? undefined : guessByValues(samples, width);
  if (header === undefined) return undefined;

  const name = header.meanings.indexOf('displayName');
  const isNamed = ({ cells }: EarlyRow): boolean => isPersonsName(cells[name] ?? '');
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
export const TITLE: SkipReason = {
  what: 'above the people, like a title,',
  unless: 'Move it below the first person in the file if this is one, too.',
};

/** What is said of a list without a header. */
export function noteHeadless(row: number): Finding {
  const message =
    'The file has no header that Rollcall knows, so what its columns hold was told by the values in them.';
  return note(row, 'HEADER_MISSING', message);
}

/** The warning about its first person, who may be none. */
export function warnOfHeader(row: number): Finding {
  const message =
    'The file has no header that Rollcall knows, so its first row was read as a person. Leave the row out if it is a header or a title.';
  return { ...note(row, 'HEADER_OR_PERSON', message), severity: 'warning' };
}
