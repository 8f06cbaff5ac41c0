import type { Audited } from '../../context.ts';
import type { GroupIntent, StepOutcome } from '../../ports/directory.ts';
import type { StoredError } from '../../ports/records.ts';
import { GROUP_THROTTLED_TOO_LONG } from '../jobErrors.ts';
import { inQueue, type JobRun, settle, type Ticket } from '../runner/jobRun.ts';
import { toStored } from '../runner/rowState.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';
import { waitForLicense } from './licenseRows.ts';
import { markStepDone, markStepFailed } from './outcomes.ts';

interface Joining {
  ticket: Ticket;
  intent: GroupIntent;
  displayName: string;
}

/** A row's groups that it is not in yet. */
function listJoinings(ticket: Ticket): Joining[] {
  const { rowId, objectId, groups = [] } = ticket.row;
  if (objectId === undefined) throw new Error(`Row ${rowId} was created without an object id.`);
  return groups
    .filter(({ id }) => !ticket.joined.has(id))
    .map(({ id, displayName }) => ({ ticket, intent: { objectId, groupId: id }, displayName }));
}

/** One error for all groups that refused, each with its reason. */
function describeRefused(
  refused: readonly { displayName: string; error: StoredError }[],
): StoredError | undefined {
  const [first] = refused;
  if (first === undefined) return undefined;
  const reasons = refused.map(({ displayName, error }) =>
    JOB_SERVICE_WORDS.rows.notInGroup(displayName, error.message),
  );
  const nexts = new Set(refused.map(({ error }) => error.next));
  return { code: first.error.code, message: reasons.join(' '), next: [...nexts].join(' ') };
}

function takeOutcomes(
  run: JobRun,
  ticket: Ticket,
  own: readonly { displayName: string; outcome: StepOutcome }[],
): Audited[] {
  const later = own.flatMap(({ outcome }) => (outcome.status === 'later' ? [outcome] : []));
  const [longest] = later.sort((a, b) => b.afterMs - a.afterMs);
  if (longest !== undefined) {
    const gaveUp = waitForLicense(run, ticket, longest, GROUP_THROTTLED_TOO_LONG);
    return gaveUp === undefined ? [] : [markStepFailed(run, ticket, 'group', gaveUp)];
  }
  run.outage.answered();
  const error = describeRefused(
    own.flatMap(({ displayName, outcome }) =>
      outcome.status === 'refused' ? [{ displayName, error: toStored(outcome.error) }] : [],
    ),
  );
  return [
    error === undefined ? markStepDone(run, ticket, 'group') : markStepFailed(run, ticket, 'group', error),
  ];
}

/** Puts created accounts into their groups. One group that refuses keeps nobody from the others. Safe to repeat. */
export async function groupRows(run: JobRun, tickets: readonly Ticket[]): Promise<void> {
  const joinings = tickets.flatMap(listJoinings);
  const outcomes = await inQueue(run, (how) =>
    run.directory.addToGroups(
      joinings.map(({ intent }) => intent),
      how,
    ),
  );
  const entries = tickets.flatMap((ticket) => {
    const own = joinings.flatMap((joining, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined)
        throw new Error(`${outcomes.length} outcomes for ${joinings.length} groups.`);
      if (joining.ticket !== ticket) return [];
      if (outcome.status === 'done') ticket.joined.add(joining.intent.groupId);
      return [{ displayName: joining.displayName, outcome }];
    });
    return takeOutcomes(run, ticket, own);
  });
  await settle(run, tickets, entries);
}
