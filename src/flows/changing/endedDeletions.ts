import type { Act } from '../../domain/acts.ts';
import type { Actor, Task } from '../../domain/terms.ts';
import type { FlowContext } from '../context.ts';
import { tellOlderDeletions } from '../leaving/deletionWords.ts';

/**
 * Which planned deletions end with what is about to be done, as sentences: those of people who are put back or restored,
 * and of whoever is allowed to sign in again. `isOnlyOnce`: it is not certain yet that it is done.
 */
export async function sayEndedDeletions(
  { service }: FlowContext,
  actor: Actor,
  task: Task,
  people: readonly { objectId?: string; acts?: readonly Act[] }[],
  isOnlyOnce: boolean,
): Promise<string[]> {
  const concerned = people.filter(
    ({ acts = [] }) => task !== 'change' || acts.some(({ kind }) => kind === 'allow'),
  );
  const ids = concerned.flatMap(({ objectId }) => objectId ?? []);
  if (ids.length === 0) return [];
  const deletions = await service.approvals.listDeletions(actor, ids);
  return tellOlderDeletions(deletions, concerned, isOnlyOnce).says;
}
