import type { Delivery, JobRecord, RowRecord } from '../../ports/records.ts';
import { hasAccount } from '../runner/rowState.ts';

/** People in one mail: what a person can scroll through on a phone, and far below any server's limit. */
const PEOPLE_PER_PART = 100;

/**
 * Rows with an account and without a part, each with the part it goes into: the next free numbers, in row order.
 * A part has only people with the same recipients. A row's part never changes, so people created after a retry come in parts of their own. A mail that brings a link
 * has room for everybody: its page is a list. `isApart`: those that share no part with others.
 */
export function assignParts(
  rows: readonly RowRecord[],
  peoplePerPart = PEOPLE_PER_PART,
  isApart: (row: RowRecord) => boolean = () => false,
): RowRecord[] {
  const alike = new Map<string, RowRecord[]>();
  for (const row of rows.filter((one) => hasAccount(one) && one.part === undefined)) {
    const key = `${isApart(row)} ${row.recipients?.join(' ') ?? 'settings'}`;
    const together = alike.get(key);
    if (together === undefined) alike.set(key, [row]);
    else together.push(row);
  }
  let part = countParts(rows);
  return [...alike.values()].flatMap((together) =>
    together.map((row, index) => {
      if (index % peoplePerPart === 0) part += 1;
      return { ...row, part };
    }),
  );
}

/** One for each part and recipient. */
export function keyOf({ recipient, part }: Pick<Delivery, 'recipient' | 'part'>): string {
  return `${part} ${recipient}`;
}

/** Everybody who gets the passwords of a job by mail, but for those whom rows name themselves. */
export function listRecipients({ settings, sentTo = [] }: JobRecord): readonly string[] {
  if (settings.delivery === 'show') return sentTo;
  const unique = new Map([...settings.recipients, ...sentTo].map((one) => [one.toLowerCase(), one]));
  return [...unique.values()];
}

/** Who gets the password of one row: its own recipients win. What is only shown is mailed to nobody. */
export function recipientsOf(
  job: JobRecord,
  { recipients }: Pick<RowRecord, 'recipients'>,
): readonly string[] {
  if (recipients === undefined || job.settings.delivery === 'show') return listRecipients(job);
  const unique = new Map([...recipients, ...(job.sentTo ?? [])].map((one) => [one.toLowerCase(), one]));
  return [...unique.values()];
}

/** Those who get the passwords of everybody: where rows name recipients themselves, only who was added later. */
export function listFullRecipients(job: JobRecord, rows: readonly RowRecord[]): readonly string[] {
  return rows.some(({ recipients }) => recipients !== undefined) ? (job.sentTo ?? []) : listRecipients(job);
}

function countParts(rows: readonly RowRecord[]): number {
  return rows.reduce((most, { part }) => Math.max(most, part ?? 0), 0);
}

/** The job's deliveries with one for each part and recipient; those that are there stay as they are. */
export function planDeliveries(job: JobRecord, rows: readonly RowRecord[]): Delivery[] {
  const parts = countParts(rows);
  // Numbers that run over several people's mails would make each of them look for the others'.
  const told = rows.some(({ recipients }) => recipients !== undefined) ? 1 : parts;
  const firstOf = new Map([...rows].reverse().map((row) => [row.part, row]));
  const known = new Map(job.deliveries.map((delivery) => [keyOf(delivery), delivery]));
  return Array.from({ length: parts }, (_, index) => index + 1).flatMap((part) =>
    recipientsOf(job, firstOf.get(part) ?? {}).map((recipient): Delivery => {
      const before = known.get(keyOf({ recipient, part }));
      if (before !== undefined) return before.state === 'accepted' ? before : { ...before, parts: told };
      return { recipient, part, parts: told, state: 'todo' };
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
