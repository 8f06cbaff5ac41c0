import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButtons } from '../parts.ts';

const HOW = 'Click the paper clip, attach a CSV or Excel file, and send it. Rollcall checks it first, and';
const WORDS = {
  create: {
    heading: 'Add people from a file',
    how: `${HOW} creates no one until you confirm.`,
    kinds: 'The Microsoft 365 and Entra templates work as they are.',
  },
  assign: {
    heading: 'Change licenses from a file',
    how: `${HOW} changes nothing until you confirm. This is for the next file you attach within ten minutes.`,
    kinds: 'It needs a "User name" column, or just a list of user names.',
  },
  leave: {
    heading: 'Offboard people from a file',
    how: `${HOW} does nothing until you confirm. This is for the next file you attach within ten minutes.`,
    kinds: 'It needs a "User name" column, and a "Last day" column if they leave on different days.',
  },
  reset: {
    heading: 'New passwords from a file',
    how: `${HOW} changes nothing until you confirm. This is for the next file you attach within ten minutes.`,
    kinds: 'It needs a "User name" column, or just a list of user names.',
  },
  change: {
    heading: 'Change people from a file',
    how: `${HOW} changes nothing until you confirm. This is for the next file you attach within ten minutes.`,
    kinds:
      'It needs a "User name" column and the columns to change. An empty cell keeps the value; "none" clears it.',
  },
} as const;

export const bindRosterUpload: Binder<'rosterUpload'> = (view) => ({
  ...WORDS[view.task ?? 'create'],
  customer: cut(view.customer, LIMITS.value),
  maxRows: String(view.maxRows),
  maxMegabytes: String(view.maxMegabytes),
  buttons: bindButtons(view.buttons),
});
