import type { Express } from 'express';
import { RollcallError } from '../domain/errors.ts';
import { createBackground } from '../flows/background.ts';
import type { Chat } from '../flows/reply.ts';
import { createSigns } from '../flows/signs.ts';
import type { UserGroups } from '../service/ports/userGroups.ts';
import { createBolt } from './bolt.ts';
import { createDoor, type Door } from './door.ts';
import { createDedupe } from './incoming/dedupe.ts';
import type { SlackOptions } from './options.ts';
import { createChat } from './outgoing/chat.ts';
import { createUserGroups } from './outgoing/userGroups.ts';
import { createInstalledWorkspaces } from './workspaces/installedWorkspaces.ts';
import { mountInstalling } from './workspaces/installing.ts';
import { createOwnWorkspace } from './workspaces/ownWorkspace.ts';

/** The Slack room. */
export interface SlackRoom {
  /**
   * Takes `POST /slack/events`, unless a socket is the door, and where workspaces are added, `GET /slack/install`. Before any
   * body parser, and before `start`.
   */
  mount(web: Express): void;
  chat: Chat;
  userGroups: UserGroups;
  /**
   * Asks Slack who the bot is, and opens the socket if there is one. Throws RollcallError CREDENTIALS_REFUSED, or CHAT_DOWN
   * when Slack is not there.
   */
  start(): Promise<void>;
  /** Throws RollcallError CHAT_DOWN while requests of Slack cannot come in, and once nothing can be answered any more. */
  check(): Promise<void>;
  /** False: closes the socket, so that Slack sends to other instances, until it is true. Changes nothing over HTTP. */
  admit(isReady: boolean): void;
  /** Closes the socket, and waits for what goes on after acks. */
  stop(): Promise<void>;
}

/**
 * Slack, by Bolt, on the shared Express app. Throws RollcallError CONFIG_INVALID without a signing secret: requests
 * could come from anybody.
 */
export function createSlack(options: SlackOptions): SlackRoom {
  if ('signingSecret' in options.door && options.door.signingSecret.reveal() === '') {
    throw new RollcallError('CONFIG_INVALID', 'The Slack signing secret is empty.', {
      next: 'Set SLACK_SIGNING_SECRET (Basic Information of your Slack app).',
    });
  }
  const { store, clock, quota, log, botToken, install } = options;
  const installed = install === undefined ? undefined : createInstalledWorkspaces(options, install);
  const own = botToken === undefined ? undefined : createOwnWorkspace(options, botToken);
  const workspaces = own ?? installed;
  if (workspaces === undefined) {
    throw new RollcallError('CONFIG_INVALID', 'Rollcall has no token for Slack.', {
      next: 'Set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.',
    });
  }
  const chat = createChat({ workspaces, store, clock, quota });
  const background = createBackground({
    platform: 'slack',
    clock,
    log,
    say: async (userId, view) => chat.post(await chat.openDirect(userId), view, userId),
  });
  const signs = createSigns({ ...options, chat, lookEveryMs: options.lookForSignsMs });
  const shared = { options, chat, background, signs, dedupe: createDedupe(store) };
  let bolt: { init(): Promise<void> } | undefined;
  let isStarted = false;
  let door: Door | undefined;

  return {
    chat,
    userGroups: createUserGroups(workspaces, () => options.allowedTeams),
    mount(web) {
      door = createDoor(web, options, () => isStarted);
      bolt = createBolt(door.receiver, shared, workspaces);
      if (install !== undefined && installed !== undefined) mountInstalling(web, options, install, installed);
    },
    async start() {
      await workspaces.start();
      await bolt?.init();
      isStarted = true;
      await door?.open();
      signs.start();
    },
    async check() {
      workspaces.check();
      await door?.check();
    },
    admit: (isReady) => door?.admit(isReady),
    async stop() {
      await door?.close();
      await background.drain();
      signs.stop();
    },
  };
}
