import type { ColumnMeaning } from '../columnMeaning.ts';
import { bracketedMeaningOf, foreignMeaningOf, meaningOf } from '../headerMeanings.ts';
import { foldHeader } from '../headerWords.ts';

const MAIL_WORDS: ReadonlySet<string> = new Set(['mail', 'email', 'emailaddress', 'mailaddress']);

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
  return columns.findIndex((column) => MAIL_WORDS.has(column.toLowerCase().replace(/[^a-z]/g, '')));
}

/** The column of employee IDs by its header; or -1. */
export function findEmployeeIdColumn(columns: readonly string[]): number {
  return columns.findIndex((column) => certainMeaningOf(column) === 'employeeId');
}

function certainMeaningOf(column: string): ColumnMeaning | undefined {
  return bracketedMeaningOf(column) ?? meaningOf(column) ?? foreignMeaningOf(column);
}
