import { auditTask } from '../audit/auditAsked.ts';
import { byJob, type ProvisioningOptions } from '../context.ts';
import type { HeldJob } from '../ports/heldJob.ts';
import { inTurns } from '../ports/inTurns.ts';
import type { AuditEntry, JobRecord, RowRecord } from '../ports/records.ts';
import { finish, goOn, type Passed } from './door.ts';
import { leaveIfOlder } from './readMay.ts';
import { isGone } from './taskRules.ts';

/** What is audited for a stop. */
export const STOPPED = 'job.stopped';

/**
 * Leaves a job whose customer is gone from an older policy, or whose requester has no role for it there, to an instance with a newer
 * one, also while it is stopping: that one knows what is to be finished. False: it is to go on or to stop here.
 */
export async function leaveRefused(context: ProvisioningOptions, job: JobRecord): Promise<boolean> {
  return leaveIfOlder(context, await goOn(context, job), job.kind, job.id);
}

/**
 * Stops a job whose customer is gone from the policy, where nothing more may be done: not even what is half done. False: its
 * customer is there.
 */
export async function haltGone(
  context: Pick<ProvisioningOptions, 'policy' | 'clock' | 'log'>,
  held: HeldJob,
  job: JobRecord,
): Promise<boolean> {
  const { policy, clock, log } = context;
  if (!isGone(policy, job.customer)) return false;
  const haltedAt = clock.now();
  const halted = await held.update(
    (now) =>
      now.haltedFor === 'customer'
        ? undefined
        : { ...now, state: 'stopping', haltedAt, haltedFor: 'customer' },
    [byGone(context, job)],
  );
  if (halted !== undefined) log.warn({ jobId: job.id, customer: job.customer }, 'job.halted');
  return true;
}

/** What is audited of that. */
export function byGone(context: Pick<ProvisioningOptions, 'clock'>, job: JobRecord): AuditEntry {
  const detail = { code: 'CUSTOMER_GONE', ...auditTask(job) };
  return byJob(context, job, { what: STOPPED, outcome: 'done', subject: job.id, detail });
}

/**
 * Lets a job run: as it is, while whoever asked has the role for it. Else it is stopped. What exists by then is finished,
 * so that nothing is lost; its passwords stay sealed, and the rest waits, until they have the role again and press Try again.
 * Throws ROLE_UNKNOWN or POLICY_OLDER while that can't be told: the job is tried again until it can, or until somebody presses Stop.
 */
export async function letRun(
  context: Pick<
    ProvisioningOptions,
    'policy' | 'roleGroups' | 'checkPolicy' | 'standsIn' | 'store' | 'clock' | 'log'
  >,
  held: HeldJob,
  job: JobRecord,
): Promise<Passed<JobRecord>> {
  const { store, clock, log } = context;
  const may = await goOn(context, job);
  if (may.may === 'yes') return may.by;
  if (job.state === 'stopping') return finish({ ...job, state: job.state });
  if (may.may === 'unknown') throw may.why;
  // What was sent right before the end is not on record: it is looked for, and what is there is not left without its owner.
  if (job.task === undefined) {
    const rows: RowRecord[] = await store.loadRows(job.id);
    const open = rows.filter(({ create, attempted }) => create.state === 'todo' && !attempted);
    for await (const some of inTurns(open)) held.record(some.map((row) => ({ ...row, attempted: true })));
    await held.flush();
  }
  const haltedAt = clock.now();
  const detail = { code: 'ROLE_MISSING', ...auditTask(job) };
  await held.update(
    (now) => (now.state === 'running' ? { ...now, state: 'stopping', haltedAt } : undefined),
    [byJob(context, job, { what: STOPPED, outcome: 'done', subject: job.id, detail })],
  );
  log.warn({ jobId: job.id, actor: job.requestedBy.actorId }, 'job.halted');
  return finish({ ...job, state: 'stopping', haltedAt });
}
