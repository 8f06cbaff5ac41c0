import type { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { type Activity, CardFactory, type TurnContext } from 'botbuilder';
import { RollcallError } from '../domain/errors.ts';
import type { MessageRef, Place } from '../domain/terms.ts';
import type { Clock } from '../service/ports/surroundings.ts';
import { CONNECTOR_AUDIENCE } from './adapter.ts';
import type { Card } from './bindCard.ts';

/** Sends to conversations outside of a turn. */
export interface Sender {
  send(place: Pick<Place, 'conversationId' | 'route'>, activity: Partial<Activity>): Promise<MessageRef>;
  update(ref: MessageRef, activity: Partial<Activity>): Promise<void>;
  remove(ref: MessageRef): Promise<void>;
  /** Creates, or finds, the 1:1 conversation with a user. */
  openDirect(userId: string, workspace: string, serviceUrl: string): Promise<Place>;
}

/** A message that holds one card. */
export function cardMessage(card: Card): Partial<Activity> {
  return { type: 'message', attachments: [CardFactory.adaptiveCard(card)] };
}

/** The SDK waits for ever on a connector that hangs; a send is done in well under a second. */
const SEND_WITHIN_MS = 15_000;

/** Tries when Teams says "too many": nothing was sent then, so sending again is safe. */
const TRIES = 4;

function statusOf(error: unknown): number {
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 0;
}

function retryAfterMs(error: unknown): number {
  const headers = (error as { response?: { headers?: { get?(name: string): string | undefined } } }).response
    ?.headers;
  const seconds = Number(headers?.get?.('retry-after') ?? 2);
  return (Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 60) : 2) * 1_000;
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Teams did not answer in time.')), SEND_WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Sends through the adapter, as the bot, with waits when Teams asks for them. */
export function createSender(options: { adapter: TeamsAdapter; appId: string; clock: Clock }): Sender {
  const { adapter, appId, clock } = options;
  const bot = { id: `28:${appId}`, name: 'Rollcall' };

  async function inConversation<T>(
    conversationId: string,
    serviceUrl: string,
    work: (context: TurnContext) => Promise<T>,
  ): Promise<T> {
    const reference = { channelId: 'msteams', serviceUrl, bot, conversation: { id: conversationId } };
    for (let tries = 1; ; tries += 1) {
      const results: T[] = [];
      try {
        await within(
          adapter.continueConversationAsync(appId, reference as never, async (context) => {
            results.push(await work(context));
          }),
        );
        return results[0] as T;
      } catch (error) {
        if (statusOf(error) !== 429 || tries >= TRIES) throw error;
        await clock.sleep(retryAfterMs(error));
      }
    }
  }

  return {
    async send(place, activity) {
      const serviceUrl = place.route?.serviceUrl ?? '';
      const sent = await inConversation(place.conversationId, serviceUrl, (context) =>
        context.sendActivity(activity),
      );
      return {
        platform: 'teams',
        conversationId: place.conversationId,
        messageId: sent?.id ?? '',
        route: { serviceUrl },
      };
    },
    async update(ref, activity) {
      await inConversation(ref.conversationId, ref.route?.serviceUrl ?? '', (context) =>
        context.updateActivity({
          ...activity,
          id: ref.messageId,
          conversation: { id: ref.conversationId },
        } as Activity),
      );
    },
    async remove(ref) {
      await inConversation(ref.conversationId, ref.route?.serviceUrl ?? '', (context) =>
        context.deleteActivity(ref.messageId),
      );
    },
    async openDirect(userId, workspace, serviceUrl) {
      let conversationId = '';
      try {
        await within(
          adapter.createConversationAsync(
            appId,
            'msteams',
            serviceUrl,
            CONNECTOR_AUDIENCE,
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
        );
      } catch (error) {
        throw new RollcallError('NOT_HERE', 'Rollcall could not open a 1:1 chat in Teams.', {
          next: 'Open Rollcall in Teams (Apps, then Rollcall, then Chat), say help there, and try again.',
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
