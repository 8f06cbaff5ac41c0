import { wordsOf } from '../../../flows/jobs/taskWords.ts';
import type { ResultLine, ResultsView } from '../../../flows/views/job.ts';
import { cut, headResults, summarizeResults, upperFirst } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, header, note, paragraph } from '../blocks.ts';
import type { Part } from '../lines.ts';
import { modal } from '../modal.ts';
import { deliveryBlocks } from '../parts.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';

function who({ displayName, userPrincipalName, row }: ResultLine): Piece[] {
  return [
    row === undefined ? '' : `row ${row} `,
    { bold: cut(displayName, LENGTHS.value) },
    ' ',
    { code: cut(userPrincipalName, LENGTHS.userName) },
  ];
}

function what({ change }: ResultLine): Piece[] {
  return change === undefined ? [] : [` ${cut(change, LENGTHS.sentence)}`];
}

function why({ reason, next }: ResultLine): Piece[] {
  return [
    reason === undefined ? '' : ` ${cut(reason, LENGTHS.sentence)}`,
    next === undefined ? '' : ` ${cut(next, LENGTHS.value)}`,
  ];
}

const say = (hidden: number): string => `and ${hidden} more: see the results file`;

const ICONS = { undoing: '↩️', undone: '↩️', stopped: '⏹️', clean: '✅', some: '☑️', left: '⚠️' } as const;

function blocksOf(view: ResultsView): Part[] {
  const { words, outcome } = headResults(view);
  return [
    header(`${ICONS[outcome]} ${words}`),
    paragraph(`${cut(view.title, LENGTHS.value)} · ${cut(view.customer, LENGTHS.value)}`),
    paragraph(summarizeResults(view)),
    ...list(
      view.failed.map((line) => [...who(line), ...why(line)]),
      'Not done',
      { more: view.moreFailed, say },
    ),
    ...list(
      view.leftOut.map((line) => [...who(line), ...why(line)]),
      'Left out',
      { more: view.moreLeftOut, say },
    ),
    ...list(
      view.created.map((line) => [...who(line), ...what(line)]),
      upperFirst(wordsOf(view.task).done),
      { more: view.moreCreated, say },
    ),
    ...deliveryBlocks(view.deliveries, view.moreDeliveries),
    ...(view.revealed === undefined ? [] : [line(`🔑 ${cut(view.revealed, LENGTHS.sentence)}`)]),
    note(`Requested by ${cut(view.createdBy, LENGTHS.value)}`),
    ...actions(view.buttons),
  ];
}

/** A bulk job's end. */
export const results = {
  message: (view) => ({ text: `Results of ${wordsOf(view.task).news}.`, blocks: blocksOf(view) }),
  modal: (view) => modal('Results', blocksOf(view)),
} satisfies Renderer<'results'>;
