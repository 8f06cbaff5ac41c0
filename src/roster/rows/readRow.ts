import { joinNames, leaveOutDegrees, leaveOutTitle } from '../../domain/names/splitName.ts';
import { PERSON_RULES, tidyValue } from '../../domain/personRules.ts';
import type { Finding, OwnCells, Person, PersonProperty, RosterRow } from '../../domain/terms.ts';
import { isNumberBefore } from '../columns/addedParts.ts';
import type { ColumnMeaning } from '../columns/columnMeaning.ts';
import type { RecognizedHeader } from '../columns/columns.ts';
import { isNamePart, type NamePart } from '../columns/headerWords.ts';
import { isOwnColumn, readOwnCell } from '../columns/ownCells.ts';
import { note } from '../columns/readHead.ts';
import { asksWhoLeft } from '../columns/signInHeaders.ts';
import { TEMPLATES } from '../columns/words.ts';
import { unmarkFormula } from '../write/formulaMark.ts';
import { type CleanCell, cleanCell } from './cleanCell.ts';
import {
  isCalledByAddress,
  joinAffixes,
  joinDomain,
  joinStreet,
  joinSurname,
  splitAddress,
  splitFamilyFirst,
  turnNameAround,
} from './joinParts.ts';
import { findNobody, isServiceName } from './placeholders.ts';
import { findObjection, isRemarkHeader, sayObjection } from './readRemark.ts';
import { type LeavingDay, NO_LAST_DAY, readSignIn, sayLeaving, sayLeft } from './readSignIn.ts';
import { ROW_WORDS } from './words.ts';

/** The number of the first filled cell beyond the header's last column; 0 where there is none. */
function findExtra(cells: readonly string[], columns: readonly string[]): number {
  return cells.findIndex((cell, index) => index >= columns.length && tidyValue(cell) !== '') + 1;
}

function isUnused(meaning: ColumnMeaning | undefined): boolean {
  return meaning === undefined || meaning === 'password';
}

/** In a row with too many cells, what belongs to an unused column may stand anywhere to the right of it. */
function isShifted({ meanings }: RecognizedHeader, index: number): boolean {
  const first = meanings.findIndex(isUnused);
  return first >= 0 && first < index;
}

/** What stands in a cell without a column may be a password: it is neither kept nor shown. */
function checkWidth(
  cells: readonly string[],
  columns: readonly string[],
  row: number,
  header: RecognizedHeader,
): Finding[] {
  const ragged = (severity: Finding['severity'], message: string): Finding[] => [
    { ...note(row, 'ROW_RAGGED', message), severity },
  ];
  const extra = findExtra(cells, columns);
  if (extra > 0) {
    return ragged('error', ROW_WORDS.width.extra(cells.length, columns.length, extra));
  }
  if (cells.length >= columns.length) return [];
  const missing = ROW_WORDS.width.missing(cells.length, columns.length);
  // Microsoft's own sample rows for Entra lack a cell, so a short row says little there.
  if (header.template === TEMPLATES.entra) return ragged('note', missing);
  return ragged('warning', `${missing} ${ROW_WORDS.width.check}`);
}

/** The warning about a row whose quotation marks do not fit. */
export function warnOfQuotes(row: number): Finding {
  return { ...note(row, 'QUOTES_BROKEN', ROW_WORDS.quotes), severity: 'warning' };
}

function sayLost(row: number, column: string, value: string, message: string): Finding {
  return { row, column, property: 'file', value, code: 'CELL_BROKEN', severity: 'warning', message };
}

function sayNobody(row: number, value: string, what: string): Finding {
  const message = ROW_WORDS.mayBeNobody(what);
  return { row, column: '', property: 'file', value, code: 'MAY_BE_NOBODY', severity: 'warning', message };
}

const PROPERTIES: ReadonlySet<string> = new Set(Object.keys(PERSON_RULES));

function isProperty(meaning: ColumnMeaning): meaning is PersonProperty {
  return PROPERTIES.has(meaning);
}

/** A cell as it was read last; the rows of a large file repeat most of it in their column. */
interface LastCell {
  text: string;
  clean: CleanCell;
}

/**
 * Reads the rows below a header: a record → the row, with what was noticed while reading it. Cells of columns that are
 * not used are emptied.
 */
export function createRowReader(
  columns: readonly string[],
  header: RecognizedHeader,
): (record: readonly string[], row: number) => { row: RosterRow; findings: Finding[] } {
  const used = columns.map((_, index) => header.meanings[index]);
  const isRemark = columns.map((column, index) => isUnused(used[index]) && isRemarkHeader(column));
  const last = columns.map((): LastCell => ({ text: '', clean: { value: '' } }));

  function cleanAgain(text: string, index: number, meaning: ColumnMeaning): CleanCell {
    const before = last[index];
    if (before === undefined || before.text === text) return before?.clean ?? cleanCell(text, meaning);
    before.text = text;
    before.clean = cleanCell(text, meaning);
    return before.clean;
  }

  return (record, row) => {
    const findings = record.length === columns.length ? [] : checkWidth(record, columns, row, header);
    const isTooLong = record.length > columns.length && findExtra(record, columns) > 0;
    const cells = new Array<string>(columns.length);
    const person: Partial<Record<keyof Person, string>> = {};
    const parts: Partial<Record<NamePart, string>> = {};
    let accountEnabled: boolean | undefined;
    let own: OwnCells | undefined;
    let domain = '';
    const leaving: LeavingDay[] = [];
    let houseNumber = '';
    let isBefore = false;

    for (let index = 0; index < columns.length; index += 1) {
      const meaning = used[index];
      cells[index] = '';
      if (isRemark[index] === true) {
        const found = findObjection(record[index] ?? '');
        if (found !== undefined) findings.push(sayObjection(row, columns[index] ?? '', found));
      }
      if (meaning === undefined || meaning === 'password' || (isTooLong && isShifted(header, index)))
        continue;
      const cell = unmarkFormula(record[index] ?? '');
      cells[index] = cell;
      if (cell === '') continue;
      const column = columns[index] ?? '';
      const { value, lost } = cleanAgain(cell, index, meaning);
      if (lost !== undefined) findings.push(sayLost(row, column, tidyValue(cell), lost));
      if (value === '') continue;
      if (isProperty(meaning)) {
        person[meaning] =
          meaning === 'usageLocation' && /^[a-z]{2}$/i.test(value) ? value.toUpperCase() : value;
      } else if (isOwnColumn(meaning)) {
        own = { ...own, ...readOwnCell(meaning, value) };
      } else if (meaning === 'leavingDate') {
        if (!NO_LAST_DAY.test(value)) leaving.push({ column, value });
      } else if (meaning === 'domain') {
        domain = value;
      } else if (meaning === 'houseNumber') {
        houseNumber = value;
        isBefore = isNumberBefore(column);
      } else if (isNamePart(meaning)) {
        parts[meaning] = value;
      } else {
        const said = readSignIn(value, meaning);
        if (typeof said === 'object') findings.push({ ...said, row, column });
        else if (!said && (meaning === 'status' || asksWhoLeft(column)))
          findings.push(sayLeft(row, column, value));
        if (typeof said === 'object') continue;
        // Of two columns, the one that blocks is the one that matters.
        accountEnabled = said && accountEnabled !== false;
      }
    }
    const [lastDay, ...otherDays] = leaving;
    if (lastDay !== undefined) findings.push(sayLeaving(row, [lastDay, ...otherDays]));
    joinSurname(person, parts);
    joinDomain(person, domain);
    joinStreet(person, houseNumber, isBefore);
    splitAddress(person);
    const isTurned = header.surnameBeforeComma !== true || person.displayName?.includes(',') === true;
    if (header.surnameFirst !== undefined && isTurned)
      turnNameAround(person, columns[header.surnameFirst] ?? '');
    if (header.familyFirst === true) splitFamilyFirst(person);
    const { givenName, surname } = person;
    if (header.composesNames && givenName !== undefined && surname !== undefined) {
      const names = joinNames(parts.calledName ?? givenName, surname, header.familyFirst);
      person.displayName = joinAffixes(names, parts);
    }
    if (givenName !== undefined) person.givenName = leaveOutTitle(givenName);
    if (surname !== undefined) person.surname = leaveOutDegrees(surname);
    if (isCalledByAddress(person)) {
      const column = columns[header.meanings.indexOf('displayName')] ?? '';
      findings.push(sayLost(row, column, person.displayName ?? '', ROW_WORDS.cell.isAddress));
    }
    const nobody =
      findNobody(person) ??
      (isServiceName(person.userPrincipalName) ? ROW_WORDS.notAPerson.service : undefined);
    if (nobody !== undefined) findings.push(sayNobody(row, person.displayName ?? '', nobody));
    const read: RosterRow = { row, cells, person };
    if (accountEnabled !== undefined) read.accountEnabled = accountEnabled;
    if (own !== undefined) read.own = own;
    return { row: read, findings };
  };
}
