import { existingRows, leftOutRows } from '../../roster/check/weighRoster.ts';
import { NAME_GARBLED } from '../../roster/decode/findGarbled.ts';
import { areAllThere } from '../../service/changing/changesOfRoster.ts';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { listCellsToFix } from '../../service/rosters/fixCells.ts';
import { asksAboutGarbled } from '../../service/rosters/namesInDoubt.ts';
import { listRestorable } from '../../service/rosters/rosterRestoring.ts';
import type { Button } from '../views/parts.ts';
import type { ChangeLine, VerificationView } from '../views/roster.ts';
import { groupFindings } from './groupFindings.ts';
import { listKindLines } from './kindLines.ts';
import { previewPeople } from './previewPeople.ts';

/** Findings in one message; the log file has them all. */
const MAX_FINDINGS = 20;
/** As many as tell whether the columns are right. */
const PREVIEWED = 2;
/** Teams shows six actions on a card, and answers 400 for more. */
const MOST_BUTTONS = 6;
/** Of the people whom a corrected file changed, each list. */
const MAX_NAMES = 5;

function count(n: number, one: string, many: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}

/** What a corrected file changed. Empty when it is the very same. */
function listChanges({ changes }: NonNullable<RosterDraft['replaces']>): ChangeLine[] {
  const people = (label: ChangeLine['label'], names: readonly string[]): ChangeLine => ({
    label,
    count: names.length,
    names: names.slice(0, MAX_NAMES),
  });
  const lines: ChangeLine[] = [
    people('Changed', changes.changed),
    people('Added', changes.added),
    people('Not in the file any more', changes.gone),
    { label: 'Solved', count: changes.solved, names: [] },
    { label: 'New problems', count: changes.appeared, names: [] },
  ];
  return lines.filter((line) => line.count > 0);
}

const WAY_OUT =
  'Or cancel, and in Excel choose File, Save as, "CSV UTF-8 (Comma delimited)", and attach that file.';
/** Why names have to be looked at, and what to do when one is wrong. */
const ASKS: Readonly<Record<NonNullable<RosterDraft['names']>['why'], string>> = {
  encoding: `The file is not in UTF-8, so letters with accents are a guess. If one is wrong, choose other letters. ${WAY_OUT}`,
  garbled: `Letters in the file look as if they were changed when it was saved. If one is wrong, correct it in the file. ${WAY_OUT}`,
};

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
    existing.has(row) ? [displayName ?? userPrincipalName ?? `row ${row}`] : [],
  );
  return { count: existing.size, names: names.slice(0, MAX_NAMES) };
}

/** Verification results with the buttons that make sense. */
export function showVerification(customer: string, draft: DraftRecord<RosterDraft>): VerificationView {
  const { id, version } = draft;
  const { counts, fileName, template, mapping, names, replaces, reading } = draft.data;
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
  if (asksColumns && !isUnknown) buttons.push(agree('addusers.columns', 'These columns are right'));
  if (asksNames) buttons.push(agree('addusers.names', 'Names are right'));
  if (open && reading !== undefined) {
    const label = isUnknown ? 'Choose the columns…' : asksColumns ? 'Change columns…' : 'Choose the letters…';
    const style = isUnknown ? ({ style: 'primary' } as const) : {};
    buttons.push({ action: 'addusers.columnsOpen', label, id, version, ...style });
  }
  if (!open && counts.ready > 0) {
    buttons.push({
      action: 'addusers.setup',
      label: `Set up ${count(counts.ready, 'person', 'people')}`,
      id,
      version,
      style: 'primary',
    });
  }
  const suggestions = asksNames ? countRepairs(draft.data) : open ? 0 : counts.suggestions;
  if (suggestions > 0) {
    buttons.push({
      action: 'addusers.suggestions',
      label: `Take ${suggestions === 1 ? 'the suggestion' : `the ${suggestions} suggestions`}`,
      id,
      version,
    });
  }
  const cells = open ? [] : listCellsToFix(draft.data);
  if (cells.length > 0) {
    const verb = cells.some(({ severity }) => severity === 'error') ? 'Fix' : 'Check';
    const rows = new Set(cells.map(({ row }) => row)).size;
    // Beside "4 to fix", which counts rows, five cells would look like a mistake.
    const these = rows === cells.length ? `${rows}` : `${cells.length} cells`;
    const label = cells.length === 1 ? `${verb} it here…` : `${verb} these ${these}…`;
    buttons.push({ action: 'addusers.fix', label, id, version });
  }
  if (!open && listRestorable(draft.data).length > 0) {
    buttons.push({ action: 'addusers.restorable', label: 'Restore deleted people…', id, version });
  }
  if (!open && reading !== undefined && buttons.length < MOST_BUTTONS - 2) {
    buttons.push({ action: 'addusers.columnsOpen', label: 'Change columns…', id, version });
  }
  if (!open && areAllThere(draft.data)) {
    buttons.push({ action: 'changes.roster', label: 'Change these people…', id, version });
  }
  if (draft.data.findings.length > 0)
    buttons.push({ action: 'addusers.log', label: 'Log file', id, version });
  buttons.push({ action: 'addusers.cancel', label: 'Cancel', id, version });
  const lines = groupFindings(findings, draft.data.rows);
  const { read, ready, toFix, warned } = counts;
  return {
    kind: 'verification',
    fileName,
    template: draft.data.sheet === undefined ? template : `${template} · sheet “${draft.data.sheet}”`,
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
    isUnknown,
    mapping: asksColumns ? mapping.columns : [],
    people: asksColumns ? previewPeople(draft.data.rows.slice(0, PREVIEWED), draft.data.findings) : [],
    ...(asksColumns && reading?.remembered !== undefined ? { remembered: reading.remembered.name } : {}),
    ...(asksNames ? { names: { samples: names.samples, asks: ASKS[names.why] } } : {}),
    kinds: open ? [] : listKindLines(draft),
    findings: lines.slice(0, MAX_FINDINGS),
    more: Math.max(0, lines.length - MAX_FINDINGS),
    buttons,
  };
}
