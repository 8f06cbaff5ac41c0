import type { Task } from './terms.ts';

const NOTHING: Readonly<Record<Task, string>> = {
  create: 'Nobody was created.',
  assign: 'No license was changed.',
  reset: 'The password was not changed.',
  restore: 'Nobody was restored.',
  change: 'Nothing was changed.',
  putBack: 'Nothing was put back.',
  leave: 'Nobody was offboarded.',
  delete: 'Nobody was deleted.',
};

/** What was not done by a task that was refused, as a sentence. */
export function nothingDone(task: Task = 'create'): string {
  return NOTHING[task];
}
