import type { KnownBlock } from '@slack/types';
import { RollcallError } from '../../domain/errors.ts';
import { splitSlackId } from '../../domain/slackId.ts';
import type { MessageRef, Place } from '../../domain/terms.ts';
import type { Chat } from '../../flows/reply.ts';
import type { View } from '../../flows/views.ts';
import type { Quota } from '../../service/ports/quota.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock } from '../../service/ports/surroundings.ts';
import { messageAt, placeAt } from '../incoming/identify.ts';
import { renderForms } from '../views/render.ts';
import type { SlackMessage } from '../views/renderer.ts';
import type { Workspaces } from '../workspaces/workspace.ts';
import { slackError } from './calls.ts';
import { createTurns } from './pacing.ts';
import { sendForms } from './sendForms.ts';
import { createUpdates } from './updates.ts';

/** Slack, "Rate limits": about one message per second in a channel. */
const POST_EVERY_MS = 1_000;
/** chat.update is Tier 3: fifty a minute for a whole workspace. Above it Slack refuses; below it only waits. */
const UPDATE_EVERY_MS = 1_200;

/** A message that cannot be changed any more is posted anew. */
const GONE = ['message_not_found', 'edit_window_closed', 'cant_update_message', 'block_mismatch'];
/** The conversation itself is not there. */
const DEAD = 'channel_not_found';
/** There can be no direct message with these. */
const NOBODY = ['user_not_found', 'user_disabled', 'users_not_found', 'cannot_dm_bot', 'user_not_visible'];

/** What a form says; Slack takes no empty list of blocks. */
function contentOf({ text, blocks }: SlackMessage): { text: string; blocks?: KnownBlock[] } {
  return blocks.length === 0 ? { text } : { text, blocks };
}

type Conversation = Pick<Place, 'conversationId' | 'route'>;

/** The Chat port over Slack, and what only this room needs of it. */
export interface SlackChat extends Chat {
  /** A mark of now, for `updateUnlessNewer`. */
  mark(): number;
  /**
   * A first impression of what a click did: left out when notify has spoken since, because its view is the newer
   * one whichever arrives first.
   */
  updateUnlessNewer(ref: MessageRef, view: View, mark: number): Promise<void>;
  /** Takes a message away. What Slack does not let go stays, and is logged. */
  remove(ref: MessageRef): Promise<void>;
}

export interface ChatOptions {
  /** Each message goes out with the token of the workspace that it names. */
  workspaces: Pick<Workspaces, 'get'>;
  store: Pick<Store, 'saveDirect' | 'loadDirect'>;
  clock: Pick<Clock, 'sleep'>;
  /** Counts what all processes send. */
  quota: Quota;
}

/** The workspace that a message or a place is in, as it was kept; what was kept before there could be several names none. */
function markOf({ route }: Pick<Place, 'route'>): string | undefined {
  return route?.team;
}

export function createChat({ workspaces, store, clock, quota }: ChatOptions): SlackChat {
  const postTurn = createTurns({ clock, quota }, 'posts', POST_EVERY_MS);
  const updateTurn = createTurns({ clock, quota }, 'updates', UPDATE_EVERY_MS);

  async function postTo(at: Conversation, view: View): Promise<MessageRef> {
    const { conversationId: channel } = at;
    const workspace = await workspaces.get(markOf(at));
    await postTurn(channel);
    const { client, calls } = workspace;
    const { ts, message } = await sendForms(renderForms(view), (form) =>
      calls.call('chat.postMessage', 'once', () =>
        client.chat.postMessage({ channel, ...contentOf(form), unfurl_links: false, unfurl_media: false }),
      ),
    );
    workspace.apps.sent(message?.app_id);
    return messageAt(workspace, channel, ts ?? '');
  }

  /**
   * Ids of direct conversations die with an app that was installed anew and with workspaces that moved. With its owner
   * one is opened anew, once.
   */
  async function post(at: Conversation, view: View, owner?: string): Promise<MessageRef> {
    try {
      return await postTo(at, view);
    } catch (error) {
      if (owner === undefined || slackError(error) !== DEAD) throw error;
      const direct = await openAnew(owner);
      if (direct.conversationId === at.conversationId) throw error;
      return postTo(direct, view);
    }
  }

  async function send(ref: MessageRef, view: View, owner?: string): Promise<MessageRef> {
    const { conversationId: channel, messageId: ts } = ref;
    const { client, calls } = await workspaces.get(markOf(ref));
    try {
      await sendForms(renderForms(view), (form) =>
        calls.call('chat.update', 'safe', () => client.chat.update({ channel, ts, ...contentOf(form) })),
      );
      return ref;
    } catch (error) {
      const word = slackError(error) ?? '';
      if (!GONE.includes(word) && (owner === undefined || word !== DEAD)) throw error;
      return post(ref, view, owner);
    }
  }

  const updates = createUpdates((ref) => updateTurn(markOf(ref) ?? 'all'), send);

  /** Asks Slack for the conversation, and remembers it in the place of one that was known. */
  async function openAnew(userId: string): Promise<Place> {
    const { team, user } = splitSlackId(userId);
    const workspace = await workspaces.get(team);
    const { client, calls } = workspace;
    try {
      const { channel } = await calls.call('conversations.open', 'safe', () =>
        client.conversations.open({ users: user }),
      );
      const place = placeAt(workspace, workspace.id, channel?.id ?? '', true);
      await store.saveDirect('slack', userId, place);
      return place;
    } catch (error) {
      if (!NOBODY.includes(slackError(error) ?? '')) throw error;
      throw new RollcallError('NOT_HERE', "Rollcall can't message this person in Slack.", {
        next: 'Ask them to open Rollcall under Apps in Slack and type help.',
        cause: error,
        detail: { slack: slackError(error) },
      });
    }
  }

  return {
    platform: 'slack',
    openDirect: async (userId) => (await store.loadDirect('slack', userId)) ?? openAnew(userId),
    post,
    update: updates.update,
    mark: updates.mark,
    async remove(ref) {
      const { conversationId: channel, messageId: ts } = ref;
      // It is in the log already; nobody misses anything by a message that stays.
      await workspaces
        .get(markOf(ref))
        .then(({ client, calls }) =>
          calls.call('chat.delete', 'safe', () => client.chat.delete({ channel, ts })),
        )
        .catch(() => undefined);
    },
    async updateUnlessNewer(ref, view, mark) {
      if (!updates.isNewer(ref, mark)) await updates.update(ref, view);
    },
  };
}
