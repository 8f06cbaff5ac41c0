import { WebClient } from '@slack/web-api';
import { RollcallError } from '../../domain/errors.ts';
import type { Secret } from '../../secrets/secret.ts';
import { clientOptions } from '../client.ts';
import type { Home } from '../incoming/atHome.ts';
import type { SlackOptions } from '../options.ts';
import { createCalls, isTokenRefused, slackError } from '../outgoing/calls.ts';
import { createAppCheck } from './appCheck.ts';
import { createOrganizationCheck } from './organization.ts';
import { WORKSPACE_WORDS } from './words.ts';
import { GONE, type Workspace, type Workspaces } from './workspace.ts';

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

/** The one workspace of `SLACK_BOT_TOKEN`; on Enterprise Grid the token may be the organization's. */
export function createOwnWorkspace(options: SlackOptions, botToken: Secret<string>): Workspaces {
  const { clock, log } = options;
  const client = new WebClient(botToken.reveal(), clientOptions(options));
  const next =
    'Set SLACK_BOT_TOKEN to the Bot User OAuth Token of the app as it is installed now (OAuth & Permissions), and start Rollcall again. Jobs keep running in the meantime, and their messages are sent then.';
  let isLogged = false;
  /** The token is gone for good, and admins were told. */
  let isTold = false;
  const calls = createCalls(clock, log, (word) => {
    // Once, because each message that waits comes by here again.
    if (!isLogged) log.error({ slack: word, next }, 'slack.tokenRefused');
    isLogged = true;
    if (!GONE.includes(word) || isTold) return false;
    isTold = true;
    options.tellAdmins?.(WORKSPACE_WORDS.ownLost);
    return false;
  });
  let own: Workspace | undefined;

  function homeOf(teamId: string, enterpriseId: string | undefined): Home {
    const { allowedTeams } = options;
    if (enterpriseId === undefined) return { teams: [...allowedTeams, teamId] };
    return {
      teams: [...allowedTeams, teamId, enterpriseId],
      enterprise: enterpriseId,
      isWholeEnterprise: allowedTeams.includes(enterpriseId),
    };
  }

  return {
    find: async () => own,
    async get() {
      if (own !== undefined) return own;
      throw new RollcallError('CHAT_DOWN', "Slack hasn't been asked yet who Rollcall is.", {
        next: 'Try again in a moment.',
      });
    },
    async start() {
      try {
        const who = await calls.call('auth.test', 'safe', () => client.auth.test());
        const { team_id: id = '', user_id: botUserId = '', bot_id: botId = '' } = who;
        let enterpriseId = who.enterprise_id || undefined;
        const keep = (found: string | undefined) => {
          enterpriseId = found;
        };
        own = {
          ...{ id, botUserId, botId, client, calls },
          token: async () => botToken,
          apps: createAppCheck(log, id),
          home: () => homeOf(id, enterpriseId),
          lookUpOrganization: createOrganizationCheck(
            options,
            { id, client, calls },
            () => enterpriseId,
            keep,
          ),
        };
        log.info({ team: id, enterprise: enterpriseId }, 'slack.started');
      } catch (cause) {
        throw cannotStart(options.apiUrl, cause);
      }
    },
    check() {
      if (isTold)
        throw new RollcallError('CHAT_DOWN', "Slack doesn't take the bot token any more.", { next });
    },
    /** Asks Slack itself; what it refuses is told as that of any other call. */
    async revoked() {
      await calls.call('auth.test', 'safe', () => client.auth.test()).catch(() => undefined);
    },
  };
}
