import { byJob, type ProvisioningOptions } from '../context.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import { STOPPED } from './jobState.ts';
import { hasLostRole } from './taskRoles.ts';

/**
 * Stops a job that is taken up again when whoever asked has lost the role for it since. What exists by then is finished and
 * its passwords delivered, so that nothing is lost; the rest waits, until they have the role again and press Retry.
 */
export async function haltIfRoleLost(
  context: Pick<ProvisioningOptions, 'policy' | 'store' | 'clock' | 'log'>,
  job: JobRecord,
): Promise<void> {
  const { policy, store, clock, log } = context;
  if (job.state !== 'running' || !hasLostRole(policy, job)) return;
  // What was sent right before the end is not on record: it is looked for, and what is there is not left without its owner.
  if (job.task === undefined) {
    const rows: RowRecord[] = await store.loadRows(job.id);
    const open = rows.filter(({ create, attempted }) => create.state === 'todo' && !attempted);
    store.record(
      job.id,
      open.map((row) => ({ ...row, attempted: true })),
    );
    await store.flush(job.id);
  }
  const halted = await store.updateJob(job.id, (now) =>
    now.state === 'running' ? { ...now, state: 'stopping', haltedAt: clock.now() } : undefined,
  );
  if (halted === undefined) return;
  log.warn({ jobId: job.id, actor: job.requestedBy.actorId }, 'job.halted');
  const detail = { code: 'ROLE_MISSING' };
  await store.audit(byJob(context, job, { what: STOPPED, outcome: 'done', subject: job.id, detail }));
}
