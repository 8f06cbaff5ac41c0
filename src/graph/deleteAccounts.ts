import type { StepOutcome } from '../service/ports.ts';
import { findMeaning, lostError, toError } from './errors.ts';
import type { SendWrites, WriteResult } from './pacedWrites.ts';

const NOTHING = 'The account was not deleted.';
const PERHAPS = 'Whether the account was deleted is not known.';
/** Our own number: Graph or the network was down. Deleting twice is harmless, so nothing is lost by asking again. */
const DOWN_WAIT_MS = 5_000;

function toOutcome(result: WriteResult): StepOutcome {
  if (result.kind === 'success') return { status: 'done' };
  if (result.kind === 'lost') {
    return { status: 'later', afterMs: DOWN_WAIT_MS, error: lostError(result.cause, PERHAPS) };
  }
  if (result.kind === 'unsent') {
    const { error } = result;
    if (error.code !== 'DIRECTORY_DOWN') return { status: 'refused', error };
    return { status: 'later', afterMs: DOWN_WAIT_MS, error };
  }
  const { failure, waitMs } = result;
  const { code, nature } = findMeaning(failure);
  // Somebody deleted it before us, or our own lost call did.
  if (code === 'NOT_FOUND') return { status: 'done' };
  if (nature === 'unknown')
    return { status: 'later', afterMs: DOWN_WAIT_MS, error: toError(failure, PERHAPS) };
  if (nature === 'again') return { status: 'later', afterMs: waitMs, error: toError(failure, NOTHING) };
  return { status: 'refused', error: toError(failure, NOTHING) };
}

/**
 * DELETE /users/{id}. Microsoft: "Delete user": the account stays among the deleted ones for 30 days. One that is
 * gone already counts as deleted, so it can be repeated.
 */
export async function deleteAccounts(
  sendWrites: SendWrites,
  objectIds: readonly string[],
): Promise<StepOutcome[]> {
  const writes = objectIds.map((id) => ({
    method: 'DELETE' as const,
    path: `/users/${encodeURIComponent(id)}`,
  }));
  const results = await sendWrites('deleteAccounts', writes, 'bulk');
  return results.map(toOutcome);
}
