import type { Task } from './terms.ts';

const NOTHING: Readonly<Record<Task, string>> = {
  create: 'No one was created.',
  assign: 'No license was changed.',
  reset: "The password wasn't changed.",
  restore: 'No one was restored.',
  change: 'Nothing was changed.',
  putBack: 'Nothing was put back.',
  leave: 'No one was offboarded.',
  delete: 'No one was deleted.',
};

/** What was not done by a task that was refused, as a sentence. */
export function nothingDone(task: Task = 'create'): string {
  return NOTHING[task];
}
