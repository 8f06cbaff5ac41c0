import { tidyValue } from '../../domain/personRules.ts';
import { joinNames, splitSurnameFirst } from '../../domain/splitName.ts';
import type { Finding, OwnCells, Person, Problem, RosterRow } from '../../domain/terms.ts';
import type { ColumnMeaning } from '../columns/columnMeaning.ts';
import type { RecognizedHeader } from '../columns/columns.ts';
import type { NamePart } from '../columns/headerWords.ts';
import { isOwnColumn, readOwnCell } from '../columns/ownCells.ts';
import { unmarkFormula } from '../write/formulaMark.ts';
import { cleanCell } from './cleanCell.ts';
import { readStatus, readStatusLetter, readSwitch } from './readSwitch.ts';

/** What stands beyond the header's last column. */
function listExtra(cells: readonly string[], columns: readonly string[]): string[] {
  return cells.slice(columns.length).filter((cell) => tidyValue(cell) !== '');
}

function isUnused(meaning: ColumnMeaning | undefined): boolean {
  return meaning === undefined || meaning === 'password';
}

/** In a row with too many cells, what belongs to an unused column may stand anywhere to the right of it. */
function isShifted({ meanings }: RecognizedHeader, index: number): boolean {
  const first = meanings.findIndex(isUnused);
  return first >= 0 && first < index;
}

function checkWidth(
  cells: readonly string[],
  columns: readonly string[],
  row: number,
  header: RecognizedHeader,
): Finding[] {
  const ragged = (severity: Finding['severity'], value: string, message: string): Finding[] => [
    { row, column: '', property: 'file', value, code: 'ROW_RAGGED', severity, message },
  ];
  const extra = listExtra(cells, columns);
  if (extra.length > 0) {
    const message = `This row has ${cells.length} cells, the header ${columns.length}. A value with a comma or semicolon in it needs quotation marks around it.`;
    return ragged('error', isShifted(header, columns.length) ? '' : extra.join(', '), message);
  }
  if (cells.length >= columns.length) return [];
  const missing = `This row has ${cells.length} of ${columns.length} cells; the last ones are taken as empty.`;
  // Microsoft's own sample rows for Entra lack a cell, so a short row says little there.
  if (header.template === 'Entra template') return ragged('note', '', missing);
  return ragged('warning', '', `${missing} Check that its values stand in their columns.`);
}

/** A record → the row, with what was noticed while reading it. Cells of columns that are not used are emptied. */
export function readRow(
  record: readonly string[],
  row: number,
  columns: readonly string[],
  header: RecognizedHeader,
): { row: RosterRow; findings: Finding[] } {
  const findings = record.length === columns.length ? [] : checkWidth(record, columns, row, header);
  const isTooLong = record.length > columns.length && listExtra(record, columns).length > 0;
  const cells = new Array<string>(columns.length);
  const person: Partial<Record<keyof Person, string>> = {};
  const parts: Partial<Record<NamePart, string>> = {};
  let accountEnabled: boolean | undefined;
  let own: OwnCells | undefined;
  let domain = '';

  for (let index = 0; index < columns.length; index += 1) {
    const meaning = header.meanings[index];
    const column = columns[index] ?? '';
    const isDropped = isUnused(meaning) || (isTooLong && isShifted(header, index));
    const cell = isDropped ? '' : unmarkFormula(record[index] ?? '');
    cells[index] = cell;
    if (cell === '' || meaning === undefined || meaning === 'password') continue;
    const { value, lost } = cleanCell(cell, meaning);
    if (lost !== undefined) findings.push(sayLost(row, column, tidyValue(cell), lost));
    if (value === '') continue;
    if (isSignIn(meaning)) {
      const said = readSignIn(value, meaning);
      if (typeof said === 'object') findings.push({ ...said, row, column });
      else if (!said && meaning === 'status') findings.push(sayLeft(row, column, value));
      if (typeof said === 'object') continue;
      // Of two columns, the one that blocks is the one that matters.
      accountEnabled = said && accountEnabled !== false;
    } else if (meaning === 'domain') {
      domain = value;
    } else if (meaning === 'surnamePrefix' || meaning === 'secondSurname' || meaning === 'calledName') {
      parts[meaning] = value;
    } else if (isOwnColumn(meaning)) {
      own = { ...own, ...readOwnCell(meaning, value) };
    } else {
      person[meaning] =
        meaning === 'usageLocation' && /^[a-z]{2}$/i.test(value) ? value.toUpperCase() : value;
    }
  }
  joinSurname(person, parts);
  joinDomain(person, domain);
  if (header.surnameFirst !== undefined) turnNameAround(person, columns[header.surnameFirst] ?? '');
  if (header.familyFirst === true) splitFamilyFirst(person);
  const { givenName, surname } = person;
  if (header.composesNames && givenName !== undefined && surname !== undefined) {
    person.displayName = joinNames(parts.calledName ?? givenName, surname, header.familyFirst);
  }
  return {
    row: {
      row,
      cells,
      person,
      ...(accountEnabled === undefined ? {} : { accountEnabled }),
      ...(own === undefined ? {} : { own }),
    },
    findings,
  };
}

/** `ada` and `contoso.com`, or `@contoso.com`, from two columns. */
function joinDomain(person: Partial<Person>, domain: string): void {
  const localPart = person.userPrincipalName ?? person.mailNickname ?? '';
  if (domain === '' || localPart === '' || localPart.includes('@')) return;
  person.userPrincipalName = `${localPart}@${domain.replace(/^@/, '')}`;
}

/** The surname with the parts that stand in columns of their own: `van der Berg`, `Núñez Peña`. */
function joinSurname(person: Partial<Person>, parts: Partial<Record<NamePart, string>>): void {
  const { surnamePrefix = '', secondSurname = '' } = parts;
  if (person.surname === undefined || (surnamePrefix === '' && secondSurname === '')) return;
  person.surname = tidyValue(`${surnamePrefix} ${person.surname} ${secondSurname}`);
}

/** Where everybody has two last names, the header speaks of several: `Apellidos y nombre`. */
const SEVERAL_LAST_NAMES = /apell?idos|surnames|last ?names/i;

/** `Lima, Ada (Addy)` and `Lima Ada` → Ada Lima, with both names. What may be several first or last names stays. */
function turnNameAround(person: Partial<Person>, header: string): void {
  const names = splitSurnameFirst(person.displayName ?? '', SEVERAL_LAST_NAMES.test(header) ? 2 : 1);
  if (names.first === '' || names.last === '') return;
  person.givenName = names.first;
  person.surname = names.last;
  person.displayName = `${names.first} ${names.last}`;
}

/** `Kovács Éva`: both names out of one in the order of its language, in which it stays. */
function splitFamilyFirst(person: Partial<Person>): void {
  if (person.givenName !== undefined || person.surname !== undefined) return;
  const names = splitSurnameFirst(person.displayName ?? '');
  if (names.first === '' || names.last === '') return;
  person.givenName = names.first;
  person.surname = names.last;
}

type SignIn = 'signInBlocked' | 'signInAllowed' | 'status' | 'accountControl';

const SIGN_IN: ReadonlySet<string> = new Set<SignIn>([
  'signInBlocked',
  'signInAllowed',
  'status',
  'accountControl',
]);

function isSignIn(meaning: ColumnMeaning): meaning is SignIn {
  return SIGN_IN.has(meaning);
}

/** Active Directory: userAccountControl, ADS_UF_ACCOUNTDISABLE. */
const ACCOUNT_DISABLED = 2;

/** Whether somebody may sign in, or what is to be said of a value that does not tell. */
function readSignIn(value: string, meaning: SignIn): boolean | Problem {
  const tell = (severity: Problem['severity'], message: string): Problem => ({
    property: 'accountEnabled',
    value,
    code: 'VALUE_INVALID',
    severity,
    message,
  });
  if (meaning === 'accountControl') {
    if (/^\d{1,10}$/.test(value)) return (Number(value) & ACCOUNT_DISABLED) === 0;
    return tell('warning', `${value} does not tell whether the account is disabled. Check it.`);
  }
  const status = readStatus(value) ?? (meaning === 'status' ? readStatusLetter(value) : undefined);
  if (status !== undefined) return status;
  if (meaning === 'status') {
    return tell('warning', `${value} does not tell whether this person may sign in. Check it.`);
  }
  const answer = readSwitch(value);
  if (answer !== undefined) return meaning === 'signInAllowed' ? answer : !answer;
  return tell('error', `${value} is neither Yes nor No, nor Allowed or Blocked.`);
}

function sayLeft(row: number, column: string, value: string): Finding {
  const message = `${value} reads as somebody who has left, so they would be created with sign-in blocked. Remove the row if nobody needs the account.`;
  return { row, column, property: 'accountEnabled', value, code: 'HAS_LEFT', severity: 'warning', message };
}

function sayLost(row: number, column: string, value: string, message: string): Finding {
  return { row, column, property: 'file', value, code: 'CELL_BROKEN', severity: 'warning', message };
}
