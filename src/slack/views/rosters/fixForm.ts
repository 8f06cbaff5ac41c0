import type { InputBlock, KnownBlock } from '@slack/types';
import type { FixCell, FixFormView } from '../../../flows/views/fixing.ts';
import { cut, describePart, listPageButtons } from '../../../flows/words.ts';
import { LENGTHS, LIMITS } from '../../outgoing/limits.ts';
import { keepValue } from '../../outgoing/text.ts';
import { actions, note, plain } from '../blocks.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

function introduction(view: FixFormView): KnownBlock {
  return line(
    'What to check in ',
    { bold: cut(view.fileName, LENGTHS.value) },
    ', for ',
    { bold: cut(view.customer, LENGTHS.value) },
    '. Anyone with an error you don’t fix will be left out.',
  );
}

function cellField({ field, row, column, name, reason, value }: FixCell): InputBlock {
  const label = [`Row ${row}`, cut(name, LENGTHS.value), cut(column, LENGTHS.value)];
  return {
    type: 'input',
    block_id: field,
    label: plain(label.filter((part) => part !== '').join(' · '), LIMITS.inputLabel),
    hint: plain(cut(reason, LENGTHS.error), LIMITS.inputHint),
    optional: true,
    element: {
      type: 'plain_text_input',
      action_id: field,
      ...(value === '' ? {} : { initial_value: keepValue(value, LIMITS.inputValue) }),
    },
  };
}

function blocksOf(view: FixFormView): Part[] {
  return [
    ...errorBlocks(view.target.errors),
    introduction(view),
    ...(view.cells.length === view.total ? [] : [note(describePart(view))]),
    ...view.cells.map(cellField),
    ...actions(listPageButtons(view)),
  ];
}

/** Cells with errors, to be typed anew. A message cannot hold the form, so there it is a button that opens it. */
export const fixForm = {
  message: (view) => ({
    text: 'The form with the cells to fix.',
    blocks: [
      introduction(view),
      ...actions([
        {
          action: 'addusers.fix',
          label: 'Open the form',
          id: view.target.id,
          version: view.target.version,
          style: 'primary',
        },
      ]),
    ],
  }),
  modal: (view) => modal('Fix the file', blocksOf(view), view.target),
} satisfies Renderer<'fixForm'>;
