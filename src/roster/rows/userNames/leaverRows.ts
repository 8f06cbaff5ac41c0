import { tidyValue } from '../../../domain/personRules.ts';
import type { Finding } from '../../../domain/terms.ts';
import type { RecognizedHeader } from '../../columns/columns.ts';
import { note } from '../../columns/readHead.ts';
import { findSignIn, isStatusHeader } from '../../columns/signInHeaders.ts';
import { readStatus, readStatusLetter } from '../readSwitch.ts';
import { ROW_WORDS } from '../words.ts';
import type { NamesTable } from './namesTable.ts';

/** What people write of somebody who does not leave after all. */
const STAYS =
  /\bstay(?:s|ing|ed)?\b|\bremain(?:s|ing)?\b|\bnot (?:leaving|a leaver|terminat)|rescind|revoked|retract|cancel{1,3}(?:ed|ation)|on hold|postponed|extended|\bbleibt\b|storniert|zurückgezogen|widerrufen|verlängert|\breste\b|annulé|prolong[ée]|se queda|anulad[ao]|cancelad[ao]|prorrogad|\bresta\b|annullat|blijft|ingetrokken|geannuleerd|zostaje|anulowan|zůstává|zrušen/iu;
/** A pupil who has left, or a resignation that was taken back. */
const UNCLEAR = /^withdrawn\b/iu;
/** Columns in which somebody may write it. */
const REMARKS =
  /note|comment|remark|bemerk|kommentar|anmerk|hinweis|observ|reason|grund|motif|motivo|opmerk|uwag|pozn/iu;

/**
 * Tells whether a row of a file of leavers says that somebody does not leave: an error where it does, a warning where it
 * may, undefined where it does not.
 *
 * @param dates the column of dates
 */
export function createLeaverRows(
  { columns, key, records, isHeadless }: Pick<NamesTable, 'columns' | 'key' | 'records' | 'isHeadless'>,
  { meanings }: RecognizedHeader,
  dates: number,
): (cells: readonly string[], row: number) => Finding | undefined {
  const all = records.map(({ record }) => record);
  const isOther = (index: number): boolean => index === key.index || index === dates;
  const statuses = isHeadless
    ? []
    : columns.flatMap((column, index) => {
        const isStatus = findSignIn(column, all, index) === 'status' || isStatusHeader(column);
        return isStatus && !isOther(index) ? [index] : [];
      });
  const leaves = (value: string): boolean | undefined => readStatus(value) ?? readStatusLetter(value);
  /** Columns that say of somebody that they leave, so that another word says that somebody does not. */
  const telling = new Set(
    statuses.filter((index) => all.some((record) => leaves(tidyValue(record[index] ?? '')) === false)),
  );

  return (cells, row) => {
    let warning: Finding | undefined;
    for (const [index, column] of columns.entries()) {
      const value = tidyValue(cells[index] ?? '');
      if (value === '' || isOther(index)) continue;
      const say = (message: string, severity: 'error' | 'warning'): Finding => ({
        ...note(row, 'STAYS', message, column),
        value,
        severity,
      });
      const isStatus = statuses.includes(index);
      const doesNotLeave = STAYS.test(value) || (telling.has(index) && leaves(value) !== false);
      if (isStatus && doesNotLeave) return say(ROW_WORDS.names.stays(column, value), 'error');
      const mayStay = isStatus
        ? leaves(value) !== false || UNCLEAR.test(value)
        : (meanings[index] === undefined || REMARKS.test(column)) && STAYS.test(value);
      if (mayStay) warning ??= say(ROW_WORDS.names.mayStay(column, value), 'warning');
    }
    return warning;
  };
}
