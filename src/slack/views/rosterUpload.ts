import type { KnownBlock } from '@slack/types';
import type { RosterUploadView } from '../../flows/views.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../limits.ts';
import { actions, note } from './blocks.ts';
import { fileField } from './fields.ts';
import { errorBlocks, modal } from './modal.ts';
import type { Renderer } from './renderer.ts';
import { line } from './richText.ts';

function introduction(view: RosterUploadView): KnownBlock[] {
  return [
    line(
      'Create many people in ',
      { bold: cut(view.customer, LENGTHS.value) },
      ' from a CSV. The file is checked first; nobody is created before you say so.',
    ),
  ];
}

function blocksOf(view: RosterUploadView): KnownBlock[] {
  return [
    ...errorBlocks(view.target.errors),
    ...introduction(view),
    fileField(
      'file',
      `The template of Microsoft 365 or Entra. At most ${view.maxRows} people and ${view.maxMegabytes} MB.`,
    ),
    ...actions(view.buttons),
    note('The results of the check come to your chat with Rollcall.'),
  ];
}

/** Asks for a CSV. */
export const rosterUpload = {
  message: (view) => ({
    text: 'Send a CSV to create many people.',
    blocks: [
      ...introduction(view),
      note('Drop the CSV into this chat, or:'),
      ...actions([
        {
          action: 'addusers.open',
          label: 'Choose a file',
          id: view.target.id,
          version: view.target.version,
          style: 'primary',
        },
        ...view.buttons,
      ]),
    ],
  }),
  modal: (view) => modal('Add many people', blocksOf(view), view.target),
} satisfies Renderer<'rosterUpload'>;
