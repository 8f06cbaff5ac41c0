import type { Attempt, Delivered } from '../delivery.ts';

/** Where a person was when the bot did not acknowledge: at a command, a message's button, or a dialog. */
type Doing = { command: string } | 'button' | 'dialog';

/** What a modal, and a shortcut that should have opened one, say instead of anything the bot meant. */
export const TROUBLE_CONNECTING = 'We had some trouble connecting. Try again?';

function sayFailure(doing: Doing, failure: Attempt['failure']): string {
  if (doing === 'dialog') return TROUBLE_CONNECTING;
  // A message has no room for words: its button gets a warning sign.
  if (doing === 'button') return '⚠';
  const error = failure === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed';
  return `${doing.command} failed with the error "${error}"`;
}

/** The outcome as the person has it: when the bot did not acknowledge, with what Slack's client says instead. */
export function reportTo(doing: Doing, { status, body, failure }: Attempt): Delivered {
  return { status, body, ...(failure === undefined ? {} : { shown: sayFailure(doing, failure) }) };
}
