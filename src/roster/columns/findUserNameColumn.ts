import type { ColumnMeaning } from './columnMeaning.ts';
import { bracketedMeaningOf, foreignMeaningOf, meaningOf } from './headerMeanings.ts';

const MAIL_WORDS: ReadonlySet<string> = new Set(['mail', 'email', 'emailaddress', 'mailaddress']);

/**
 * The column of user names by its header; without one, a column of mail addresses, which often are the same; or -1. Without
 * either, {@link findEmployeeIdColumn} may tell who is meant.
 */
export function findUserNameColumn(columns: readonly string[]): number {
  const named = columns.findIndex((column) => certainMeaningOf(column) === 'userPrincipalName');
  if (named >= 0) return named;
  return columns.findIndex((column) => MAIL_WORDS.has(column.toLowerCase().replace(/[^a-z]/g, '')));
}

/** The column of employee IDs by its header; or -1. */
export function findEmployeeIdColumn(columns: readonly string[]): number {
  return columns.findIndex((column) => certainMeaningOf(column) === 'employeeId');
}

function certainMeaningOf(column: string): ColumnMeaning | undefined {
  return bracketedMeaningOf(column) ?? meaningOf(column) ?? foreignMeaningOf(column);
}
