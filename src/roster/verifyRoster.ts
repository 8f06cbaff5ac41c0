import { checkPerson, PERSON_RULES } from '../domain/personRules.ts';
import type { Finding, Problem, RosterRow } from '../domain/terms.ts';
import { checkUserNames, type DirectoryFacts } from './checkUserNames.ts';
import { recognizeHeader } from './columns.ts';

const SEVERITY_ORDER: readonly Finding['severity'][] = ['error', 'warning', 'note'];

/** Errors first, then warnings, then notes; each by row. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity }: Finding): number => SEVERITY_ORDER.indexOf(severity);
  return [...findings].sort((a, b) => rank(a) - rank(b) || a.row - b.row);
}

/** The header over a property's values, as the file spells it; its English name where the file has no such column. */
export function nameColumns(columns: readonly string[]): (property: Problem['property']) => string {
  const meanings: readonly unknown[] = recognizeHeader(columns)?.meanings ?? [];
  return (property) => {
    const index = meanings.indexOf(property);
    const rule = property in PERSON_RULES ? PERSON_RULES[property as keyof typeof PERSON_RULES] : undefined;
    return columns[index] ?? rule?.label ?? '';
  };
}

/**
 * Checks every row against the rules, the other rows and the directory. Findings come errors first, then by row.
 * Applying every suggestion and verifying again gives no error where there was a suggestion.
 *
 * @param columns the file's header cells, for the findings' column names
 */
export function verifyRoster(
  rows: readonly RosterRow[],
  columns: readonly string[],
  facts: DirectoryFacts,
): Finding[] {
  const columnOf = nameColumns(columns);
  const ofUserNames = checkUserNames(rows, facts);
  const findings = rows.flatMap(({ row, person }, index) => {
    const others = checkPerson(person).filter(({ property }) => property !== 'userPrincipalName');
    return [...(ofUserNames[index] ?? []), ...others].map(
      (problem): Finding => ({ ...problem, row, column: columnOf(problem.property) }),
    );
  });
  return sortFindings(findings);
}
