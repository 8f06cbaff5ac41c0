import { type Activity, TurnContext } from 'botbuilder';
import type { Express } from 'express';
import { CLOUDS } from '../domain/clouds.ts';
import { createBackground } from '../flows/background.ts';
import { isPrivate } from '../flows/privatePlaces.ts';
import type { Chat } from '../flows/reply.ts';
import { createSigns } from '../flows/signs.ts';
import { createAdapter } from './adapter.ts';
import { handleCardAction } from './incoming/cardActions.ts';
import { handleDialog } from './incoming/dialogs.ts';
import { handleConsent } from './incoming/fileConsents.ts';
import { createGuard } from './incoming/guard.ts';
import { placeOf, speakerOf, tenantOf } from './incoming/identify.ts';
import type { InvokeContext } from './incoming/invokes.ts';
import { handleMessage, rememberDirect, WELCOME_ALL } from './incoming/messages.ts';
import { handleSearch } from './incoming/search.ts';
import type { TeamsOptions } from './options.ts';
import { createChat } from './outgoing/chat.ts';
import { createOfferedFiles } from './outgoing/offeredFiles.ts';
import { createOpenDialogs } from './outgoing/openDialogs.ts';
import { createReplies } from './outgoing/replies.ts';
import { createSecretCards } from './outgoing/secretCards.ts';
import { createSender } from './outgoing/send.ts';
import { createShownChoices } from './outgoing/shownChoices.ts';

/** The Teams room, mounted on the shared Express app. */
export interface TeamsRoom {
  mount(app: Express): void;
  chat: Chat;
  /** Sees to cards that an earlier run left showing passwords. */
  start(): Promise<void>;
  /** Drops the forms, choices and offered files that it remembers, as a restart does: they may name somebody. */
  forget(): void;
  /** Waits for work in the background and empties cards that still show passwords. */
  stop(): Promise<void>;
}

const DIALOGS = ['task/fetch', 'task/submit', 'composeExtension/fetchTask', 'composeExtension/submitAction'];

/** The Teams room over the Bot Framework's adapter. */
export function createTeams(options: TeamsOptions): TeamsRoom {
  const { adapter, authentication } = createAdapter(options);
  const stopping = new AbortController();
  const choices = createShownChoices();
  const { appId, clock } = options;
  const audience = CLOUDS[options.cloud].connector;
  const sender = createSender({ adapter, appId, audience, clock, choices });
  let service: { serviceUrl: string; workspace: string } | undefined;
  const chat = createChat(options, sender, () => service, stopping.signal);
  const background = createBackground({
    platform: 'teams',
    clock: options.clock,
    log: options.log,
    say: async (userId, view) => chat.answer(await chat.openDirect(userId), view, userId),
  });
  const secretCards = createSecretCards(options, sender);
  const signs = createSigns({ ...options, chat, lookEveryMs: options.lookForSignsMs });
  const replies = createReplies({
    ...{ sender, chat, secretCards, signs, clock: options.clock, log: options.log },
    offered: createOfferedFiles(options),
  });
  const dialogs = createOpenDialogs();
  const context: InvokeContext = { options, replies, chat, sender, background, choices, dialogs };

  async function handleInvoke(turn: TurnContext): Promise<void> {
    const name = turn.activity.name ?? '';
    if (name === 'adaptiveCard/action') await handleCardAction(context, turn);
    else if (DIALOGS.includes(name)) await handleDialog(context, turn);
    else if (name === 'application/search') await handleSearch(context, turn);
    else if (name === 'fileConsent/invoke') await handleConsent(context, turn);
  }

  function welcome(activity: Activity): void {
    const place = placeOf(activity);
    const speaker = speakerOf(activity);
    background.run(speaker.userId, async () => {
      await rememberDirect(options, place, speaker.userId);
      if (speaker.userId === '') return;
      if (!isPrivate(place)) {
        await replies.post(place, WELCOME_ALL);
        return;
      }
      await replies.send(place, speaker.userId, await options.flows.run('help.show', speaker, place, {}));
    });
  }

  async function handleInstallation(activity: Activity): Promise<void> {
    const place = placeOf(activity);
    if (String(activity.action).startsWith('remove') && isPrivate(place)) {
      await options.store.forgetDirect('teams', speakerOf(activity).userId);
    }
    if (activity.action === 'add') welcome(activity);
  }

  /** Each kind of activity to what does it; the adapter answers 501 to an invoke that nothing does. */
  async function handleTurn(turn: TurnContext): Promise<void> {
    const { activity } = turn;
    if (activity.type === 'invoke') await handleInvoke(turn);
    if (activity.type === 'installationUpdate') await handleInstallation(activity);
    if (activity.type !== 'message') return;
    // The name that a message in a channel begins with is no part of what was said.
    activity.text = TurnContext.removeRecipientMention(activity);
    // Answered at once, worked on afterwards: Teams sends a message again that is not answered in 15 s.
    background.run(speakerOf(activity).userId, () => handleMessage(context, activity));
  }

  adapter.onTurnError = async (turn, error) => {
    // A send outside of a turn: the sender deals with it.
    if (turn.activity.type === 'event') throw error;
    options.log.error({ error, activity: turn.activity.type, name: turn.activity.name }, 'teams.turnFailed');
    if (turn.activity.type !== 'invoke') return;
    const value = { code: 'Failed', message: 'Something went wrong inside Rollcall. Try again.' };
    const body = { statusCode: 500, type: 'application/vnd.microsoft.error', value };
    await turn.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
  };

  return {
    chat,
    mount(web) {
      web.post('/api/messages', ...createGuard(options, authentication), (request, response, next) => {
        service = { serviceUrl: request.body.serviceUrl, workspace: tenantOf(request.body) };
        adapter.process(request, response, handleTurn).catch(next);
      });
    },
    async start() {
      await secretCards.start();
      signs.start();
    },
    forget() {
      for (const kept of [dialogs, choices, replies]) kept.forget();
    },
    async stop() {
      stopping.abort();
      await background.drain();
      signs.stop();
      await secretCards.stop();
    },
  };
}
