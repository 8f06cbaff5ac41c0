import { ask } from '../ask.ts';
import { type Finding, reportOn } from '../finding.ts';
import { type Body, type SlackConfig, textOf } from './slackAccess.ts';

const { ok, unsure, wrong } = reportOn('slack');
const PAGE = 'api.slack.com/apps → your app → Basic Information';

/**
 * Whether the client ID and the client secret are the app's, without which no workspace can be added and no token renewed.
 * Asks oauth.v2.access for a code that there isn't: Slack looks at the credentials first, and nothing changes.
 */
export async function examineClient({ apiUrl, install }: SlackConfig): Promise<Finding[]> {
  if (install === undefined) return [];
  const answered = await ask(`${apiUrl}oauth.v2.access`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ client_id: install.clientId, client_secret: install.clientSecret.reveal() },
      code: 'rollcall-doctor',
    }),
  });
  const word = typeof answered === 'string' ? answered : textOf((answered.body as Body | undefined)?.error);
  switch (word) {
    case 'invalid_code':
      return [ok('Slack accepts the client ID and client secret.')];
    case 'invalid_client_id':
      return [
        wrong(
          "Slack doesn't know SLACK_CLIENT_ID, so no workspace can be added.",
          `Set it to the Client ID of your Slack app (${PAGE}).`,
        ),
      ];
    case 'bad_client_secret':
      return [
        wrong(
          "SLACK_CLIENT_SECRET isn't the one of that app, so no workspace can be added and no token renewed.",
          `Set it to the Client Secret of your Slack app (${PAGE}).`,
        ),
      ];
    default:
      return [
        unsure(
          `Slack didn't say whether the client ID and client secret are right (${word || 'no answer'}).`,
          'Run this again in a few minutes.',
        ),
      ];
  }
}
