import { RollcallError } from '../../../domain/errors.ts';
import type { Audited } from '../../context.ts';
import type { StepOutcome } from '../../ports/directory.ts';
import { RESTORE_THROTTLED_TOO_LONG } from '../jobErrors.ts';
import { inQueue, type JobRun, settle, type Ticket } from '../runner/jobRun.ts';
import { toStored, withStep } from '../runner/rowState.ts';
import { waitForLicense } from './licenseRows.ts';

/** Our own number: Graph's own waits were kept by the time it fails. */
const AGAIN_MS = 5_000;

/** What is not among the deleted ones may be back already: an answer was lost, or somebody else restored it. */
async function restore(run: JobRun, objectId: string): Promise<StepOutcome> {
  try {
    await inQueue(run, (how) => run.directory.restoreAccount(objectId, how));
    return { status: 'done' };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    const isBack =
      error.code === 'NOT_FOUND' &&
      (await run.directory.readHoldings(objectId).then(
        (found) => found !== undefined,
        () => false,
      ));
    if (isBack) return { status: 'done' };
    const passes = error.code === 'DIRECTORY_DOWN' || error.code === 'THROTTLED';
    return passes ? { status: 'later', afterMs: AGAIN_MS, error } : { status: 'refused', error };
  }
}

function take(run: JobRun, ticket: Ticket, outcome: StepOutcome): Audited[] {
  const gaveUp =
    outcome.status === 'later' ? waitForLicense(run, ticket, outcome, RESTORE_THROTTLED_TOO_LONG) : undefined;
  if (outcome.status === 'later' && gaveUp === undefined) return [];
  if (outcome.status !== 'later') run.outage.answered();
  const error = outcome.status === 'refused' ? toStored(outcome.error) : gaveUp;
  ticket.row = withStep(ticket.row, 'license', run.context.clock.now(), error);
  ticket.step = 'over';
  const { objectId = '', person, licenses } = ticket.row;
  return [
    {
      what: 'account.restored',
      outcome: error === undefined ? 'done' : 'failed',
      subject: person.userPrincipalName,
      detail: {
        objectId,
        licenses: licenses.join(' '),
        ...(error === undefined ? {} : { code: error.code }),
      },
    },
  ];
}

/** Brings deleted accounts back as they were. Safe to repeat. */
export async function restoreRows(run: JobRun, tickets: readonly Ticket[]): Promise<void> {
  const outcomes = await Promise.all(tickets.map(({ row }) => restore(run, row.objectId ?? '')));
  const entries = tickets.flatMap((ticket, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('A restore without an outcome.');
    return take(run, ticket, outcome);
  });
  await settle(run, tickets, entries);
}
