import type { AssignConfirmView } from '../../../flows/views/licenses.ts';
import { count, cut, describeSeats } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note } from '../blocks.ts';
import { submitButton } from '../confirming.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { approvalBlocks, namesInWords } from '../parts.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';

function changes(view: AssignConfirmView): Piece[][] {
  return [
    ...view.give.map(({ license, needs, short }): Piece[] => [
      '➕ ',
      { bold: cut(license.name, LENGTHS.value) },
      ` for ${count(needs, 'person', 'people')} (${short ? '⚠️ ' : ''}${describeSeats(license, needs)})`,
    ]),
    ...view.take.map((name): Piece[] => ['➖ ', { bold: cut(name, LENGTHS.value) }]),
    ...view.services.map(({ license, off }): Piece[] => [
      '⚙️ ',
      { bold: cut(license, LENGTHS.value) },
      off.length === 0 ? ': all services on' : `: off: ${namesInWords(off, LENGTHS.value)}`,
    ]),
  ];
}

function blocksOf(view: AssignConfirmView): Part[] {
  return [
    ...errorBlocks(view.target.errors),
    line(
      'The licenses of ',
      { bold: count(view.people, 'person', 'people') },
      ' in ',
      { bold: cut(view.customer, LENGTHS.value) },
      ' will change: ',
      cut(namesInWords(view.names, LENGTHS.value), LENGTHS.paragraph),
      view.people > view.names.length ? ` and ${view.people - view.names.length} more.` : '.',
      view.unchanged === 0 ? '' : ` ${count(view.unchanged, 'person needs', 'people need')} no change.`,
    ),
    ...list(changes(view)),
    ...(view.cost === undefined ? [] : [line({ bold: `${cut(view.cost, LENGTHS.sentence)}.` })]),
    ...(view.locationName === ''
      ? []
      : [line('Location for people without one: ', { bold: cut(view.locationName, LENGTHS.value) })]),
    ...list(
      view.notes.slice(0, LENGTHS.items).map((text): Piece[] => [`⚠️ ${cut(text, LENGTHS.sentence)}`]),
      'Check this first',
    ),
    ...approvalBlocks(view),
    ...(view.reason === '' ? [] : [note(`Reason: ${cut(view.reason, LENGTHS.paragraph)}`)]),
  ];
}

/** What will change, before it does. */
export const assignConfirm = {
  message: (view) => ({
    text: 'Please confirm before Rollcall changes licenses.',
    blocks: [...blocksOf(view), ...actions([submitButton(view.target), view.back])],
  }),
  modal: (view) => modal('Change licenses?', [...blocksOf(view), ...actions([view.back])], view.target),
} satisfies Renderer<'assignConfirm'>;
