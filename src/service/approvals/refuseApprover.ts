import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';

/**
 * Why this actor may not give that account a new password; undefined when they may. With the password of a manager who
 * has to approve what they ask for, they could approve it themselves.
 */
export function createRefuseApprover({
  policy,
  directoryFor,
  store,
}: Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store'>): (
  actor: Actor,
  objectId: string,
) => Promise<RollcallError | undefined> {
  async function isOwnManager({ id, customer }: Actor, objectId: string): Promise<boolean> {
    const own = policy.people.find((one) => one.id === id)?.teams;
    if (own === undefined || policy.approvals.every(({ by }) => by.manager !== 'requester')) return false;
    return (await directoryFor(customer).listManagers([own])).get(own)?.id === objectId;
  }

  async function isAsked(actor: Actor, objectId: string): Promise<boolean> {
    const waiting = await store.listRequests({ state: 'waiting' });
    return waiting.some(
      ({ requestedBy, managers = [] }) =>
        requestedBy.actorId === actor.id && managers.some((one) => one.objectId === objectId),
    );
  }

  return async (actor, objectId) => {
    if (!(await isAsked(actor, objectId)) && !(await isOwnManager(actor, objectId))) return undefined;
    return new RollcallError('FORBIDDEN', 'This person approves what you ask for.', {
      done: 'The password was not changed.',
      next: 'Ask somebody else who may reset passwords, or reset it in the Microsoft Entra admin center.',
    });
  };
}
