import type { EditFormView } from '../../../flows/views/changing.ts';
import { actions } from '../blocks.ts';
import { locationField, reasonField, selectField, textField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { aboutPerson, approvalBlocks } from '../parts.ts';
import type { Renderer } from '../renderer.ts';

function introduction(view: EditFormView): Part {
  return aboutPerson(view, '. Fields you leave alone stay the same. Fields you empty are cleared.');
}

function blocksOf(view: EditFormView): Part[] {
  return [
    ...errorBlocks(view.target.errors),
    introduction(view),
    ...approvalBlocks(view),
    ...view.texts.flatMap(({ id, value, hint, required = false, locations }) =>
      locations === undefined
        ? [textField(id, value, { required, ...(hint === undefined ? {} : { hint }) })]
        : locationField(locations, value, required),
    ),
    ...selectField(
      'signIn',
      [
        { value: 'allowed', text: 'Allowed' },
        { value: 'blocked', text: 'Blocked' },
      ],
      view.signIn,
      '',
    ),
    ...selectField(
      'signOut',
      [
        { value: 'no', text: 'No' },
        { value: 'yes', text: 'Yes, within a few minutes' },
      ],
      view.signOut,
      '',
    ),
    reasonField(view.reason, view),
  ];
}

/** One person's fields and sign-in. A message cannot hold the form, so there it is a button that opens it. */
export const editForm = {
  message: (view) => ({
    text: 'The form to change one person.',
    blocks: [
      introduction(view),
      ...actions([
        {
          action: 'change.back',
          label: 'Open the form',
          id: view.target.id,
          version: view.target.version,
          style: 'primary',
        },
      ]),
    ],
  }),
  modal: (view) => modal('Edit', blocksOf(view), view.target),
} satisfies Renderer<'editForm'>;
