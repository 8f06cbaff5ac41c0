import type { RequestRecord } from '../ports/requests.ts';

/**
 * The request with one more card for whoever asked, which is posted as a new message: nobody is called to a card that
 * only changes. Part of the change that it tells, so that a crash loses neither. Of a file for several customers the message
 * about the whole file tells it.
 */
export function tellRequester(request: RequestRecord): RequestRecord {
  if (request.wave !== undefined) return request;
  const { actorId, platform, userId } = request.requestedBy;
  return { ...request, copies: [...request.copies, { to: actorId, as: 'requester', platform, userId }] };
}
