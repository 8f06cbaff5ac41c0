import type { Activity } from 'botbuilder';
import { RollcallError } from '../../domain/errors.ts';
import type { MessageRef, Place } from '../../domain/terms.ts';
import { isPrivate } from '../../flows/privatePlaces.ts';
import type { Chat, OutFile, Reply } from '../../flows/reply.ts';
import type { View } from '../../flows/views.ts';
import { renderCard } from '../views/render.ts';
import type { SecretCards } from './secretCards.ts';
import { cardMessage, type Sender } from './send.ts';

/** Shows replies as messages. */
export interface Replies {
  /** Sends what a reply says as messages, in the actor's own chat; anywhere else stands only where to look. */
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

const POINTER: View = {
  kind: 'notice',
  tone: 'info',
  title: 'I answered you in our 1:1 chat.',
  text: [],
  buttons: [],
};

const NO_DIRECT: View = {
  kind: 'notice',
  tone: 'warning',
  title: 'I answer in our 1:1 chat, and Teams does not let me open it.',
  text: [],
  next: 'Open Rollcall in Teams (Apps, then Rollcall, then Chat), say help there, and ask again.',
  buttons: [],
};

const LOADING: View = { kind: 'working', title: 'One moment', text: 'The passwords are being fetched.' };

export function createReplies(options: { sender: Sender; chat: Chat; secretCards: SecretCards }): Replies {
  const { sender, chat, secretCards } = options;

  async function post(place: Place, view: View): Promise<MessageRef> {
    return sender.send(place, cardMessage(renderCard(view)), { isAnswer: true });
  }

  /** The actor's own chat; undefined, and said in `place`, when there is none. */
  async function openDirect(place: Place, userId: string): Promise<Place | undefined> {
    try {
      return await chat.openDirect(userId);
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      await post(place, NO_DIRECT);
      return undefined;
    }
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
      const isHere = isPrivate(place);
      const target = isHere ? place : await openDirect(place, userId);
      if (target === undefined) return;
      if (reply.type === 'private') {
        await reveal(target, reply);
        return;
      }
      await post(target, reply.type === 'fieldErrors' ? reply.form : reply.view);
      if (reply.type === 'message') {
        for (const file of reply.files ?? [])
          await sender.send(target, consentCard(file), { isAnswer: true });
      }
      if (!isHere) await post(place, POINTER);
    },
  };
}
