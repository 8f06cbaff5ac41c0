import { setImmediate } from 'node:timers/promises';
import { checkPerson, PERSON_RULES } from '../../domain/personRules.ts';
import type { Finding, PersonProperty, Problem, RosterRow } from '../../domain/terms.ts';
import { type ColumnNames, nameMeanings, recognizeHeader } from '../columns/columns.ts';
import { isGarbled, NAME_GARBLED } from '../decode/findGarbled.ts';
import { repairGarbled } from '../decode/repairGarbled.ts';
import { createUserNameCheck, type DirectoryFacts } from './checkUserNames.ts';
import { describeDifferences } from './describeDifferences.ts';
import { foldId, listNames } from './samePerson.ts';
import { CHECK_WORDS } from './words.ts';

/** Rows between two turns of others: some 2 ms, or 12 ms where every row is wrong. */
const ROWS_IN_A_TURN = 250;
const SEVERITY_ORDER: readonly Finding['severity'][] = ['error', 'warning', 'note'];

/** Errors first, then warnings, then notes; each by row. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity }: Finding): number => SEVERITY_ORDER.indexOf(severity);
  return [...findings].sort((a, b) => rank(a) - rank(b) || a.row - b.row);
}

/**
 * The header over a property's values, as the file spells it; its English name where the file has no such column.
 *
 * @param names as reading the file found them; left out: as the headers alone tell
 */
export function nameColumns(
  columns: readonly string[],
  names?: ColumnNames,
): (property: Problem['property']) => string {
  const header = names === undefined ? recognizeHeader(columns) : undefined;
  const known = names ?? (header === undefined ? {} : nameMeanings(columns, header));
  return (property) => {
    const rule = property in PERSON_RULES ? PERSON_RULES[property as keyof typeof PERSON_RULES] : undefined;
    return known[property as keyof ColumnNames] ?? rule?.label ?? '';
  };
}

function sayNumber(row: RosterRow, other: RosterRow): string {
  const name = other.person.displayName ?? other.person.userPrincipalName ?? CHECK_WORDS.noName;
  const names = listNames(row.person);
  if (listNames(other.person).some((one) => names.includes(one))) {
    return CHECK_WORDS.number.sameName(other.row, name, describeDifferences(row, other));
  }
  if (row.person.employeeId === other.person.employeeId) {
    return CHECK_WORDS.number.same(other.row, name);
  }
  return CHECK_WORDS.number.zeros(other.row, name, other.person.employeeId ?? '');
}

/** Two people have two numbers: of a row whose employee ID stands in an earlier one, whichever that is. */
function createNumberCheck(): (row: RosterRow) => Problem | undefined {
  const first = new Map<string, RosterRow>();
  return (row) => {
    const { employeeId: value } = row.person;
    if (value === undefined) return undefined;
    const key = foldId(value);
    const other = first.get(key);
    if (other === undefined) first.set(key, row);
    if (other === undefined) return undefined;
    const message = sayNumber(row, other);
    return { property: 'employeeId', value, code: 'NUMBER_REPEATED', severity: 'warning', message };
  };
}

/** Text in which garbled letters are put right. A user name with such letters is wrong whatever they were. */
const TEXTS = [
  'displayName',
  'givenName',
  'surname',
  'jobTitle',
  'department',
  'officeLocation',
  'streetAddress',
  'city',
  'state',
  'country',
] as const satisfies readonly PersonProperty[];

const NAMES = ['displayName', 'givenName', 'surname'] as const satisfies readonly PersonProperty[];

/** Letters that were lost: `M?ller`. */
const LOST = /\p{L}\?\p{L}|\ufffd/u;

/** True where nobody knows what a person's names were, or something else is in their place: nothing is made of them. */
function areNamesLost({ person }: RosterRow, changes: readonly Problem[]): boolean {
  return NAMES.some((name) => {
    const change = changes.find(({ property }) => property === name);
    if (change !== undefined) return change.suggestion === undefined;
    const value = person[name] ?? '';
    return isGarbled(value) || LOST.test(value) || NO_NAME.test(value);
  });
}

/**
 * What Excel makes of March1 and 1-Mar (https://support.microsoft.com, "Stop automatically changing numbers to dates"): as
 * text, and as the date of a workbook is read.
 */
const DATE =
  /^(?:\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})$/i;

const LONGEST_DATE = '2026-03-01'.length;

/** What stands in the place of a name: a footnote (`* Contractor`), or a box that was ticked. */
const NO_NAME = /^[*†‡]|^(?:TRUE|FALSE|WAHR|FALSCH|VRAI|VERDADERO)$/u;

/** What may have happened to one text before it came here; undefined where nothing did. */
function findChange(property: PersonProperty, value: string): Problem | undefined {
  const suggestion = repairGarbled(value);
  if (suggestion !== undefined) {
    const message = CHECK_WORDS.garbled(suggestion);
    return { property, value, code: NAME_GARBLED, severity: 'warning', message, suggestion };
  }
  if (value.length > LONGEST_DATE || !DATE.test(value)) return undefined;
  // Nobody knows what it was.
  return { property, value, code: 'VALUE_DATE', severity: 'warning', message: CHECK_WORDS.date };
}

/**
 * The texts of a person that were changed before they came here: those of which exactly one text can be what they were, and
 * dates.
 *
 * @param right what was right in each property last: the rows of a large file repeat most of theirs
 */
function findChanges(person: RosterRow['person'], right: Partial<Record<PersonProperty, string>>): Problem[] {
  const changes: Problem[] = [];
  for (const property of TEXTS) {
    const value = person[property];
    if (value === undefined || value === right[property]) continue;
    const change = findChange(property, value);
    if (change === undefined) right[property] = value;
    else changes.push(change);
  }
  return changes;
}

function withRepairs(row: RosterRow, changes: readonly Problem[]): RosterRow {
  const names = changes.flatMap(({ property, suggestion }) =>
    suggestion === undefined ? [] : [[property, suggestion]],
  );
  if (names.length === 0) return row;
  return { ...row, person: { ...row.person, ...Object.fromEntries(names) } };
}

/**
 * Checks every row against the rules, the other rows and the directory. Findings come errors first, then by row.
 * Applying every suggestion and verifying again gives no error where there was a suggestion.
 *
 * @param columns the file's header cells, for the findings' column names
 */
export async function verifyRoster(
  rows: readonly RosterRow[],
  columns: readonly string[],
  facts: DirectoryFacts,
  columnNames?: ColumnNames,
): Promise<Finding[]> {
  const columnOf = nameColumns(columns, columnNames);
  const checkUserName = await createUserNameCheck(rows, facts);
  const checkNumber = createNumberCheck();
  const findings: Finding[] = [];
  const passed: Parameters<typeof checkPerson>[1] = {};
  const right: Parameters<typeof findChanges>[1] = {};
  const add = ({ row }: RosterRow, problem: Problem): void => {
    findings.push({ ...problem, row, column: columnOf(problem.property) });
  };
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_IN_A_TURN === ROWS_IN_A_TURN - 1) await setImmediate();
    const problems = checkPerson(row.person, passed);
    const changes = findChanges(row.person, right);
    for (const change of changes) add(row, change);
    const ofUserName = problems.filter(({ property }) => property === 'userPrincipalName');
    // What is suggested is made of the names as they were.
    const found = checkUserName(withRepairs(row, changes), ofUserName);
    const isSuggested = found.some(({ suggestion }) => suggestion !== undefined);
    const isLost = isSuggested && areNamesLost(row, changes);
    const said = isLost ? found.map(({ suggestion: _, ...rest }) => rest) : found;
    for (const problem of said) add(row, problem);
    const repeated = checkNumber(row);
    if (repeated !== undefined && !said.some(({ code }) => code === 'DUPLICATE')) add(row, repeated);
    for (const problem of problems) if (problem.property !== 'userPrincipalName') add(row, problem);
  }
  return sortFindings(findings);
}
