import { joinSlackId } from '../../domain/slackId.ts';
import type { MessageRef, Place } from '../../domain/terms.ts';
import type { Speaker } from '../../flows/action.ts';

/** What the payloads of commands, events and interactions say about who speaks from where. */
export interface SlackBody {
  type?: string;
  command?: string;
  /** The app that it is for. */
  api_app_id?: string;
  team_id?: string | null;
  /** On Enterprise Grid: the organization. */
  enterprise_id?: string | null;
  enterprise?: { id?: string } | null;
  user_id?: string;
  /** Null in interactions of an app that is installed for a whole organization. */
  team?: { id?: string; enterprise_id?: string } | null;
  user?: { id?: string; team_id?: string };
  channel?: { id?: string };
  view?: { app_installed_team_id?: string | null };
  /** Of an event: the installations that it comes for; Slack names one. */
  authorizations?: { team_id?: string | null; enterprise_id?: string | null }[];
  /** Of an event: somebody from another organization is in the channel. */
  is_ext_shared_channel?: boolean;
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
  return known(teams);
}

/** The ids that are there, each once. */
function known(ids: readonly (string | null | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => typeof id === 'string' && id !== ''))] as string[];
}

/** Every organization that a payload names, also where Slack puts its id in the place of a team's. */
export function enterprisesOf(body: SlackBody): string[] {
  const [authorization] = body.authorizations ?? [];
  return known([
    body.enterprise?.id,
    body.enterprise_id,
    body.team?.enterprise_id,
    authorization?.enterprise_id,
    ...teamsOf(body).filter((id) => id.startsWith('E')),
  ]);
}

/** Whose workspace it is, as it stands in ids and messages; left out for the first, or the only one. */
interface Marked {
  mark?: string;
}

/** Who speaks, told apart from whoever has the same id elsewhere. The workspace is the one it happened in. */
export function speakerOf({ mark }: Marked, body: SlackBody): Speaker {
  return {
    platform: 'slack',
    workspace: teamsOf(body)[0] ?? '',
    userId: joinSlackId(mark, body.user_id ?? body.user?.id ?? body.event?.user ?? ''),
  };
}

/** With which workspace's token a place or a message is reached. */
function routeOf({ mark }: Marked): { route?: { team: string } } {
  return mark === undefined ? {} : { route: { team: mark } };
}

/**
 * A place by its channel id. Slack's ids begin with D for direct messages, which are one's own chat with the bot only
 * where the caller knows that, see `findPlace`.
 */
export function placeAt(at: Marked, workspace: string, channel: string, isOwnDirect: boolean): Place {
  return {
    platform: 'slack',
    workspace,
    conversationId: channel,
    kind: isOwnDirect ? 'direct' : channel.startsWith('C') ? 'channel' : 'group',
    ...routeOf(at),
  };
}

/** A message of the bot in a channel. */
export function messageAt(at: Marked, channel: string, ts: string): MessageRef {
  return { platform: 'slack', conversationId: channel, messageId: ts, ...routeOf(at) };
}
