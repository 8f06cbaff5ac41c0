import type { Activity } from 'botbuilder';
import type { MessageRef, Place } from '../../domain/terms.ts';
import { isPrivate } from '../../flows/privatePlaces.ts';
import type { OutFile, Reply } from '../../flows/reply.ts';
import type { Signs } from '../../flows/signs.ts';
import type { View } from '../../flows/views.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import { renderCard } from '../views/render.ts';
import { isNotHere, type TeamsChat } from './chat.ts';
import { SIGN_AFTER_MS } from './limits.ts';
import type { OfferedFile, OfferedFiles } from './offeredFiles.ts';
import type { SecretCards } from './secretCards.ts';
import { cardMessage, type Sender } from './send.ts';

/** Shows replies as messages. */
export interface Replies {
  /** Sends what a reply says as messages, in the actor's own chat; anywhere else stands only where to look. */
  send(place: Place, userId: string, reply: Reply): Promise<void>;
  /** The same for a reply that is still to come: when it takes a while, a card says so until it is there. Whoever
   * sent a file, or sees that card, is told when this process dies before. */
  answer(place: Place, userId: string, running: Promise<Reply>, fileName?: string): Promise<void>;
  post(place: Place, view: View): Promise<MessageRef>;
  /** In the place of a message of their 1:1 chat; where Teams does not let it be changed, below it, and the message goes. */
  replace(ref: MessageRef, place: Place, userId: string, view: View): Promise<void>;
  /** The files of the answer that brought this person some last. */
  offeredTo(userId: string): Promise<readonly OfferedFile[]>;
  /** Remembers no offered file any longer, on any instance. */
  forget(): void;
}

/** A file the person is asked to accept; `again` comes back with their answer. */
function consentCard(file: OutFile): Partial<Activity> {
  const context = { ...file.again, name: file.name };
  return {
    type: 'message',
    text: 'If nothing happens when you choose Allow, type get file.',
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
  title: 'The answer is in our 1:1 chat.',
  text: [],
  buttons: [],
};

const NO_DIRECT: View = {
  kind: 'notice',
  tone: 'warning',
  title: "The answer belongs in our 1:1 chat, but Teams doesn't let Rollcall open it.",
  text: [],
  next: 'Open Rollcall in Teams (Apps, then Rollcall, then Chat), type help there, and ask again.',
  buttons: [],
};

const WORKING: View = { kind: 'working', title: 'One moment…', text: '' };

const LOADING: View = { kind: 'working', title: 'One moment', text: 'Getting the passwords.' };

export function createReplies(options: {
  sender: Sender;
  chat: TeamsChat;
  secretCards: SecretCards;
  signs: Signs;
  offered: OfferedFiles;
  clock: Clock;
  log: Log;
}): Replies {
  const { sender, chat, secretCards, signs, offered, clock, log } = options;
  async function replace(ref: MessageRef, place: Place, userId: string, view: View): Promise<void> {
    try {
      await chat.update(ref, view, userId);
      return;
    } catch (error) {
      log.warn({ error }, 'teams.notReplaced');
    }
    try {
      await chat.answer(place, view, userId);
    } finally {
      // What says "One moment" must not stand for ever.
      await sender.remove(ref).catch((error: unknown) => log.warn({ error }, 'teams.signLeft'));
    }
  }

  /** A card that is noted and empty is there before the claim: a crash leaves nothing that nobody empties. */
  async function reveal(
    place: Place,
    userId: string,
    reply: Extract<Reply, { type: 'private' }>,
    sign?: MessageRef,
  ): Promise<void> {
    const ref = sign ?? (await chat.answer(place, LOADING, userId));
    const card = await secretCards.note(ref, reply.about);
    const { view, shown, release } = await reply.claim();
    try {
      await sender.update(ref, cardMessage(renderCard(view, ref.route?.timeZone)));
    } catch (error) {
      await release("the card couldn't be shown");
      // The update may have come through all the same.
      card.empty();
      throw error;
    }
    await shown?.().catch((error: unknown) => log.error({ error }, 'private.notConfirmed'));
    if ('showSeconds' in view) card.emptyAfter(view.showSeconds);
    else await card.forget();
  }

  return {
    post: (place, view) => chat.answer(place, view),
    replace,
    forget: () =>
      void offered.forget().catch((error: unknown) => log.error({ err: error }, 'teams.offeredLeft')),
    offeredTo: offered.find,
    send: (place, userId, reply) => send(place, userId, reply),
    async answer(place, userId, running, fileName) {
      let noted = fileName === undefined ? undefined : await signs.note(userId, fileName);
      const waiting = new AbortController();
      const first = await Promise.race([
        running,
        clock.sleep(SIGN_AFTER_MS, waiting.signal).then(() => 'slow' as const),
      ]);
      waiting.abort();
      const sign = first === 'slow' ? await showSign(place, userId) : undefined;
      if (sign !== undefined) noted ??= await signs.note(userId);
      await noted?.shown(sign);
      const reply = await running;
      await noted?.answering();
      await send(place, userId, reply, sign).finally(() => noted?.done());
    },
  };

  /** Undefined where there is no chat to show it in, or Teams did not take it: then the answer comes as a surprise. */
  async function showSign(place: Place, userId: string): Promise<MessageRef | undefined> {
    try {
      return await chat.answer(isPrivate(place) ? place : await chat.openDirect(userId), WORKING, userId);
    } catch (error) {
      log.warn({ error }, 'teams.signNotShown');
      return undefined;
    }
  }

  /** `sign`: a card in their own chat that the answer takes the place of. */
  async function send(place: Place, userId: string, reply: Reply, sign?: MessageRef): Promise<void> {
    if (isPrivate(place)) return show(place, userId, reply, sign);
    try {
      await show(await chat.openDirect(userId), userId, reply, sign);
    } catch (error) {
      if (!isNotHere(error)) throw error;
      await chat.answer(place, NO_DIRECT);
      return;
    }
    if (reply.type === 'private') return;
    // The answer is there without it.
    await chat.answer(place, POINTER).catch((error: unknown) => log.warn({ error }, 'teams.pointerNotShown'));
  }

  /** In their own chat. */
  async function show(place: Place, userId: string, reply: Reply, sign?: MessageRef): Promise<void> {
    if (reply.type === 'private') return reveal(place, userId, reply, sign);
    const view = reply.type === 'fieldErrors' ? reply.form : reply.view;
    if (sign === undefined) await chat.answer(place, view, userId);
    else await replace(sign, place, userId, view);
    if (reply.type !== 'message' || reply.files === undefined) return;
    await offered.remember(place, userId, reply.files);
    for (const file of reply.files) await sender.send(place, consentCard(file), { isAnswer: true });
  }
}
