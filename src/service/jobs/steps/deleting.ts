import type { PersonState } from '../../../domain/acts.ts';
import { RollcallError } from '../../../domain/errors.ts';
import type { CustomerId } from '../../../domain/terms.ts';
import type { StepOutcome } from '../../ports/directory.ts';
import { orderOf } from '../../ports/order.ts';
import type { RowRecord } from '../../ports/records.ts';
import type { Store } from '../../ports/store.ts';
import { inQueue, type JobRun, record, type Ticket } from '../runner/jobRun.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';
import { withSentAt } from './restoring.ts';

const SAYS = JOB_SERVICE_WORDS.notDeleted;

function refuse(message: string): RollcallError {
  return new RollcallError('FORBIDDEN', message, { done: SAYS.done, next: SAYS.next });
}

/**
 * Why somebody who left is not deleted after all: what says that they are needed again. Who asked and who they are is
 * asked of every change. Throws what the store throws.
 */
export async function refuseDeletion(
  { context: { store }, job }: Pick<JobRun, 'context' | 'job'>,
  { person, objectId = '' }: RowRecord,
  state: PersonState,
): Promise<RollcallError | undefined> {
  if (state.accountEnabled !== false) return refuse(SAYS.allowed);
  if (state.userPrincipalName.toLowerCase() !== person.userPrincipalName.toLowerCase()) {
    return refuse(SAYS.renamed(state.userPrincipalName));
  }
  const planned = (await store.loadRequest(job.requestId)) ?? job;
  const isBack = await isBackSince(store, job.customer, objectId, planned);
  return isBack ? refuse(SAYS.isBack) : undefined;
}

/** Whether somebody was put back, restored or allowed to sign in after this was asked for. Throws what the store throws. */
export async function isBackSince(
  store: Pick<Store, 'listSnapshots'>,
  customer: CustomerId,
  objectId: string,
  asked: Parameters<typeof orderOf>[0],
): Promise<boolean> {
  const kept = await store.listSnapshots({ customer, objectId });
  return kept.some(
    (one) =>
      orderOf(one) > orderOf(asked) &&
      (one.task === 'putBack' || one.task === 'restore' || one.did.includes('allow')),
  );
}

/**
 * Deletes an account. That it is sent is on disk before: whoever is found gone afterwards was deleted by this row, or by
 * somebody else. Never throws.
 */
export async function deletePerson(run: JobRun, ticket: Ticket): Promise<StepOutcome> {
  const { objectId = '' } = ticket.row;
  ticket.row = withSentAt(ticket.row, run.context.clock.now(), 'delete');
  record(run, [ticket]);
  await run.held.flush();
  const [outcome = { status: 'done' }] = await inQueue(run, (how) =>
    run.directory.deleteAccounts([objectId], how),
  );
  // Of those that were answered it is known that they did nothing.
  const isKnown =
    outcome.status === 'refused' || (outcome.status === 'later' && outcome.error.code === 'THROTTLED');
  if (isKnown) ticket.row = withSentAt(ticket.row, undefined, 'delete');
  return outcome;
}

/** Of whoever is to be deleted and is gone: whether this row did it. */
export function isGoneByUs({ acts = [] }: RowRecord): boolean {
  return acts.some(({ act, sentAt }) => act.kind === 'delete' && sentAt !== undefined);
}
