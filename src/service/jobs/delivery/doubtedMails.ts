import type { OldCopy } from '../../oldData/oldCopy.ts';
import type { Delivery, JobRecord, RowRecord } from '../../ports/records.ts';
import { hasAccount } from '../runner/rowState.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';

/** The account was there when the copy was noticed, so that its password may have been mailed since the copy was made. */
export function mayBeMailed(row: RowRecord, { noticedAt }: Pick<OldCopy, 'noticedAt'>): boolean {
  return hasAccount(row) && (row.mailDoubt === true || (row.create.at ?? 0) < noticedAt);
}

/** Nobody has decided over its mails since the copy was noticed. */
export function isUndecided({ mailsHeldAt = 0 }: JobRecord, copy: OldCopy | undefined): copy is OldCopy {
  return copy !== undefined && mailsHeldAt < copy.noticedAt;
}

/** The parts that bring somebody's password who may have it already. */
export function listDoubtedParts(rows: readonly RowRecord[], copy: OldCopy): ReadonlySet<number> {
  return new Set(rows.flatMap((row) => (row.part !== undefined && mayBeMailed(row, copy) ? [row.part] : [])));
}

/**
 * The job with these mails given up, unless they were accepted or refused: whoever asked is told why, and can send them again.
 * From then on they are as any others. `held`: those that were.
 */
export function holdMails(
  job: JobRecord,
  isDoubted: (delivery: Delivery) => boolean,
  at: number,
): { job: JobRecord; held: Delivery[] } {
  const held: Delivery[] = [];
  const deliveries = job.deliveries.map((one) => {
    if (one.state === 'accepted' || one.state === 'refused' || !isDoubted(one)) return one;
    const given: Delivery = { ...one, state: 'refused', response: JOB_SERVICE_WORDS.mails.doubted, at };
    held.push(given);
    return given;
  });
  return { job: { ...job, deliveries, mailsHeldAt: at }, held };
}
