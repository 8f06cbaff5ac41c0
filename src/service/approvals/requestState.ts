import { groupsJoined } from '../../domain/acts.ts';
import { sumCost } from '../../domain/prices.ts';
import type { License } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Facts } from '../facts/facts.ts';
import { checkGiving, countSeats } from '../licensing/seats.ts';
import type { RequestRecord } from '../ports/requests.ts';
import type { RequestState } from './approvals.ts';
import { withIdsNow } from './idsNow.ts';
import { readNamesOf } from './managers.ts';
import { withoutWithdrawn } from './startableRequests.ts';
import { canRemind } from './waiting/remindable.ts';

/** A request with what its card shows beside it. */
export type ReadState = (request: RequestRecord) => Promise<RequestState>;

/** Those that the tenant does not have any more, too: they are shown, and can be taken away from what is asked for. */
function withGone(licenses: readonly License[], skuIds: readonly string[]): License[] {
  const gone = [...new Set(skuIds)].filter((skuId) => licenses.every((one) => one.skuId !== skuId));
  const none = { total: 0, consumed: 0, left: 0, warning: 0, assignable: false };
  return [...licenses, ...gone.map((skuId) => ({ skuId, skuPartNumber: skuId, name: skuId, ...none }))];
}

export function createReadState(
  { policy, store, clock }: Pick<ProvisioningOptions, 'policy' | 'store' | 'clock'>,
  facts: Facts,
): ReadState {
  /** What is taken away: the skuId once for each person. */
  function listTaken({ asked }: RequestRecord): string[] {
    return asked.people.flatMap(({ change, acts = [] }) => [
      ...(change?.remove ?? []),
      ...acts.flatMap((act) => (act.kind === 'licenses' ? act.remove : [])),
    ]);
  }

  async function countTaken(request: RequestRecord): Promise<RequestState['taken']> {
    const skuIds = listTaken(request);
    if (skuIds.length === 0) return [];
    const names = await facts.licenseNames(request.customer);
    return [...new Set(skuIds)].map((skuId) => ({
      skuId,
      name: names[skuId] ?? skuId,
      people: skuIds.filter((one) => one === skuId).length,
    }));
  }

  /** What the groups bring today: they may bring others than when it was asked for. */
  async function listByGroups({ customer, asked }: RequestRecord): Promise<RequestState['byGroups']> {
    const asking = asked.people.flatMap(({ groups = [], acts }) => [...groups, ...groupsJoined(acts)]);
    const groups = [...new Map(asking.map((group) => [group.id, group])).values()];
    if (groups.length === 0) return [];
    const ids = groups.map(({ id }) => id);
    const known = await facts.read(customer, ids).catch(() => undefined);
    const nameOf = (skuId: string): string =>
      known?.licenses.find((license) => license.skuId === skuId)?.name ?? skuId;
    return groups.flatMap(({ id, displayName: group }): RequestState['byGroups'] => {
      const found = known?.groups.find((one) => one.id === id);
      if (found === undefined) return [{ group, licenses: undefined }];
      const { licenses = [] } = found;
      return licenses.length === 0 ? [] : [{ group, licenses: licenses.map(nameOf) }];
    });
  }

  return async (stored) => {
    const request = withIdsNow(policy, withoutWithdrawn(stored));
    const perPerson = request.asked.people.map(({ licenses }) => licenses);
    // A card without seats is better than none.
    const known = await facts.read(request.customer).catch(() => undefined);
    const licenses =
      known === undefined ? [] : countSeats(withGone(known.licenses, perPerson.flat()), perPerson);
    const cost = sumCost(policy.prices, [
      ...licenses.map(({ license, needs }) => ({ license, seats: needs })),
      ...listTaken(request).flatMap((skuId) => {
        const license = known?.licenses.find((one) => one.skuId === skuId);
        return license === undefined ? [] : [{ license, seats: -1 }];
      }),
    ]);
    const approvers = await readNamesOf({ policy, store }, request, request.approvers);
    return {
      request,
      licenses,
      problems: known === undefined ? [] : checkGiving(known, perPerson),
      ...(cost === undefined ? {} : { cost }),
      taken: await countTaken(request),
      byGroups: await listByGroups(request),
      approvers,
      canRemind: canRemind(request, clock.now()),
    };
  };
}
