import type { Policy } from '../../domain/policy.ts';
import type { Facts } from '../facts.ts';
import type { RequestRecord } from '../ports/records.ts';
import { countSeats } from '../seats.ts';
import type { RequestState } from './approvals.ts';

/** A request with what its card shows beside it. */
export type ReadState = (request: RequestRecord) => Promise<RequestState>;

export function createReadState(policy: Policy, facts: Facts): ReadState {
  async function countTaken({ customer, asked }: RequestRecord): Promise<RequestState['taken']> {
    const skuIds = asked.people.flatMap(({ change }) => change?.remove ?? []);
    if (skuIds.length === 0) return [];
    const names = await facts.licenseNames(customer);
    return [...new Set(skuIds)].map((skuId) => ({
      name: names[skuId] ?? skuId,
      people: skuIds.filter((one) => one === skuId).length,
    }));
  }

  return async (request) => {
    const perPerson = request.asked.people.map(({ licenses }) => licenses);
    const licenses = await facts.read(request.customer).then(
      (known) => countSeats(known.licenses, perPerson),
      // A card without seats is better than none.
      () => [],
    );
    const approvers = policy.people
      .filter(({ id }) => request.approvers.includes(id))
      .map(({ name }) => name);
    return { request, licenses, taken: await countTaken(request), approvers };
  };
}
