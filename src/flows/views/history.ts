import type { Button } from './parts.ts';

/** One entry of the audit. */
export interface HistoryLine {
  /** `2026-11-23 13:40 UTC`. */
  when: string;
  who: string;
  what: string;
  outcome: 'done' | 'refused' | 'failed';
  /** A user name or a job's id. */
  about: string;
  detail: string;
}

/** Who did what, newest first: 20 at most. */
export interface HistoryView {
  kind: 'history';
  customer: string;
  /** Whom or what was asked for; empty for everything. */
  about: string;
  /** `the past 7 days (2026-11-21 to 2026-11-28)`; left out: as long as entries are kept. */
  span?: string;
  /** Only what the reader did themselves. */
  isOwn?: true;
  entries: readonly HistoryLine[];
  more: number;
  /** There are still more than `more`. */
  isCut: boolean;
  buttons: readonly Button[];
}
