import { WebClient } from '@slack/web-api';
import type { Express } from 'express';
import { RollcallError } from '../domain/errors.ts';
import { createBackground } from '../flows/background.ts';
import type { Chat } from '../flows/reply.ts';
import { type Identity, mountBolt } from './bolt.ts';
import { clientOptions } from './client.ts';
import type { HandlerContext } from './handlerContext.ts';
import type { Home } from './incoming/atHome.ts';
import { createDedupe } from './incoming/dedupe.ts';
import { createGuard } from './incoming/guard.ts';
import type { SlackOptions } from './options.ts';
import { createCalls, isTokenRefused, slackError } from './outgoing/calls.ts';
import { createChat } from './outgoing/chat.ts';

/** The Slack room. */
export interface SlackRoom {
  /** Takes `POST /slack/events`. Before any body parser, and before `start`. */
  mount(web: Express): void;
  chat: Chat;
  /** Asks Slack who the bot is. Throws RollcallError CREDENTIALS_REFUSED, or UNEXPECTED when Slack is not there. */
  start(): Promise<void>;
  /** Waits for what goes on after acks. */
  stop(): Promise<void>;
}

function cannotStart(apiUrl: string, cause: unknown): RollcallError {
  const word = slackError(cause);
  if (word !== undefined && isTokenRefused(word)) {
    return new RollcallError('CREDENTIALS_REFUSED', `Slack doesn't accept the bot token: ${word}.`, {
      next: 'Set SLACK_BOT_TOKEN to the Bot User OAuth Token of your Slack app (OAuth & Permissions).',
      detail: { slack: word },
    });
  }
  if (word !== undefined) {
    return new RollcallError('CHAT_DOWN', `Slack reported a problem: ${word}.`, {
      next: 'Check slack-status.com, and start again in a few minutes.',
      cause,
      detail: { slack: word },
    });
  }
  return new RollcallError('CHAT_DOWN', `Slack doesn't answer at ${new URL(apiUrl).host}.`, {
    next: 'Check the network and SLACK_API_URL, and start again.',
    cause,
  });
}

/**
 * Slack, by Bolt, on the shared Express app. Throws RollcallError CONFIG_INVALID without a signing secret: requests
 * could come from anybody.
 */
export function createSlack(options: SlackOptions): SlackRoom {
  if (options.signingSecret.reveal() === '') {
    throw new RollcallError('CONFIG_INVALID', 'The Slack signing secret is empty.', {
      next: 'Set SLACK_SIGNING_SECRET (Basic Information of your Slack app).',
    });
  }
  const { store, clock, quota, log } = options;
  let me: Identity | undefined;
  const client = new WebClient(options.botToken.reveal(), clientOptions(options));
  const calls = createCalls(clock, log);
  const chat = createChat({ client, calls, store, clock, quota, workspace: () => me?.teamId ?? '' });
  const background = createBackground({
    platform: 'slack',
    clock,
    log,
    say: async (userId, view) => chat.post(await chat.openDirect(userId), view, userId),
  });
  const home = (): Home => {
    const { teamId, enterpriseId } = me ?? {};
    const own = [teamId, enterpriseId].filter((id) => id !== undefined);
    return {
      teams: [...options.allowedTeams, ...own],
      ...(enterpriseId === undefined
        ? {}
        : { enterprise: enterpriseId, isWholeEnterprise: options.allowedTeams.includes(enterpriseId) }),
    };
  };
  const context: HandlerContext = {
    options,
    client,
    calls,
    chat,
    background,
    dedupe: createDedupe(store),
    botUserId: () => me?.userId ?? '',
    home,
    teams: () => home().teams,
  };
  let bolt: { init(): Promise<void> } | undefined;

  return {
    chat,
    mount(web) {
      web.post('/slack/events', createGuard(options), (_request, response, next) => {
        if (me !== undefined) return next();
        // Slack sends events again; a person sees that the command failed.
        return response.status(503).end();
      });
      bolt = mountBolt(web, context, () => me);
    },
    async start() {
      try {
        const who = await calls.call('auth.test', 'safe', () => client.auth.test());
        await bolt?.init();
        me = {
          teamId: who.team_id ?? '',
          userId: who.user_id ?? '',
          botId: who.bot_id ?? '',
          ...(who.enterprise_id ? { enterpriseId: who.enterprise_id } : {}),
        };
      } catch (cause) {
        throw cannotStart(options.apiUrl, cause);
      }
      log.info({ team: me.teamId, enterprise: me.enterpriseId }, 'slack.started');
    },
    stop: () => background.drain(),
  };
}
