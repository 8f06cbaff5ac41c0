import type { ApprovalView } from '../../flows/views/approval.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import { actions, header, note, paragraph } from './blocks.ts';
import { lines, type Part } from './lines.ts';
import { modal } from './modal.ts';
import { ICONS, namesInWords, startLine } from './parts.ts';
import type { Renderer } from './renderer.ts';
import { bullets, line, list, type Piece, section } from './richText.ts';

function people(view: ApprovalView): Part[] {
  return [
    ...list(
      view.people.map((each): Piece[] => [
        { bold: cut(each.displayName, LENGTHS.value) },
        ' ',
        { code: cut(each.userPrincipalName, LENGTHS.userName) },
        each.manager === undefined ? '' : `, manager ${cut(each.manager, LENGTHS.userName)}`,
      ]),
      'For',
      { more: view.more },
    ),
  ];
}

/** What was decided and said, in the order of time; the latest last, whole, and left off last. */
function decisions(view: ApprovalView): Part[] {
  const all = view.decisions.map(({ icon, name, did, reason }, index): Piece[] => [
    `${icon} `,
    { bold: cut(name, LENGTHS.value) },
    ` ${did}`,
    reason === undefined
      ? ''
      : `: ${cut(reason, index === view.decisions.length - 1 ? LENGTHS.paragraph : LENGTHS.sentence)}`,
  ]);
  if (all.length === 0) return [];
  const title = view.decisions.some(({ icon }) => icon === '💬')
    ? 'So far'
    : all.length === 1
      ? 'Decision'
      : 'Decisions';
  return [
    lines(
      all.map(section).toReversed(),
      (latest) => [bullets(latest.toReversed(), title)],
      { say: (hidden) => `and ${hidden} earlier` },
      LENGTHS.items,
    ),
  ];
}

function blocksOf(view: ApprovalView): Part[] {
  return [
    header(`${ICONS[view.tone]} ${view.heading}`),
    ...(view.note === undefined ? [] : [paragraph(`⚠️ ${cut(view.note, LENGTHS.paragraph)}`)]),
    line(
      { bold: cut(view.requestedBy, LENGTHS.value) },
      ` ${view.does} `,
      { bold: cut(view.who, LENGTHS.value) },
      ' in ',
      { bold: cut(view.customer, LENGTHS.value) },
      view.fileName === undefined ? '.' : ` from ${cut(view.fileName, LENGTHS.value)}.`,
    ),
    ...startLine(view),
    ...people(view),
    ...list(
      view.acts.map((text): Piece[] => [cut(text, LENGTHS.sentence)]),
      'What changes',
      { more: view.moreActs ?? 0 },
    ),
    ...list(
      view.licenses.map(({ name, seats }): Piece[] => [{ bold: cut(name, LENGTHS.value) }, ` ${seats}`]),
      'Licenses',
    ),
    ...(view.cost === undefined ? [] : [line({ bold: `${cut(view.cost, LENGTHS.sentence)}.` })]),
    ...(view.groups.length === 0 ? [] : [line(`Groups: ${namesInWords(view.groups, LENGTHS.value)}.`)]),
    ...(view.reason === undefined ? [] : [paragraph(`Reason: ${cut(view.reason, LENGTHS.paragraph)}`)]),
    ...decisions(view),
    ...(view.problem === undefined
      ? []
      : [paragraph(cut(`⛔ ${view.problem.message} ${view.problem.next}`, LENGTHS.paragraph))]),
    ...(view.until === undefined
      ? []
      : [note(`Asked: ${namesInWords(view.approvers, LENGTHS.value)} · ${view.until}`)]),
    ...actions(view.buttons),
  ];
}

/** Something that waits for approval, or did. */
export const approval = {
  message: (view) => ({ text: `${view.heading}.`, blocks: blocksOf(view) }),
  modal: (view) => modal('Approval', blocksOf(view)),
} satisfies Renderer<'approval'>;
