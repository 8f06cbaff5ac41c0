import { RollcallError } from '../../../domain/errors.ts';
import type { Audited } from '../../context.ts';
import type { StepOutcome } from '../../ports/directory.ts';
import { describeNoManager, MANAGER_THROTTLED_TOO_LONG } from '../jobErrors.ts';
import { inQueue, type JobRun, settle, type Ticket } from '../runner/jobRun.ts';
import { hasAccount, toStored } from '../runner/rowState.ts';
import { waitForLicense } from './licenseRows.ts';
import { markStepDone, markStepFailed } from './outcomes.ts';

/** Our own number, as for other questions that were not answered. */
const AGAIN_MS = 5_000;

/** The row of the manager, when this job creates them. */
function findManager({ byName }: JobRun, { row: { managedBy } }: Ticket): Ticket | undefined {
  return managedBy === undefined || managedBy.id !== undefined
    ? undefined
    : byName.get(managedBy.userPrincipalName.toLowerCase());
}

/** True while the manager is still to be created by the same job. */
export function waitsForManager(run: JobRun, ticket: Ticket): boolean {
  if (ticket.step !== 'manager') return false;
  const step = findManager(run, ticket)?.step;
  return step === 'create' || step === 'lookUp';
}

/** Object ids of managers by user name: those this job created, and others that the directory has by now. */
async function findIds(run: JobRun, tickets: readonly Ticket[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const others: string[] = [];
  for (const ticket of tickets) {
    const { managedBy } = ticket.row;
    if (managedBy === undefined) continue;
    const created = findManager(run, ticket)?.row;
    const id = managedBy.id ?? (created !== undefined && hasAccount(created) ? created.objectId : undefined);
    if (id === undefined) others.push(managedBy.userPrincipalName);
    else ids.set(managedBy.userPrincipalName.toLowerCase(), id);
  }
  if (others.length === 0) return ids;
  for (const { userPrincipalName, id } of await run.directory.listAccounts(others)) {
    ids.set(userPrincipalName.toLowerCase(), id);
  }
  return ids;
}

function takeOutcome(run: JobRun, ticket: Ticket, outcome: StepOutcome): Audited[] {
  if (outcome.status === 'later') {
    const gaveUp = waitForLicense(run, ticket, outcome, MANAGER_THROTTLED_TOO_LONG);
    return gaveUp === undefined ? [] : [markStepFailed(run, ticket, 'manager', gaveUp)];
  }
  run.outage.answered();
  return [
    outcome.status === 'done'
      ? markStepDone(run, ticket, 'manager')
      : markStepFailed(run, ticket, 'manager', toStored(outcome.error)),
  ];
}

/** What holds for all of them when nobody can be looked up. */
function toOutcome(error: unknown): StepOutcome {
  if (!(error instanceof RollcallError)) throw error;
  const passes = error.code === 'DIRECTORY_DOWN' || error.code === 'THROTTLED';
  return passes ? { status: 'later', afterMs: AGAIN_MS, error } : { status: 'refused', error };
}

/** Sets the managers of created accounts, once the managers are there too. Safe to repeat. */
export async function managerRows(run: JobRun, tickets: readonly Ticket[]): Promise<void> {
  const found = await findIds(run, tickets).catch(toOutcome);
  if (!(found instanceof Map)) {
    const entries = tickets.flatMap((ticket) => takeOutcome(run, ticket, found));
    await settle(run, tickets, entries);
    return;
  }
  const managers = tickets.map(({ row }) => found.get(row.managedBy?.userPrincipalName.toLowerCase() ?? ''));
  const ready = tickets.filter((_, index) => managers[index] !== undefined);
  const intents = tickets.flatMap(({ row: { objectId } }, index) => {
    const managerId = managers[index];
    return objectId === undefined || managerId === undefined ? [] : [{ objectId, managerId }];
  });
  const outcomes =
    intents.length === 0 ? [] : await inQueue(run, (how) => run.directory.setManagers(intents, how));
  if (outcomes.length !== ready.length) {
    throw new Error(`${outcomes.length} outcomes for ${ready.length} managers.`);
  }
  const entries = tickets.flatMap((ticket) => {
    const outcome = outcomes[ready.indexOf(ticket)];
    if (outcome !== undefined) return takeOutcome(run, ticket, outcome);
    const error = describeNoManager(ticket.row.managedBy?.userPrincipalName ?? '');
    return [markStepFailed(run, ticket, 'manager', error)];
  });
  await settle(run, tickets, entries);
}
