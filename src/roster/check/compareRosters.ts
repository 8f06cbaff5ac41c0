import type { Finding, RosterRow } from '../../domain/terms.ts';
import { LEFT_OUT } from './weighRoster.ts';

/** What a roster consists of for a comparison. */
interface Roster {
  rows: readonly RosterRow[];
  findings: readonly Finding[];
  columns: readonly string[];
  fileName: string;
}

/** What a corrected file changed, told by people's names. Notes do not count as problems. */
export interface RosterChanges {
  added: readonly string[];
  gone: readonly string[];
  changed: readonly string[];
  /** Problems of people who are still there, and of the file. */
  solved: number;
  appeared: number;
}

type Pair = readonly [before: RosterRow, after: RosterRow];

function fold(text: string | undefined): string {
  return (text ?? '').normalize('NFC').trim().toLowerCase();
}

function nameOf({ person, row }: RosterRow): string {
  return person.displayName ?? person.userPrincipalName ?? `row ${row}`;
}

/** Rows that have the same key, each taken once. */
function pairUp(
  before: readonly RosterRow[],
  after: readonly RosterRow[],
  keyOf: (row: RosterRow) => string,
): Pair[] {
  const waiting = new Map<string, RosterRow[]>();
  for (const row of before) {
    const key = keyOf(row);
    if (key !== '') waiting.set(key, [...(waiting.get(key) ?? []), row]);
  }
  return after.flatMap((row): Pair[] => {
    const found = waiting.get(keyOf(row))?.shift();
    return found === undefined ? [] : [[found, row]];
  });
}

/** The same people: by user name, and those whose user name was corrected by their display name. */
function matchPeople(before: Roster, after: Roster): Pair[] {
  const byName = pairUp(before.rows, after.rows, ({ person }) => fold(person.userPrincipalName));
  const met = new Set(byName.flat());
  const left = ({ rows }: Roster): RosterRow[] => rows.filter((row) => !met.has(row));
  const renamed = pairUp(left(before), left(after), ({ person }) => fold(person.displayName));
  return [...byName, ...renamed].sort(([, one], [, other]) => one.row - other.row);
}

function isChanged([before, after]: Pair): boolean {
  const valuesOf = ({ person, own, accountEnabled }: RosterRow): string =>
    JSON.stringify([Object.entries(person).sort(), Object.entries(own ?? {}).sort(), accountEnabled]);
  return valuesOf(before) !== valuesOf(after);
}

/** Row → what is wrong there. */
function indexProblems({ findings }: Roster): ReadonlyMap<number, ReadonlySet<string>> {
  const problems = new Map<number, Set<string>>();
  for (const { row, property, code, severity } of findings) {
    if (severity === 'note' || code === LEFT_OUT) continue;
    const own = problems.get(row) ?? new Set();
    problems.set(row, own.add(`${property} ${code}`));
  }
  return problems;
}

function countMissing(
  some: ReadonlySet<string> | undefined,
  others: ReadonlySet<string> | undefined,
): number {
  return [...(some ?? [])].filter((problem) => others?.has(problem) !== true).length;
}

/**
 * True for two readings of one list. Two lists may share people, as those of two departments do, so that most of the longer
 * one has to be the same; a shorter list has to come under the same name, or to be a part of the other one under the same
 * header. Of two lists taken for one, the first is lost, which is worse than one that waits beside its correction.
 */
function isSameList(before: Roster, after: Roster, both: number): boolean {
  const [one, other] = [before.rows.length, after.rows.length];
  if (both === 0) return false;
  if (both * 2 > Math.max(one, other)) return true;
  const shorter = Math.min(one, other);
  if (fold(before.fileName) === fold(after.fileName)) return both * 2 >= shorter;
  const hasSameHeader = JSON.stringify(before.columns) === JSON.stringify(after.columns);
  return hasSameHeader && both === shorter;
}

/** What changed between two readings of a list of people. Undefined for two lists. */
export function compareRosters(before: Roster, after: Roster): RosterChanges | undefined {
  const pairs = matchPeople(before, after);
  if (!isSameList(before, after, pairs.length)) return undefined;
  const met = new Set(pairs.flat());
  const [was, is] = [indexProblems(before), indexProblems(after)];
  // Row 0 is the file.
  const places = [[0, 0], ...pairs.map(([one, other]) => [one.row, other.row])] as [number, number][];
  const added = after.rows.filter((row) => !met.has(row));
  const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
  return {
    added: added.map(nameOf),
    gone: before.rows.filter((row) => !met.has(row)).map(nameOf),
    changed: pairs.filter(isChanged).map(([, row]) => nameOf(row)),
    solved: sum(places.map(([one, other]) => countMissing(was.get(one), is.get(other)))),
    appeared:
      sum(places.map(([one, other]) => countMissing(is.get(other), was.get(one)))) +
      sum(added.map(({ row }) => is.get(row)?.size ?? 0)),
  };
}
