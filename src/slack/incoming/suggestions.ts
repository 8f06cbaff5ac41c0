import type { SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { HandlerContext } from '../handlerContext.ts';
import { optionsOf } from '../views/options.ts';
import { readTarget } from './formState.ts';
import { type SlackBody, speakerOf } from './identify.ts';

/** Slack waits 3 s, and then says that something went wrong; with the next letter it asks again. */
const ANSWER_WITHIN_MS = 2_000;

/** What somebody types into a menu that searches: its action_id is the field's id. */
export async function handleSuggestion(
  context: HandlerContext,
  { payload, body, ack }: SlackOptionsMiddlewareArgs<'block_suggestion'>,
): Promise<void> {
  const speaker = speakerOf(context, body as SlackBody);
  const { flows, clock } = context.options;
  const waiting = new AbortController();
  const typed = typeof payload.value === 'string' ? payload.value : '';
  const { customer } = readTarget(body.view?.private_metadata);
  const found = await Promise.race([
    flows.search(payload.action_id, speaker, typed, customer),
    clock.sleep(ANSWER_WITHIN_MS, waiting.signal).then(() => []),
  ]);
  waiting.abort();
  await ack({ options: optionsOf(found, []).offered });
}
