import { findAccount } from '../../domain/policy/roleGroups.ts';
import type { ProvisioningOptions } from '../context.ts';
import { readMay, requireKnown } from '../door/readMay.ts';
import type { RequestRecord } from '../ports/requests.ts';
import type { FindControlled } from './control/control.ts';
import { countedApprovals } from './coverage.ts';
import { withIdsNow } from './idsNow.ts';
import { mayDecide } from './judging.ts';
import { createFindDeparted } from './managers.ts';
import { APPROVAL_REFUSALS } from './words.ts';

/** Whose approvals do not count any more, by the id they have now, each with a sentence (without its period) that says why. */
export type FindLost = (request: RequestRecord) => Promise<ReadonlyMap<string, string>>;

/**
 * Looks again at everybody who approved: between two approvals, or before a start after a crash, somebody may lose their
 * role or their account. Without its rule, which is gone from the policy, nobody's role is known. Throws what the
 * directory throws when it is needed to tell whose an address is, ROLE_UNKNOWN while somebody's groups can't be read, and
 * POLICY_OLDER where a newer policy file may give them the role.
 */
export function createFindLost(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'checkPolicy' | 'standsIn' | 'directoryFor'>,
  findControlled: FindControlled,
): FindLost {
  const { policy } = context;
  const hasDeparted = createFindDeparted(context);
  return async (stored) => {
    const request = withIdsNow(policy, stored);
    const { customer, requestedBy, managers = [], rule } = request;
    const isRuleThere = policy.approvals.some(({ name }) => name === rule);
    const refused = new Set<string>();
    for (const { by: id, name } of countedApprovals(request)) {
      const read = await readMay(context, { id, name }, (now) => mayDecide(now, request, id) || undefined);
      if (isRuleThere && requireKnown(read) === undefined) refused.add(id);
    }
    const approved = countedApprovals(request).map(({ by: id, name }) => {
      const human = policy.people.find((one) => one.id === id);
      const objectId = findAccount(policy, id) ?? managers.find((one) => one.id === id)?.objectId;
      return { id, name: human?.name ?? name, objectId };
    });
    if (approved.length === 0) return new Map();
    const lost = new Map(await findControlled({ id: requestedBy.actorId, customer }, approved));
    for (const { id, name } of approved) {
      if (await hasDeparted(request, { id })) lost.set(id, APPROVAL_REFUSALS.lost.departed(name));
    }
    for (const { id, name } of approved) {
      if (refused.has(id)) lost.set(id, APPROVAL_REFUSALS.lost.roleLost(name));
    }
    return lost;
  };
}
