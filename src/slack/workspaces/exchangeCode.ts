import { WebClient } from '@slack/web-api';
import { clientOptions } from '../client.ts';
import type { SlackOptions } from '../options.ts';
import { createCalls } from '../outgoing/calls.ts';
import type { Added } from './installedWorkspaces.ts';
import type { InstallOptions } from './installOptions.ts';

/** What a code was good for: a token that is in our hands from here on, whatever comes next. */
export type Exchanged = Omit<Added, 'botId'>;

/** Slack's answers to whoever brings a code back. */
export interface CodeExchange {
  /**
   * Slack: oauth.v2.access: `team` is null for a whole organization, and `is_enterprise_install` is true then. Undefined
   * where Slack gave no bot. Asked once: a code is good for one answer. Throws what Slack's client throws.
   */
  exchange(code: string, redirectUri: string): Promise<Exchanged | undefined>;
  /** The bot's own id, which only auth.test tells; tried again where Slack fails. Throws what Slack's client throws. */
  findBotId(token: string): Promise<string>;
  /** Gives a token back; the log says where that fails. */
  giveBack(token: string): Promise<void>;
}

/** The ways to Slack of an installation. Slack's own library loses the token where one of its later calls fails. */
export function createCodeExchange(options: SlackOptions, install: InstallOptions): CodeExchange {
  const { log } = options;
  const { clock, clientId, clientSecret } = install;
  const calls = createCalls(clock, log, () => false);
  const clientOf = (token?: string) => new WebClient(token, clientOptions(options));
  const noToken = clientOf();

  return {
    async exchange(code, redirectUri) {
      const answer = await noToken.oauth.v2.access({
        ...{ client_id: clientId, client_secret: clientSecret.reveal() },
        ...{ code, redirect_uri: redirectUri },
      });
      const { access_token: token, bot_user_id: botUserId, team, enterprise, authed_user: user } = answer;
      const where = answer.is_enterprise_install === true ? enterprise : team;
      if (token === undefined || botUserId === undefined || where?.id === undefined) return undefined;
      const { refresh_token: refreshToken, expires_in: seconds } = answer;
      return {
        ...{ id: where.id, name: where.name ?? where.id, botUserId },
        scopes: (answer.scope ?? '').split(','),
        ...(answer.app_id === undefined ? {} : { appId: answer.app_id }),
        ...(user?.id === undefined ? {} : { installedBy: user.id }),
        ...(enterprise?.id === undefined ? {} : { enterpriseId: enterprise.id }),
        granted: {
          ...{ token, refreshToken },
          expiresAt: seconds === undefined ? undefined : clock.now() + seconds * 1_000,
        },
      };
    },
    async findBotId(token) {
      const client = clientOf(token);
      const { bot_id: botId } = await calls.call('auth.test', 'safe', () => client.auth.test());
      if (botId === undefined) throw new Error('Slack names no bot for the token that it gave.');
      return botId;
    },
    async giveBack(token) {
      const client = clientOf(token);
      await calls
        .call('auth.revoke', 'safe', () => client.auth.revoke())
        .catch((error: unknown) => log.warn({ error }, 'slack.tokenNotGivenBack'));
    },
  };
}
