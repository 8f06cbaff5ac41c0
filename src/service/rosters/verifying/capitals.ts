import { isInCapitals, localeOfCapitals, writeInMixedCase } from '../../../domain/names/nameCase.ts';
import type { RosterRow } from '../../../domain/terms.ts';
import { leftOutRows } from '../../../roster/check/weighRoster.ts';
import type { RosterDraft } from '../../drafts/draftData.ts';

type Roster = Pick<RosterDraft, 'rows' | 'findings' | 'columnNames'>;

const NAMES = ['displayName', 'surname', 'givenName'] as const;
type Name = (typeof NAMES)[number];

/** A word that is nobody's initials: JD may be what somebody is called. */
const LONG_WORD = /\p{L}{3}/u;

/** Names in capitals that one click writes as most people do. */
export interface Capitals {
  /** Headers over them, as the file spells them. */
  columns: readonly string[];
  /** In the order of the file. */
  rows: readonly number[];
  /** The longest name of each row, as it is and as it would be. */
  examples: readonly { from: string; to: string }[];
}

/** Which names of the rows are in capitals, as they would be written. */
function* findCapitals({ rows, findings }: Roster): Generator<{ row: RosterRow; name: Name; to: string }> {
  const left = leftOutRows(findings);
  const open = rows.filter(({ row }) => !left.has(row));
  const locale = localeOfCapitals(open.flatMap(({ person }) => NAMES.map((name) => person[name] ?? '')));
  for (const name of NAMES) {
    const filled = open.filter(({ person }) => (person[name] ?? '') !== '');
    const found = filled.filter(({ person }) => isInCapitals(person[name] ?? ''));
    // Where most of a column is in capitals, BO and NG are no initials either.
    const isColumn = found.length * 2 > filled.length;
    for (const row of found) {
      const from = row.person[name] ?? '';
      const to = writeInMixedCase(from, locale);
      if (to !== from && (isColumn || LONG_WORD.test(from))) yield { row, name, to };
    }
  }
}

/** The names that are in capitals; undefined where there are none. */
export function listCapitals(roster: Roster): Capitals | undefined {
  const columns = new Set<string>();
  const byRow = new Map<number, { from: string; to: string }>();
  for (const { row, name, to } of findCapitals(roster)) {
    const column = roster.columnNames?.[name];
    if (column !== undefined) columns.add(column);
    const before = byRow.get(row.row);
    if (before === undefined) byRow.set(row.row, { from: row.person[name] ?? '', to });
  }
  if (byRow.size === 0) return undefined;
  const rows = [...byRow.keys()].sort((one, other) => one - other);
  return { columns: [...columns], rows, examples: rows.flatMap((row) => byRow.get(row) ?? []) };
}

/** The rows with these names as most people write them. `cells` stay as the file has them. */
export function writeNamesInMixedCase(roster: Roster): RosterRow[] {
  const names = new Map<number, Partial<Record<Name, string>>>();
  for (const { row, name, to } of findCapitals(roster)) {
    names.set(row.row, { ...names.get(row.row), [name]: to });
  }
  return roster.rows.map((row) => {
    const written = names.get(row.row);
    return written === undefined ? row : { ...row, person: { ...row.person, ...written } };
  });
}
