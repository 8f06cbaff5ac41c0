import type { StoredError } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';

/** Whoever asked is told to ask anew: started later after all, it would be there twice. */
const FINAL: ReadonlySet<StoredError['code']> = new Set(['ROLE_MISSING', 'INPUT_INVALID', 'NO_SEATS']);

/** Approved, and still to become a job. */
export function isReadyToStart({ state, jobId, problem }: RequestRecord): boolean {
  return state === 'approved' && jobId === undefined && (problem === undefined || !FINAL.has(problem.code));
}
