import type { ColumnMeaning } from '../columnMeaning.ts';
import { bracketedMeaningOf, foreignMeaningOf, meaningOf } from '../headerMeanings.ts';
import { foldHeader } from '../headerWords.ts';
import { findMailKind } from './guessMail.ts';

/** Which kind of mail address is most likely to be somebody's own in the directory; one at home is not there. */
const MAIL_KINDS = ['signIn', 'work', 'plain'] as const;
/** Addresses of something else, or of a day before. */
const OTHER_MAIL =
  /team|recipient|\bnew\b|forward|\bb?cc\b|invoice|billing|alias|support|welcome|group|contact|notif|shared|domain|\btype\b|status|licen|quota|enabled|sent\b/iu;
/** A header is no sentence: `Questions? Send an email to HR`. */
const MOST_WORDS = 4;

/** What people call the user name of today, beside the one of tomorrow. */
const NAME_OF_TODAY: ReadonlySet<string> = new Set(
  [
    'Old user name|Old UPN|Old user principal name|Old sign-in name|Old login|Current user name|Current UPN',
    'Current login|Existing user name|Existing UPN|Alter Benutzername|Bisheriger Benutzername|Bisheriger Anmeldename',
    'Ancien nom d’utilisateur|Nom d’utilisateur actuel|Nombre de usuario actual|Nome utente attuale',
    'Oude gebruikersnaam|Huidige gebruikersnaam|Nome de usuário atual|Stara nazwa użytkownika',
  ]
    .flatMap((line) => line.split('|'))
    .map(foldHeader),
);

/**
 * The column of user names by its header; without one, a column of mail addresses, which often are the same; or -1. Without
 * either, {@link findEmployeeIdColumn} may tell who is meant.
 */
export function findUserNameColumn(columns: readonly string[]): number {
  const named = columns.findIndex((column) => certainMeaningOf(column) === 'userPrincipalName');
  if (named >= 0) return named;
  const ofToday = columns.findIndex((column) => NAME_OF_TODAY.has(foldHeader(column)));
  if (ofToday >= 0) return ofToday;
  return findMailColumn(columns);
}

/** The column of mail addresses that people most likely have in the directory; or -1. */
export function findMailColumn(columns: readonly string[]): number {
  const kinds = columns.map((column) => {
    const isOther =
      column.includes('@') || OTHER_MAIL.test(column.replace(/[_.]|(?<=\p{Ll})(?=\p{Lu})/gu, ' '));
    return isOther || column.split(/\s+/).length > MOST_WORDS ? undefined : findMailKind(column);
  });
  const kind = MAIL_KINDS.find((each) => kinds.includes(each));
  return kind === undefined ? -1 : kinds.indexOf(kind);
}

/** The column of employee IDs by its header; or -1. */
export function findEmployeeIdColumn(columns: readonly string[]): number {
  return columns.findIndex((column) => certainMeaningOf(column) === 'employeeId');
}

function certainMeaningOf(column: string): ColumnMeaning | undefined {
  return bracketedMeaningOf(column) ?? meaningOf(column) ?? foreignMeaningOf(column);
}
