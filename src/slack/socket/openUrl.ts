import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { RollcallError } from '../../domain/errors.ts';
import { clientOptions } from '../client.ts';
import type { SlackOptions } from '../options.ts';
import { isTokenRefused } from '../outgoing/calls.ts';

/** Slack's own hosts for sockets, by its documentation `wss.slack.com` and by logs `wss-primary.slack.com`. */
const SOCKET_HOST = /(^|\.)slack(-gov)?\.com$/;

/** What Slack says to a token that opens no socket (its page of apps.connections.open), and what to do about it. */
const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  missing_scope: [
    'The app-level token may not open a socket: it lacks the scope connections:write.',
    'Make another App-Level Token with connections:write (Basic Information of your Slack app), and set SLACK_APP_TOKEN to it.',
  ],
  not_allowed_token_type: [
    "SLACK_APP_TOKEN isn't an app-level token.",
    'Set it to an App-Level Token, which starts with xapp- (Basic Information of your Slack app).',
  ],
};

/** Why no socket can be had, in words: CREDENTIALS_REFUSED for good, CHAT_DOWN for now. */
export function explainNoSocket(cause: unknown): RollcallError {
  if (cause instanceof RollcallError) return cause;
  const word = cause instanceof WebAPIPlatformError ? cause.data.error : undefined;
  const [said, next] = WORDS[word ?? ''] ?? [
    `Slack doesn't accept the app-level token: ${word}.`,
    'Set SLACK_APP_TOKEN to an App-Level Token of your Slack app with connections:write (Basic Information).',
  ];
  if (word !== undefined && isTokenRefused(word)) {
    return new RollcallError('CREDENTIALS_REFUSED', said, { next, detail: { slack: word }, cause });
  }
  return new RollcallError(
    'CHAT_DOWN',
    word === undefined ? "Slack's sockets can't be reached." : `Slack reported a problem: ${word}.`,
    {
      next: 'Check that this machine can reach slack.com and wss-primary.slack.com (firewall, proxy, DNS), and slack-status.com.',
      cause,
    },
  );
}

/** True for an address that payloads of people may come from: Slack's over TLS, or this machine's where its Web API is. */
export function isSocketAddress(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const api = new URL(apiUrl);
  if (url.protocol === 'wss:') return SOCKET_HOST.test(url.hostname) || url.host === api.host;
  return url.protocol === 'ws:' && api.protocol === 'http:' && url.host === api.host;
}

/**
 * A way to ask Slack for the address of a new socket, good for one. Throws what Slack's client throws, and RollcallError
 * CHAT_DOWN for an address that isn't Slack's.
 */
export function createOpenUrl(options: SlackOptions, appToken: string): () => Promise<string> {
  const client = new WebClient(appToken, clientOptions(options));
  return async () => {
    const { url = '' } = await client.apps.connections.open();
    if (isSocketAddress(url, options.apiUrl)) return url;
    throw new RollcallError('CHAT_DOWN', "Slack gave the address of a socket that isn't Slack's.", {
      next: 'Check SLACK_API_URL, and that no proxy changes what Slack answers.',
      detail: { host: URL.canParse(url) ? new URL(url).host : 'none' },
    });
  };
}
