import { RollcallError } from '../../../domain/errors.ts';
import { idNow } from '../../../domain/policy/roleGroups.ts';
import { BEING_RESET, findEarlierReset, refuseResetOfLeaver } from '../../changing/inRunningJob.ts';
import type { Audited } from '../../context.ts';
import { openPassword } from '../../door/openPassword.ts';
import { refuseByRoles } from '../../door/readMay.ts';
import { createRefuseReset } from '../../door/refuseReset.ts';
import { readOldCopy } from '../../oldData/oldCopy.ts';
import type { PasswordRefused, StepOutcome } from '../../ports/directory.ts';
import { takeOrder } from '../../ports/order.ts';
import type { StoredError } from '../../ports/records.ts';
import { takeAlone } from '../../ports/takeAlone.ts';
import { RESET_THROTTLED_TOO_LONG } from '../jobErrors.ts';
import { findOvertaking } from '../overtaken.ts';
import { inQueue, type JobRun, settle, type Ticket } from '../runner/jobRun.ts';
import { toStored, withAccount, withFailedCreate } from '../runner/rowState.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';
import { waitForLicense } from './licenseRows.ts';
import { redrawPassword } from './redraw.ts';

const AGAIN_MS = 5_000;

/**
 * How long nobody else sets this person's password, should the process die while it does. Our own number: longer than a
 * call to Graph, and than a job that another instance accepts takes to be on record. Too short sets two at once; longer
 * keeps the job waiting when it is taken up again.
 */
const ALONE_MS = 30_000;

/** Asked again right before the change, of whoever asked as the policy has them today. */
async function findRefusal(
  { directory, context, job }: JobRun,
  objectId: string,
): Promise<RollcallError | undefined> {
  const { requestedBy, customer } = job;
  const person = await directory.readHoldings(objectId);
  const { actorId, name } = requestedBy;
  const id = idNow(context.policy, actorId);
  const refuseReset = createRefuseReset(context);
  return refuseByRoles(context, { id, name }, customer, (roles) =>
    refuseReset({ id, customer, roles }, person ?? { id: objectId }),
  );
}

/** Nobody else sets this person's password meanwhile, on whichever instance. */
async function reset(run: JobRun, ticket: Ticket): Promise<StepOutcome | PasswordRefused> {
  const { context, job } = run;
  const taken = await takeAlone(context.store, `reset ${job.customer} ${ticket.row.objectId}`, ALONE_MS);
  if (taken === undefined) return { status: 'later', afterMs: AGAIN_MS, error: BEING_RESET };
  try {
    return await resetAlone(run, ticket);
  } finally {
    await taken.letGo();
  }
}

/**
 * From an older copy that was restored, a password that was set since would be set again. What was set after somebody let
 * Rollcall go on may be this run's own.
 */
async function refuseSetSince({ oldCopy, directory, context }: JobRun, objectId: string): Promise<void> {
  // The run may have begun before somebody let it go on.
  const copy = oldCopy === undefined ? undefined : await readOldCopy(context.store);
  if (copy === undefined) return;
  const { savedAt, noticedAt, answeredAt = noticedAt } = copy;
  const changedAt = await directory.readPasswordChange(objectId);
  if (changedAt !== undefined && (changedAt <= savedAt || changedAt >= answeredAt)) return;
  const { message, next } = JOB_SERVICE_WORDS.rows.setSince;
  throw new RollcallError('ALREADY_DONE', message, { next });
}

/** When it cannot be told whether it may be done, nothing is done. */
async function resetAlone(run: JobRun, { row }: Ticket): Promise<StepOutcome | PasswordRefused> {
  const { directory, context, job } = run;
  const { objectId = '' } = row;
  try {
    const busy = await findEarlierReset(context, job, objectId);
    if (busy !== undefined) return { status: 'later', afterMs: AGAIN_MS, error: busy };
    await refuseResetOfLeaver(context, job.customer, objectId);
    const overtaken = await findOvertaking(context, job, row);
    if (overtaken !== undefined) {
      const { code, message, next } = overtaken;
      return { status: 'refused', error: new RollcallError(code, message, { next }) };
    }
    await refuseSetSince(run, objectId);
    const refusal = await findRefusal(run, objectId);
    if (refusal !== undefined) return { status: 'refused', error: refusal };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    const passes = ['DIRECTORY_DOWN', 'THROTTLED', 'ROLE_UNKNOWN', 'POLICY_OLDER'].includes(error.code);
    return passes ? { status: 'later', afterMs: AGAIN_MS, error } : { status: 'refused', error };
  }
  return inQueue(run, (how) => directory.setPassword(objectId, openPassword(context, job, row), how));
}

/** The reset is given up until somebody presses Try again. */
export function markResetFailed(run: JobRun, ticket: Ticket, error: StoredError): Audited {
  ticket.row = withFailedCreate(ticket.row, error, run.context.clock.now(), true);
  ticket.step = 'over';
  const { userPrincipalName } = ticket.row.person;
  const detail = { objectId: ticket.row.objectId ?? '', code: error.code };
  return { what: 'password.reset', outcome: 'failed', subject: userPrincipalName, detail };
}

/** @param order of those that were done */
function take(
  run: JobRun,
  ticket: Ticket,
  outcome: StepOutcome | PasswordRefused,
  order: number | undefined,
): Audited[] {
  if (outcome.status === 'later') {
    const gaveUp = waitForLicense(run, ticket, outcome, RESET_THROTTLED_TOO_LONG);
    return gaveUp === undefined ? [] : [markResetFailed(run, ticket, gaveUp)];
  }
  run.outage.answered();
  if (outcome.status === 'passwordRefused') return redrawPassword(run, ticket);
  if (outcome.status === 'refused') return [markResetFailed(run, ticket, toStored(outcome.error))];
  const { objectId = '', person } = ticket.row;
  ticket.row = withAccount(ticket.row, objectId, run.context.clock.now(), order);
  ticket.step = 'over';
  return [
    { what: 'password.reset', outcome: 'done', subject: person.userPrincipalName, detail: { objectId } },
  ];
}

/**
 * Gives people who exist the password that is on disk for them. After doubt the same one is sent again, so that
 * whatever was carried out, it is the one that is delivered.
 */
export async function resetRows(run: JobRun, tickets: readonly Ticket[]): Promise<void> {
  const outcomes = await Promise.all(tickets.map((ticket) => reset(run, ticket)));
  const isSet = outcomes.some(({ status }) => status === 'done');
  const order = isSet ? await takeOrder(run.context) : undefined;
  const entries = tickets.flatMap((ticket, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('A reset without an outcome.');
    return take(run, ticket, outcome, order);
  });
  await settle(run, tickets, entries);
  if (outcomes.some(({ status }) => status === 'passwordRefused')) await run.held.flush();
}
