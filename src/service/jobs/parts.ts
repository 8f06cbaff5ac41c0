import type { Delivery, JobRecord, RowRecord } from '../ports/records.ts';
import { hasAccount } from './rowState.ts';

/** People in one mail: what a person can scroll through on a phone, and far below any server's limit. */
const PEOPLE_PER_PART = 100;

/**
 * Rows with an account and without a part, each with the part it goes into: the next free numbers, in row order.
 * A row's part never changes, so people created after a retry come in parts of their own. A mail that brings a link
 * has room for everybody: its page is a list.
 */
export function assignParts(rows: readonly RowRecord[], peoplePerPart = PEOPLE_PER_PART): RowRecord[] {
  const taken = Math.max(0, ...rows.map(({ part }) => part ?? 0));
  return rows
    .filter((row) => hasAccount(row) && row.part === undefined)
    .map((row, index) => ({ ...row, part: taken + 1 + Math.floor(index / peoplePerPart) }));
}

/** One for each part and recipient. */
export function keyOf({ recipient, part }: Pick<Delivery, 'recipient' | 'part'>): string {
  return `${part} ${recipient}`;
}

/** Everybody who gets the passwords of a job by mail. */
export function listRecipients({ settings, sentTo = [] }: JobRecord): readonly string[] {
  return settings.delivery === 'show' ? sentTo : [...settings.recipients, ...sentTo];
}

/** The job's deliveries with one for each part and recipient; those that are there stay as they are. */
export function planDeliveries(job: JobRecord, rows: readonly RowRecord[]): Delivery[] {
  const parts = Math.max(0, ...rows.map(({ part }) => part ?? 0));
  const known = new Map(job.deliveries.map((delivery) => [keyOf(delivery), delivery]));
  return Array.from({ length: parts }, (_, index) => index + 1).flatMap((part) =>
    listRecipients(job).map((recipient): Delivery => {
      const before = known.get(keyOf({ recipient, part }));
      if (before !== undefined) return before.state === 'accepted' ? before : { ...before, parts };
      return { recipient, part, parts, state: 'todo' };
    }),
  );
}

/** The job with one delivery changed. */
export function withDelivery(job: JobRecord, delivery: Delivery): JobRecord {
  const key = keyOf(delivery);
  return {
    ...job,
    deliveries: job.deliveries.map((one) => (keyOf(one) === key ? { ...one, ...delivery } : one)),
  };
}
