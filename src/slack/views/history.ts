import type { HistoryLine, HistoryView } from '../../flows/views/history.ts';
import { count, cut, headHistory, sayNoHistory } from '../../flows/words.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import { actions, header, paragraph } from './blocks.ts';
import type { Part } from './lines.ts';
import { modal } from './modal.ts';
import type { Renderer } from './renderer.ts';
import { line, list, type Piece } from './richText.ts';

const MARKS = { done: '✅', refused: '⛔', failed: '❌' } as const;

function lineOf({ when, who, what, outcome, about, detail }: HistoryLine): Piece[] {
  return [
    `${MARKS[outcome]} ${when} `,
    { bold: cut(who, LENGTHS.value) },
    ` ${cut(what, LENGTHS.userName)}`,
    ...(about === '' ? [] : [' ', { bold: cut(about, LENGTHS.userName) }]),
    detail === '' ? '' : ` · ${cut(detail, LENGTHS.sentence)}`,
  ];
}

function blocksOf(view: HistoryView): Part[] {
  return [
    header('History'),
    line(
      { bold: cut(headHistory(view), LENGTHS.userName) },
      ' in ',
      { bold: cut(view.customer, LENGTHS.value) },
      ...(view.span === undefined ? [] : [`, ${view.span}`]),
      ', newest first',
    ),
    ...(view.entries.length === 0 ? [paragraph(sayNoHistory(view))] : []),
    ...list(view.entries.map(lineOf), undefined, {
      more: view.more,
      say: (hidden) =>
        `and ${view.isCut ? 'more than ' : ''}${count(hidden, 'older entry', 'older entries')}`,
    }),
    ...actions(view.buttons),
  ];
}

/** Who did what. */
export const history = {
  message: (view) => ({ text: 'The history.', blocks: blocksOf(view) }),
  modal: (view) => modal('History', blocksOf(view)),
} satisfies Renderer<'history'>;
