import type { JobRecord, RowRecord } from '../../ports/records.ts';
import type { Store } from '../../ports/store.ts';
import { standingOf } from '../runner/rowState.ts';
import { isOver } from '../runner/runJob.ts';

/** Who may show a job's passwords: one caller, once. */
export interface RevealClaims {
  /** Whether they were shown. A claim that an end of the process cut off may not have been: that counts as no. */
  wasShown(job: JobRecord): boolean;
  /**
   * Compare-and-set: true for exactly one of any number of callers. `again`: the claim before was cut off, so that they
   * may have been seen; there is one such second chance.
   */
  claim(jobId: string, at: number, rows: readonly RowRecord[]): Promise<'first' | 'again' | undefined>;
  /** They were shown. */
  confirm(jobId: string, at: number): Promise<void>;
  /** They were not, and can be claimed again. */
  unclaim(jobId: string, at: number): Promise<void>;
}

/** Nothing is left to do that makes a password, though mails may still wait for their server. */
export function hasAllPasswords(job: JobRecord, rows: readonly RowRecord[]): boolean {
  return isOver(job) || (job.state === 'running' && rows.every((row) => standingOf(row) !== 'waiting'));
}

/** What is claimed in this process is known to be under way; what an earlier one claimed and did not confirm is not. */
export function createRevealClaims(store: Pick<Store, 'updateJob'>): RevealClaims {
  const underWay = new Set<string>();

  const wasCutOff = ({ id, revealUnsure }: JobRecord) => revealUnsure === true && !underWay.has(id);
  const wasShown = (job: JobRecord) => job.revealedAt !== undefined && !wasCutOff(job);

  return {
    wasShown,
    async claim(jobId, at, rows) {
      let chance: 'first' | 'again' = 'first';
      const claimed = await store.updateJob(jobId, (job) => {
        if (wasShown(job) || !hasAllPasswords(job, rows)) return undefined;
        const { revealUnsure, ...known } = job;
        chance = revealUnsure === true ? 'again' : 'first';
        return { ...known, revealedAt: at, ...(chance === 'first' ? { revealUnsure: true as const } : {}) };
      });
      if (claimed === undefined) return undefined;
      underWay.add(jobId);
      return chance;
    },
    async confirm(jobId, at) {
      await store.updateJob(jobId, (job) => {
        const { revealUnsure, ...known } = job;
        return revealUnsure === true && job.revealedAt === at ? known : undefined;
      });
      underWay.delete(jobId);
    },
    async unclaim(jobId, at) {
      await store.updateJob(jobId, (job) => {
        const { revealedAt, revealUnsure: _over, ...free } = job;
        return revealedAt === at ? free : undefined;
      });
      underWay.delete(jobId);
    },
  };
}
