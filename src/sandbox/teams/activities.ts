import { randomUUID } from 'node:crypto';
import type { Activity, ConversationKind, Json } from './wire.ts';
import type { Conversation, TeamsPerson, World } from './world.ts';

/** Makes activities as Teams sends them. */
export interface ActivityMaker {
  serviceUrl: string;
  /** The parts every activity from this person in this conversation has; `extra` is laid over them. */
  make(person: TeamsPerson, conversation: Conversation, extra: Json, thread?: string): Activity;
}

const TYPES: Readonly<Record<ConversationKind, string>> = {
  personal: 'personal',
  channel: 'channel',
  group: 'groupChat',
  // Seen on dialogs opened there, not documented: the bot cannot tell it from its own chat by this.
  pair: 'personal',
};

/** The HTML that Teams attaches beside the text of a message. */
export function toHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<p>${escaped}</p>`;
}

/** Source of the shapes: "Conversation basics" and "Messages in bot conversations" at learn.microsoft.com. */
export function createActivityMaker(world: World, baseUrl: string): ActivityMaker {
  const serviceUrl = `${baseUrl}/teams/connector/`;

  function channelData(conversation: Conversation): Json {
    const tenant = { tenant: { id: world.tenantId } };
    if (conversation.kind !== 'channel') return tenant;
    return {
      ...tenant,
      teamsChannelId: conversation.id,
      teamsTeamId: world.team.id,
      channel: { id: conversation.id },
      team: { id: world.team.id, name: world.team.name, aadGroupId: world.team.aadGroupId },
    };
  }

  return {
    serviceUrl,
    make(person, conversation, extra, thread) {
      const now = new Date(world.now()).toISOString();
      const id = thread === undefined ? conversation.id : `${conversation.id};messageid=${thread}`;
      const { type = 'message', channelData: more, ...rest } = extra;
      return {
        type: String(type),
        id: type === 'invoke' ? `f:${randomUUID()}` : world.nextId(),
        timestamp: now,
        localTimestamp: now,
        localTimezone: 'Europe/London',
        locale: 'en-GB',
        channelId: 'msteams',
        serviceUrl,
        from: { id: person.mri, name: person.name, aadObjectId: person.aadObjectId },
        recipient: { ...world.bot },
        conversation: {
          id,
          conversationType: TYPES[conversation.kind],
          tenantId: world.tenantId,
          ...(conversation.kind === 'personal' || conversation.kind === 'pair' ? {} : { isGroup: true }),
        },
        entities: [
          { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' },
        ],
        channelData: { ...channelData(conversation), ...(more as Json | undefined) },
        ...rest,
      };
    },
  };
}
