import { RollcallError } from '../../../domain/errors.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { isSamePerson } from '../../../domain/policy/roleGroups.ts';
import type { Actor } from '../../../domain/terms.ts';
import type { ProvisioningOptions } from '../../context.ts';
import type { RequestRecord } from '../../ports/requests.ts';
import { listKnown } from '../../roleGroups/readThose.ts';
import { describeUnreadApprovers, readApprovers } from '../../roleGroups/unreadApprovers.ts';
import { withIdsNow } from '../idsNow.ts';
import { mayDecide } from '../judging.ts';
import { namesOf } from '../managers.ts';
import { tellRequester } from '../tellRequester.ts';
import { passOn } from '../waiting/passOn.ts';
import { APPROVAL_REFUSALS } from '../words.ts';
import type { FindControlled } from './control.ts';
import type { MayBeAsked } from './mailOwners.ts';

/**
 * Why this actor's answer does not count because whoever asked controls their account by now; undefined when it counts.
 * The request then goes to its rule's fallback, when too few of the others count.
 */
export type RefuseControlled = (request: RequestRecord, actor: Actor) => Promise<RollcallError | undefined>;

export function createRefuseControlled(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'store' | 'clock'>,
  findControlled: FindControlled,
  changed: (requestId: string) => void,
): RefuseControlled {
  const { policy, store } = context;

  function listAsked(now: Policy, request: RequestRecord): MayBeAsked[] {
    const { approvers, managers = [] } = withIdsNow(now, request);
    const known = now.people.map(({ id, name, teams }) => ({ id, name, objectId: teams }));
    const others = managers.filter(({ id }) => known.every((human) => human.id !== id));
    return [...known, ...others].filter(({ id }) => approvers.includes(id) && mayDecide(now, request, id));
  }

  return async (request, actor) => {
    const { requestedBy, customer, managers = [], rule: name } = withIdsNow(policy, request);
    // Whoever asked may make less of it.
    if (isSamePerson(policy, requestedBy.actorId, actor.id)) return undefined;
    const rule = policy.approvals.find((one) => one.name === name);
    const read = await readApprovers(context, rule, customer, (now) => listAsked(now, request));
    const asked = listKnown(read);
    const controlled = await findControlled({ id: requestedBy.actorId, customer }, asked);
    const why = controlled.get(actor.id);
    if (why === undefined) return undefined;
    const left = asked.filter(({ id }) => !controlled.has(id));
    const isOwed = managers.some(({ id, of }) => id === actor.id && of.length > 0);
    const isTooFew = isOwed || left.length < request.needed;
    // Whether others have to be asked is told once it can be read who is left.
    const { done } = APPROVAL_REFUSALS.decide.controlled(why, []);
    const untold = describeUnreadApprovers(read, name, done);
    if (isTooFew && untold !== undefined) return untold;
    const dropped = new Set(controlled.keys());
    const passed = isTooFew ? await passOn(context, findControlled, request.id, dropped) : undefined;
    const others = namesOf(policy, request, [...left.map(({ id }) => id), ...(passed?.asked ?? [])]);
    const told = await store.updateRequest(request.id, (fresh) => {
      if (fresh.notCounted?.includes(why)) return undefined;
      const next = { ...fresh, notCounted: [...(fresh.notCounted ?? []), why] };
      return others.length === 0 ? tellRequester(next) : next;
    });
    if (passed?.isChanged || told !== undefined) changed(request.id);
    const said = APPROVAL_REFUSALS.decide.controlled(why, others);
    return new RollcallError('NOT_YOURS', said.message, said);
  };
}
