import type { Policy } from '../../../domain/policy/policy.ts';
import type { Actor } from '../../../domain/terms.ts';
import { orderOf } from '../../ports/order.ts';
import type { RequestRecord } from '../../ports/requests.ts';
import type { Store } from '../../ports/store.ts';
import type { Approvals } from '../approvals.ts';
import { isToCome, withoutWithdrawn } from '../startableRequests.ts';
import { mayCancel, type Planning } from './planning.ts';

/** See {@link Approvals.listDeletions} and {@link Approvals.dropDeletions}. */
export function createDeletionsOf(
  { policy, store }: { policy: Policy; store: Pick<Store, 'listRequests'> },
  planning: Pick<Planning, 'replace'>,
): Pick<Approvals, 'listDeletions' | 'dropDeletions'> {
  async function listDeletions(actor: Actor, objectIds: readonly string[]): Promise<RequestRecord[]> {
    const ids = new Set(objectIds);
    const all = await Promise.all(
      (['waiting', 'approved'] as const).map((state) => store.listRequests({ state })),
    );
    return all
      .flat()
      .map(withoutWithdrawn)
      .filter(
        (request) =>
          request.asked.task === 'delete' &&
          request.customer === actor.customer &&
          isToCome(request) &&
          mayCancel(policy, actor, request) &&
          request.asked.people.some(({ objectId = '' }) => ids.has(objectId)),
      );
  }

  return {
    listDeletions,
    async dropDeletions(actor, objectIds, { until, except }) {
      const people = objectIds.map((objectId) => ({ objectId }));
      for (const request of await listDeletions(actor, objectIds)) {
        const { id, asked } = request;
        if (orderOf(request) > until || asked.draftId.startsWith(except)) continue;
        await planning.replace(id, actor, people);
      }
    },
  };
}
