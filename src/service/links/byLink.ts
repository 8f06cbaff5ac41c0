import { type Audited, byJob, type ProvisioningOptions } from '../context.ts';
import type { AuditEntry, JobRecord } from '../ports/records.ts';
import type { LinkRecord } from '../ports/shownSecrets.ts';

/** Before the address of whoever a link was mailed to: who they are is not known, only what they had. */
export const LINK_HOLDER = 'mail:';

/** An entry for what a link did. A list's link is the requester's own. */
export function byLink(
  context: Pick<ProvisioningOptions, 'clock'>,
  job: JobRecord,
  { kind, recipient }: LinkRecord,
  audited: Audited,
): AuditEntry {
  const entry = byJob(context, job, audited);
  if (kind === 'list') return entry;
  const detail = { ...entry.detail, requestedBy: job.requestedBy.actorId };
  return { ...entry, actor: `${LINK_HOLDER}${recipient}`, detail };
}
