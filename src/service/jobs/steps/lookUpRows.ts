import { RollcallError } from '../../../domain/errors.ts';
import { weighHolder } from '../../../roster/check/samePerson.ts';
import type { Audited } from '../../context.ts';
import type { MarkedAccount } from '../../ports/directory.ts';
import {
  CONFLICT_IN_DOUBT,
  CREATE_IN_DOUBT,
  describeNameTaken,
  describeSamePerson,
  NAME_HELD,
} from '../jobErrors.ts';
import { type JobRun, settle, type Ticket } from '../runner/jobRun.ts';
import { LONG_LOOK_UP_WAITS_MS, LOOK_UP_WAITS_MS, MAX_DOUBTS } from '../runner/patience.ts';
import { markCreated, markFailed } from './outcomes.ts';
import { redrawPassword } from './redraw.ts';

/** Puts a row up for looking up: at once after a conflict, which means that something is there. */
export function lookUpAfter({ elapsed }: JobRun, ticket: Ticket, because: Ticket['because']): void {
  const atOnce = because === 'conflict';
  ticket.step = 'lookUp';
  ticket.because = because;
  ticket.looks = atOnce ? 0 : 1;
  ticket.due = elapsed() + (atOnce ? 0 : (LOOK_UP_WAITS_MS[0] ?? 0));
}

/** Nobody has the name, as far as can be seen after all look-ups. */
function takeAbsence(run: JobRun, ticket: Ticket): Audited[] {
  switch (ticket.because) {
    case 'conflict': {
      const error = ticket.uncertain ? CONFLICT_IN_DOUBT : NAME_HELD;
      return [markFailed(run, ticket, error, !ticket.uncertain)];
    }
    case 'passwordRefused':
      return redrawPassword(run, ticket);
    case 'doubt':
    case 'resumed':
      if (ticket.doubts >= MAX_DOUBTS) return [markFailed(run, ticket, CREATE_IN_DOUBT, false)];
      ticket.step = 'create';
      ticket.due = run.elapsed();
      return [];
  }
}

/** It was created by a run that an older copy of the records knows nothing of. */
function isOfBefore({ oldCopy }: JobRun, { createdDateTime = '' }: MarkedAccount): boolean {
  if (oldCopy === undefined) return false;
  const createdAt = Date.parse(createdDateTime);
  return Number.isNaN(createdAt) || createdAt < (oldCopy.answeredAt ?? oldCopy.noticedAt);
}

function takeLook(
  run: JobRun,
  ticket: Ticket,
  account: MarkedAccount | undefined,
  answered: boolean,
): Audited[] {
  const { row, because, looks, uncertain } = ticket;
  if (account !== undefined) {
    if (account.marker === row.operationId) {
      const entry = markCreated(run, ticket, account.id, true);
      if (isOfBefore(run, account)) ticket.row = { ...ticket.row, mailDoubt: true };
      return [entry];
    }
    const { userPrincipalName } = row.person;
    const isSame = weighHolder(row.person, account, userPrincipalName) === 'same';
    const describe = isSame ? describeSamePerson : describeNameTaken;
    const error = describe(userPrincipalName, account.displayName);
    return [markFailed(run, ticket, error, true)];
  }
  // After a restart one look is enough: a second create of the same name meets a conflict, not a second account.
  if (because === 'resumed' && answered) return takeAbsence(run, ticket);
  const waits = because === 'conflict' && uncertain ? LONG_LOOK_UP_WAITS_MS : LOOK_UP_WAITS_MS;
  const wait = waits[looks];
  if (wait === undefined) return takeAbsence(run, ticket);
  ticket.looks += 1;
  ticket.due = run.elapsed() + wait;
  return [];
}

async function look(run: JobRun, ticket: Ticket): Promise<Audited[]> {
  const { directory, outage, context, job } = run;
  try {
    const account = await directory.lookUpAccount(ticket.row.person.userPrincipalName);
    outage.answered();
    return takeLook(run, ticket, account, true);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    if (error.code === 'DIRECTORY_DOWN') outage.unanswered(run.elapsed());
    context.log.warn({ jobId: job.id, rowId: ticket.row.rowId, code: error.code }, 'job.look_up_failed');
    return takeLook(run, ticket, undefined, false);
  }
}

/**
 * Finds out whether an account with a row's name is there. With our marker it is this row's own and is adopted,
 * sealed password and all; with another or none it is somebody else's and is never touched.
 */
export async function lookUpRows(run: JobRun, tickets: readonly Ticket[]): Promise<void> {
  const entries = (await Promise.all(tickets.map((ticket) => look(run, ticket)))).flat();
  await settle(run, tickets, entries);
  if (tickets.some(({ because }) => because === 'passwordRefused')) await run.held.flush();
}
