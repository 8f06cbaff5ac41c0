import type { WebClientOptions } from '@slack/web-api';
import { RollcallError } from '../domain/errors.ts';
import type { Secret } from '../secrets/secret.ts';
import { waitForTurn } from '../service/ports/waitForTurn.ts';
import { createBoltLog } from './boltLog.ts';
import { isAllowedHost } from './incoming/hosts.ts';
import type { SlackOptions } from './options.ts';
import { UNTOLD_WAIT_S } from './outgoing/calls.ts';

/**
 * Longer than Slack takes for any call here, an upload included. Too short would be worse: a call that did take
 * effect would count as failed and a message would be sent twice.
 */
const CALL_WITHIN_MS = 15_000;

/** Where Slack takes answers to a `response_url`. Slack: "GovSlack": its own hosts, by its Web API's address. */
function responseOriginOf(api: URL): string {
  return api.hostname === 'slack-gov.com' ? 'https://hooks.slack-gov.com' : 'https://hooks.slack.com';
}

type Fetch = NonNullable<WebClientOptions['fetch']>;

/** A 429 is a limit, also without the header that the client wants to know one by. */
function sayWhenToAsk(response: Response): Response {
  if (response.status !== 429 || /^\d+$/.test(response.headers.get('retry-after') ?? '')) return response;
  const headers = new Headers(response.headers);
  headers.set('retry-after', String(UNTOLD_WAIT_S));
  return new Response(response.body, { status: response.status, headers });
}

/**
 * The one way out to Slack, asked for the turn each time. The token goes to the Web API's own address only; uploads go to listed hosts without
 * it; any other address, whoever named it, is refused. `token` is asked for the one of now at each call; left out: as the
 * client has it.
 */
export function createGuardedFetch({
  apiUrl,
  fileHosts,
  turn,
  token,
}: Pick<SlackOptions, 'apiUrl' | 'fileHosts' | 'turn'> & { token?: () => Promise<Secret<string>> }): Fetch {
  const api = new URL(apiUrl).origin;
  const responses = responseOriginOf(new URL(apiUrl));
  return async (address, init = {}) => {
    const url = new URL(address);
    await waitForTurn(turn);
    if (url.origin === api) {
      if (token === undefined) return sayWhenToAsk(await fetch(url, init));
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${(await token()).reveal()}`);
      return sayWhenToAsk(await fetch(url, { ...init, headers }));
    }
    if (url.origin !== responses && !isAllowedHost(url, fileHosts)) {
      throw new RollcallError(
        'FILE_HOST_REFUSED',
        "Slack gave an address that Rollcall isn't allowed to connect to.",
        {
          next: 'Ask the person who runs Rollcall to check SLACK_FILE_HOSTS.',
          detail: { host: url.host },
        },
      );
    }
    const headers = Object.entries(init.headers ?? {}).filter(
      ([name]) => name.toLowerCase() !== 'authorization',
    );
    return fetch(url, { ...init, headers: Object.fromEntries(headers) });
  };
}

/**
 * Options for Slack's client. Retries are ours (calls.ts), since only we know which calls are safe to repeat.
 * `headers` is never set: the client writes the token into that object.
 */
export function clientOptions(
  options: SlackOptions,
  token?: () => Promise<Secret<string>>,
): WebClientOptions {
  return {
    slackApiUrl: options.apiUrl,
    allowAbsoluteUrls: false,
    timeout: CALL_WITHIN_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: createGuardedFetch({
      apiUrl: options.apiUrl,
      fileHosts: options.fileHosts,
      turn: options.turn,
      ...(token === undefined ? {} : { token }),
    }),
    logger: createBoltLog(options.log),
  };
}
