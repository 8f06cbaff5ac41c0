import { PERSON_RULES } from '../../domain/personRules.ts';
import type { Finding, Person, PersonProperty, RosterRow } from '../../domain/terms.ts';
import { isOwnSuggestion, withSuggestion } from '../columns/ownCells.ts';
import { EXISTS } from './checkUserNames.ts';

/**
 * `read` is `ready` + `toFix`; of the latter `existing` are in the directory already; `warned` are ready ones with a
 * warning; `suggestions` are cells with a suggested fix.
 */
export interface RosterCounts {
  read: number;
  ready: number;
  toFix: number;
  existing: number;
  warned: number;
  suggestions: number;
}

type Suggested = Finding & { property: PersonProperty; suggestion: string };

function isSuggested(finding: Finding): finding is Suggested {
  return finding.suggestion !== undefined && finding.property in PERSON_RULES;
}

function rowsWith(findings: readonly Finding[], severity: Finding['severity']): ReadonlySet<number> {
  return new Set(findings.filter((finding) => finding.severity === severity).map(({ row }) => row));
}

function applyOwnSuggestions(rows: readonly RosterRow[], findings: readonly Finding[]): RosterRow[] {
  const byRow = new Map(rows.map((row) => [row.row, row]));
  for (const finding of findings.filter(isOwnSuggestion)) {
    const row = byRow.get(finding.row);
    if (row !== undefined) byRow.set(row.row, { ...row, own: withSuggestion(row.own ?? {}, finding) });
  }
  return [...byRow.values()];
}

/** The rows with every suggested value in place. `cells` stay as the file has them. */
export function applySuggestions(rows: readonly RosterRow[], findings: readonly Finding[]): RosterRow[] {
  const fixes = new Map<number, Partial<Person>>();
  for (const finding of findings) {
    if (!isSuggested(finding)) continue;
    fixes.set(finding.row, { ...fixes.get(finding.row), [finding.property]: finding.suggestion });
  }
  const fixed = rows.map((row) => {
    const fix = fixes.get(row.row);
    return fix === undefined ? row : { ...row, person: { ...row.person, ...fix } };
  });
  return applyOwnSuggestions(fixed, findings);
}

/** The rows without an error. */
export function readyRows(rows: readonly RosterRow[], findings: readonly Finding[]): RosterRow[] {
  const wrong = rowsWith(findings, 'error');
  return rows.filter(({ row }) => !wrong.has(row));
}

/** Rows of people who are in the directory already. Whatever else is wrong with them does not matter. */
export function existingRows(findings: readonly Finding[]): ReadonlySet<number> {
  return new Set(findings.filter(({ code }) => code === EXISTS).map(({ row }) => row));
}

/** A row that somebody left out in the chat. The finding is one of the file, so that verifying again keeps it. */
export const LEFT_OUT = 'LEFT_OUT';

/** Rows that somebody left out. */
export function chosenRows(findings: readonly Finding[]): ReadonlySet<number> {
  return new Set(findings.filter(({ code }) => code === LEFT_OUT).map(({ row }) => row));
}

/** Rows that are left out whatever else is wrong with them: people who exist already, and those of somebody's choice. */
export function leftOutRows(findings: readonly Finding[]): ReadonlySet<number> {
  return new Set([...existingRows(findings), ...chosenRows(findings)]);
}

/** How a roster stands, from all of its findings: those of reading and those of verifying. */
export function countRoster(rows: readonly RosterRow[], findings: readonly Finding[]): RosterCounts {
  const ready = readyRows(rows, findings);
  const warned = rowsWith(findings, 'warning');
  const existing = existingRows(findings);
  const left = leftOutRows(findings);
  const open = findings.filter(({ row }) => !left.has(row));
  const fixable = new Set([
    ...open.filter(isSuggested).map(({ row, property }) => `${row} ${property}`),
    ...open.filter(isOwnSuggestion).map(({ row, property, value }) => `${row} ${property} ${value}`),
  ]);
  return {
    read: rows.length,
    ready: ready.length,
    toFix: rows.length - ready.length,
    existing: rows.filter(({ row }) => existing.has(row)).length,
    warned: ready.filter(({ row }) => warned.has(row)).length,
    suggestions: fixable.size,
  };
}
