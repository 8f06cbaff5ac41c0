import type { StepOutcome, WriteOptions } from '../../service/ports/directory.ts';
import { findMeaning } from '../client/errors.ts';
import type { SendWrites, WriteResult } from '../client/pacedWrites.ts';
import { toStepOutcome } from '../client/stepOutcome.ts';
import { nothingToSay } from '../client/written.ts';

const WORDS = {
  operation: 'change',
  nothing: "The account wasn't deleted.",
  perhaps: 'The account may or may not have been deleted.',
} as const;

/** Somebody deleted it before us, or our own lost call did. */
function isGone(result: WriteResult): boolean {
  return result.kind === 'failure' && findMeaning(result.failure).code === 'NOT_FOUND';
}

/**
 * DELETE /users/{id}. Microsoft: "Delete user": the account stays among the deleted ones for 30 days. One that is
 * gone already counts as deleted, so it can be repeated.
 */
export async function deleteAccounts(
  sendWrites: SendWrites,
  objectIds: readonly string[],
  options: WriteOptions,
): Promise<StepOutcome[]> {
  const writes = objectIds.map((id) => ({
    method: 'DELETE' as const,
    path: `/users/${encodeURIComponent(id)}`,
    written: nothingToSay,
  }));
  const results = await sendWrites('deleteAccounts', writes, options);
  return results.map((result) => (isGone(result) ? { status: 'done' } : toStepOutcome(result, WORDS)));
}
