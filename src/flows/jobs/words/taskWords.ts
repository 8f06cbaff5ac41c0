import type { Task } from '../../../domain/terms.ts';
import type { PersonResultView } from '../../views/person.ts';

/** What a job is called while it runs and when it is over. */
interface TaskWords {
  /** A notification's text, without anybody's name. */
  news: string;
  /** `Creating 20 people`. */
  doing(people: string): string;
  /** `20 people created`. */
  done: string;
  /** `2 deleted`. */
  undone: string;
  undoing: string;
  allUndone: string;
  allDone: string;
}

/** Of tasks that nothing undoes from the message of their job. */
const NOT_UNDONE = { undone: 'undone', undoing: 'Undoing', allUndone: 'Undone' };

/** What each kind of job is called. */
export const TASKS: Readonly<Record<Task, TaskWords>> = {
  create: {
    news: 'creating people',
    doing: (people) => `Creating ${people}`,
    done: 'created',
    undone: 'deleted',
    undoing: 'Undoing: deleting the new accounts',
    allUndone: 'Undone: the new accounts were deleted',
    allDone: 'Everyone was created',
  },
  assign: {
    news: 'changing licenses',
    doing: (people) => `Changing the licenses of ${people}`,
    done: 'changed',
    undone: 'changed back',
    undoing: 'Undoing: restoring the previous licenses',
    allUndone: 'Undone: everyone has their previous licenses',
    allDone: 'All licenses were changed',
  },
  reset: {
    ...NOT_UNDONE,
    news: 'setting a new password',
    doing: (people) => `Setting a new password for ${people}`,
    done: 'given a new password',
    allDone: 'The new passwords are set',
  },
  restore: {
    ...NOT_UNDONE,
    news: 'restoring an account',
    doing: (people) => `Restoring ${people}`,
    done: 'restored',
    allDone: 'Everyone was restored',
  },
  change: {
    ...NOT_UNDONE,
    news: 'changing a person',
    doing: (people) => `Changing ${people}`,
    done: 'changed',
    allDone: 'All changes were made',
  },
  putBack: {
    ...NOT_UNDONE,
    news: 'putting a person back',
    doing: (people) => `Putting ${people} back as they were`,
    done: 'put back',
    allDone: 'Everyone is back as they were',
  },
  leave: {
    ...NOT_UNDONE,
    news: 'offboarding a person',
    doing: (people) => `Offboarding ${people}`,
    done: 'offboarded',
    allDone: 'Everyone was offboarded',
  },
  delete: {
    ...NOT_UNDONE,
    news: 'deleting an account',
    doing: (people) => `Deleting ${people}`,
    done: 'deleted',
    allDone: 'All accounts were deleted',
  },
};

const NOT_BACK = { undoing: 'Undoing', undone: 'Undone' };

/** How a job for one person ended. */
export const RESULTS: Readonly<Record<Task, Readonly<Record<PersonResultView['outcome'], string>>>> = {
  create: {
    created: 'Created',
    partly: 'Created, but some steps failed',
    failed: 'Not created',
    stopped: 'Stopped before the account was created',
    undoing: 'Being deleted',
    undone: 'Deleted',
  },
  assign: {
    created: 'Licenses changed',
    partly: 'Licenses changed, but some steps failed',
    failed: 'Licenses not changed',
    stopped: 'Stopped before the licenses were changed',
    undoing: 'Restoring the previous licenses',
    undone: 'Previous licenses restored',
  },
  reset: {
    ...NOT_BACK,
    created: 'New password set',
    partly: 'New password set',
    failed: 'No new password was set',
    stopped: 'Stopped before the password was changed',
  },
  restore: {
    ...NOT_BACK,
    created: 'Restored with the old password',
    partly: 'Restored, but some steps failed',
    failed: 'Not restored',
    stopped: 'Stopped before everything was done',
  },
  change: {
    ...NOT_BACK,
    created: 'Changed',
    partly: 'Changed, but some steps failed',
    failed: 'Not changed',
    stopped: 'Stopped before everything was changed',
  },
  putBack: {
    ...NOT_BACK,
    created: 'Earlier state put back',
    partly: 'Earlier state put back, but some steps failed',
    failed: 'Not put back',
    stopped: 'Stopped before everything was put back',
  },
  leave: {
    ...NOT_BACK,
    created: 'Offboarded',
    partly: 'Offboarded, but some steps failed',
    failed: 'Not offboarded',
    stopped: 'Stopped before everything was done',
  },
  delete: {
    ...NOT_BACK,
    created: 'Deleted',
    partly: 'Not deleted',
    failed: 'Not deleted',
    stopped: 'Stopped before the account was deleted',
  },
};
