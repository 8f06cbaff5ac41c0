import { auditTask } from '../audit/auditAsked.ts';
import { byJob, type ProvisioningOptions } from '../context.ts';
import type { JobRecord } from '../ports/records.ts';

const ACCEPTED = 'job.accepted';

/** The audit entry without which no job is carried out. */
export interface AcceptedAudit {
  /**
   * Writes it unless it is there: a crash, or a disk that refused, may have come between the job and its entry. Durable on
   * return. Throws what the store throws.
   */
  ensure(job: JobRecord): Promise<void>;
}

export function createAcceptedAudit(context: Pick<ProvisioningOptions, 'store' | 'clock'>): AcceptedAudit {
  const { store } = context;
  /** Jobs whose entry is known to be there, so that the whole audit need not be read for them. */
  const known = new Set<string>();

  async function write(job: JobRecord): Promise<void> {
    const { settings, requestId, requestVersion, kind, total, fileName, reason, requestedBy } = job;
    const entry = byJob(context, job, {
      what: ACCEPTED,
      outcome: 'done',
      subject: job.id,
      detail: {
        requestId,
        requestVersion,
        kind,
        ...auditTask(job),
        people: total,
        licenses: settings.licenses.join(' '),
        recipients: settings.recipients.join(' '),
        ...(fileName === undefined ? {} : { fileName }),
        ...(reason === undefined ? {} : { reason }),
      },
    });
    const { platform } = requestedBy;
    const own = { ...entry, subject: job.id, platform, where: job.place.conversationId };
    await store.auditOnce(own, ({ what }) => what === ACCEPTED);
    known.add(job.id);
  }

  return {
    async ensure(job) {
      if (!known.has(job.id)) await write(job);
    },
  };
}
