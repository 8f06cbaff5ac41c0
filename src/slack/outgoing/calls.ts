import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { RollcallError } from '../../domain/errors.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';

/** Slack's error word (`channel_not_found`); undefined when Slack did not answer. */
export function slackError(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/**
 * How a call may be repeated: `safe` ones also when nobody knows whether they took effect, `once` ones then too but only
 * once: a message said twice is better than one never said.
 */
export type Repeat = 'safe' | 'once' | 'unsafe' | 'never';

/** Slack says how long to wait; three rounds outlast any burst of ours. */
const RATE_LIMIT_TRIES = 3;
/** Longer waits are left to the caller: a person is waiting. */
const LONGEST_WAIT_MS = 30_000;
/** Longer than a burst of ours and shorter than anybody waits; Slack's windows are of a minute, and tries go on after it. */
export const UNTOLD_WAIT_S = 5;
/** After a reset, a 5xx or an error of Slack's own that passes. */
const PAUSE_MS = 500;
const DOUBT_TRIES = 2;

/** Slack: "Something went wrong on our end", errors of every method; whether the call took effect nobody knows. */
const PASSING = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];
/** The same as a 429, in an answer of 200 (node-slack-sdk#1680). */
const LIMITED = ['ratelimited', 'rate_limited'];

/** Slack's words for credentials that it does not take (auth.test, errors). Anything else may pass. */
const REFUSED = [
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'not_allowed_token_type',
  'missing_scope',
  'org_login_required',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'team_access_not_granted',
  'access_denied',
  'two_factor_setup_required',
];

/** Words that are about what was asked for, where they come at a call: the token itself is as good as before. */
const LACKING = ['missing_scope', 'team_access_not_granted'];

/** True for a word that says that the token is worth nothing. */
export function isTokenRefused(word: string): boolean {
  return REFUSED.includes(word);
}

/** Seconds that Slack wants to be left alone; undefined when that is not what is wrong. */
export function limitOf(error: unknown): number | undefined {
  if (error instanceof WebAPIRateLimitedError) return error.retryAfter;
  return LIMITED.includes(slackError(error) ?? '') ? UNTOLD_WAIT_S : undefined;
}

/** What our own way out threw before anything was sent: Slack's client says that the request failed. */
function ownError(error: unknown): RollcallError | undefined {
  if (!(error instanceof WebAPIRequestError)) return undefined;
  return error.original instanceof RollcallError ? error.original : undefined;
}

/** Whether the next try may find Slack well again. */
export function isPassing(error: unknown): boolean {
  const isDoubtful = error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError;
  return isDoubtful || PASSING.includes(slackError(error) ?? '');
}

/** Calls of Slack's Web API, repeated where that can do no harm. */
export interface Calls {
  call<T>(method: string, repeat: Repeat, send: () => Promise<T>): Promise<T>;
}

/** `pause` is how long to wait before the next try; undefined means give up. */
function pauseBefore(error: unknown, repeat: Repeat, tries: { limited: number; doubt: number }) {
  if (repeat === 'never') return undefined;
  const limit = limitOf(error);
  if (limit !== undefined) {
    tries.limited += 1;
    const wait = limit * 1_000;
    return tries.limited <= RATE_LIMIT_TRIES && wait <= LONGEST_WAIT_MS ? wait : undefined;
  }
  if (repeat === 'unsafe' || !isPassing(error)) return undefined;
  tries.doubt += 1;
  return tries.doubt <= (repeat === 'once' ? 1 : DOUBT_TRIES) ? PAUSE_MS * tries.doubt : undefined;
}

/**
 * Hears Slack's word for a token that it does not take any more: of an app that was installed anew, or taken away. Answers
 * whether there is another token to try.
 */
type OnTokenRefused = (word: string) => boolean | Promise<boolean>;

export function createCalls(clock: Clock, log: Log, onTokenRefused: OnTokenRefused): Calls {
  async function hasAnother(error: unknown): Promise<boolean> {
    const word = slackError(error) ?? '';
    return isTokenRefused(word) && !LACKING.includes(word) && (await onTokenRefused(word));
  }

  return {
    async call(method, repeat, send) {
      const tries = { limited: 0, doubt: 0 };
      for (let isLastToken = false; ; ) {
        try {
          return await send();
        } catch (error) {
          const own = ownError(error);
          if (own !== undefined) throw own;
          const pause = pauseBefore(error, repeat, tries);
          const code = slackError(error) ?? (error as { code?: string }).code;
          log.warn({ method, code, repeatAfterMs: pause }, 'slack.callFailed');
          // What was refused has had no effect.
          if (!isLastToken && (await hasAnother(error))) {
            isLastToken = true;
            continue;
          }
          if (pause === undefined) throw error;
          await clock.sleep(pause);
        }
      }
    },
  };
}
