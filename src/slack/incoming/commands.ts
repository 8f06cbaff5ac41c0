import type { SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { HandlerContext } from '../handlerContext.ts';
import { perform } from '../outgoing/perform.ts';
import { findPlace } from './findPlace.ts';
import { speakerOf } from './identify.ts';
import { readTyped } from './typedText.ts';

/** `/adduser`, `/addusers` and the rest: acked at once, answered in a window or in the person's own chat. */
export async function handleCommand(
  context: HandlerContext,
  { command, ack, respond }: SlackCommandMiddlewareArgs,
): Promise<void> {
  await ack();
  const speaker = speakerOf(context, command);
  const parsed = context.options.flows.commandOf(`${command.command} ${readTyped(command.text ?? '')}`);
  const channel = command.channel_id;
  context.background.run(speaker.userId, () =>
    perform(context, {
      action: parsed?.action ?? 'help.show',
      input: parsed === undefined || parsed.text === '' ? {} : { text: parsed.text },
      place: () => findPlace(context, speaker, channel),
      scene: {
        speaker,
        trigger: command.trigger_id,
        async pointer() {
          const direct = await context.chat.openDirect(speaker.userId);
          if (direct.conversationId === channel) return;
          // Only a pointer: where it cannot be shown, the answer is still in their chat.
          await respond({ response_type: 'ephemeral', text: 'The answer is in our chat.' }).catch(
            (error: unknown) => context.options.log.info({ error }, 'slack.pointerNotShown'),
          );
        },
      },
    }),
  );
}
