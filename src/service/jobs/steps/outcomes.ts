import type { Audited } from '../../context.ts';
import type { StoredError } from '../../ports/records.ts';
import type { JobRun, Ticket } from '../runner/jobRun.ts';
import { type LateStep, nextStep, withAccount, withFailedCreate, withStep } from '../runner/rowState.ts';

/** To the next step of an account that exists. */
function goOn(ticket: Ticket, now: number): void {
  ticket.step = nextStep(ticket.row);
  ticket.due = now;
  ticket.waits.clear();
}

/** The account is there and ours. Answers what the audit says of it. */
export function markCreated(
  { context, elapsed }: JobRun,
  ticket: Ticket,
  objectId: string,
  adopted: boolean,
): Audited {
  ticket.row = withAccount(ticket.row, objectId, context.clock.now());
  goOn(ticket, elapsed());
  return {
    what: 'account.created',
    outcome: 'done',
    subject: ticket.row.person.userPrincipalName,
    detail: { objectId, operationId: ticket.row.operationId, ...(adopted ? { adopted } : {}) },
  };
}

/** The row is given up until somebody presses Retry. */
export function markFailed(
  { context }: JobRun,
  ticket: Ticket,
  error: StoredError,
  nothingCreated: boolean,
): Audited {
  ticket.row = withFailedCreate(ticket.row, error, context.clock.now(), nothingCreated);
  ticket.step = 'over';
  return {
    what: 'account.failed',
    outcome: 'failed',
    subject: ticket.row.person.userPrincipalName,
    detail: { code: error.code, certain: nothingCreated },
  };
}

const DONE: Readonly<Record<LateStep, string>> = {
  license: 'license.assigned',
  group: 'group.joined',
  manager: 'manager.set',
};
const FAILED: Readonly<Record<LateStep, string>> = {
  license: 'license.failed',
  group: 'group.failed',
  manager: 'manager.failed',
};

/** What the step gave the account, for the audit. */
function describeStep(
  step: LateStep,
  { licenses, groups = [], managedBy }: Ticket['row'],
): Record<string, string> {
  if (step === 'license') return { licenses: licenses.join(' ') };
  if (step === 'group') return { groups: groups.map(({ displayName }) => displayName).join('; ') };
  return { manager: managedBy?.userPrincipalName ?? '' };
}

/** By it the history finds somebody who was renamed since. */
function ofAccount({ objectId }: Ticket['row']): { objectId?: string } {
  return objectId === undefined ? {} : { objectId };
}

export function markStepDone({ context, elapsed }: JobRun, ticket: Ticket, step: LateStep): Audited {
  ticket.row = withStep(ticket.row, step, context.clock.now());
  goOn(ticket, elapsed());
  return {
    what: DONE[step],
    outcome: 'done',
    subject: ticket.row.person.userPrincipalName,
    detail: { ...ofAccount(ticket.row), ...describeStep(step, ticket.row) },
  };
}

/** The account stays; the step is given up until somebody presses Retry, and the next one follows. */
export function markStepFailed(
  { context, elapsed }: JobRun,
  ticket: Ticket,
  step: LateStep,
  error: StoredError,
): Audited {
  ticket.row = withStep(ticket.row, step, context.clock.now(), error);
  goOn(ticket, elapsed());
  return {
    what: FAILED[step],
    outcome: 'failed',
    subject: ticket.row.person.userPrincipalName,
    detail: { ...ofAccount(ticket.row), code: error.code },
  };
}
