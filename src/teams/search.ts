import type { TurnContext } from 'botbuilder';
import { speakerOf } from './identify.ts';
import { INVOKE_ANSWER_MS } from './limits.ts';
import type { TeamsOptions } from './options.ts';
import { titleOf } from './views/personTitle.ts';

/** Microsoft: "Typeahead search in Adaptive Cards": the client shows fifteen. */
const MOST_CHOICES = 15;

/** What a choice set with `choices.data` offers while somebody types. */
export async function handleSearch(options: TeamsOptions, context: TurnContext): Promise<void> {
  const { flows, clock } = options;
  const { dataset, queryText } = (context.activity.value ?? {}) as { dataset?: unknown; queryText?: unknown };
  const late = new AbortController();
  // Nothing found yet is a smaller failure than an error in the menu: they type on.
  const found = await Promise.race([
    flows.suggest(String(dataset ?? ''), speakerOf(context.activity), String(queryText ?? '')),
    clock.sleep(INVOKE_ANSWER_MS, late.signal).then(() => []),
  ]);
  late.abort();
  const results = found
    .slice(0, MOST_CHOICES)
    .map(({ value, name, description }) => ({ title: titleOf(name, description), value }));
  const body = {
    statusCode: 200,
    type: 'application/vnd.microsoft.search.searchResponse',
    value: { results },
  };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}
