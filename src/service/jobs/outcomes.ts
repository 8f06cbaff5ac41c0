import type { Audited } from '../context.ts';
import type { StoredError } from '../ports/records.ts';
import type { JobRun, Ticket } from './jobRun.ts';
import { withAccount, withFailedCreate, withLicense } from './rowState.ts';

/** The account is there and ours. Answers what the audit says of it. */
export function markCreated(
  { context }: JobRun,
  ticket: Ticket,
  objectId: string,
  adopted: boolean,
): Audited {
  ticket.row = withAccount(ticket.row, objectId, context.clock.now());
  ticket.step = ticket.row.license.state === 'todo' ? 'license' : 'over';
  ticket.due = context.clock.now();
  ticket.waitingSince = undefined;
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

export function markLicensed({ context }: JobRun, ticket: Ticket): Audited {
  ticket.row = withLicense(ticket.row, context.clock.now());
  ticket.step = 'over';
  return {
    what: 'license.assigned',
    outcome: 'done',
    subject: ticket.row.person.userPrincipalName,
    detail: { licenses: ticket.row.licenses.join(' ') },
  };
}

/** The account stays; its license step is given up until somebody presses Retry. */
export function markLicenseFailed({ context }: JobRun, ticket: Ticket, error: StoredError): Audited {
  ticket.row = withLicense(ticket.row, context.clock.now(), error);
  ticket.step = 'over';
  return {
    what: 'license.failed',
    outcome: 'failed',
    subject: ticket.row.person.userPrincipalName,
    detail: { code: error.code },
  };
}
