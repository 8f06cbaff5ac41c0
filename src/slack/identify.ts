import type { MessageRef, Place } from '../domain/terms.ts';
import type { Speaker } from '../flows/action.ts';

/** What the payloads of commands, events and interactions say about who speaks from where. */
export interface SlackBody {
  type?: string;
  command?: string;
  team_id?: string;
  user_id?: string;
  team?: { id?: string } | null;
  user?: { id?: string; team_id?: string };
  event?: {
    type?: string;
    user?: string;
    channel?: string;
    channel_type?: string;
    bot_id?: string;
    subtype?: string;
    team?: string;
    user_team?: string;
    source_team?: string;
  };
}

/**
 * Every team a payload names: where it happened and where its person belongs. In Slack Connect they differ, and
 * each of them must be allowed.
 */
export function teamsOf(body: SlackBody): string[] {
  const { event } = body;
  const teams = [
    body.team_id ?? body.team?.id,
    body.user?.team_id,
    event?.user_team,
    event?.source_team,
    event?.team,
  ];
  return [...new Set(teams.filter((team) => typeof team === 'string' && team !== ''))] as string[];
}

/** Who speaks. The workspace is the one it happened in. */
export function speakerOf(body: SlackBody): Speaker {
  return {
    platform: 'slack',
    workspace: teamsOf(body)[0] ?? '',
    userId: body.user_id ?? body.user?.id ?? body.event?.user ?? '',
  };
}

/**
 * A place by its channel id. Slack's ids begin with D for direct messages, which are the bot's own only where the
 * caller knows that: a command can be typed in a direct message between two people.
 */
export function placeAt(workspace: string, channel: string, isOwnDirect: boolean): Place {
  return {
    platform: 'slack',
    workspace,
    conversationId: channel,
    kind: isOwnDirect ? 'direct' : channel.startsWith('C') ? 'channel' : 'group',
  };
}

/** A message of the bot in a channel. */
export function messageAt(channel: string, ts: string): MessageRef {
  return { platform: 'slack', conversationId: channel, messageId: ts };
}
