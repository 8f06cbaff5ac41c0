import type { GroupIntent, StepOutcome, WriteOptions } from '../../service/ports/directory.ts';
import { findMeaning } from '../client/errors.ts';
import { MEANINGS } from '../client/meanings.ts';
import type { SendWrites, WriteResult } from '../client/pacedWrites.ts';
import { toStepOutcome } from '../client/stepOutcome.ts';

const WORDS = {
  operation: 'group',
  nothing: 'The account exists, but it was not put into the group.',
  perhaps: 'The account exists; whether it was put into the group is not known.',
} as const;

/** Somebody did it before us, or our own lost call did. */
function isIn(result: WriteResult): boolean {
  return result.kind === 'failure' && findMeaning(result.failure) === MEANINGS.alreadyMember;
}

/** POST /groups/{id}/members/$ref. Who is in the group already counts as added, so it can be repeated. */
export async function addToGroups(
  sendWrites: SendWrites,
  graphUrl: string,
  intents: readonly GroupIntent[],
  options: WriteOptions,
): Promise<StepOutcome[]> {
  const writes = intents.map(({ objectId, groupId }) => ({
    path: `/groups/${encodeURIComponent(groupId)}/members/$ref`,
    toBody: () => ({ '@odata.id': `${graphUrl}/v1.0/directoryObjects/${encodeURIComponent(objectId)}` }),
  }));
  const results = await sendWrites('addToGroups', writes, options);
  return results.map((result) => (isIn(result) ? { status: 'done' } : toStepOutcome(result, WORDS)));
}
