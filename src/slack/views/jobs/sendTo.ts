import type { KnownBlock } from '@slack/types';
import type { SendToView } from '../../../flows/views/passwords.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions } from '../blocks.ts';
import { textField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

function introduction(view: SendToView): KnownBlock {
  return line(
    'The passwords of ',
    { bold: cut(view.title, LENGTHS.value) },
    ' in ',
    { bold: cut(view.customer, LENGTHS.value) },
    " will go to more people. They don't change.",
  );
}

function blocksOf(view: SendToView): Part[] {
  return [
    ...errorBlocks(view.target.errors),
    introduction(view),
    textField('recipients', view.values.recipients, {
      multiline: true,
      required: true,
      hint: 'Up to five email addresses. An address that already got an email gets another.',
    }),
  ];
}

/** Who else is to get first passwords. A message cannot hold the form, so there it is a button that opens it. */
export const sendTo = {
  message: (view) => ({
    text: 'The form to send passwords to someone else.',
    blocks: [
      introduction(view),
      ...actions([
        {
          action: 'job.sendTo',
          label: 'Open the form',
          id: view.target.id,
          version: view.target.version,
          style: 'primary',
        },
      ]),
    ],
  }),
  modal: (view) => modal('Send to someone else', blocksOf(view), view.target),
} satisfies Renderer<'sendTo'>;
