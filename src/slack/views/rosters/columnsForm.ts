import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import type { ColumnsFormView, PersonPreview } from '../../../flows/views/columns.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS, LIMITS } from '../../outgoing/limits.ts';
import { actions, note, plain } from '../blocks.ts';
import { textField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { type Choice, checkedOf, optionsOf } from '../options.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';

/** A person's values in one line; the form is about columns. */
const MAX_DETAILS = 8;

/** People as they would be created. */
export function previewBlocks(people: readonly PersonPreview[]): Part[] {
  return list(
    people.map(({ name, userName, details }): Piece[] => [
      { bold: cut(name || userName, LENGTHS.value) || 'No name' },
      name === '' && userName !== '' ? '' : ` ${cut(userName, LENGTHS.userName) || 'no user name'}`,
      ...details
        .slice(0, MAX_DETAILS)
        .map(({ label, value }) => ` · ${cut(label, LENGTHS.value)}: ${cut(value, LENGTHS.value)}`),
    ]),
    'How they would be created',
  );
}

/**
 * A menu that shows the people anew with each choice. Its block is another one for each value: Slack keeps what was
 * chosen in a block of the same id, whatever an update says.
 */
function menu(
  field: string,
  label: string,
  choices: readonly Choice[],
  value: string,
  action: string,
  hint = '',
): InputBlock {
  const options = optionsOf(choices, [value]);
  const [checked] = checkedOf(options, [value]);
  const offered: PlainTextOption[] = options.offered;
  return {
    type: 'input',
    block_id: `${field}~${value}`.slice(0, LIMITS.id),
    label: plain(label, LIMITS.inputLabel),
    dispatch_action: true,
    optional: false,
    element: {
      type: 'static_select',
      action_id: action,
      options: offered,
      ...(checked === undefined ? {} : { initial_option: checked }),
    },
    ...(hint === '' ? {} : { hint: plain(hint, LIMITS.inputHint) }),
  };
}

function introduction(view: ColumnsFormView): KnownBlock {
  return line(
    'What is in the columns of ',
    { bold: cut(view.fileName, LENGTHS.value) },
    ', for ',
    { bold: cut(view.customer, LENGTHS.value) },
    '? Nothing is created yet.',
  );
}

function blocksOf(view: ColumnsFormView): Part[] {
  const { values, show } = view;
  return [
    ...errorBlocks(view.target.errors),
    introduction(view),
    ...previewBlocks(view.people),
    ...view.notes.map((one) => note(cut(one, LENGTHS.sentence))),
    ...(view.encodings.length === 0
      ? []
      : [
          menu(
            'encoding',
            'Encoding',
            view.encodings.map(({ value, text, sample }) => ({ value, text, description: sample })),
            values.encoding,
            show.action,
            'Choose the one where the names look right.',
          ),
        ]),
    ...(view.part === '' ? [] : [note(view.part)]),
    ...view.columns.map(({ field, column, sample, value }) =>
      menu(
        field,
        cut(column, LENGTHS.value),
        view.choices,
        value,
        show.action,
        sample === '' ? '' : `For example: ${cut(sample, LENGTHS.value)}`,
      ),
    ),
    textField('columnsName', values.columnsName, {
      hint: 'If you name them, files with the same header will be read this way.',
    }),
    ...actions(view.buttons),
  ];
}

/** Choosing what each column holds. A message cannot hold the form, so there it is a button that opens it. */
export const columnsForm = {
  message: (view) => ({
    text: 'The form with the columns of your file.',
    blocks: [
      introduction(view),
      ...previewBlocks(view.people),
      ...actions([
        { ...view.show, action: 'addusers.columnsShow', label: 'Open the form', style: 'primary' },
      ]),
    ],
  }),
  modal: (view) => modal('Columns', blocksOf(view), view.target),
} satisfies Renderer<'columnsForm'>;
