import type { JobRecord, RowRecord } from '../../ports/records.ts';
import type { Store } from '../../ports/store.ts';
import type { Clock } from '../../ports/surroundings.ts';
import { standingOf } from '../runner/rowState.ts';
import { isOver } from '../runner/runJob.ts';

/**
 * Whoever claims passwords shows them at once or says that it could not; after this it has died. Our own number, the same
 * as for Teams' cards (`AT_LEAST_MS`): shorter may show them at two instances, longer keeps somebody waiting after a crash.
 */
const SHOWN_WITHIN_MS = 60_000;

/** Who may show a job's passwords: one caller, once, on whichever instance. */
export interface RevealClaims {
  /** Whether they were shown, or are about to be. A claim that an end of its process cut off counts as no. */
  wasShown(job: JobRecord): boolean;
  /** Whether somebody has claimed them and may still be showing them. */
  isUnderWay(job: JobRecord): boolean;
  /**
   * Compare-and-set: true for exactly one of any number of callers. `again`: the claim before was cut off, so that they
   * may have been seen; there is one such second chance.
   *
   * @param seen the job as it was when `rows` were read: nobody gets it when more people may have been created since
   */
  claim(seen: JobRecord, at: number, rows: readonly RowRecord[]): Promise<'first' | 'again' | undefined>;
  /** They were shown. */
  confirm(jobId: string, at: number): Promise<void>;
  /** They were not, and can be claimed again. */
  unclaim(jobId: string, at: number): Promise<void>;
}

/** Nothing is left to do that makes a password, though mails may still wait for their server. */
export function hasAllPasswords(job: JobRecord, rows: readonly RowRecord[]): boolean {
  return isOver(job) || (job.state === 'running' && rows.every((row) => standingOf(row) !== 'waiting'));
}

/** What is claimed in this process is known to be under way; what another one claimed is so for a while. */
export function createRevealClaims({
  store,
  clock,
}: {
  store: Pick<Store, 'updateJob'>;
  clock: Pick<Clock, 'now'>;
}): RevealClaims {
  const underWay = new Set<string>();

  const isUnderWay = ({ id, revealUnsure, revealedAt = 0 }: JobRecord) =>
    revealUnsure === true && (underWay.has(id) || clock.now() < revealedAt + SHOWN_WITHIN_MS);
  const wasShown = (job: JobRecord) =>
    job.revealedAt !== undefined && (job.revealUnsure !== true || isUnderWay(job));

  return {
    wasShown,
    isUnderWay,
    async claim(seen, at, rows) {
      let chance: 'first' | 'again' = 'first';
      const claimed = await store.updateJob(seen.id, (job) => {
        if (job.pressedAt !== seen.pressedAt) return undefined;
        if (wasShown(job) || !hasAllPasswords(job, rows)) return undefined;
        const { revealUnsure, ...known } = job;
        chance = revealUnsure === true ? 'again' : 'first';
        return { ...known, revealedAt: at, ...(chance === 'first' ? { revealUnsure: true as const } : {}) };
      });
      if (claimed === undefined) return undefined;
      underWay.add(seen.id);
      return chance;
    },
    async confirm(jobId, at) {
      // Where this fails they are known here to be shown: it stays under way.
      await store.updateJob(jobId, (job) => {
        const { revealUnsure, ...known } = job;
        return revealUnsure === true && job.revealedAt === at ? known : undefined;
      });
      underWay.delete(jobId);
    },
    async unclaim(jobId, at) {
      await store
        .updateJob(jobId, (job) => {
          const { revealedAt, revealUnsure: _over, ...free } = job;
          return revealedAt === at ? free : undefined;
        })
        // What could not be written is over after `SHOWN_WITHIN_MS`, here as elsewhere.
        .finally(() => underWay.delete(jobId));
    },
  };
}
