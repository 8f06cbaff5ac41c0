import type { Finding, RosterRow } from '../../domain/terms.ts';
import type { ColumnNames } from '../columns/columns.ts';
import { listNames } from './samePerson.ts';

/** What a roster consists of for a merge. */
interface Roster {
  columns: readonly string[];
  columnNames?: ColumnNames;
  rows: readonly RosterRow[];
  findings: readonly Finding[];
}

/** A log file as read: `logOf` has the line of the roster that each of its lines is about. */
interface Log extends Roster {
  logOf: ReadonlyMap<number, number>;
}

function hasSameColumns(one: Roster, other: Roster): boolean {
  const { columnNames = other.columnNames } = one;
  return (
    JSON.stringify(one.columns) === JSON.stringify(other.columns) &&
    JSON.stringify(columnNames) === JSON.stringify(other.columnNames)
  );
}

/** A corrected row keeps its user name or its name: the other one was wrong. */
function isCorrected(before: RosterRow, after: RosterRow): boolean {
  const userNameOf = ({ person }: RosterRow): string => person.userPrincipalName?.toLowerCase() ?? '';
  const names = new Set(listNames(before.person));
  return (
    (userNameOf(before) !== '' && userNameOf(before) === userNameOf(after)) ||
    listNames(after.person).some((name) => names.has(name))
  );
}

/**
 * A log whose own columns were deleted, told by its people: everybody with an error, in the order of the file, and
 * nobody who had no finding. Its row → the line of the roster that it is about; undefined for any other file.
 */
export function placeLog(before: Roster, file: Roster): ReadonlyMap<number, number> | undefined {
  if (!hasSameColumns(before, file) || file.rows.length >= before.rows.length) return undefined;
  const linesWith = (isMeant: (finding: Finding) => boolean): ReadonlySet<number> =>
    new Set(before.findings.filter(isMeant).map(({ row }) => row));
  const found = linesWith(() => true);
  const wrong = linesWith(({ severity }) => severity === 'error');
  const places = new Map<number, number>();
  let next = 0;
  for (const line of before.rows) {
    const row = file.rows[next];
    if (row !== undefined && found.has(line.row) && isCorrected(line, row)) {
      places.set(row.row, line.row);
      next++;
    } else if (wrong.has(line.row)) return undefined;
  }
  return next > 0 && next === file.rows.length ? places : undefined;
}

/**
 * The roster with the rows of its corrected log in their places: whoever is not in the log stays. Rows that somebody
 * added to the log come last. Undefined when it is not this roster's log. Findings are those of reading.
 *
 * @param isFromReading true for a finding that verifying the rows again does not give
 */
export function mergeLog(
  before: Roster,
  log: Log,
  isFromReading: (finding: Finding) => boolean,
): Pick<Roster, 'rows' | 'findings'> | undefined {
  if (!hasSameColumns(before, log)) return undefined;
  const byRow = new Map(before.rows.map((row) => [row.row, row]));
  const corrected = new Map<number, RosterRow>();
  const added: RosterRow[] = [];
  for (const row of log.rows) {
    const place = byRow.get(log.logOf.get(row.row) ?? 0);
    if (place === undefined || corrected.has(place.row)) added.push(row);
    else corrected.set(place.row, row);
  }
  const same = [...corrected].filter(([at, row]) => {
    const place = byRow.get(at);
    return place !== undefined && isCorrected(place, row);
  });
  if (same.length === 0 || same.length * 2 < log.rows.length) return undefined;

  const last = Math.max(...byRow.keys());
  const newLines = new Map([
    ...[...corrected].map(([at, { row }]) => [row, at] as const),
    ...added.map(({ row }, index) => [row, last + 1 + index] as const),
  ]);
  const inPlace = (row: RosterRow): RosterRow => ({ ...row, row: newLines.get(row.row) ?? row.row });
  const kept = before.findings.filter((one) => isFromReading(one) && !corrected.has(one.row));
  const ofLog = log.findings.flatMap((one): Finding[] => {
    const row = newLines.get(one.row);
    return row === undefined ? [] : [{ ...one, row }];
  });
  return {
    rows: [
      ...before.rows.map((row) => {
        const fixed = corrected.get(row.row);
        return fixed === undefined ? row : inPlace(fixed);
      }),
      ...added.map(inPlace),
    ],
    findings: [...kept, ...ofLog],
  };
}
