import type { Policy } from '../../../domain/policy/policy.ts';
import type { Actor } from '../../../domain/terms.ts';
import { isOneself } from '../../door/refuseChange.ts';
import type { RequestRecord } from '../../ports/requests.ts';
import type { Store } from '../../ports/store.ts';
import type { Approvals } from '../approvals.ts';
import { isPlanned, withoutWithdrawn } from '../startableRequests.ts';
import { isPutOff } from '../waiting/putOff.ts';
import { mayCancel, mayOpen } from './planning.ts';

/** See {@link Approvals.listGoing}. */
export function createListGoing({
  policy,
  store,
}: {
  policy: Policy;
  store: Pick<Store, 'listRequests'>;
}): Approvals['listGoing'] {
  /** But not to whoever it is about. */
  const isAbout = ({ asked }: RequestRecord, actor: Actor, objectId: string): boolean =>
    asked.people.some(
      ({ objectId: id, person: { displayName } }) =>
        id === objectId && !isOneself(policy, actor, { id, displayName }),
    );

  return async (actor, objectId) => {
    const all = await Promise.all(
      (['waiting', 'approved'] as const).map((state) => store.listRequests({ state })),
    );
    const found = all
      .flat()
      .map(withoutWithdrawn)
      .filter(
        (request) =>
          (request.asked.task === 'leave' || request.asked.task === 'delete') &&
          request.customer === actor.customer &&
          (request.state === 'waiting' || isPlanned(request) || isPutOff(request)) &&
          (objectId === undefined || isAbout(request, actor, objectId)),
      )
      .sort(({ asked: one }, { asked: other }) => (one.startsAt ?? 0) - (other.startsAt ?? 0));
    return found.map((request) => ({
      request,
      mayOpen: mayOpen(policy, actor, request),
      mayCancel: isPlanned(request) && mayCancel(policy, actor, request),
    }));
  };
}
