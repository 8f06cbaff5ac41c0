import { existingRows, leftOutRows } from '../../roster/check/weighRoster.ts';
import { NAME_GARBLED } from '../../roster/decode/findGarbled.ts';
import { areAllThere } from '../../service/changing/changesOfRoster.ts';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { listCellsToFix } from '../../service/rosters/fixCells.ts';
import { listRestorable } from '../../service/rosters/rosterRestoring.ts';
import { asksAboutGarbled } from '../../service/rosters/verifying/namesInDoubt.ts';
import type { Button } from '../views/parts.ts';
import type { ChangeLine, VerificationView } from '../views/roster.ts';
import { groupFindings } from './groupFindings.ts';
import { listKindLines } from './kindLines.ts';
import { previewPeople } from './previewPeople.ts';
import { ROSTER_WORDS } from './words.ts';

const words = ROSTER_WORDS.buttons;

/** Findings in one message; the log file has them all. */
const MAX_FINDINGS = 20;
/** As many as tell whether the columns are right. */
const PREVIEWED = 2;
/** Teams shows six actions on a card, and answers 400 for more. */
const MOST_BUTTONS = 6;
/** Of the people whom a corrected file changed, each list. */
const MAX_NAMES = 5;

/** What a corrected file changed. Empty when it is the very same. */
function listChanges({ changes }: NonNullable<RosterDraft['replaces']>): ChangeLine[] {
  const said = ROSTER_WORDS.changes;
  const people = (label: string, names: readonly string[]): ChangeLine => ({
    label,
    of: 'people',
    count: names.length,
    names: names.slice(0, MAX_NAMES),
  });
  const lines: ChangeLine[] = [
    people(said.changed, changes.changed),
    people(said.added, changes.added),
    people(said.gone, changes.gone),
    { label: said.solved, of: 'problems', count: changes.solved, names: [] },
    { label: said.appeared, of: 'problems', count: changes.appeared, names: [] },
  ];
  return lines.filter((line) => line.count > 0);
}

/** Values of which is known what they were before they were garbled. */
function countRepairs(data: RosterDraft): number {
  if (!asksAboutGarbled(data)) return 0;
  return data.findings.filter(({ code, suggestion }) => code === NAME_GARBLED && suggestion !== undefined)
    .length;
}

function nameExisting(
  { rows }: RosterDraft,
  existing: ReadonlySet<number>,
): NonNullable<VerificationView['existing']> {
  const names = rows.flatMap(({ row, person: { displayName, userPrincipalName } }) =>
    existing.has(row) ? [displayName ?? userPrincipalName ?? ROSTER_WORDS.row(row)] : [],
  );
  return { count: existing.size, names: names.slice(0, MAX_NAMES) };
}

/** Verification results with the buttons that make sense. */
export function showVerification(customer: string, draft: DraftRecord<RosterDraft>): VerificationView {
  const { id, version } = draft;
  const { counts, fileName, template, mapping, names, replaces, reading, wave } = draft.data;
  const isPart = wave !== undefined;
  const existing = existingRows(draft.data.findings);
  const left = leftOutRows(draft.data.findings);
  const findings = draft.data.findings.filter(({ row }) => !left.has(row));
  const buttons: Button[] = [];
  const asksColumns = mapping !== undefined && !mapping.agreed;
  // Names stand in columns, so these come first.
  const asksNames = !asksColumns && names !== undefined && !names.agreed;
  const open = asksColumns || asksNames;
  const agree = (action: string, label: string): Button => ({ action, label, id, version, style: 'primary' });
  const isUnknown = asksColumns && draft.data.rows.length === 0;
  if (asksColumns && !isUnknown) buttons.push(agree('addusers.columns', words.columnsRight));
  if (asksNames) buttons.push(agree('addusers.names', words.namesRight));
  if (open && reading !== undefined) {
    const label = isUnknown ? words.chooseColumns : asksColumns ? words.changeColumns : words.chooseEncoding;
    const style = isUnknown ? ({ style: 'primary' } as const) : {};
    buttons.push({ action: 'addusers.columnsOpen', label, id, version, ...style });
  }
  if (!open && counts.ready > 0) {
    buttons.push({
      action: 'addusers.setup',
      label: words.setUp(counts.ready),
      id,
      version,
      style: 'primary',
    });
  }
  const suggestions = asksNames ? countRepairs(draft.data) : open ? 0 : counts.suggestions;
  if (suggestions > 0) {
    buttons.push({
      action: 'addusers.suggestions',
      label: words.takeAll(suggestions),
      id,
      version,
    });
  }
  const cells = open ? [] : listCellsToFix(draft.data);
  if (cells.length > 0) {
    const isFix = cells.some(({ severity }) => severity === 'error');
    const rows = new Set(cells.map(({ row }) => row)).size;
    const label = words.fix(isFix, cells.length, rows);
    buttons.push({ action: 'addusers.fix', label, id, version });
  }
  if (!open && listRestorable(draft.data).length > 0) {
    buttons.push({ action: 'addusers.restorable', label: words.restore, id, version });
  }
  if (!open && reading !== undefined && buttons.length < MOST_BUTTONS - 2) {
    buttons.push({ action: 'addusers.columnsOpen', label: words.changeColumns, id, version });
  }
  if (!open && areAllThere(draft.data)) {
    buttons.push({ action: 'changes.roster', label: words.change, id, version });
  }
  if (draft.data.findings.length > 0) buttons.push({ action: 'addusers.log', label: words.log, id, version });
  const cancel = isPart ? words.leaveOut : words.cancel;
  buttons.push({ action: 'addusers.cancel', label: cancel, id, version });
  if (wave !== undefined && buttons.length < MOST_BUTTONS) {
    buttons.push({ action: 'wave.refresh', label: words.backToFile, id: wave, version });
  }
  const lines = groupFindings(findings, draft.data.rows);
  const { read, ready, toFix, warned } = counts;
  return {
    kind: 'verification',
    fileName,
    template:
      draft.data.sheet === undefined ? template : ROSTER_WORDS.sheets.read(template, draft.data.sheet),
    customer,
    counts: { read, ready, toFix: toFix - left.size, warned },
    ...(existing.size === 0 ? {} : { existing: nameExisting(draft.data, existing) }),
    ...(replaces === undefined
      ? {}
      : {
          changes: {
            before: replaces.fileName,
            lines: listChanges(replaces),
            ...(replaces.log === undefined ? {} : { log: replaces.log }),
          },
        }),
    ...(isPart ? { isPart } : {}),
    isUnknown,
    mapping: asksColumns ? mapping.columns : [],
    people: asksColumns ? previewPeople(draft.data.rows.slice(0, PREVIEWED), draft.data.findings) : [],
    ...(asksColumns && reading?.remembered !== undefined ? { remembered: reading.remembered.name } : {}),
    ...(asksNames ? { names: { samples: names.samples, asks: ROSTER_WORDS.names[names.why] } } : {}),
    kinds: open ? [] : listKindLines(draft),
    findings: lines.slice(0, MAX_FINDINGS),
    more: Math.max(0, lines.length - MAX_FINDINGS),
    buttons,
  };
}
