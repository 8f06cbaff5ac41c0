import { readLookAlike } from '../../../domain/names/lookAlike.ts';
import type { Account, Finding, Problem, RosterRow } from '../../../domain/terms.ts';
import { sayExists } from '../../../roster/check/checkUserNames.ts';
import { hasSameId } from '../../../roster/check/findRepeated.ts';
import { foldId, listNames } from '../../../roster/check/samePerson.ts';
import { nameColumns, sortFindings } from '../../../roster/check/verifyRoster.ts';
import { existingRows } from '../../../roster/check/weighRoster.ts';
import type { ColumnNames } from '../../../roster/columns/columns.ts';
import type { Directory } from '../../ports/directory.ts';
import { ROSTER_PROBLEMS } from '../words.ts';

type Alike = 'displayName' | 'employeeId';

/** Each with those of the same key; one without a key is left out. */
function groupBy<One, Key>(
  all: readonly One[],
  keyOf: (one: One) => Key | undefined,
): ReadonlyMap<Key, readonly One[]> {
  const groups = new Map<Key, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

function sayAlike(property: Alike, value: string, { displayName, userPrincipalName }: Account): Problem {
  const message = ROSTER_PROBLEMS.lookAlike[property](displayName, userPrincipalName);
  return { property, value, code: 'LOOK_ALIKE', severity: 'warning', message };
}

/** Errors of a user name that is somebody else's. Another one for its row would be a second account of a namesake. */
const SOMEBODY_ELSES: ReadonlySet<string> = new Set(['NAME_TAKEN', 'DUPLICATE']);

function sharesName({ person }: RosterRow, account: Account): boolean {
  const names = listNames(account);
  return listNames(person).some((name) => names.includes(name));
}

/** What was found about one row's user name, beside accounts that are called alike or have the same employee ID. */
function weighRow(
  row: RosterRow,
  alike: readonly Account[],
  ofUserName: readonly Finding[],
): { exists?: Account; keepsNoSuggestion: boolean } {
  const namesakes = alike.filter((account) => sharesName(row, account));
  const exists = namesakes.find((account) => hasSameId(row.person, account));
  if (exists !== undefined) return { exists, keepsNoSuggestion: true };
  const mayBe = namesakes.some(
    ({ employeeId }) => employeeId === undefined || row.person.employeeId === undefined,
  );
  return { keepsNoSuggestion: mayBe && ofUserName.some(({ code }) => SOMEBODY_ELSES.has(code)) };
}

function withoutSuggestion({ suggestion: _, ...rest }: Finding): Finding {
  return rest;
}

/**
 * The findings, after a look at the accounts with another user name that have a row's display name, as it is read, or its
 * employee id. Whoever has both exists, and that is all there is to say of their user name. One of them alone is a
 * warning, as `adduser` gives it for one person; where the row's own user name is somebody else's, nothing is suggested
 * beside a namesake. Values with findings are not looked up, nor people who exist. Throws what the directory throws.
 */
export async function weighLookAlikes(
  directory: Directory,
  roster: { rows: readonly RosterRow[]; columns: readonly string[]; columnNames?: ColumnNames },
  findings: readonly Finding[],
): Promise<Finding[]> {
  const wrong = new Set(findings.map(({ row, property }) => `${row} ${property}`));
  const left = existingRows(findings);
  const asked = roster.rows
    .filter(({ row }) => !left.has(row))
    .map((row) => {
      const pick = (property: Alike): string | undefined =>
        wrong.has(`${row.row} ${property}`) ? undefined : row.person[property];
      return { row, displayName: pick('displayName'), employeeId: pick('employeeId') };
    });
  const accounts = await directory.findLookAlikesOf(
    asked.map(({ displayName, employeeId }) => ({
      ...(displayName === undefined ? {} : { displayName: readLookAlike(displayName) }),
      ...(employeeId === undefined ? {} : { employeeId }),
    })),
  );
  if (accounts.length === 0) return [...findings];
  const byName = groupBy(accounts, ({ displayName }) => displayName.toLowerCase());
  const byId = groupBy(accounts, ({ employeeId }) => employeeId && foldId(employeeId));
  const columnOf = nameColumns(roster.columns, roster.columnNames);
  const ofUserName = groupBy(
    findings.filter(({ property }) => property === 'userPrincipalName'),
    ({ row }) => row,
  );
  const settled = new Map<number, readonly Finding[]>();
  const warnings: Finding[] = [];

  for (const { row, displayName, employeeId } of asked) {
    const { userPrincipalName = '' } = row.person;
    const isOther = (account: Account): boolean =>
      account.userPrincipalName.toLowerCase() !== userPrincipalName.toLowerCase();
    const named =
      displayName === undefined ? [] : (byName.get(readLookAlike(displayName).toLowerCase()) ?? []);
    const numbered = employeeId === undefined ? [] : (byId.get(foldId(employeeId)) ?? []);
    const alike = [...numbered, ...named].filter(isOther);
    if (alike.length === 0) continue;
    const own = ofUserName.get(row.row) ?? [];
    const { exists, keepsNoSuggestion } = weighRow(row, alike, own);
    if (exists !== undefined) {
      const column = columnOf('userPrincipalName');
      settled.set(row.row, [{ ...sayExists(userPrincipalName, exists), row: row.row, column }]);
      continue;
    }
    if (keepsNoSuggestion) settled.set(row.row, own.map(withoutSuggestion));
    const [byNumber] = numbered.filter(isOther);
    const [namesake] = named.filter(isOther);
    const said =
      byNumber !== undefined && employeeId !== undefined
        ? sayAlike('employeeId', employeeId, byNumber)
        : namesake !== undefined && displayName !== undefined
          ? sayAlike('displayName', displayName, namesake)
          : undefined;
    if (said !== undefined) warnings.push({ ...said, row: row.row, column: columnOf(said.property) });
  }
  const kept = findings.filter(({ row, property }) => property !== 'userPrincipalName' || !settled.has(row));
  return sortFindings([...kept, ...[...settled.values()].flat(), ...warnings]);
}
