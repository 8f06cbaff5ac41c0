import { writeCsv } from './writeCsv.ts';

/** One entry of a history file. */
export interface HistoryRecord {
  /** ISO 8601, UTC. */
  time: string;
  name: string;
  actor: string;
  platform: string;
  /** The conversation, as the chat names it. */
  where: string;
  what: string;
  outcome: string;
  subject: string;
  customer: string;
  detail: readonly string[];
}

const HEADER = [
  'Time',
  'Name',
  'Actor',
  'From',
  'Conversation',
  'What',
  'Outcome',
  'About',
  'Customer',
  'Detail',
];

/** The audit's entries. */
export function writeHistory(records: readonly HistoryRecord[]): string {
  return writeCsv([
    HEADER,
    ...records.map((one) => [
      one.time,
      one.name,
      one.actor,
      one.platform,
      one.where,
      one.what,
      one.outcome,
      one.subject,
      one.customer,
      one.detail.join('; '),
    ]),
  ]);
}
