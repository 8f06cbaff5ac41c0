import type { KnownBlock } from '@slack/types';
import type { DeclineFormView } from '../../flows/views/approval.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import { actions } from './blocks.ts';
import { textField } from './fields.ts';
import { errorBlocks, modal } from './modal.ts';
import type { Renderer } from './renderer.ts';
import { line } from './richText.ts';

function introduction(view: DeclineFormView): KnownBlock {
  return line(
    `${view.subject} for `,
    { bold: cut(view.requestedBy, LENGTHS.value) },
    ' in ',
    { bold: cut(view.customer, LENGTHS.value) },
    '. Nothing will be done if you decline.',
  );
}

/** Why somebody declines. A message cannot hold the form, so there it is a button that opens it. */
export const declineForm = {
  message: (view) => ({
    text: 'The form to decline a request.',
    blocks: [
      introduction(view),
      ...actions([
        {
          action: 'approval.decline',
          label: 'Open the form',
          id: view.target.id,
          version: view.target.version,
        },
      ]),
    ],
  }),
  modal: (view) =>
    modal(
      'Decline',
      [
        ...errorBlocks(view.target.errors),
        introduction(view),
        textField('reason', '', {
          multiline: true,
          required: true,
          hint: `${cut(view.requestedBy, LENGTHS.value)} gets it with your decision.`,
        }),
      ],
      view.target,
    ),
} satisfies Renderer<'declineForm'>;
