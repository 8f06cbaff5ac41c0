import { setImmediate } from 'node:timers/promises';
import { checkPerson, PERSON_RULES } from '../../domain/personRules.ts';
import type { Finding, Problem, RosterRow } from '../../domain/terms.ts';
import { type ColumnNames, nameMeanings, recognizeHeader } from '../columns/columns.ts';
import { createUserNameCheck, type DirectoryFacts } from './checkUserNames.ts';

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

/** Two people have two numbers: of a row whose employee ID stands in an earlier one, whichever that is. */
function createNumberCheck(): (row: RosterRow) => Problem | undefined {
  const first = new Map<string, RosterRow>();
  return (row) => {
    const { employeeId: value } = row.person;
    const other = value === undefined ? undefined : first.get(value);
    if (value !== undefined && other === undefined) first.set(value, row);
    if (value === undefined || other === undefined) return undefined;
    const message = `Row ${other.row} (${other.person.displayName ?? other.person.userPrincipalName ?? 'no name'}) has the same employee ID. Check which of the two is right.`;
    return { property: 'employeeId', value, code: 'NUMBER_REPEATED', severity: 'warning', message };
  };
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
  const add = ({ row }: RosterRow, problem: Problem): void => {
    findings.push({ ...problem, row, column: columnOf(problem.property) });
  };
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_IN_A_TURN === ROWS_IN_A_TURN - 1) await setImmediate();
    const problems = checkPerson(row.person, passed);
    const ofUserName = problems.filter(({ property }) => property === 'userPrincipalName');
    for (const problem of checkUserName(row, ofUserName)) add(row, problem);
    const repeated = checkNumber(row);
    if (repeated !== undefined) add(row, repeated);
    for (const problem of problems) if (problem.property !== 'userPrincipalName') add(row, problem);
  }
  return sortFindings(findings);
}
