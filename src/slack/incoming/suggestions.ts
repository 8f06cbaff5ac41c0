import type { SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { HandlerContext } from '../handlerContext.ts';
import { optionsOf } from '../views/options.ts';
import { type SlackBody, speakerOf } from './identify.ts';

/** What somebody types into a menu that searches: its action_id is the field's id. */
export async function handleSuggestion(
  context: HandlerContext,
  { payload, body, ack }: SlackOptionsMiddlewareArgs<'block_suggestion'>,
): Promise<void> {
  const speaker = speakerOf(body as SlackBody);
  const found = await context.options.flows.search(payload.action_id, speaker, payload.value);
  await ack({ options: optionsOf(found, []).offered });
}
