import { RollcallError } from '../domain/errors.ts';
import type { Chat } from '../flows/reply.ts';
import type { TeamsOptions } from './options.ts';
import { cardMessage, type Sender } from './send.ts';
import { renderCard } from './views/render.ts';

/** Teams answers an update of a deleted message with one of these. */
const GONE = [403, 404];

/** The Chat port over Teams. `knownService` is the service address of the latest activity. */
export function createChat(
  options: TeamsOptions,
  sender: Sender,
  knownService: () => { serviceUrl: string; workspace: string } | undefined,
): Chat {
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
    post: (place, view) => sender.send(place, cardMessage(renderCard(view))),
    async update(ref, view) {
      try {
        await sender.update(ref, cardMessage(renderCard(view)));
        return ref;
      } catch (error) {
        if (!GONE.includes((error as { statusCode?: number }).statusCode ?? 0)) throw error;
        const { conversationId, route } = ref;
        return sender.send(
          { conversationId, ...(route === undefined ? {} : { route }) },
          cardMessage(renderCard(view)),
        );
      }
    },
  };
}
