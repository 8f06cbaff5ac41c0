import { RollcallError } from '../../domain/errors.ts';
import type { MessageRef, Place } from '../../domain/terms.ts';
import type { Chat } from '../../flows/reply.ts';
import type { View } from '../../flows/views.ts';
import type { TeamsOptions } from '../options.ts';
import { type Sender, statusOf } from './send.ts';
import { sendForms } from './sendForms.ts';

/**
 * Teams answers an update of a deleted message with one of these, and in passing one of a message that is there
 * (msteams-docs issues 6139 and 7613).
 */
const PERHAPS_GONE = [403, 404];
/** Waits before such an update is tried again. A second card is the worse failure; a lost one waits a few seconds more. */
const AGAIN_AFTER_MS = [500, 2_000, 5_000];
/** Waits before a card that has a newer one below it is told so. After the last it stays as it is. */
const OLD_ONE_AFTER_MS = [60_000, 600_000, 3_600_000];

const MOVED: View = {
  kind: 'notice',
  tone: 'info',
  title: 'This continues in a newer message below.',
  text: [],
  buttons: [],
};

function isPerhapsGone(error: unknown): boolean {
  return PERHAPS_GONE.includes(statusOf(error));
}

/** True when there can be no 1:1 chat with somebody. */
export function isNotHere(error: unknown): boolean {
  return error instanceof RollcallError && error.code === 'NOT_HERE';
}

/** The Chat port over Teams, and what only this room needs of it. */
export interface TeamsChat extends Chat {
  /** As `post`, for what somebody waits for: tried again whatever passes, since twice is better than never. */
  answer(place: Place, view: View, owner?: string): Promise<MessageRef>;
}

/**
 * The Chat port over Teams. `knownService` is the service address of the latest activity; `stopping` ends what goes on
 * in the background.
 */
export function createChat(
  options: TeamsOptions,
  sender: Sender,
  knownService: () => { serviceUrl: string; workspace: string } | undefined,
  stopping: AbortSignal,
): TeamsChat {
  const { clock, log, store } = options;

  /** False where Teams says that the message is gone, each time it is asked. */
  async function updateIfThere(ref: MessageRef, view: View, waits: readonly number[]): Promise<boolean> {
    for (const wait of [...waits, undefined]) {
      try {
        await sendForms(view, ref.route?.timeZone, (activity) => sender.update(ref, activity));
        return true;
      } catch (error) {
        if (!isPerhapsGone(error)) throw error;
        if (wait !== undefined) await clock.sleep(wait, stopping);
      }
    }
    return false;
  }

  /** In the background, for as long as this process runs: buttons of a card that lives on are answered as ever. */
  async function tellOldOne(ref: MessageRef): Promise<void> {
    for (const wait of OLD_ONE_AFTER_MS) {
      await clock.sleep(wait, stopping);
      if (stopping.aborted) return;
      if (await updateIfThere(ref, MOVED, [])) return;
    }
  }

  /** Asks Teams for the 1:1 chat, and remembers it in the place of one that was known; where there is none, that too. */
  async function openAnew(userId: string, known?: Place): Promise<Place> {
    const stored = known?.route?.serviceUrl;
    const service =
      known === undefined || stored === undefined
        ? knownService()
        : { workspace: known.workspace, serviceUrl: stored };
    if (service === undefined) {
      throw new RollcallError('NOT_HERE', 'This person has never messaged Rollcall in Teams.', {
        next: 'Ask them to open Rollcall in Teams and type help.',
      });
    }
    try {
      const opened = await sender.openDirect(userId, service.workspace, service.serviceUrl);
      const place = { ...opened, route: { ...known?.route, ...opened.route } };
      await store.saveDirect('teams', userId, place);
      return place;
    } catch (error) {
      if (isNotHere(error)) await store.forgetDirect('teams', userId);
      throw error;
    }
  }

  /**
   * A 1:1 chat that Teams does not know, or that the bot is not in, may be another by now: with its owner it is opened
   * anew, once.
   */
  async function post(
    place: Parameters<Sender['send']>[0],
    view: View,
    owner: string | undefined,
    isAnswer: boolean,
  ): Promise<MessageRef> {
    const send = (to: typeof place) =>
      sendForms(view, to.route?.timeZone, (activity) => sender.send(to, activity, { isAnswer }));
    try {
      return await send(place);
    } catch (error) {
      if (owner === undefined || !isPerhapsGone(error)) throw error;
      return send(await openAnew(owner, await store.loadDirect('teams', owner)));
    }
  }

  return {
    platform: 'teams',
    openDirect: async (userId) => (await store.loadDirect('teams', userId)) ?? openAnew(userId),
    post: (place, view, owner) => post(place, view, owner, false),
    answer: (place, view, owner) => post(place, view, owner, true),
    async update(ref, view, owner) {
      if (await updateIfThere(ref, view, AGAIN_AFTER_MS)) return ref;
      const { conversationId, route } = ref;
      const place = { conversationId, ...(route === undefined ? {} : { route }) };
      const anew = await post(place, view, owner, false);
      tellOldOne(ref).catch((error: unknown) => log.info({ error }, 'teams.oldOneLeft'));
      return anew;
    },
  };
}
