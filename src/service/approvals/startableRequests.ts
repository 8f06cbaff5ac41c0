import type { StoredError } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';

/** Whoever asked is told to ask anew: started later after all, it would be there twice. */
const FINAL: ReadonlySet<StoredError['code']> = new Set([
  'ROLE_MISSING',
  'INPUT_INVALID',
  'NO_SEATS',
  'NEEDS_APPROVAL',
  'NO_APPROVER',
]);

/** Approved, and still to become a job. */
export function isReadyToStart({ state, jobId, problem }: RequestRecord): boolean {
  return state === 'approved' && jobId === undefined && (problem === undefined || !FINAL.has(problem.code));
}

/** A request as it is carried out and shown: without those who were taken out of the plan. */
export function withoutWithdrawn(request: RequestRecord): RequestRecord {
  const { withdrawn = [], asked } = request;
  if (withdrawn.length === 0) return request;
  const people = asked.people.filter(({ objectId = '' }) => !withdrawn.includes(objectId));
  return { ...request, asked: { ...asked, people } };
}

/** Nobody's approval is missing, and its hour is still to come: it can be canceled. */
export function isPlanned(request: RequestRecord): boolean {
  return request.asked.startsAt !== undefined && request.begunAt === undefined && isReadyToStart(request);
}
