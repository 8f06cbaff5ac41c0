import type { ManagerIntent, StepOutcome, WriteOptions } from '../../service/ports/directory.ts';
import type { SendWrites } from '../client/pacedWrites.ts';
import { toStepOutcome } from '../client/stepOutcome.ts';
import { nothingToSay } from '../client/written.ts';

const WORDS = {
  operation: 'manager',
  nothing: "The account exists, but its manager wasn't set.",
  perhaps: 'The account exists. Its manager may or may not have been set.',
} as const;

/** PUT /users/{id}/manager/$ref. It says how things are to be, so it can be repeated. */
export async function setManagers(
  sendWrites: SendWrites,
  graphUrl: string,
  intents: readonly ManagerIntent[],
  options: WriteOptions,
): Promise<StepOutcome[]> {
  const writes = intents.map(({ objectId, managerId }) => ({
    method: 'PUT' as const,
    path: `/users/${encodeURIComponent(objectId)}/manager/$ref`,
    written: nothingToSay,
    toBody: () => ({ '@odata.id': `${graphUrl}/v1.0/users/${encodeURIComponent(managerId)}` }),
  }));
  const results = await sendWrites('setManagers', writes, options);
  return results.map((result) => toStepOutcome(result, WORDS));
}
