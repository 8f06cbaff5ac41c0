import type { StepOutcome, WriteOptions } from '../../service/ports/directory.ts';
import { property } from '../client/json.ts';
import type { SendWrites } from '../client/pacedWrites.ts';
import { toStepOutcome } from '../client/stepOutcome.ts';
import type { Written } from '../client/written.ts';

const WORDS = {
  operation: 'change',
  nothing: "The automatic reply wasn't turned on.",
  perhaps: 'The automatic reply may or may not be on.',
} as const;

/** Microsoft: "Update user mailbox settings": 200 and what was set. */
const saysMailbox: Written = ({ body }) => property(body, 'automaticRepliesSetting') !== undefined;

/** Outlook takes HTML: what somebody typed is text. */
function toHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r?\n/g, '<br>');
}

/** PATCH /users/{id}/mailboxSettings. Microsoft: "Update user mailbox settings": it needs MailboxSettings.ReadWrite. */
export async function setAutomaticReply(
  sendWrites: SendWrites,
  objectId: string,
  text: string,
  options: WriteOptions,
): Promise<StepOutcome> {
  const message = toHtml(text);
  const write = {
    method: 'PATCH' as const,
    written: saysMailbox,
    path: `/users/${encodeURIComponent(objectId)}/mailboxSettings`,
    toBody: () => ({
      automaticRepliesSetting: {
        status: 'alwaysEnabled',
        externalAudience: 'all',
        internalReplyMessage: message,
        externalReplyMessage: message,
      },
    }),
  };
  const [result] = await sendWrites('setAutomaticReply', [write], options);
  return toStepOutcome(result ?? { kind: 'lost', cause: new Error('no result') }, WORDS);
}
