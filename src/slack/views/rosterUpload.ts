import type { KnownBlock } from '@slack/types';
import type { RosterUploadView } from '../../flows/views/roster.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import { actions, note } from './blocks.ts';
import { fileField } from './fields.ts';
import type { Part } from './lines.ts';
import { errorBlocks, modal } from './modal.ts';
import type { Renderer } from './renderer.ts';
import { line } from './richText.ts';

function introduction(view: RosterUploadView): KnownBlock[] {
  if (view.task === 'assign') {
    return [
      line(
        'Change the licenses of many people in ',
        { bold: cut(view.customer, LENGTHS.value) },
        ' who are named in a CSV or Excel file. The file is checked first; nothing is changed before you say so.',
      ),
    ];
  }
  return [
    line(
      'Create many people in ',
      { bold: cut(view.customer, LENGTHS.value) },
      ' from a CSV or Excel file. The file is checked first; nobody is created before you say so.',
    ),
  ];
}

function blocksOf(view: RosterUploadView): Part[] {
  return [
    ...errorBlocks(view.target.errors),
    ...introduction(view),
    fileField(
      'file',
      `${view.task === 'assign' ? 'A column "User name", or a bare list.' : 'The template of Microsoft 365 or Entra.'} At most ${view.maxRows} people and ${view.maxMegabytes} MB.`,
    ),
    ...actions(view.buttons),
    note('The results of the check come to your chat with Rollcall.'),
  ];
}

/** Asks for a file of people. */
export const rosterUpload = {
  message: (view) => ({
    text: view.task === 'assign' ? 'Send a file of user names.' : 'Send a file to create many people.',
    blocks: [
      ...introduction(view),
      ...(view.task === 'assign' ? [] : [note('Drop the file into this chat, or:')]),
      ...actions([
        {
          action: view.task === 'assign' ? 'assign.openFile' : 'addusers.open',
          label: 'Choose a file',
          id: view.target.id,
          version: view.target.version,
          style: 'primary',
        },
        ...view.buttons,
      ]),
    ],
  }),
  modal: (view) =>
    modal(view.task === 'assign' ? 'Licenses from a file' : 'Add many people', blocksOf(view), view.target),
} satisfies Renderer<'rosterUpload'>;
