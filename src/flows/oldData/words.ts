import type { Task } from '../../domain/terms.ts';
import { count } from '../words.ts';

const people = (of: number): string => count(of, 'person', 'people');

/** What admins are told when Rollcall has paused itself, because its data may be an older copy. */
export const OLD_DATA_WORDS = {
  title: 'Rollcall paused itself: its data may be an older copy.',
  why: (savedAt: string) =>
    `This data was last in use on ${savedAt}. If it was restored from a backup, some of what it still has to do may have been done since. Nothing goes on until an admin decides.`,
  tasks: {
    create: (of: number) => `Create ${people(of)}.`,
    assign: (of: number) => `Change the licenses of ${people(of)}.`,
    reset: (of: number) => `Set a new password for ${people(of)}.`,
    restore: (of: number) => `Restore ${people(of)}.`,
    change: (of: number) => `Change ${people(of)}.`,
    putBack: (of: number) => `Put ${people(of)} back.`,
    leave: (of: number) => `Offboard ${people(of)}.`,
    delete: (of: number) => `Delete ${people(of)}.`,
  } satisfies Record<Task, (of: number) => string>,
  exist: (done: number, lookedUp: number) =>
    `Of ${lookedUp} of them, ${done} already ${done === 1 ? 'exists' : 'exist'} in Microsoft 365.`,
  changed: (done: number, lookedUp: number) =>
    `Of ${lookedUp} of them, ${done} already ${done === 1 ? 'has' : 'have'} a newer password in Microsoft 365.`,
  unknown: "Microsoft 365 couldn't be asked what is already there.",
  undos: (of: number) => `Finish ${count(of, 'undo', 'undos')}.`,
  mails: (of: number) => `Try the emails of ${count(of, 'job', 'jobs')} again.`,
  requests: (of: number) => `Start ${count(of, 'approved request', 'approved requests')}.`,
  waves: (of: number) => `Continue with ${count(of, 'file', 'files')} for several customers.`,
  nothing: 'Nothing is left to do.',
  goingOn:
    "Continue does what isn't done yet. People who already exist aren't created again, and passwords that were changed since aren't set again.",
  mailsGoingOn:
    "Emails that may have been sent aren't sent again: the person who asked can send those from the results.",
  canceling:
    'Cancel these stops all of it. Accounts that exist stay, and plans for a later time stay planned. The people who asked are told.',
  next: 'If you restored a backup on purpose, press Continue. To look around first, leave it paused.',
  othersDecide: 'Only an admin who acts for all customers can decide this, as it is about all of them.',
  goOn: 'Continue',
  cancel: 'Cancel these',
  confirm: {
    title: 'Cancel these?',
    text: "What hasn't begun won't be done. Accounts that exist stay.",
    ok: 'Cancel these',
  },
  canceled: {
    title: 'Canceled, and Rollcall is running again.',
    text: (jobs: number) =>
      jobs === 0
        ? 'Nothing that was left goes on.'
        : `${count(jobs, 'job', 'jobs')} ${jobs === 1 ? 'ends' : 'end'} now. Rollcall first looks for accounts that already exist, and the people who asked get the results.`,
  },
  over: {
    title: 'This was already decided.',
    text: 'Rollcall is no longer paused for this. Your click changed nothing.',
  },
};
