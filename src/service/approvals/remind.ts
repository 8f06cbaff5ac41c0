import type { ProvisioningOptions } from '../context.ts';
import { mayDecide } from './judging.ts';
import { findCopies } from './submit.ts';

/**
 * Once the time its rule gives is over, sends the card anew to those who were asked and have not answered: where they
 * can be reached by now. True when it did.
 */
export async function remindApprovers(
  context: Pick<ProvisioningOptions, 'policy' | 'store' | 'clock'>,
  requestId: string,
): Promise<boolean> {
  const { policy, store, clock } = context;
  const now = clock.now();
  const request = await store.loadRequest(requestId);
  if (request?.remindAt === undefined || request.remindAt > now) return false;
  const hasAnswered = (id: string) =>
    request.decisions.some(({ by, version }) => by === id && version === request.version);
  const silent = request.approvers.filter((id) => mayDecide(policy, request, id) && !hasAnswered(id));
  const copies = await findCopies(context, silent);
  const reminded = await store.updateRequest(requestId, ({ remindAt, ...fresh }) =>
    remindAt !== undefined && fresh.state === 'waiting'
      ? { ...fresh, copies: [...fresh.copies, ...copies] }
      : undefined,
  );
  if (reminded === undefined) return false;
  await store.audit({
    at: now,
    actor: reminded.requestedBy.actorId,
    platform: 'system',
    what: 'request.reminded',
    outcome: 'done',
    customer: reminded.customer,
    subject: requestId,
    detail: { approvers: silent.join(' ') },
  });
  return true;
}
