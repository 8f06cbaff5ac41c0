import type { MessageRef, Place } from '../domain/terms.ts';

/**
 * The one rule of what may be shown where: everything in somebody's own chat with the bot, and anywhere else only a
 * pointer to it. Planned hires, recipients, results, a tenant's licenses and its history are for whoever asked, while
 * channels, group chats and meetings have readers whom the policy does not know. Kinds that nobody has heard of are not
 * private.
 */
export function isPrivate({ kind }: Pick<Place, 'kind'>): boolean {
  return kind === 'direct';
}

/** The place without its message where others read that: an answer takes the place of private messages only. */
export function leaveShared(place: Place): Place {
  if (isPrivate(place)) return place;
  const { message: _message, ...rest } = place;
  return rest;
}

/** A message of the place, kept where only one person reads it. Records of before can name messages in channels. */
export function keepPrivate(ref: MessageRef | undefined, place: Place): MessageRef | undefined {
  return isPrivate(place) || ref?.conversationId !== place.conversationId ? ref : undefined;
}
