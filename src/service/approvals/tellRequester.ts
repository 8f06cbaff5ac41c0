import type { RequestRecord } from '../ports/requests.ts';

/**
 * The request with one more card for whoever asked, which is posted as a new message: nobody is called to a card that
 * only changes. Part of the change that it tells, so that a crash loses neither.
 */
export function tellRequester(request: RequestRecord): RequestRecord {
  const { actorId, platform, userId } = request.requestedBy;
  return { ...request, copies: [...request.copies, { to: actorId, as: 'requester', platform, userId }] };
}
