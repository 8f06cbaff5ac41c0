import type { Activity } from 'botbuilder';
import type { Place } from '../../domain/terms.ts';
import type { Speaker } from '../../flows/action.ts';
import { readTimeZone } from '../views/localTimes.ts';

/** The tenant of an activity that the guard let through. */
export function tenantOf(activity: Activity): string {
  const channel = activity.channelData as { tenant?: { id?: string } } | undefined;
  return channel?.tenant?.id ?? activity.conversation.tenantId ?? '';
}

/** Who speaks: by Entra object id, never by display name or mail. Empty for bots and anonymous guests. */
export function speakerOf(activity: Activity): Speaker {
  const { aadObjectId: userId = '', name } = activity.from;
  return { platform: 'teams', workspace: tenantOf(activity), userId, ...(name ? { name } : {}) };
}

/**
 * What kind of conversation it is. Direct is only what is surely the bot's own chat with one person: its ids begin with
 * `a:`, and those of chats between people, of group chats, meetings and channels with `19:` ("Conversation basics"), as
 * whose kind Teams can say `personal` too when there are two people in it.
 */
function kindOf({ id, conversationType, isGroup }: Activity['conversation']): Place['kind'] {
  if (conversationType === 'channel') return 'channel';
  const isOwn = conversationType === 'personal' && isGroup !== true && !id.startsWith('19:');
  return isOwn ? 'direct' : 'group';
}

/** Where they speak; `message` is the card whose button was pressed. */
export function placeOf(activity: Activity): Place {
  const timeZone = readTimeZone(activity.localTimezone);
  const route = { serviceUrl: activity.serviceUrl, ...(timeZone === undefined ? {} : { timeZone }) };
  const conversationId = activity.conversation.id;
  return {
    platform: 'teams',
    workspace: tenantOf(activity),
    conversationId,
    kind: kindOf(activity.conversation),
    route,
    ...(activity.type === 'invoke' && activity.replyToId !== undefined
      ? { message: { platform: 'teams', conversationId, messageId: activity.replyToId, route } as const }
      : {}),
  };
}
