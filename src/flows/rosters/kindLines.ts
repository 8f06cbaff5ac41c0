import { chosenRows } from '../../roster/check/weighRoster.ts';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { type FindingKind, type KindAnswer, listKinds } from '../../service/rosters/findingKinds.ts';
import type { Button } from '../views/parts.ts';
import type { KindLine } from '../views/roster.ts';
import { ROSTER_WORDS } from './words.ts';

const words = ROSTER_WORDS.kinds;

/** As many as one decides about at a glance; the others follow once these are settled. */
const MOST_KINDS = 4;
/** Who is named of the rows of a kind. */
const MOST_NAMED = 3;

/** What one click does with the rows of a kind → its action. */
export const KIND_ACTIONS: Readonly<Record<KindAnswer, string>> = {
  take: 'addusers.takeKind',
  shorten: 'addusers.shorten',
  noManager: 'addusers.noManager',
  leaveOut: 'addusers.leaveOut',
};

/** One wrong row is left out by itself; what many share, or what is created unless somebody says no, is asked about. */
function isWorthAsking({ severity, rows, tooLong, managers }: FindingKind): boolean {
  return rows.length > 1 || severity === 'warning' || tooLong > 0 || managers > 0;
}

/** Findings by kind, each with what one click does about all of its rows, and the rows that were left out so. */
export function listKindLines({ id, version, data }: DraftRecord<RosterDraft>): KindLine[] {
  const { rows, findings, counts } = data;
  const names = new Map(rows.map(({ row, person }) => [row, person.displayName ?? person.userPrincipalName]));
  const nameAll = (of: readonly number[]): string[] =>
    of.slice(0, MOST_NAMED).map((row) => names.get(row) ?? ROSTER_WORDS.row(row));

  const buttonsOf = ({ key, rows: own, suggestions, tooLong, managers }: FindingKind): Button[] => {
    const ask = (answer: KindAnswer, label: string): Button => ({
      action: KIND_ACTIONS[answer],
      label,
      id: `${id} ${key}`,
      version,
    });
    return [
      // All of them at once is a button of the file.
      ...(suggestions > 0 && suggestions < counts.suggestions ? [ask('take', words.take(suggestions))] : []),
      ...(tooLong > 0 ? [ask('shorten', words.shorten(tooLong))] : []),
      ...(managers > 0 ? [ask('noManager', words.noManager(managers))] : []),
      ask('leaveOut', words.leaveOut(own.length)),
    ];
  };

  const kinds = listKinds(data)
    .filter(isWorthAsking)
    .slice(0, MOST_KINDS)
    .map((kind): KindLine => {
      const { severity, column, message, isSame, rows: own } = kind;
      const names = nameAll(own);
      return { severity, column, message, isSame, count: own.length, names, buttons: buttonsOf(kind) };
    });
  const out = [...chosenRows(findings)].sort((one, other) => one - other);
  if (out.length === 0) return kinds;
  const label = words.bringBack(out.length);
  const back: KindLine = {
    severity: 'note',
    column: '',
    message: words.leftOut(out.length),
    isSame: true,
    count: out.length,
    names: nameAll(out),
    buttons: [{ action: 'addusers.bringBack', label, id, version }],
  };
  return [...kinds, back];
}
