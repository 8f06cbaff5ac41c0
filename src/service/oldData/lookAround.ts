import { RollcallError } from '../../domain/errors.ts';
import { TASKS, type Task } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { standingOf } from '../jobs/runner/rowState.ts';
import type { Directory } from '../ports/directory.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';

/** Of all jobs of one kind. */
export interface LeftToDo {
  task: Task;
  jobs: number;
  /** People for whom it isn't done yet, as far as the records know. */
  people: number;
  /** So many of them were looked up in the directory. */
  lookedUp: number;
  /** For so many of those it is done there: created by this job, or given another password since. */
  done: number;
}

/**
 * Of each kind of job. Somebody waits for the question: looking up 200 takes some ten seconds. More would make admins wait,
 * fewer tell them less; the job itself looks for each of them.
 */
const MOST_LOOKED_UP = 200;
/** As the steps of a job do. */
const AT_ONCE = 5;

/** Whether what a row of a job was to do is done in the directory. Undefined: it can't be told by looking. */
async function isDone(
  directory: Directory,
  { task = 'create' }: JobRecord,
  row: RowRecord,
  savedAt: number,
): Promise<boolean | undefined> {
  if (task === 'create') {
    if (row.create.state === 'done') return undefined;
    return (await directory.lookUpAccount(row.person.userPrincipalName))?.marker === row.operationId;
  }
  if (task !== 'reset' || row.objectId === undefined) return undefined;
  const changedAt = await directory.readPasswordChange(row.objectId);
  return changedAt === undefined ? undefined : changedAt > savedAt;
}

/** What is left to do of these jobs, and how much of it is done in Microsoft 365. Never throws for a directory that is away. */
export async function lookAround(
  { store, directoryFor, log }: Pick<ProvisioningOptions, 'store' | 'directoryFor' | 'log'>,
  jobs: readonly JobRecord[],
  savedAt: number,
): Promise<LeftToDo[]> {
  const found = new Map<Task, LeftToDo>();
  const asked = new Map<Task, number>();
  for (const job of jobs) {
    const { task = 'create' } = job;
    const sum = found.get(task) ?? { task, jobs: 0, people: 0, lookedUp: 0, done: 0 };
    found.set(task, sum);
    const waiting = (await store.loadRows(job.id)).filter((row) => standingOf(row) === 'waiting');
    sum.jobs += 1;
    sum.people += waiting.length;
    const before = asked.get(task) ?? 0;
    const looked = waiting.slice(0, MOST_LOOKED_UP - before);
    asked.set(task, before + looked.length);
    try {
      const directory = directoryFor(job.customer);
      for (let begin = 0; begin < looked.length; begin += AT_ONCE) {
        const some = looked.slice(begin, begin + AT_ONCE);
        const said = await Promise.all(some.map((row) => isDone(directory, job, row, savedAt)));
        sum.lookedUp += said.filter((one) => one !== undefined).length;
        sum.done += said.filter((one) => one === true).length;
      }
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      log.warn({ jobId: job.id, code: error.code }, 'old_data.not_looked_up');
    }
  }
  return TASKS.flatMap((task) => found.get(task) ?? []);
}
