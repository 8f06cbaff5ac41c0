import { PERSON_RULES, tidyValue } from '../../domain/personRules.ts';
import type { Finding, OwnColumn, PersonProperty, RosterRow } from '../../domain/terms.ts';
import { leftOutRows } from '../../roster/check/weighRoster.ts';
import { isOwnColumn, readOwnCell } from '../../roster/columns/ownCells.ts';
import { readStatus } from '../../roster/rows/readSwitch.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import { isShortenable, shortenValue } from './shortenValue.ts';
import { ROSTER_PROBLEMS } from './words.ts';

/** What a cell holds. */
type Cell = PersonProperty | OwnColumn | 'accountEnabled';

/** A cell that keeps somebody from being created, or may be wrong. */
export interface CellToFix {
  row: number;
  property: Cell;
  severity: 'error' | 'warning';
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

type Roster = Pick<RosterDraft, 'rows' | 'findings' | 'columnNames'>;

const SIGN_IN: readonly string[] = ['signInAllowed', 'signInBlocked', 'status', 'accountControl'];

function isProperty(property: string): property is PersonProperty {
  return Object.hasOwn(PERSON_RULES, property);
}

function cellOf(meaning: string): Cell | undefined {
  if (meaning === 'accountEnabled' || SIGN_IN.includes(meaning)) return 'accountEnabled';
  return isProperty(meaning) || isOwnColumn(meaning) ? meaning : undefined;
}

/** The cell that a finding is about: where reading lost or garbled a value, it names the column only. */
function findCell({ property, column }: Finding, names: RosterDraft['columnNames'] = {}): Cell | undefined {
  if (property !== 'file') return cellOf(property);
  const meaning = Object.entries(names).find(([, name]) => column !== '' && name === column)?.[0];
  return meaning === undefined ? undefined : cellOf(meaning);
}

function readCell({ person, own }: RosterRow, cell: Cell, [first]: readonly Finding[]): string {
  if (cell === 'accountEnabled') return first?.value ?? '';
  if (!isOwnColumn(cell)) return person[cell] ?? '';
  return [own?.[cell] ?? ''].flat().join('; ');
}

function propose(value: string, cell: Cell, findings: readonly Finding[]): string {
  const suggestion = findings.find((finding) => finding.suggestion !== undefined)?.suggestion;
  if (!isProperty(cell)) return value;
  if (suggestion !== undefined) return suggestion;
  return findings.some(isShortenable) ? shortenValue(value, cell) : value;
}

/**
 * The cells with errors or warnings that can be typed anew, in the order of the file. Rows that are left out whatever
 * else is wrong with them have none.
 */
export function listCellsToFix({ rows, findings, columnNames }: Roster): CellToFix[] {
  const left = leftOutRows(findings);
  const byRow = new Map<number, Map<Cell, Finding[]>>();
  for (const finding of findings) {
    const { row, severity } = finding;
    if (severity === 'note' || left.has(row)) continue;
    const cell = findCell(finding, columnNames);
    if (cell === undefined) continue;
    const cells = byRow.get(row) ?? new Map<Cell, Finding[]>();
    byRow.set(row, cells.set(cell, [...(cells.get(cell) ?? []), finding]));
  }
  return rows.flatMap((row) =>
    [...(byRow.get(row.row) ?? [])].map(([property, own]): CellToFix => {
      const value = readCell(row, property, own);
      const reasons = new Set(own.map(({ message }) => message));
      if (property === 'accountEnabled') reasons.add(ROSTER_PROBLEMS.typeSignIn);
      return {
        row: row.row,
        property,
        severity: own.some(({ severity }) => severity === 'error') ? 'error' : 'warning',
        column: own[0]?.column ?? '',
        name: row.person.displayName ?? row.person.userPrincipalName ?? '',
        value,
        reasons: [...reasons],
        proposal: propose(value, property, own),
      };
    }),
  );
}

/** The display name that was put together of the names, as they are now; a title before them stays. */
function joinAgain(before: RosterRow['person'], after: RosterRow['person']): RosterRow['person'] {
  const { givenName, surname, displayName } = before;
  if (givenName === undefined || surname === undefined || displayName === undefined) return after;
  const names = [after.givenName, after.surname];
  const orders = [
    [`${givenName} ${surname}`, names],
    [`${surname} ${givenName}`, names.toReversed()],
  ] as const;
  for (const [joined, order] of orders) {
    const [start, end] = ` ${displayName} `.split(` ${joined} `);
    if (end !== undefined) return { ...after, displayName: tidyValue([start, ...order, end].join(' ')) };
  }
  return after;
}

function fixRow(row: RosterRow, cell: PersonProperty | OwnColumn, typed: string): RosterRow {
  const value = tidyValue(typed);
  if (isOwnColumn(cell)) {
    const { [cell]: _before, ...own } = row.own ?? {};
    return { ...row, own: value === '' ? own : { ...own, ...readOwnCell(cell, typed) } };
  }
  const { [cell]: _before, ...rest } = row.person;
  const person = value === '' ? rest : { ...rest, [cell]: value };
  return {
    ...row,
    person: cell === 'givenName' || cell === 'surname' ? joinAgain(row.person, person) : person,
  };
}

/** Whether somebody may sign in, as it was typed; nothing means: as the form for everybody says. */
function fixSignIn(
  { accountEnabled: _before, ...row }: RosterRow,
  typed: string,
  column: string,
): { row: RosterRow; finding?: Finding } {
  const value = tidyValue(typed);
  if (value === '') return { row };
  const accountEnabled = readStatus(value);
  if (accountEnabled !== undefined) return { row: { ...row, accountEnabled } };
  const message = ROSTER_PROBLEMS.notSignIn(value);
  const at = { row: row.row, column, property: 'accountEnabled', value } as const;
  return { row, finding: { ...at, code: 'VALUE_INVALID', severity: 'error', message } };
}

/** What was typed so far, the newest last word for each cell. */
export function joinFixes({ fixes = [] }: Pick<RosterDraft, 'fixes'>, typed: readonly CellFix[]): CellFix[] {
  const isSame = (one: CellFix, other: CellFix): boolean =>
    one.row === other.row && one.property === other.property;
  return [...fixes.filter((one) => !typed.some((other) => isSame(one, other))), ...typed];
}

/**
 * The rows with what was typed in place, and the findings without those of reading that this answers; only cells that
 * are to be fixed can be. `cells` stay as the file has them.
 */
export function applyFixes(
  roster: Roster,
  fixes: readonly CellFix[],
): Pick<RosterDraft, 'rows' | 'findings'> {
  const byRow = new Map(roster.rows.map((row) => [row.row, row]));
  let { findings } = roster;
  for (const { row, property, value, column } of listCellsToFix(roster)) {
    const fix = fixes.find((one) => one.row === row && one.property === property);
    const before = byRow.get(row);
    if (fix === undefined || before === undefined || tidyValue(fix.value) === value) continue;
    // Verifying again gives the others anew, where they still hold.
    findings = findings.filter(
      (finding) => finding.row !== row || findCell(finding, roster.columnNames) !== property,
    );
    if (property === 'accountEnabled') {
      const fixed = fixSignIn(before, fix.value, column);
      byRow.set(row, fixed.row);
      if (fixed.finding !== undefined) findings = [...findings, fixed.finding];
    } else {
      byRow.set(row, fixRow(before, property, fix.value));
    }
  }
  return { rows: [...byRow.values()], findings };
}
