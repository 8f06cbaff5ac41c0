import { RollcallError } from '../../domain/errors.ts';
import type { MessageRef } from '../../domain/terms.ts';
import type { Chat } from '../../flows/reply.ts';
import type { View } from '../../flows/views.ts';
import type { TeamsOptions } from '../options.ts';
import { renderCard } from '../views/render.ts';
import { cardMessage, type Sender } from './send.ts';

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
  title: 'This goes on in a newer message below.',
  text: [],
  buttons: [],
};

function isPerhapsGone(error: unknown): boolean {
  return PERHAPS_GONE.includes((error as { statusCode?: number }).statusCode ?? 0);
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
): Chat {
  const { clock, log } = options;

  /** False where Teams says that the message is gone, each time it is asked. */
  async function updateIfThere(ref: MessageRef, view: View, waits: readonly number[]): Promise<boolean> {
    for (const wait of [...waits, undefined]) {
      try {
        await sender.update(ref, cardMessage(renderCard(view, ref.route?.timeZone)));
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

  return {
    platform: 'teams',
    async openDirect(userId) {
      const known = await options.store.loadDirect('teams', userId);
      if (known !== undefined) return known;
      const service = knownService();
      if (service === undefined) {
        throw new RollcallError('NOT_HERE', 'This person has never spoken to Rollcall in Teams.', {
          next: 'Ask them to open Rollcall in Teams and say help.',
        });
      }
      const place = await sender.openDirect(userId, service.workspace, service.serviceUrl);
      await options.store.saveDirect('teams', userId, place);
      return place;
    },
    post: (place, view) => sender.send(place, cardMessage(renderCard(view, place.route?.timeZone))),
    async update(ref, view) {
      if (await updateIfThere(ref, view, AGAIN_AFTER_MS)) return ref;
      const { conversationId, route } = ref;
      const place = { conversationId, ...(route === undefined ? {} : { route }) };
      const anew = await sender.send(place, cardMessage(renderCard(view, place.route?.timeZone)));
      tellOldOne(ref).catch((error: unknown) => log.info({ error }, 'teams.oldOneLeft'));
      return anew;
    },
  };
}
