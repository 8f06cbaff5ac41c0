import type { Actor } from '../../domain/terms.ts';
import type { LeftOutRow, StoredError } from '../ports/records.ts';
import type { AskedPerson, ChangeRecord, RequestRecord } from '../ports/requests.ts';
import { APPROVAL_REFUSALS } from './words.ts';

/** Whoever asked is told to ask anew: started later after all, it would be there twice. */
const FINAL: ReadonlySet<StoredError['code']> = new Set([
  'ROLE_MISSING',
  'INPUT_INVALID',
  'NO_SEATS',
  'NEEDS_APPROVAL',
  'NO_APPROVER',
  'CUSTOMER_GONE',
]);

/** Approved, and still to become a job. */
export function isReadyToStart({ state, jobId, problem, wave }: RequestRecord): boolean {
  return (
    state === 'approved' &&
    wave?.held !== true &&
    jobId === undefined &&
    (problem === undefined || !FINAL.has(problem.code))
  );
}

/** Approved, and one customer's part of a file for several, whose turn is still to come. */
export function isHeld({ state, wave }: RequestRecord): boolean {
  return state === 'approved' && wave?.held === true;
}

/** Whom a change left out, as it keeps them. */
export function namesOfLeftOut(people: readonly AskedPerson[]): Pick<ChangeRecord, 'leftOut'> {
  if (people.length === 0) return {};
  return {
    leftOut: people.map(({ person: { displayName, userPrincipalName } }) => ({
      displayName,
      userPrincipalName,
    })),
  };
}

/** As many names as an entry of the audit has room for; the card and the results have all of them. */
const MAX_AUDITED = 25;

/** Whom the last change left out, by user name, for the audit. */
export function auditLeftOut({ changes = [] }: RequestRecord): { leftOutNames?: string } {
  const { leftOut = [] } = changes.at(-1) ?? {};
  const names = leftOut.slice(0, MAX_AUDITED).map(({ userPrincipalName }) => userPrincipalName);
  return names.length === 0 ? {} : { leftOutNames: names.join(' ') };
}

function describeWithdrawn({ changes = [] }: RequestRecord, { person, sourceRow }: AskedPerson): LeftOutRow {
  const { displayName, userPrincipalName } = person;
  const by = changes.find(({ leftOut = [] }) =>
    leftOut.some((one) => one.userPrincipalName === userPrincipalName),
  );
  return {
    ...(sourceRow === undefined ? {} : { row: sourceRow }),
    displayName,
    userPrincipalName,
    reason: APPROVAL_REFUSALS.plan.leftOut(by?.name),
  };
}

/** A request as it is carried out and shown: without those who were taken out of the plan, who are told as left out. */
export function withoutWithdrawn(request: RequestRecord): RequestRecord {
  const { withdrawn = [], asked } = request;
  if (withdrawn.length === 0) return request;
  const isOut = ({ objectId = '' }: AskedPerson): boolean => withdrawn.includes(objectId);
  const leftOut = asked.people.filter(isOut).map((one) => describeWithdrawn(request, one));
  return {
    ...request,
    asked: {
      ...asked,
      people: asked.people.filter((one) => !isOut(one)),
      leftOut: [...(asked.leftOut ?? []), ...leftOut],
    },
  };
}

/**
 * The plan without more people, and who took them out; what was asked for stays as it was approved. Ids of others are
 * ignored.
 */
export function withdrawPeople(
  request: RequestRecord,
  objectIds: readonly string[],
  { id: by, name, platform }: Pick<Actor, 'id' | 'name' | 'platform'>,
  at: number,
): RequestRecord {
  const { version, withdrawn = [], changes = [] } = request;
  const out = withoutWithdrawn(request).asked.people.filter(({ objectId = '' }) =>
    objectIds.includes(objectId),
  );
  if (out.length === 0) return request;
  const change = { by, name, platform, version, people: out.length, licenses: 0, ...namesOfLeftOut(out), at };
  return {
    ...request,
    withdrawn: [...withdrawn, ...out.flatMap(({ objectId }) => objectId ?? [])],
    changes: [...changes, change],
  };
}

/** A planned deletion, or one that waits for its approval: it can still be taken back. */
export function isToCome(request: RequestRecord): boolean {
  return isPlanned(request) || (request.asked.task === 'delete' && request.state === 'waiting');
}

/** Nobody's approval is missing, and nothing of it has begun: it can be canceled. */
export function isNotBegun(request: RequestRecord): boolean {
  return request.begunAt === undefined && isReadyToStart(request);
}

/** The same, of what has an hour of its own. */
export function isPlanned(request: RequestRecord): boolean {
  return request.asked.startsAt !== undefined && isNotBegun(request);
}
