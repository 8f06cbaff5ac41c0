import type { KnownBlock } from '@slack/types';
import type { RosterUploadView } from '../../../flows/views/roster.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note } from '../blocks.ts';
import { fileField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

const WORDS = {
  create: {
    text: 'Send a file to create many people.',
    title: 'Add many people',
    does: 'Create many people in ',
    how: ' from a CSV or Excel file. Rollcall checks it first, and creates no one until you confirm.',
    hint: 'The Microsoft 365 or Entra template.',
    open: 'addusers.open',
  },
  assign: {
    text: 'Send a file of user names.',
    title: 'Licenses from a file',
    does: 'Change the licenses of many people in ',
    how: ' listed in a CSV or Excel file. Rollcall checks it first, and changes nothing until you confirm.',
    hint: 'It needs a "User name" column, or just a list of user names.',
    open: 'assign.openFile',
  },
  leave: {
    text: 'Send a file of user names.',
    title: 'Offboard from a file',
    does: 'Offboard people in ',
    how: ' listed in a CSV or Excel file. Rollcall checks it first, and does nothing until you confirm.',
    hint: 'It needs a "User name" column, and a "Last day" column if they leave on different days.',
    open: 'leavers.openFile',
  },
  change: {
    text: 'Send a file of changes.',
    title: 'Changes from a file',
    does: 'Change people in ',
    how: ' listed in a CSV or Excel file. Rollcall checks it first, and changes nothing until you confirm.',
    hint: 'It needs a "User name" column and the columns to change. An empty cell keeps the value; "none" clears it.',
    open: 'changes.openFile',
  },
  reset: {
    text: 'Send a file of user names.',
    title: 'New passwords',
    does: 'Set new passwords for people in ',
    how: ' listed in a CSV or Excel file. Rollcall checks it first, and changes nothing until you confirm.',
    hint: 'It needs a "User name" column, or just a list of user names.',
    open: 'resets.openFile',
  },
} as const;

function introduction(view: RosterUploadView): KnownBlock[] {
  const { does, how } = WORDS[view.task ?? 'create'];
  return [line(does, { bold: cut(view.customer, LENGTHS.value) }, how)];
}

function blocksOf(view: RosterUploadView): Part[] {
  return [
    ...errorBlocks(view.target.errors),
    ...introduction(view),
    fileField(
      'file',
      `${WORDS[view.task ?? 'create'].hint} At most ${view.maxRows} people and ${view.maxMegabytes} MB.`,
    ),
    ...actions(view.buttons),
    note('You will get the results of the check in your chat with Rollcall.'),
  ];
}

/** Asks for a file of people. */
export const rosterUpload = {
  message: (view) => ({
    text: WORDS[view.task ?? 'create'].text,
    blocks: [
      ...introduction(view),
      ...(view.task !== undefined ? [] : [note('Drop the file into this chat, or:')]),
      ...actions([
        {
          action: WORDS[view.task ?? 'create'].open,
          label: 'Choose a file',
          id: view.target.id,
          version: view.target.version,
          style: 'primary',
        },
        ...view.buttons,
      ]),
    ],
  }),
  modal: (view) => modal(WORDS[view.task ?? 'create'].title, blocksOf(view), view.target),
} satisfies Renderer<'rosterUpload'>;
