import { PERSON_FIELDS, type PersonField } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/terms.ts';
import type { ColumnChoice } from './chosenColumns.ts';
import type { ColumnMeaning } from './columnMeaning.ts';
import { findRepeatedColumns, guessSome, type RecognizedHeader } from './columns.ts';
import { findEmployeeIdColumn, findUserNameColumn } from './guesses/findUserNameColumn.ts';
import type { Samples } from './guesses/weighValues.ts';
import { foldHeader } from './headerWords.ts';
import { LOG_COLUMNS } from './ownFiles.ts';
import { nameMeaning, note } from './readHead.ts';
import { COLUMN_WORDS } from './words.ts';

/** What people call the user name that somebody is to have. */
const NEW_USER_NAME: ReadonlySet<string> = new Set(
  [
    'New user name|New UPN|New user principal name|New sign-in name|New login|New login name|Rename to',
    'Neuer Benutzername|Neuer Anmeldename|Nouveau nom d\u2019utilisateur|Nuevo nombre de usuario|Novo nome de usuário',
    'Nuovo nome utente|Nieuwe gebruikersnaam|Nowa nazwa użytkownika',
  ]
    .flatMap((line) => line.split('|'))
    .map(foldHeader),
);

/** The columns of a file of changes. */
export interface ChangeColumns {
  header: RecognizedHeader;
  /** What is over the user names that people are to have. -1: no column. */
  newUserName: number;
  /** What the columns hold that change nothing and say who is meant: one for each column. */
  saidOf: readonly (ColumnMeaning | undefined)[];
  /** About columns that are not used. */
  findings: Finding[];
}

/** What of somebody who exists a column can change. */
function isChangeable(meaning: ColumnMeaning | undefined): boolean {
  if (meaning === undefined) return false;
  if (meaning === 'manager' || meaning === 'signInAllowed' || meaning === 'signInBlocked') return true;
  return PERSON_FIELDS.includes(meaning as PersonField);
}

const SAYS_WHO: readonly (ColumnMeaning | undefined)[] = ['displayName', 'givenName', 'surname'];

/** Without any of these, or both a first and a last name, nobody can be created. */
const WHOLE_NAMES: readonly ColumnChoice[] = ['displayName', 'lastFirst'];

/**
 * True for a file that names nobody to create and says what is to change of people who exist: `User name,Job title`.
 *
 * @param choices how its columns are read as people to create
 */
export function isOfChanges(columns: readonly string[], choices: readonly ColumnChoice[]): boolean {
  const key = Math.max(findUserNameColumn(columns), findEmployeeIdColumn(columns));
  const isNewName = (column: string): boolean => NEW_USER_NAME.has(foldHeader(column));
  const names = new Set(columns.map((column, index) => (isNewName(column) ? undefined : choices[index])));
  // A last name alone is one that changes.
  const hasBoth = names.has('givenName') && names.has('surname');
  if (key < 0 || hasBoth || WHOLE_NAMES.some((name) => names.has(name))) return false;
  return columns.some(
    (column, index) =>
      isNewName(column) || (index !== key && isChangeable(choices[index] as ColumnMeaning | undefined)),
  );
}

/** `New department` says the same as `Department`, of the day after. */
function withoutNew(column: string): string {
  return column.replace(/^new\s+(?=\S)/i, '');
}

function sayUnused(column: string, index: number, meaning: ColumnMeaning | undefined, sure: boolean): string {
  const position = index + 1;
  if (meaning === 'licenses' || meaning === 'groups' || meaning === 'recipients') {
    const what = nameMeaning(meaning).toLowerCase();
    return COLUMN_WORDS.unchangeable(column, position, what, meaning === 'licenses');
  }
  if (meaning === undefined || sure) return COLUMN_WORDS.unused(column, position);
  return COLUMN_WORDS.unsure(column, position, nameMeaning(meaning));
}

/**
 * Which columns of a file say what is to change. Only what is certain is used, since nobody is asked about the others.
 * Throws FILE_NOT_UNDERSTOOD where two are for the same thing, and where none changes anything.
 *
 * @param key the column that says who is meant
 */
export function readChangeColumns(
  columns: readonly string[],
  row: number,
  key: number,
  samples: Samples,
): ChangeColumns {
  const plain = columns.map(withoutNew);
  const newUserName = columns.findIndex((column) => NEW_USER_NAME.has(foldHeader(column)));
  const isNew = (index: number): boolean => plain[index] !== columns[index];
  // Of "Department" and "New department" the second is meant.
  const hidden = plain.map((column, index) => {
    const isOld = plain.some((other, at) => isNew(at) && foldHeader(other) === foldHeader(column));
    return index === key || index === newUserName || (!isNew(index) && isOld) ? '' : column;
  });
  const guessed = guessSome(hidden, samples);
  const start = columns.length - LOG_COLUMNS.length;
  const isLog = start > 0 && LOG_COLUMNS.every((name, at) => columns[start + at] === name);
  const findings: Finding[] = [];
  const meanings = hidden.map((_, index) => {
    const meaning = guessed.meanings[index];
    const isSure = !guessed.guesses.has(index);
    if (isSure && isChangeable(meaning)) return meaning;
    const isOurs = index === key || index === newUserName || (isLog && index >= start);
    if (!isOurs) {
      const isPassword = meaning === 'password';
      const message = isPassword
        ? COLUMN_WORDS.passwordsOfChanges
        : sayUnused(columns[index] ?? '', index, meaning, isSure && !isOwn(meaning));
      findings.push(note(row, isPassword ? 'PASSWORDS_IGNORED' : 'COLUMN_IGNORED', message, columns[index]));
    }
    return undefined;
  });
  const header = { ...guessed, meanings, guesses: new Set<number>(), composesNames: false };
  const [repeated] = findRepeatedColumns(hidden, header);
  if (repeated !== undefined) {
    const { message, next } = COLUMN_WORDS.twice;
    throw new RollcallError('FILE_NOT_UNDERSTOOD', message(row, repeated), { next, detail: { row } });
  }
  if (meanings.every((meaning) => meaning === undefined) && newUserName < 0) {
    const { message, ...more } = COLUMN_WORDS.noChanges;
    throw new RollcallError('FILE_NOT_UNDERSTOOD', message, { ...more, detail: { row } });
  }
  const saidOf = hidden.map((_, index) => {
    const meaning = guessed.meanings[index];
    return meanings[index] === undefined && SAYS_WHO.includes(meaning) ? meaning : undefined;
  });
  return { header, newUserName, saidOf, findings };
}

function isOwn(meaning: ColumnMeaning | undefined): boolean {
  return meaning === 'licenses' || meaning === 'groups' || meaning === 'recipients';
}
