import type { Finding, RosterRow } from '../../../domain/terms.ts';
import { applySuggestions, LEFT_OUT, leftOutRows } from '../../../roster/check/weighRoster.ts';
import { isOwnColumn } from '../../../roster/columns/ownCells.ts';
import type { RosterDraft } from '../../drafts/draftData.ts';
import { isShortenable, shortenValue } from '../shortenValue.ts';
import { ROSTER_PROBLEMS } from '../words.ts';
import { writeNamesInMixedCase } from './capitals.ts';

/** Findings of one kind, which one click settles for all of their rows. */
export interface FindingKind {
  /** `TOO_LONG.jobTitle`: what is wrong, and where. */
  key: string;
  severity: 'error' | 'warning';
  column: string;
  /** Of the first row. */
  message: string;
  /** True where every row has this very message. */
  isSame: boolean;
  /** In the order of the file. */
  rows: readonly number[];
  /** Cells with a suggestion. */
  suggestions: number;
  /** Cells that can be cut. */
  tooLong: number;
  /** Managers whom nobody found, and without whom the people can be created. */
  managers: number;
}

/** What one click does with the rows of a kind. */
export type KindAnswer = 'leaveOut' | 'shorten' | 'take' | 'noManager' | 'mixedCase';

/** The key of names in capitals, which are no findings: nothing is wrong with them. */
export const IN_CAPITALS = 'IN_CAPITALS.names';

type Roster = Pick<RosterDraft, 'rows' | 'findings' | 'columns' | 'columnNames'>;
type Settled = Pick<RosterDraft, 'rows' | 'findings'>;

function keyOf({ code, property, column }: Finding, columns: readonly string[]): string {
  // What reading found is told apart by its column, which may be called anything.
  return `${code}.${property === 'file' ? columns.indexOf(column) : property}`;
}

/** Findings about people who may still be created, by kind. */
function groupByKind({ rows, findings, columns }: Roster): Map<string, [Finding, ...Finding[]]> {
  const people = new Set(rows.map(({ row }) => row));
  const left = leftOutRows(findings);
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const { row, severity } = finding;
    if (severity === 'note' || !people.has(row) || left.has(row)) continue;
    const key = keyOf(finding, columns);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return groups;
}

function countCells(findings: readonly Finding[]): number {
  return new Set(findings.map(({ row, property, value }) => `${row} ${isOwnColumn(property) ? value : ''}`))
    .size;
}

/** Every kind of error and warning about people, errors first, then by how many rows it is about. */
export function listKinds(roster: Roster): FindingKind[] {
  const kinds = [...groupByKind(roster)].map(([key, findings]): FindingKind => {
    const [first] = findings;
    return {
      key,
      severity: findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning',
      column: first.column,
      message: first.message,
      isSame: findings.every(({ message }) => message === first.message),
      rows: [...new Set(findings.map(({ row }) => row))].sort((one, other) => one - other),
      suggestions: countCells(findings.filter(({ suggestion }) => suggestion !== undefined)),
      tooLong: findings.filter(isShortenable).length,
      managers: new Set(findings.filter(isManager).map(({ row }) => row)).size,
    };
  });
  const rank = ({ severity }: FindingKind): number => (severity === 'error' ? 0 : 1);
  return kinds.sort((one, other) => rank(one) - rank(other) || other.rows.length - one.rows.length);
}

function isManager({ property }: Finding): boolean {
  return property === 'manager';
}

/** The manager is emptied; the cell stays as the file has it. */
function emptyManagers(rows: readonly RosterRow[], findings: readonly Finding[]): RosterRow[] {
  const wrong = new Set(findings.filter(isManager).map(({ row }) => row));
  return rows.map((row) => {
    if (!wrong.has(row.row)) return row;
    const { manager: _unknown, ...own } = row.own ?? {};
    return { ...row, own };
  });
}

/** A row that somebody leaves out, with why it was to be looked at. */
function leaveOut({ row, column, value, message }: Finding): Finding {
  return {
    row,
    column: '',
    property: 'file',
    value,
    code: LEFT_OUT,
    severity: 'error',
    message: ROSTER_PROBLEMS.leftOut(column, message),
  };
}

function shorten(rows: readonly RosterRow[], findings: readonly Finding[]): RosterRow[] {
  const tooLong = new Map(findings.filter(isShortenable).map((finding) => [finding.row, finding.property]));
  return rows.map((row) => {
    const property = tooLong.get(row.row) as keyof RosterRow['person'] | undefined;
    const value = property === undefined ? undefined : row.person[property];
    if (property === undefined || value === undefined) return row;
    return { ...row, person: { ...row.person, [property]: shortenValue(value, property) } };
  });
}

/** The roster with one kind of finding settled; still to be verified. The same as before when there is no such kind. */
export function settleKind(roster: Roster, key: string, answer: KindAnswer): Settled {
  const { rows, findings } = roster;
  if (answer === 'mixedCase') return { rows: writeNamesInMixedCase(roster), findings };
  const own = groupByKind(roster).get(key) ?? [];
  if (answer === 'take') return { rows: applySuggestions(rows, own), findings };
  if (answer === 'noManager') return { rows: emptyManagers(rows, own), findings };
  if (answer === 'shorten') return { rows: shorten(rows, own), findings };
  const first = new Map([...own].reverse().map((finding) => [finding.row, finding]));
  return { rows, findings: [...findings, ...[...first.values()].map(leaveOut)] };
}

/** The findings without the rows that somebody left out; still to be verified. */
export function bringBack(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ code }) => code !== LEFT_OUT);
}
