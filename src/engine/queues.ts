import { PgBoss } from 'pg-boss';
import { RollcallError } from '../domain/errors.ts';
import { TASK_KINDS } from '../service/ports/engine.ts';

/**
 * `stately`: of one id one waits and one is active at most. `heartbeatSeconds`: the shortest pg-boss takes; see `ACT_MS`.
 * `retryLimit`: each process that dies counts as a try, and a job that outlives many must not be given up.
 * `expireInSeconds`: pg-boss wants one, up to 24 h; each beat begins it anew, so that a job which a pause holds overnight is
 * not taken from a process that lives. One that hangs in it waits for that process to end: every call has its own timeout.
 * `retentionSeconds`: a task that waits so long past its time is deleted, and the sweep sends it again.
 * `deleteAfterSeconds`: what is done is of no use; the records are kept elsewhere.
 */
const QUEUE = {
  heartbeatSeconds: 10,
  retryLimit: 1_000_000,
  retryDelay: 0,
  expireInSeconds: 12 * 60 * 60,
  retentionSeconds: 14 * 24 * 60 * 60,
  deleteAfterSeconds: 60 * 60,
};

/**
 * Makes pg-boss's tables in the schema `pgboss`, and its queues, or brings them up to date. Harmless twice. Throws what pg-boss
 * does.
 *
 * @param hasSchema with the schema there, no right to make one is needed
 */
export async function migrateQueues(connectionString: string, hasSchema = false): Promise<void> {
  const boss = new PgBoss({
    connectionString,
    max: 1,
    migrate: true,
    createSchema: !hasSchema,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  // What fails is thrown too; unheard, it would end the process.
  boss.on('error', () => undefined);
  try {
    await boss.start();
    for (const kind of TASK_KINDS) {
      await boss.createQueue(kind, { policy: 'stately', ...QUEUE });
      await boss.updateQueue(kind, QUEUE);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

function describeUnprepared(cause?: unknown): RollcallError {
  return new RollcallError('CONFIG_INVALID', "The queues in the database aren't those of this version.", {
    done: 'Nothing was changed.',
    next: 'Run npm run migrate, then start Rollcall again. If a newer version has done that already, start the newer one.',
    cause,
  });
}

/** pg-boss gives no codes. */
const UNPREPARED = ['pg-boss is not installed', 'pg-boss database requires migrations'];

/** Begins to supervise the queues. Throws RollcallError CONFIG_INVALID where `migrateQueues` has not prepared them. */
export async function startQueues(boss: PgBoss): Promise<void> {
  try {
    await boss.start();
  } catch (error) {
    throw error instanceof Error && UNPREPARED.includes(error.message) ? describeUnprepared(error) : error;
  }
  const there = new Set((await boss.getQueues()).map(({ name }) => name));
  if (!TASK_KINDS.every((kind) => there.has(kind))) throw describeUnprepared();
}
