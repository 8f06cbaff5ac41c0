import { readLookAlike } from '../../domain/names/lookAlike.ts';
import type { Account, Finding, Problem, RosterRow } from '../../domain/terms.ts';
import { nameColumns } from '../../roster/check/verifyRoster.ts';
import type { ColumnNames } from '../../roster/columns/columns.ts';
import type { Directory } from '../ports/directory.ts';
import { ROSTER_PROBLEMS } from './words.ts';

type Alike = 'displayName' | 'employeeId';

function groupBy(accounts: readonly Account[], property: Alike): ReadonlyMap<string, Account> {
  return new Map(
    accounts.flatMap((account) => {
      const value = account[property]?.toLowerCase();
      return value === undefined ? [] : [[value, account] as const];
    }),
  );
}

function sayAlike(property: Alike, value: string, { displayName, userPrincipalName }: Account): Problem {
  const message = ROSTER_PROBLEMS.lookAlike[property](displayName, userPrincipalName);
  return { property, value, code: 'LOOK_ALIKE', severity: 'warning', message };
}

/**
 * A warning for each row whose display name, as it is read, or employee id is that of an account with another user name, as `adduser`
 * gives it for one person. Rows with findings about these values, and those in `left`, are not looked up. Throws what
 * the directory throws.
 *
 * @param left rows of people who are in the directory, or whose user name is somebody else's
 */
export async function warnOfLookAlikes(
  directory: Directory,
  roster: { rows: readonly RosterRow[]; columns: readonly string[]; columnNames?: ColumnNames },
  findings: readonly Finding[],
  left: ReadonlySet<number>,
): Promise<Finding[]> {
  const wrong = new Set(findings.map(({ row, property }) => `${row} ${property}`));
  const asked = roster.rows
    .filter(({ row }) => !left.has(row))
    .map(({ row, person }) => {
      const pick = (property: Alike): string | undefined =>
        wrong.has(`${row} ${property}`) ? undefined : person[property];
      return { row, person, displayName: pick('displayName'), employeeId: pick('employeeId') };
    });
  const accounts = await directory.findLookAlikesOf(
    asked.map(({ displayName, employeeId }) => ({
      ...(displayName === undefined ? {} : { displayName: readLookAlike(displayName) }),
      ...(employeeId === undefined ? {} : { employeeId }),
    })),
  );
  const known = {
    displayName: groupBy(accounts, 'displayName'),
    employeeId: groupBy(accounts, 'employeeId'),
  };
  const readAs = (property: Alike, value: string): string =>
    property === 'displayName' ? readLookAlike(value) : value;
  const columnOf = nameColumns(roster.columns, roster.columnNames);
  return asked.flatMap(({ row, person, ...values }): Finding[] => {
    const [problem] = (['employeeId', 'displayName'] as const).flatMap((property): Problem[] => {
      const value = values[property];
      const account =
        value === undefined ? undefined : known[property].get(readAs(property, value).toLowerCase());
      if (value === undefined || account === undefined) return [];
      const isTaken = account.userPrincipalName.toLowerCase() === person.userPrincipalName?.toLowerCase();
      return isTaken ? [] : [sayAlike(property, value, account)];
    });
    return problem === undefined ? [] : [{ ...problem, row, column: columnOf(problem.property) }];
  });
}
