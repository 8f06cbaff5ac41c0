import type { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { type Activity, CardFactory, type TurnContext } from 'botbuilder';
import { RollcallError } from '../../domain/errors.ts';
import type { MessageRef, Place } from '../../domain/terms.ts';
import type { Clock } from '../../service/ports/surroundings.ts';
import type { Card } from './bindCard.ts';
import { readRetryAfter } from './retryAfter.ts';
import type { ShownChoices } from './shownChoices.ts';

/** Sends to conversations outside of a turn. */
export interface Sender {
  /** `isAnswer`: somebody waits for it and nobody else sends it again, so twice is better than never. */
  send(
    place: Pick<Place, 'conversationId' | 'route'>,
    activity: Partial<Activity>,
    options?: { isAnswer?: boolean },
  ): Promise<MessageRef>;
  /** `isStep`: never repeated, because it would land on a later step. */
  update(ref: MessageRef, activity: Partial<Activity>, options?: { isStep?: boolean }): Promise<void>;
  remove(ref: MessageRef): Promise<void>;
  /** Creates, or finds, the 1:1 conversation with a user. Throws RollcallError NOT_HERE where there can be none. */
  openDirect(userId: string, workspace: string, serviceUrl: string): Promise<Place>;
}

/** A message that holds one card. */
export function cardMessage(card: Card): Partial<Activity> {
  return { type: 'message', attachments: [CardFactory.adaptiveCard(card)] };
}

/** The SDK waits for ever on a connector that hangs; a send is done in well under a second. */
const SEND_WITHIN_MS = 15_000;

/**
 * What Teams wants to be tried again. Microsoft: "Rate limiting for bots". With 429 and 412 nothing was done, so that
 * anything may be repeated; behind 5xx, and where the connection was cut, it may have been done all the same.
 */
const NOTHING_DONE = [429, 412];
/**
 * Said of conversations that are there, now and then (botbuilder-js#4722), and of those whose person has blocked or removed
 * the bot. Once more for an answer that somebody waits for; two seconds of waiting in vain are the smaller failure.
 */
const PERHAPS_REFUSED = [403, 404];
/** To the opening of a 1:1 chat: there can be none with this person. Microsoft: "Send proactive messages". */
const NO_DIRECT = [400, 403, 404];
const TRIES = 4;

/** How often a call is made: where it may have been done, where it was not, and where Teams says that it may not be. */
interface Tries {
  ifDone: number;
  ifNot?: number;
  ifRefused?: number;
}

/** The HTTP status of what Teams answered; 0 without one. */
export function statusOf(error: unknown): number {
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 0;
}

/** True where nobody knows whether it was done: Teams failed, or nothing came back, which has a code instead of a status. */
function isPerhapsDone(error: unknown): boolean {
  if (statusOf(error) >= 500) return true;
  const { code } = error as { code?: unknown };
  return statusOf(error) === 0 && typeof code === 'string' && !(error instanceof RollcallError);
}

function retryAfterMs(error: unknown, now: number): number {
  const { response } = error as { response?: { headers?: { get?(name: string): string | undefined } } };
  return readRetryAfter(response?.headers?.get?.('retry-after'), now);
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = Object.assign(new Error('Teams did not answer in time.'), { code: 'ETIMEDOUT' });
    timer = setTimeout(() => reject(error), SEND_WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Sends through the adapter, as the bot, with waits when Teams asks for them. */
export function createSender(options: {
  adapter: TeamsAdapter;
  appId: string;
  /** What tokens for Teams are asked for under: the cloud's Bot Framework. */
  audience: string;
  clock: Clock;
  choices: ShownChoices;
}): Sender {
  const { adapter, appId, audience, clock, choices } = options;
  const bot = { id: `28:${appId}`, name: 'Rollcall' };

  async function repeat<T>(
    { ifDone, ifNot = TRIES, ifRefused = 1 }: Tries,
    work: () => Promise<T>,
  ): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        const status = statusOf(error);
        const most = NOTHING_DONE.includes(status)
          ? ifNot
          : PERHAPS_REFUSED.includes(status)
            ? ifRefused
            : isPerhapsDone(error)
              ? ifDone
              : 1;
        if (tries >= most) throw error;
        await clock.sleep(retryAfterMs(error, clock.now()));
      }
    }
  }

  function inConversation<T>(
    conversationId: string,
    serviceUrl: string,
    tries: Tries,
    work: (context: TurnContext) => Promise<T>,
  ): Promise<T> {
    const reference = { channelId: 'msteams', serviceUrl, bot, conversation: { id: conversationId } };
    return repeat(tries, async () => {
      const results: T[] = [];
      await within(
        adapter.continueConversationAsync(appId, reference as never, async (context) => {
          results.push(await work(context));
        }),
      );
      return results[0] as T;
    });
  }

  return {
    async send(place, activity, { isAnswer = false } = {}) {
      const serviceUrl = place.route?.serviceUrl ?? '';
      choices.noteCard(place.conversationId, activity.attachments);
      const post = (context: TurnContext) => context.sendActivity(activity);
      const tries = isAnswer ? { ifDone: TRIES, ifRefused: 2 } : { ifDone: 1 };
      const sent = await inConversation(place.conversationId, serviceUrl, tries, post);
      return {
        platform: 'teams',
        conversationId: place.conversationId,
        messageId: sent?.id ?? '',
        route: { ...place.route, serviceUrl },
      };
    },
    async update(ref, activity, { isStep = false } = {}) {
      choices.noteCard(ref.conversationId, activity.attachments);
      const change = (context: TurnContext) =>
        context.updateActivity({
          ...activity,
          id: ref.messageId,
          conversation: { id: ref.conversationId },
        } as Activity);
      const tries = isStep ? { ifDone: 1, ifNot: 1 } : { ifDone: TRIES };
      await inConversation(ref.conversationId, ref.route?.serviceUrl ?? '', tries, change);
    },
    async remove(ref) {
      await inConversation(ref.conversationId, ref.route?.serviceUrl ?? '', { ifDone: TRIES }, (context) =>
        context.deleteActivity(ref.messageId),
      );
    },
    async openDirect(userId, workspace, serviceUrl) {
      let conversationId = '';
      try {
        // The 1:1 conversation with one person is always the same one.
        await repeat({ ifDone: TRIES }, () =>
          within(
            adapter.createConversationAsync(
              appId,
              'msteams',
              serviceUrl,
              audience,
              {
                isGroup: false,
                bot,
                members: [{ id: userId, name: '' }],
                tenantId: workspace,
                channelData: { tenant: { id: workspace } },
              } as never,
              async (context) => {
                conversationId = context.activity.conversation.id;
              },
            ),
          ),
        );
      } catch (error) {
        if (!NO_DIRECT.includes(statusOf(error))) throw error;
        throw new RollcallError('NOT_HERE', "Rollcall couldn't open a 1:1 chat in Teams.", {
          next: 'Open Rollcall in Teams (Apps, then Rollcall, then Chat), type help there, and try again.',
          cause: error,
          detail: { status: statusOf(error) },
        });
      }
      return {
        platform: 'teams',
        workspace,
        conversationId,
        kind: 'direct',
        route: { serviceUrl },
      };
    },
  };
}
