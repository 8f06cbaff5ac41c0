import { chosenRows } from '../../roster/check/weighRoster.ts';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { listCapitals } from '../../service/rosters/verifying/capitals.ts';
import {
  type FindingKind,
  IN_CAPITALS,
  type KindAnswer,
  listKinds,
} from '../../service/rosters/verifying/findingKinds.ts';
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
  mixedCase: 'addusers.mixedCase',
};

/** One wrong row is left out by itself; what many share, or what is created unless somebody says no, is asked about. */
function isWorthAsking({ severity, rows, tooLong, managers }: FindingKind): boolean {
  return rows.length > 1 || severity === 'warning' || tooLong > 0 || managers > 0;
}

/** Names in capitals, with one click that writes them as most people do. */
function showCapitals({ id, version, data }: DraftRecord<RosterDraft>): KindLine[] {
  const found = listCapitals(data);
  if (found === undefined) return [];
  const { columns, rows, examples } = found;
  return [
    {
      severity: 'note',
      column: columns.join(', '),
      message: words.capitals(rows.length),
      isSame: true,
      count: rows.length,
      names: examples.slice(0, MOST_NAMED).map(({ from, to }) => words.becomes(from, to)),
      buttons: [
        {
          action: KIND_ACTIONS.mixedCase,
          label: words.mixedCase(rows.length),
          id: `${id} ${IN_CAPITALS}`,
          version,
        },
      ],
    },
  ];
}

/**
 * Findings by kind, each with what one click does about all of its rows, names in capitals, and the rows that were left out
 * so.
 */
export function listKindLines(draft: DraftRecord<RosterDraft>): KindLine[] {
  const { id, version, data } = draft;
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
  const lines = [...kinds, ...showCapitals(draft)];
  if (out.length === 0) return lines;
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
  return [...lines, back];
}
