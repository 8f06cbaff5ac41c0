import type { Activity } from 'botbuilder';
import type { MessageRef, Place } from '../domain/terms.ts';
import type { Chat, OutFile, Reply } from '../flows/reply.ts';
import type { View } from '../flows/views.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { cardMessage, type Sender } from './send.ts';
import { renderCard } from './views/render.ts';

/** Shows replies as messages, and empties the cards that held passwords. */
export interface Replies {
  /** Sends what a reply says as messages: in the actor's own chat, or in `place` where the reply says `here`. */
  send(place: Place, userId: string, reply: Reply): Promise<void>;
  post(place: Place, view: View): Promise<MessageRef>;
  /** Empties every password card that still shows. */
  emptyAll(): Promise<void>;
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

const EMPTIED: View = {
  kind: 'notice',
  tone: 'info',
  title: 'The passwords were shown here and are gone now.',
  text: [],
  next: 'If one is needed again, send the mail again or reset the password in the admin center.',
  buttons: [],
};

export function createReplies(options: { sender: Sender; chat: Chat; clock: Clock; log: Log }): Replies {
  const { sender, chat, clock, log } = options;
  const shown = new Map<MessageRef, AbortController>();

  async function post(place: Place, view: View): Promise<MessageRef> {
    return sender.send(place, cardMessage(renderCard(view)));
  }

  async function empty(ref: MessageRef): Promise<void> {
    if (!shown.delete(ref)) return;
    await chat.update(ref, EMPTIED);
  }

  function emptyLater(ref: MessageRef, seconds: number): void {
    const controller = new AbortController();
    shown.set(ref, controller);
    clock
      .sleep(seconds * 1_000, controller.signal)
      .then(() => empty(ref))
      .catch((error: unknown) => log.error({ error }, 'teams.emptyFailed'));
  }

  async function reveal(place: Place, reply: Extract<Reply, { type: 'private' }>): Promise<void> {
    const { view, release } = await reply.claim();
    try {
      const ref = await post(place, view);
      if (view.kind === 'passwords') emptyLater(ref, view.showSeconds);
    } catch (error) {
      await release('the card could not be shown');
      throw error;
    }
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
        for (const file of reply.files ?? []) await sender.send(target, consentCard(file));
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
    async emptyAll() {
      await Promise.allSettled([...shown.keys()].map(empty));
    },
  };
}
