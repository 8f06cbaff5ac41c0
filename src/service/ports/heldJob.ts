import { RollcallError } from '../../domain/errors.ts';
import type { AuditEntry, JobProgress, JobRecord, RowRecord } from './records.ts';
import { PORT_WORDS } from './words.ts';

/**
 * A hold on one job: whoever carries it out, or changes its rows, has one. Once somebody else has taken the job, each of
 * these throws RollcallError STORE_LOCKED, and has changed nothing; what was recorded and not flushed until then may be
 * lost.
 */
export interface HeldJob {
  /** Counts the holds on this job. */
  readonly turn: number;
  /** An earlier hold was never let go: its run was cut off, and what it did last may not be on record. */
  readonly wasCutOff: boolean;
  /** Rows' new state. Visible to `loadRows` of this process at once, stored within a second; `flush` waits for that. */
  record(rows: readonly RowRecord[]): void;
  /** Everything recorded is stored on return. Rejects if it could not be. */
  flush(): Promise<void>;
  /**
   * As `Store.updateJob`.
   *
   * @param rows are stored exactly when the job is changed, and before anybody can see that it is
   */
  update(
    change: (job: JobRecord) => JobRecord | undefined,
    entries?: readonly AuditEntry[],
    rows?: readonly RowRecord[],
  ): Promise<JobRecord | undefined>;
  /** How far it is, for `Store.loadProgress`. It may be lost, and is kept a second later at most. */
  tell(progress: JobProgress): void;
  /** As `Store.audit`. */
  audit(entry: AuditEntry): Promise<void>;
  /** The run has come to its end, or whoever pressed something is through: the next hold is no taking up again. */
  letGo(): Promise<void>;
}

/** Somebody else has taken the job since. */
export function describeTakenJob(): RollcallError {
  const { message, ...more } = PORT_WORDS.taken;
  return new RollcallError('STORE_LOCKED', message, more);
}
