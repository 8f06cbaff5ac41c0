import type { Activity } from 'botbuilder';
import type { MessageRef, Place } from '../domain/terms.ts';
import type { Chat, OutFile, Reply } from '../flows/reply.ts';
import type { View } from '../flows/views.ts';
import type { SecretCards } from './secretCards.ts';
import { cardMessage, type Sender } from './send.ts';
import { renderCard } from './views/render.ts';

/** Shows replies as messages. */
export interface Replies {
  /** Sends what a reply says as messages: in the actor's own chat, or in `place` where the reply says `here`. */
  send(place: Place, userId: string, reply: Reply): Promise<void>;
  post(place: Place, view: View): Promise<MessageRef>;
}

/** A file the person is asked to accept; `again` comes back with their answer. */
function consentCard(file: OutFile): Partial<Activity> {
  const context = { ...file.again, name: file.name };
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.card.file.consent',
        name: file.name,
        content: {
          description: 'Rollcall made this file for you.',
          sizeInBytes: file.bytes.byteLength,
          acceptContext: context,
          declineContext: context,
        },
      },
    ],
  };
}

const LOADING: View = { kind: 'working', title: 'One moment', text: 'The passwords are being fetched.' };

export function createReplies(options: { sender: Sender; chat: Chat; secretCards: SecretCards }): Replies {
  const { sender, chat, secretCards } = options;

  async function post(place: Place, view: View): Promise<MessageRef> {
    return sender.send(place, cardMessage(renderCard(view)), { isAnswer: true });
  }

  /** A card that is noted and empty is there before the claim: a crash leaves nothing that nobody empties. */
  async function reveal(place: Place, reply: Extract<Reply, { type: 'private' }>): Promise<void> {
    const ref = await post(place, LOADING);
    const card = await secretCards.note(ref, reply.about);
    const { view, release } = await reply.claim();
    try {
      await sender.update(ref, cardMessage(renderCard(view)));
    } catch (error) {
      await release('the card could not be shown');
      // The update may have come through all the same.
      card.empty();
      throw error;
    }
    if ('showSeconds' in view) card.emptyAfter(view.showSeconds);
    else await card.forget();
  }

  return {
    post,
    async send(place, userId, reply) {
      const isHere = place.kind === 'direct' || (reply.type === 'message' && reply.here === true);
      const target = isHere ? place : await chat.openDirect(userId);
      if (reply.type === 'private') {
        await reveal(target, reply);
        return;
      }
      await post(target, reply.type === 'fieldErrors' ? reply.form : reply.view);
      if (reply.type === 'message') {
        for (const file of reply.files ?? [])
          await sender.send(target, consentCard(file), { isAnswer: true });
      }
      if (!isHere) {
        await post(place, {
          kind: 'notice',
          tone: 'info',
          title: 'I answered you in our 1:1 chat.',
          text: [],
          buttons: [],
        });
      }
    },
  };
}
