import { byJob, type ProvisioningOptions } from '../context.ts';
import type { JobRecord } from '../ports/records.ts';

const ACCEPTED = 'job.accepted';

/** The audit entry without which no job is carried out. Both throw what the store throws. */
export interface AcceptedAudit {
  /** Durable on return. */
  write(job: JobRecord): Promise<void>;
  /** Writes it if a crash, or a disk that refused, came between the job and its entry. */
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
        ...(job.task === undefined ? {} : { task: job.task }),
        people: total,
        licenses: settings.licenses.join(' '),
        recipients: settings.recipients.join(' '),
        ...(fileName === undefined ? {} : { fileName }),
        ...(reason === undefined ? {} : { reason }),
      },
    });
    await store.audit({ ...entry, platform: requestedBy.platform, where: job.place.conversationId });
    known.add(job.id);
  }

  return {
    write,
    async ensure(job) {
      if (known.has(job.id)) return;
      const entries = await store.readAudit({ subject: job.id, limit: Number.MAX_SAFE_INTEGER });
      if (entries.some(({ what }) => what === ACCEPTED)) known.add(job.id);
      else await write(job);
    },
  };
}
