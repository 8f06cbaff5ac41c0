import { bracketedMeaningOf, foreignMeaningOf, meaningOf } from './headerMeanings.ts';

const MAIL_WORDS: ReadonlySet<string> = new Set(['mail', 'email', 'emailaddress', 'mailaddress']);

/** The column of user names by its header; without one, a column of mail addresses, which often are the same; or -1. */
export function findUserNameColumn(columns: readonly string[]): number {
  const isUserName = (column: string): boolean =>
    (bracketedMeaningOf(column) ?? meaningOf(column) ?? foreignMeaningOf(column)) === 'userPrincipalName';
  const named = columns.findIndex(isUserName);
  if (named >= 0) return named;
  return columns.findIndex((column) => MAIL_WORDS.has(column.toLowerCase().replace(/[^a-z]/g, '')));
}
