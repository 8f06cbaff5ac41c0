import type { Task } from '../../domain/terms.ts';
import type { PersonResultView } from '../views/person.ts';
import { sayUndelivered } from './deliveryWords.ts';

/** What a job is called while it runs and when it is over. */
interface TaskWords {
  /** A notification's text, without anybody's name. */
  news: string;
  /** `Creating 20 people`. */
  doing(people: string): string;
  /** `20 people created`. */
  done: string;
  /** `2 deleted again`. */
  undone: string;
  undoing: string;
  allUndone: string;
  allDone: string;
}

const WORDS: Readonly<Record<Task, TaskWords>> = {
  create: {
    news: 'creating people',
    doing: (people) => `Creating ${people}`,
    done: 'created',
    undone: 'deleted again',
    undoing: 'Undoing: deleting what was created',
    allUndone: 'Undone: the people are deleted again',
    allDone: 'Everybody was created',
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
    news: 'setting a new password',
    doing: (people) => `Setting a new password for ${people}`,
    done: 'done',
    undone: 'undone',
    undoing: 'Undoing',
    allUndone: 'Undone',
    allDone: 'The new password is set',
  },
  restore: {
    news: 'restoring an account',
    doing: (people) => `Restoring ${people}`,
    done: 'restored',
    undone: 'undone',
    undoing: 'Undoing',
    allUndone: 'Undone',
    allDone: 'Everybody was restored',
  },
  change: {
    news: 'changing a person',
    doing: (people) => `Changing ${people}`,
    done: 'changed',
    undone: 'undone',
    undoing: 'Undoing',
    allUndone: 'Undone',
    allDone: 'Everybody was changed',
  },
  putBack: {
    news: 'putting a person back',
    doing: (people) => `Putting ${people} back as they were`,
    done: 'put back',
    undone: 'undone',
    undoing: 'Undoing',
    allUndone: 'Undone',
    allDone: 'Everybody is as they were',
  },
  leave: {
    news: 'offboarding a person',
    doing: (people) => `Offboarding ${people}`,
    done: 'offboarded',
    undone: 'undone',
    undoing: 'Undoing',
    allUndone: 'Undone',
    allDone: 'Everybody was offboarded',
  },
};

/** Whether a task gives its people a password. */
export function bringsPasswords(task: Task = 'create'): boolean {
  return task === 'create' || task === 'reset';
}

export function wordsOf(task: Task = 'create'): TaskWords {
  return WORDS[task];
}

type Outcome = PersonResultView['outcome'];

const RESULTS: Readonly<Record<Task, Readonly<Record<Outcome, string>>>> = {
  create: {
    created: 'Created',
    partly: 'Created, but not everything worked',
    failed: 'Not created',
    stopped: 'Stopped before it was created',
    undoing: 'Being deleted again',
    undone: 'Deleted again',
  },
  assign: {
    created: 'Licenses changed',
    partly: 'Licenses changed, but not everything worked',
    failed: 'Licenses not changed',
    stopped: 'Stopped before the licenses were changed',
    undoing: 'Restoring the previous licenses',
    undone: 'The previous licenses are restored',
  },
  reset: {
    created: 'New password set',
    partly: 'New password set',
    failed: 'No new password was set',
    stopped: 'Stopped before the password was changed',
    undoing: 'Undoing',
    undone: 'Undone',
  },
  restore: {
    created: 'Restored, with the password of before',
    partly: 'Restored, but not everything worked',
    failed: 'Not restored',
    stopped: 'Stopped before everything was done',
    undoing: 'Undoing',
    undone: 'Undone',
  },
  change: {
    created: 'Changed',
    partly: 'Changed, but not everything worked',
    failed: 'Not changed',
    stopped: 'Stopped before everything was changed',
    undoing: 'Undoing',
    undone: 'Undone',
  },
  putBack: {
    created: 'Put back as they were',
    partly: 'Put back, but not everything worked',
    failed: 'Not put back',
    stopped: 'Stopped before everything was put back',
    undoing: 'Undoing',
    undone: 'Undone',
  },
  leave: {
    created: 'Offboarded',
    partly: 'Offboarded, but not everything worked',
    failed: 'Not offboarded',
    stopped: 'Stopped before everything was done',
    undoing: 'Undoing',
    undone: 'Undone',
  },
};

/** How a job for one person ended: nobody is done who has no password. */
export function sayResult({
  task = 'create',
  outcome,
  undelivered,
}: Pick<PersonResultView, 'task' | 'outcome' | 'undelivered'>): string {
  const said = RESULTS[task][outcome];
  if (outcome !== 'created' || undelivered === undefined) return said;
  return `${said}, ${task === 'create' ? 'password ' : ''}${sayUndelivered(undelivered)}`;
}
