import { approversOf, fallbackOf } from '../../../domain/approvalRules.ts';
import { RollcallError } from '../../../domain/errors.ts';
import type { ApprovalRule } from '../../../domain/policy/approvalPolicy.ts';
import { findHuman } from '../../../domain/policy/policy.ts';
import { findAccount, mayBeOne } from '../../../domain/policy/roleGroups.ts';
import type { Actor } from '../../../domain/terms.ts';
import type { ProvisioningOptions } from '../../context.ts';
import { APPROVAL_REFUSALS } from '../words.ts';

/** Why this actor may not give that account a new password; undefined when they may. Throws what the directory throws. */
export type RefuseApprover = (
  actor: Pick<Actor, 'id' | 'customer'>,
  objectId: string,
) => Promise<RollcallError | undefined>;

/**
 * Nobody gives a new password to whoever may decide on what they ask for: with it they could approve it themselves. That
 * is whom a rule names that could hold for them, its fallback, their own manager where a rule asks managers, and any
 * manager who is asked just now. Where somebody may have another id, what that one asks for, or would ask for, counts as
 * theirs. Only the manager of an account that isn't known to be theirs can't be told here: such a one doesn't count later on.
 */
export function createApproverResetCheck({
  policy,
  directoryFor,
  store,
}: Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store'>): RefuseApprover {
  const mayAsk = (id: string, requester: string) => id === requester || mayBeOne(policy, id, requester);

  function listRules(id: string): ApprovalRule[] {
    return policy.approvals.filter(({ when }) => when.requester?.some((one) => mayAsk(id, one)) ?? true);
  }

  function isNamed(id: string, objectId: string): boolean {
    const human = findHuman(policy, 'teams', objectId);
    if (human === undefined || human.id === id) return false;
    return listRules(id).some((rule) =>
      policy.customers.some(({ id: customer }) => {
        const asked = { customer, requester: id };
        return [...approversOf(policy, rule, asked), ...fallbackOf(policy, rule, asked)].includes(human.id);
      }),
    );
  }

  async function isOwnManager(id: string, customer: string, objectId: string): Promise<boolean> {
    const own = findAccount(policy, id);
    if (own === undefined || listRules(id).every(({ by }) => by.manager !== 'requester')) return false;
    return isSame((await directoryFor(customer).listManagers([own])).get(own)?.id, objectId);
  }

  async function isAsked(id: string, objectId: string): Promise<boolean> {
    const waiting = await store.listRequests({ state: 'waiting' });
    return waiting.some(
      ({ requestedBy, managers = [] }) =>
        mayAsk(id, requestedBy.actorId) && managers.some((one) => isSame(one.objectId, objectId)),
    );
  }

  return async ({ id, customer }, objectId) => {
    const decides =
      isNamed(id, objectId) || (await isAsked(id, objectId)) || (await isOwnManager(id, customer, objectId));
    if (!decides) return undefined;
    const said = APPROVAL_REFUSALS.reset.decides;
    return new RollcallError('FORBIDDEN', said.message, said);
  };
}

function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}
