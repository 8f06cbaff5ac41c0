import type { JobRecord, RowRecord } from '../ports/records.ts';

/** Totals of a job now. */
export interface JobCounts {
  total: number;
  created: number;
  /** Not created, and will not be without a retry. */
  failed: number;
  /** Created, but a later step failed. */
  partly: number;
  /** Created, and deleted again by Undo. */
  undone: number;
  waiting: number;
}

/** A job as flows show it. */
export interface JobState {
  job: JobRecord;
  /** Of a bulk job only when it is over: its progress needs none, and copies of thousands hold up everybody. */
  rows: readonly RowRecord[];
  counts: JobCounts;
  /** From the quota and the measured rate; undefined before there is one. */
  secondsLeft: number | undefined;
  /** skuId → product name. */
  licenseNames: Readonly<Record<string, string>>;
}
