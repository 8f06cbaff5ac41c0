import type { Audited } from '../../context.ts';
import type { LicenseIntent, StepOutcome } from '../../ports/directory.ts';
import type { StoredError } from '../../ports/records.ts';
import { LICENSE_THROTTLED_TOO_LONG } from '../jobErrors.ts';
import { inQueue, type JobRun, settle, type Ticket } from '../runner/jobRun.ts';
import { isWornOut } from '../runner/patience.ts';
import { toStored } from '../runner/rowState.ts';
import { markStepDone, markStepFailed } from './outcomes.ts';

/** Puts a repeatable step off as told. Answers why it is given up, when it has been too long. */
export function waitForLicense(
  run: JobRun,
  ticket: Ticket,
  outcome: StepOutcome & { status: 'later' },
  throttledTooLong: StoredError,
): StoredError | undefined {
  const { patience, outage } = run;
  const now = run.elapsed();
  const { code } = outcome.error;
  ticket.due = now + outcome.afterMs;
  if (code === 'DIRECTORY_DOWN') {
    outage.unanswered(now);
    return undefined;
  }
  outage.answered();
  // A group that can't be read says no more of the person than a queue does.
  const isLong = code === 'THROTTLED' || code === 'ROLE_UNKNOWN' || code === 'POLICY_OLDER';
  const patienceMs = isLong ? patience.throttledMs : patience.licenseMs;
  if (!isWornOut(ticket.waits, code, now, patienceMs)) return undefined;
  return code === 'THROTTLED' ? throttledTooLong : toStored(outcome.error);
}

function takeOutcome(run: JobRun, ticket: Ticket, outcome: StepOutcome): Audited[] {
  if (outcome.status === 'later') {
    const gaveUp = waitForLicense(run, ticket, outcome, LICENSE_THROTTLED_TOO_LONG);
    return gaveUp === undefined ? [] : [markStepFailed(run, ticket, 'license', gaveUp)];
  }
  run.outage.answered();
  return [
    outcome.status === 'done'
      ? markStepDone(run, ticket, 'license')
      : markStepFailed(run, ticket, 'license', toStored(outcome.error)),
  ];
}

/** Assigns the licenses of up to 20 created rows, all of a person's in one call. Safe to repeat. */
export async function licenseRows(run: JobRun, tickets: readonly Ticket[]): Promise<void> {
  const intents = tickets.map(({ row: { rowId, objectId, licenses } }): LicenseIntent => {
    if (objectId === undefined) throw new Error(`Row ${rowId} was created without an object id.`);
    return { objectId, licenses };
  });
  const outcomes = await inQueue(run, (how) => run.directory.assignLicenses(intents, how));
  const entries = tickets.flatMap((ticket, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error(`${outcomes.length} outcomes for ${tickets.length} licenses.`);
    return takeOutcome(run, ticket, outcome);
  });
  await settle(run, tickets, entries);
}
