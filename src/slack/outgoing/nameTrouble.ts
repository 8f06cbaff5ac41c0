import { RollcallError } from '../../domain/errors.ts';
import { isPassing, isTokenRefused, limitOf, slackError } from './calls.ts';

/** Nobody should think that their people are lost with an answer. */
const DONE = 'Anything that already started keeps running, and its message will say how it ended.';

/** What went wrong between Slack and the bot, in words that say so; anything else stays what it is. */
export function nameTrouble(error: unknown): unknown {
  const word = slackError(error);
  const options = { done: DONE, cause: error, detail: { slack: word } };
  if (isPassing(error) || limitOf(error) !== undefined) {
    return new RollcallError('CHAT_DOWN', "Slack isn't responding properly right now.", {
      ...options,
      next: 'Wait a minute, then try again.',
    });
  }
  if (word === undefined) return error;
  if (isTokenRefused(word)) {
    return new RollcallError('CHAT_DOWN', "Slack doesn't accept Rollcall.", {
      ...options,
      next: 'Tell the person who runs Rollcall, with this reference: its Slack app lacks a permission or was reinstalled.',
    });
  }
  return new RollcallError('CHAT_DOWN', "Slack didn't accept what Rollcall sent.", {
    ...options,
    next: 'Try again. If it happens again, give this reference to the person who runs Rollcall.',
  });
}
