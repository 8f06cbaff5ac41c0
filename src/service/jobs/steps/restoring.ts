import type { PersonState } from '../../../domain/acts.ts';
import { RollcallError } from '../../../domain/errors.ts';
import type { StepOutcome } from '../../ports/directory.ts';
import type { ActRecord, RowRecord, StoredError } from '../../ports/records.ts';
import {
  MORE_HELD,
  NOT_DELETED,
  PERSON_GONE,
  RESTORE_IN_DOUBT,
  RESTORED_BEFORE,
  RESTORED_NOT_SEEN,
} from '../jobErrors.ts';
import { inQueue, type JobRun, record, type Ticket } from '../runner/jobRun.ts';

/** Our own number: a read was already tried several times by the time it fails. */
const AGAIN_MS = 5_000;

function asError({ code, message, next }: StoredError): RollcallError {
  return new RollcallError(code, message, { next });
}

function refused(error: StoredError): StepOutcome {
  return { status: 'refused', error: asError(error) };
}

function later(error: StoredError): StepOutcome {
  return { status: 'later', afterMs: AGAIN_MS, error: asError(error) };
}

function restoreOf({ acts = [] }: RowRecord): ActRecord | undefined {
  return acts.find(({ act }) => act.kind === 'restore');
}

/** This row restored somebody, and what follows that may be left to do. */
export function isRestored(row: RowRecord): boolean {
  return restoreOf(row)?.state === 'done';
}

/** Somebody is to be restored first. */
export function isToRestore(row: RowRecord): boolean {
  return restoreOf(row)?.state === 'todo';
}

/** Somebody is to be deleted. */
export function isToDelete({ acts = [] }: RowRecord): boolean {
  return acts.some(({ act, state }) => act.kind === 'delete' && state === 'todo');
}

/** A restore of this row went out, and what became of it is not known. */
function isInDoubt(row: RowRecord): boolean {
  return restoreOf(row)?.sentAt !== undefined;
}

/** The row with the time at which its restore or its deletion was sent; undefined: it did nothing. */
export function withSentAt(
  row: RowRecord,
  sentAt: number | undefined,
  kind: 'restore' | 'delete' = 'restore',
): RowRecord {
  const acts = row.acts?.map((one): ActRecord => {
    if (one.act.kind !== kind) return one;
    const { sentAt: _before, ...rest } = one;
    return { ...rest, ...(sentAt === undefined ? {} : { sentAt }) };
  });
  return { ...row, ...(acts === undefined ? {} : { acts }) };
}

/**
 * A deleted account as it is; or the live one, where the answer to this row's own restore was lost. Whoever is live for
 * another reason is left as they are: what was asked for was made for a deleted account. Throws what the directory throws.
 */
export async function readDeleted(
  { directory, context }: Pick<JobRun, 'directory' | 'context'>,
  row: RowRecord,
): Promise<PersonState | StepOutcome> {
  const { objectId = '', licenses } = row;
  const found = (await directory.listDeleted()).find(({ id }) => id === objectId);
  if (found !== undefined) {
    const held = [...(found.licenses ?? []), ...found.held.map(({ skuId }) => skuId)];
    const isMore = context.policy.approvals.length > 0 && held.some((skuId) => !licenses.includes(skuId));
    return isMore ? refused(MORE_HELD) : { ...found, fields: {} };
  }
  const live = await directory.readState(objectId);
  if (isInDoubt(row)) return live ?? later(RESTORE_IN_DOUBT);
  return refused(live === undefined ? NOT_DELETED : RESTORED_BEFORE);
}

/** Of somebody who is to be there. An account that was just restored may take a moment to show; who is to go is gone. */
export function describeAbsent(row: RowRecord): StepOutcome {
  if (isToDelete(row)) return { status: 'done' };
  return isRestored(row) ? later(RESTORED_NOT_SEEN) : refused(PERSON_GONE);
}

/**
 * Restores an account. That it is sent is on disk before: what is found live afterwards was restored by this row, or by
 * somebody else, and only the first may be changed further. Never throws.
 */
export async function restore(run: JobRun, ticket: Ticket): Promise<StepOutcome> {
  const { objectId = '' } = ticket.row;
  const before = restoreOf(ticket.row)?.sentAt;
  ticket.row = withSentAt(ticket.row, run.context.clock.now());
  record(run, [ticket]);
  await run.held.flush();
  try {
    await inQueue(run, (how) => run.directory.restoreAccount(objectId, how));
    return { status: 'done' };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    if (error.code === 'DIRECTORY_DOWN') return { status: 'later', afterMs: AGAIN_MS, error };
    // Of those that were answered it is known that they did nothing.
    ticket.row = withSentAt(ticket.row, before);
    if (error.code === 'THROTTLED') return { status: 'later', afterMs: AGAIN_MS, error };
    if (error.code === 'NOT_FOUND') return findRestored(run, ticket);
    ticket.row = withSentAt(ticket.row, undefined);
    return { status: 'refused', error };
  }
}

/** What is not among the deleted ones may be back already. */
async function findRestored({ directory }: JobRun, { row }: Ticket): Promise<StepOutcome> {
  const isLive = await directory.readHoldings(row.objectId ?? '').then(
    (found) => found !== undefined,
    () => undefined,
  );
  if (isInDoubt(row)) return isLive === true ? { status: 'done' } : later(RESTORE_IN_DOUBT);
  // Looked at once more, in the list as well.
  if (isLive === undefined) return later(NOT_DELETED);
  return refused(isLive ? RESTORED_BEFORE : NOT_DELETED);
}
