import type { GroupIntent, StepOutcome, WriteOptions } from '../../service/ports/directory.ts';
import { findMeaning } from '../client/errors.ts';
import type { SendWrites } from '../client/pacedWrites.ts';
import { toStepOutcome } from '../client/stepOutcome.ts';
import { nothingToSay } from '../client/written.ts';

const WORDS = {
  operation: 'group',
  nothing: 'They are still in the group.',
  perhaps: 'They may or may not still be in the group.',
} as const;

/** DELETE /groups/{id}/members/{user id}/$ref, which answers 404 for whoever is not in it: so it can be repeated. */
export async function removeFromGroups(
  sendWrites: SendWrites,
  intents: readonly GroupIntent[],
  options: WriteOptions,
): Promise<StepOutcome[]> {
  const writes = intents.map(({ groupId, objectId }) => ({
    method: 'DELETE' as const,
    path: `/groups/${encodeURIComponent(groupId)}/members/${encodeURIComponent(objectId)}/$ref`,
    written: nothingToSay,
  }));
  const results = await sendWrites('removeFromGroups', writes, options);
  return results.map((result) => {
    const isOut = result.kind === 'failure' && findMeaning(result.failure, 'group').code === 'NOT_FOUND';
    return isOut ? { status: 'done' } : toStepOutcome(result, WORDS);
  });
}
