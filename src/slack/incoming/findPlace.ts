import type { Place } from '../../domain/terms.ts';
import type { Speaker } from '../../flows/action.ts';
import type { HandlerContext } from '../handlerContext.ts';
import { placeAt } from './identify.ts';

/**
 * Where somebody typed or clicked, by the channel that it is said to have been in. Direct only in their own chat with the
 * bot: people have direct messages with each other, and others have chats of their own with it. Throws what `openDirect`
 * throws where that chat is not known yet.
 */
export async function findPlace(
  context: Pick<HandlerContext, 'chat' | 'mark'>,
  { workspace, userId }: Speaker,
  channel: string,
): Promise<Place> {
  if (!channel.startsWith('D')) return placeAt(context, workspace, channel, false);
  const direct = await context.chat.openDirect(userId);
  return placeAt(context, workspace, channel, direct.conversationId === channel);
}
