import type { KnownBlock, TableBlock } from '@slack/types';
import type { FindingLine, KindLine, VerificationView } from '../../../flows/views/roster.ts';
import { count, cut, describeChange, describeExisting, describeKind } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { mrkdwn } from '../../outgoing/text.ts';
import { actions, header, note, prose, table } from '../blocks.ts';
import { type LeftOff, lines, type Part } from '../lines.ts';
import { modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';
import { previewBlocks } from './columnsForm.ts';

const MARKS = { error: '⛔', warning: '⚠️', note: 'ℹ️' } as const;

function summary(view: VerificationView): KnownBlock[] {
  const { read, ready, toFix, warned } = view.counts;
  return [
    header(view.fileName),
    note(
      `${count(read, 'person', 'people')} read · ${cut(view.template, LENGTHS.value)} · ${cut(view.customer, LENGTHS.value)}`,
    ),
    prose(mrkdwn`✅ *${ready} ready*    ⛔ *${toFix} to fix*    ⚠️ *${warned} with only a warning*`),
    ...(view.existing === undefined ? [] : [line(describeExisting(view.existing))]),
  ];
}

/** What a corrected file changed against the one that it replaces. */
function changesList({ changes, fileName }: VerificationView): Part[] {
  if (changes === undefined) return [];
  const { before, lines: changed, log } = changes;
  const named =
    log !== undefined
      ? [[{ bold: 'Corrected rows' }, `: ${cut(log, LENGTHS.value)}`]]
      : before === fileName
        ? []
        : [[{ bold: 'Previous file' }, `: ${cut(before, LENGTHS.value)}`]];
  const different = changed.map((line) => [{ bold: line.label }, `: ${describeChange(line)}`]);
  const said =
    log === undefined
      ? mrkdwn`*This replaces your previous file.*`
      : mrkdwn`*The corrected rows were added to the file.* Everyone else is still in it.`;
  return [
    prose(changed.length === 0 ? `${said} Nothing changed.` : said),
    ...list([...named, ...different] satisfies Piece[][]),
  ];
}

/** Which header was read as what, with a question mark at each guess, and the first people that come of it. */
function mappingList({ mapping, people, remembered, isUnknown }: VerificationView): Part[] {
  if (mapping.length === 0) return [];
  const read = mapping.map(({ column, readAs, guessed }): Piece[] => [
    guessed ? '❓ ' : '',
    column === '' ? 'No column' : { bold: cut(column, LENGTHS.value) },
    ` → ${cut(readAs, LENGTHS.value)}`,
  ]);
  return [
    prose(
      isUnknown
        ? mrkdwn`*Which columns hold the names?* The header doesn't say. Choose what each column holds.`
        : mrkdwn`*Are these columns right?* Those with ❓ are a guess. If one is wrong, change it.`,
    ),
    ...(remembered === undefined ? [] : [note(`Read the same way as “${cut(remembered, LENGTHS.value)}”.`)]),
    ...list(read, undefined, { say: (hidden) => `and ${count(hidden, 'more column', 'more columns')}` }),
    ...previewBlocks(people),
  ];
}

/** Names as they would be created, for somebody to say that they are right. */
function namesList({ names }: VerificationView): Part[] {
  if (names === undefined) return [];
  return [
    prose(mrkdwn`*Are these names right?* ${names.asks}`),
    ...list(names.samples.map((sample): Piece[] => ['❓ ', { bold: cut(sample, LENGTHS.value) }])),
  ];
}

/** What can be settled for many rows at once, each kind with its buttons. */
function kindsList({ kinds }: VerificationView): KnownBlock[] {
  return kinds.flatMap((kind: KindLine) => {
    const { title, text } = describeKind(kind);
    return [
      line(`${MARKS[kind.severity]} `, { bold: title }, `: ${cut(text, LENGTHS.error)}`),
      ...actions(kind.buttons),
    ];
  });
}

function leftOff({ more }: VerificationView): LeftOff {
  return {
    more,
    say: (hidden) => `and ${count(hidden, 'more finding', 'more findings')}: see the log file`,
  };
}

function whereOf({ row, severity }: FindingLine): string {
  return `${MARKS[severity]} ${row > 0 ? row : 'file'}`;
}

function tableOf(findings: readonly FindingLine[]): TableBlock {
  const rows = findings.map((finding) => [
    whereOf(finding),
    cut(finding.column, LENGTHS.value),
    cut(finding.value, LENGTHS.value),
    cut(finding.message, LENGTHS.sentence),
    finding.suggestion === undefined ? '' : `→ ${cut(finding.suggestion, LENGTHS.value)}`,
  ]);
  return table([['Row', 'Column', 'Value', 'Problem', 'Suggestion'], ...rows]);
}

function findingsTable(view: VerificationView): Part[] {
  return [lines(view.findings, (shown) => [tableOf(shown)], leftOff(view))];
}

function findingsList(view: VerificationView): Part[] {
  return list(
    view.findings.map((finding): Piece[] => [
      `${whereOf(finding)} `,
      { bold: cut(finding.column, LENGTHS.value) },
      ` ${cut(finding.value, LENGTHS.value)}: ${cut(finding.message, LENGTHS.sentence)}`,
      finding.suggestion === undefined ? '' : ` → ${cut(finding.suggestion, LENGTHS.value)}`,
    ]),
    undefined,
    leftOff(view),
  );
}

function questionBlocks({ question }: VerificationView): Part[] {
  return question === undefined ? [] : [line({ bold: cut(question, LENGTHS.sentence) })];
}

/** Verification results. */
export const verification = {
  message: (view) => ({
    text: 'Your file was checked.',
    blocks: [
      ...summary(view),
      ...changesList(view),
      ...questionBlocks(view),
      ...mappingList(view),
      ...namesList(view),
      ...kindsList(view),
      ...findingsTable(view),
      ...actions(view.buttons),
    ],
  }),
  // Slack allows no table in a modal.
  modal: (view) =>
    modal('Verification', [
      ...summary(view),
      ...changesList(view),
      ...questionBlocks(view),
      ...mappingList(view),
      ...namesList(view),
      ...kindsList(view),
      ...findingsList(view),
      ...actions(view.buttons),
    ]),
} satisfies Renderer<'verification'>;
