import type { KnownBlock } from '@slack/types';
import type { ApprovalView } from '../../flows/views/approval.ts';
import { count, cut } from '../../flows/words.ts';
import { LENGTHS } from '../limits.ts';
import { actions, header, note, paragraph } from './blocks.ts';
import { modal } from './modal.ts';
import { ICONS, namesInWords } from './parts.ts';
import type { Renderer } from './renderer.ts';
import { line, list, type Piece } from './richText.ts';

function people(view: ApprovalView): KnownBlock[] {
  return [
    ...list(
      view.people.map((each): Piece[] => [
        { bold: cut(each.displayName, LENGTHS.value) },
        ' ',
        { code: cut(each.userPrincipalName, LENGTHS.userName) },
      ]),
      'For',
    ),
    ...(view.more > 0 ? [note(`and ${view.more} more`)] : []),
  ];
}

function blocksOf(view: ApprovalView): KnownBlock[] {
  return [
    header(`${ICONS[view.tone]} ${view.heading}`),
    ...(view.note === undefined ? [] : [paragraph(`⚠️ ${cut(view.note, LENGTHS.paragraph)}`)]),
    line(
      { bold: cut(view.requestedBy, LENGTHS.value) },
      ` asks to ${view.does} ${count(view.total, 'person', 'people')} in `,
      { bold: cut(view.customer, LENGTHS.value) },
      view.fileName === undefined ? '.' : ` from ${cut(view.fileName, LENGTHS.value)}.`,
    ),
    ...people(view),
    ...list(
      view.licenses
        .slice(0, LENGTHS.items)
        .map(({ name, seats }): Piece[] => [{ bold: cut(name, LENGTHS.value) }, ` ${seats}`]),
      'Licenses',
    ),
    ...(view.cost === undefined ? [] : [line({ bold: `${cut(view.cost, LENGTHS.sentence)}.` })]),
    ...(view.groups.length === 0 ? [] : [line(`Groups: ${namesInWords(view.groups, LENGTHS.value)}.`)]),
    ...(view.reason === undefined ? [] : [paragraph(`Reason: ${cut(view.reason, LENGTHS.paragraph)}`)]),
    ...list(
      view.decisions
        .slice(-LENGTHS.items)
        .map(({ icon, name, did, reason }): Piece[] => [
          `${icon} `,
          { bold: cut(name, LENGTHS.value) },
          ` ${did}`,
          reason === undefined
            ? ''
            : `: ${cut(reason, view.decisions.length === 1 ? LENGTHS.paragraph : LENGTHS.sentence)}`,
        ]),
      view.decisions.length === 1 ? 'Decision' : 'Decisions',
    ),
    ...(view.problem === undefined
      ? []
      : [paragraph(cut(`⛔ ${view.problem.message} ${view.problem.next}`, LENGTHS.paragraph))]),
    ...(view.until === undefined
      ? []
      : [note(`Asked: ${namesInWords(view.approvers, LENGTHS.value)} · waits ${view.until}`)]),
    ...actions(view.buttons),
  ];
}

/** Something that waits for approval, or did. */
export const approval = {
  message: (view) => ({ text: 'A request for approval.', blocks: blocksOf(view) }),
  modal: (view) => modal('Approval', blocksOf(view)),
} satisfies Renderer<'approval'>;
