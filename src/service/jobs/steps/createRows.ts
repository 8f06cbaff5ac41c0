import type { ErrorCode } from '../../../domain/errors.ts';
import { RollcallError } from '../../../domain/errors.ts';
import type { Audited } from '../../context.ts';
import { openPassword } from '../../door/openPassword.ts';
import type { CreateIntent, CreateOutcome } from '../../ports/directory.ts';
import { CREATE_IN_DOUBT, THROTTLED_TOO_LONG } from '../jobErrors.ts';
import { inQueue, type JobRun, record, settle, type Ticket } from '../runner/jobRun.ts';
import { isWornOut } from '../runner/patience.ts';
import { toStored } from '../runner/rowState.ts';
import { lookUpAfter } from './lookUpRows.ts';
import { markCreated, markFailed } from './outcomes.ts';
import { redrawPassword } from './redraw.ts';

/** What one person's create cannot change, so the rest of the job would only repeat it. */
const TENANT_WIDE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CREDENTIALS_REFUSED',
  'APP_NOT_ACCEPTED',
  'FORBIDDEN',
  'QUOTA_EXCEEDED',
]);

function openIntent({ context, job }: JobRun, { row }: Ticket): CreateIntent {
  return {
    operationId: row.operationId,
    person: row.person,
    accountEnabled: row.accountEnabled,
    password: openPassword(context, job, row),
  };
}

/** Waits as told, or gives up when it has been too long. Nothing was created by this create. */
function waitAsTold(run: JobRun, ticket: Ticket, outcome: CreateOutcome & { status: 'later' }): Audited[] {
  const now = run.elapsed();
  if (outcome.error.code === 'DIRECTORY_DOWN') run.outage.unanswered(now);
  else run.outage.answered();
  const isDoubted = outcome.error.code === 'VALUE_INVALID';
  const patienceMs = isDoubted ? run.patience.doubtedMs : run.patience.throttledMs;
  if (isWornOut(ticket.waits, outcome.error.code, now, patienceMs)) {
    const reason = isDoubted ? toStored(outcome.error) : THROTTLED_TOO_LONG;
    const error = ticket.uncertain ? CREATE_IN_DOUBT : reason;
    return [markFailed(run, ticket, error, !ticket.uncertain)];
  }
  if (!ticket.uncertain) ticket.row = { ...ticket.row, attempted: false };
  ticket.due = now + outcome.afterMs;
  return [];
}

/** What an outcome makes of its row. */
function takeOutcome(run: JobRun, ticket: Ticket, outcome: CreateOutcome): Audited[] {
  if (outcome.status === 'later') return waitAsTold(run, ticket, outcome);
  ticket.waits.clear();
  if (outcome.status === 'doubt') {
    run.outage.unanswered(run.elapsed());
    ticket.uncertain = true;
    ticket.doubts += 1;
    lookUpAfter(run, ticket, 'doubt');
    return [];
  }
  run.outage.answered();
  switch (outcome.status) {
    case 'created':
      return [markCreated(run, ticket, outcome.account.id, false)];
    case 'conflict':
      lookUpAfter(run, ticket, 'conflict');
      return [];
    case 'passwordRefused':
      if (!ticket.uncertain) return redrawPassword(run, ticket);
      // The one before may have been taken, password and all.
      lookUpAfter(run, ticket, 'passwordRefused');
      return [];
    case 'refused':
      return [markFailed(run, ticket, toStored(outcome.error), !ticket.uncertain)];
  }
}

function noteTenantRefusal(run: JobRun, outcomes: readonly CreateOutcome[]): void {
  const [first] = outcomes;
  if (first?.status !== 'refused' || !TENANT_WIDE.has(first.error.code)) return;
  const all = outcomes.every(
    (outcome) => outcome.status === 'refused' && outcome.error.code === first.error.code,
  );
  if (all) run.tenantRefusal = toStored(first.error);
}

/**
 * Sends the creates of up to 20 rows, exactly as they were accepted. That each was sent is recorded before the
 * call; its intent has been on disk since the accept, so the record need not be.
 */
export async function createRows(run: JobRun, tickets: readonly Ticket[]): Promise<void> {
  const entries: Audited[] = [];
  const sent: { ticket: Ticket; intent: CreateIntent }[] = [];
  for (const ticket of tickets) {
    try {
      sent.push({ ticket, intent: openIntent(run, ticket) });
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      entries.push(markFailed(run, ticket, toStored(error), !ticket.uncertain));
    }
  }
  for (const { ticket } of sent) ticket.row = { ...ticket.row, attempted: true };
  record(run, tickets);
  const intents = sent.map(({ intent }) => intent);
  const outcomes =
    intents.length === 0 ? [] : await inQueue(run, (how) => run.directory.createAccounts(intents, how));

  for (const [index, { ticket }] of sent.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error(`${outcomes.length} outcomes for ${sent.length} creates.`);
    entries.push(...takeOutcome(run, ticket, outcome));
  }
  noteTenantRefusal(run, outcomes);
  await settle(run, tickets, entries);
  // A password drawn anew must be on disk before it can become an account's.
  if (outcomes.some(({ status }) => status === 'passwordRefused')) await run.held.flush();
}
