import type { MessageRef } from '../../domain/terms.ts';

/** One text for one message of a chat. */
export const keyOfMessage = ({ platform, conversationId, messageId }: MessageRef): string =>
  JSON.stringify([platform, conversationId, messageId]);
