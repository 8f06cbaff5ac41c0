import { PERSON_RULES, tidyValue } from '../../domain/personRules.ts';
import type { Finding, OwnColumn, PersonProperty, RosterRow } from '../../domain/terms.ts';
import { existingRows } from '../../roster/check/weighRoster.ts';
import { isOwnColumn, readOwnCell } from '../../roster/columns/ownCells.ts';
import type { RosterDraft } from '../drafts/draftData.ts';

/** A cell that keeps somebody from being created. */
export interface CellToFix {
  row: number;
  property: PersonProperty | OwnColumn;
  /** The header over it, as the file spells it. */
  column: string;
  /** Who stands in the row, as far as it says so. */
  name: string;
  value: string;
  reasons: readonly string[];
  /** A value that would be accepted: what is suggested, or what is too long made shorter; else the value itself. */
  proposal: string;
}

/** A cell with what somebody typed in its place. */
export interface CellFix {
  row: number;
  property: string;
  value: string;
}

function isProperty(property: string): property is PersonProperty {
  return Object.hasOwn(PERSON_RULES, property);
}

/** Cut after a whole word, where there is one in its second half. */
function shorten(value: string, maxLength: number): string {
  const cut = value.slice(0, maxLength);
  const blank = cut.lastIndexOf(' ');
  return tidyValue(blank > maxLength / 2 ? cut.slice(0, blank) : cut);
}

function readCell({ person, own }: RosterRow, property: PersonProperty | OwnColumn): string {
  if (!isOwnColumn(property)) return person[property] ?? '';
  return [own?.[property] ?? ''].flat().join('; ');
}

function propose(value: string, findings: readonly Finding[]): string {
  const suggestion = findings.find((finding) => finding.suggestion !== undefined)?.suggestion;
  const [first] = findings;
  if (first === undefined || (suggestion !== undefined && isOwnColumn(first.property))) return value;
  if (suggestion !== undefined) return suggestion;
  const tooLong = findings.some(({ code }) => code === 'TOO_LONG');
  if (!tooLong || !isProperty(first.property) || first.property === 'userPrincipalName') return value;
  return shorten(value, PERSON_RULES[first.property].maxLength);
}

/** The cells with errors that can be typed anew, in the order of the file. People who exist already have none. */
export function listCellsToFix({ rows, findings }: Pick<RosterDraft, 'rows' | 'findings'>): CellToFix[] {
  const existing = existingRows(findings);
  const byRow = new Map<number, Map<PersonProperty | OwnColumn, Finding[]>>();
  for (const finding of findings) {
    const { row, property, severity } = finding;
    if (severity !== 'error' || existing.has(row)) continue;
    if (!isProperty(property) && !isOwnColumn(property)) continue;
    const cells = byRow.get(row) ?? new Map<PersonProperty | OwnColumn, Finding[]>();
    byRow.set(row, cells.set(property, [...(cells.get(property) ?? []), finding]));
  }
  return rows.flatMap((row) =>
    [...(byRow.get(row.row) ?? [])].map(([property, own]): CellToFix => {
      const value = readCell(row, property);
      return {
        row: row.row,
        property,
        column: own[0]?.column ?? '',
        name: row.person.displayName ?? row.person.userPrincipalName ?? '',
        value,
        reasons: [...new Set(own.map(({ message }) => message))],
        proposal: propose(value, own),
      };
    }),
  );
}

function fixRow(row: RosterRow, property: PersonProperty | OwnColumn, typed: string): RosterRow {
  const value = tidyValue(typed);
  if (isOwnColumn(property)) {
    const { [property]: _before, ...own } = row.own ?? {};
    return { ...row, own: value === '' ? own : { ...own, ...readOwnCell(property, typed) } };
  }
  const { [property]: _before, ...person } = row.person;
  return { ...row, person: value === '' ? person : { ...person, [property]: value } };
}

/** The rows with what was typed in place; only cells that are to be fixed can be. `cells` stay as the file has them. */
export function applyFixes(
  roster: Pick<RosterDraft, 'rows' | 'findings'>,
  fixes: readonly CellFix[],
): RosterRow[] {
  const byRow = new Map(roster.rows.map((row) => [row.row, row]));
  for (const { row, property } of listCellsToFix(roster)) {
    const fix = fixes.find((one) => one.row === row && one.property === property);
    const before = byRow.get(row);
    if (fix !== undefined && before !== undefined) byRow.set(row, fixRow(before, property, fix.value));
  }
  return [...byRow.values()];
}
