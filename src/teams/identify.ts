import type { Activity } from 'botbuilder';
import type { Place } from '../domain/terms.ts';
import type { Speaker } from '../flows/action.ts';

/** The tenant of an activity that the guard let through. */
export function tenantOf(activity: Activity): string {
  const channel = activity.channelData as { tenant?: { id?: string } } | undefined;
  return channel?.tenant?.id ?? activity.conversation.tenantId ?? '';
}

/** Who speaks: by Entra object id, never by display name or mail. Empty for bots and anonymous guests. */
export function speakerOf(activity: Activity): Speaker {
  return { platform: 'teams', workspace: tenantOf(activity), userId: activity.from.aadObjectId ?? '' };
}

/** Where they speak; `message` is the card whose button was pressed. */
export function placeOf(activity: Activity): Place {
  const kinds: Record<string, Place['kind']> = { personal: 'direct', channel: 'channel' };
  const route = { serviceUrl: activity.serviceUrl };
  const conversationId = activity.conversation.id;
  return {
    platform: 'teams',
    workspace: tenantOf(activity),
    conversationId,
    kind: kinds[activity.conversation.conversationType ?? ''] ?? 'group',
    route,
    ...(activity.type === 'invoke' && activity.replyToId !== undefined
      ? { message: { platform: 'teams', conversationId, messageId: activity.replyToId, route } as const }
      : {}),
  };
}
