import type { FindingLine, KindLine, MappingLine } from '../../../flows/views/roster.ts';
import type { ViewOf } from '../../../flows/views.ts';
import { count, cut, describeChange, describeExisting, describeKind } from '../../../flows/words.ts';
import type { CardData } from '../../outgoing/bindCard.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButtons, bindLines, describeMore } from '../parts.ts';
import { bindPreview } from './columnsForm.ts';

const ICONS = { error: '✖', warning: '⚠', note: 'ℹ' } as const;

function bindFinding(finding: FindingLine): CardData {
  const cell = [finding.column, finding.value].filter((part) => part !== '').join(': ');
  return {
    icon: ICONS[finding.severity],
    row: finding.row > 0 ? `row ${finding.row}` : 'file',
    cell: cell === '' ? [] : [{ text: cut(cell, LIMITS.value) }],
    message: cut(finding.message, LIMITS.sentence),
    fix: finding.suggestion === undefined ? [] : [{ text: ` → ${cut(finding.suggestion, LIMITS.value)}` }],
  };
}

function bindMapping({ column, readAs, guessed }: MappingLine): CardData {
  return {
    column: `${guessed ? '❓ ' : ''}${column === '' ? 'No column' : cut(column, LIMITS.value)}`,
    readAs: cut(readAs, LIMITS.value),
  };
}

function bindKind(kind: KindLine): CardData {
  const { title, text } = describeKind(kind);
  return {
    title: `${ICONS[kind.severity]} ${title}`,
    text: cut(text, LIMITS.sentence),
    buttons: bindButtons(kind.buttons),
  };
}

function headingOf({ isUnknown, mapping, names, counts, existing }: ViewOf<'verification'>): string {
  if (isUnknown) return '❓ Which columns hold the names?';
  if (mapping.length > 0) return '❓ Are these columns right?';
  if (names !== undefined) return '❓ Are these names right?';
  if (counts.ready + counts.toFix === 0) {
    return existing?.count === counts.read
      ? 'Everyone in this file already exists'
      : 'No one in this file is left to create';
  }
  return counts.toFix === 0 ? '✅ The file is ready' : '🔎 Checked: some rows need fixing';
}

function sayReplaced({ changes, fileName }: ViewOf<'verification'>): string {
  if (changes?.log !== undefined) {
    return `The corrected rows of ${cut(changes.log, LIMITS.value)} were added to the file. Everyone else is still in it.`;
  }
  return changes === undefined || changes.before === fileName
    ? 'This replaces your previous file.'
    : `This replaces ${cut(changes.before, LIMITS.value)}.`;
}

export const bindVerification: Binder<'verification'> = (view) => ({
  heading: headingOf(view),
  fileName: cut(view.fileName, LIMITS.value),
  template: cut(view.template, LIMITS.value),
  customer: cut(view.customer, LIMITS.value),
  read: String(view.counts.read),
  ready: String(view.counts.ready),
  toFix: String(view.counts.toFix),
  toFixColor: view.counts.toFix === 0 ? 'Default' : 'Attention',
  warned: String(view.counts.warned),
  warnedColor: view.counts.warned === 0 ? 'Default' : 'Warning',
  replaces: view.changes !== undefined,
  replaced: sayReplaced(view),
  existing: bindLines(view.existing === undefined ? [] : [describeExisting(view.existing)]),
  unchanged: view.changes?.lines.length === 0,
  changes: (view.changes?.lines ?? []).map((line) => ({
    label: line.label,
    what: cut(describeChange(line), LIMITS.sentence),
  })),
  asks: bindLines(
    view.isUnknown
      ? ["The header doesn't say. Choose what each column holds."]
      : view.mapping.length > 0
        ? ['Columns with ❓ are a guess. If one is wrong, change it.']
        : [],
  ),
  mapping: view.mapping.slice(0, LIMITS.rows).map(bindMapping),
  question: bindLines(view.question === undefined ? [] : [view.question]),
  remembered: bindLines(view.remembered === undefined ? [] : [view.remembered]),
  people: bindPreview(view.people),
  hasMoreColumns: view.mapping.length > LIMITS.rows,
  moreColumns: `and ${count(view.mapping.length - LIMITS.rows, 'more column', 'more columns')}`,
  asksNames: view.names === undefined ? [] : [{ text: view.names.asks }],
  names: (view.names?.samples ?? []).map((sample) => ({ name: cut(sample, LIMITS.value) })),
  kinds: view.kinds.map(bindKind),
  findings: view.findings.slice(0, LIMITS.rows).map(bindFinding),
  hasMore: view.more > 0,
  more: describeMore(view.more, 'in the log file'),
  buttons: bindButtons(view.buttons),
});
