import type { CustomersFormView } from '../../../flows/views/waves.ts';
import { count, cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note } from '../blocks.ts';
import { submitButton } from '../confirming.ts';
import { multiSelectField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';
import { customerChoices, NO_CUSTOMERS } from './customerMenu.ts';

function introduction({ people, fileName }: CustomersFormView): Part {
  return line({ bold: count(people, 'person', 'people') }, ' of ', { bold: cut(fileName, LENGTHS.value) });
}

/** Asks for which customers the people of a file are created. A message cannot hold the form, so there it is for the first alone. */
export const customersForm = {
  message: (view) => ({
    text: 'The form with the customers.',
    blocks: [introduction(view), ...actions([{ ...submitButton(view.target), action: 'wave.choose' }])],
  }),
  modal: (view) =>
    modal(
      'Several customers',
      [
        ...errorBlocks(view.target.errors),
        introduction(view),
        ...multiSelectField('customers', customerChoices(view.offered), view.chosen, {
          nothing: NO_CUSTOMERS,
          placeholder: 'Choose customers',
          required: true,
        }),
        note(view.hint),
      ],
      view.target,
    ),
} satisfies Renderer<'customersForm'>;
