import type { SlackOptionsMiddlewareArgs } from '@slack/bolt';
import { type SlackBody, speakerOf } from './identify.ts';
import type { Room } from './room.ts';
import { optionsOf } from './views/options.ts';

/** Slack: 3 s, then the menu says that it could not load. Nothing found yet is the smaller failure: they type on. */
const ANSWER_WITHIN_MS = 2_500;

/** What a menu offers while somebody types into it. */
export async function handleSuggestion(
  room: Room,
  args: SlackOptionsMiddlewareArgs<'block_suggestion'>,
): Promise<void> {
  const { flows, clock } = room.options;
  const { body, ack } = args;
  const late = new AbortController();
  const found = await Promise.race([
    flows.suggest(body.action_id, speakerOf(body as SlackBody), body.value),
    clock.sleep(ANSWER_WITHIN_MS, late.signal).then(() => []),
  ]);
  late.abort();
  const choices = found.map(({ value, name, description }) => ({ value, text: name, description }));
  await ack({ options: optionsOf(choices, []).offered });
}
