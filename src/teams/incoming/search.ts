import type { TurnContext } from 'botbuilder';
import type { FoundChoice } from '../../flows/action.ts';
import { cut } from '../../flows/words.ts';
import type { TeamsOptions } from '../options.ts';
import { splitCustomer } from '../outgoing/cardsCustomer.ts';
import { INVOKE_ANSWER_MS, LIMITS } from '../outgoing/limits.ts';
import type { ShownChoices } from '../outgoing/shownChoices.ts';
import { speakerOf } from './identify.ts';
import { answer } from './invokes.ts';

/** Microsoft: "Typeahead search in Adaptive Cards": the client shows fifteen. */
const MOST_CHOICES = 15;

/** Choices have no second line here: of several with one name each says what it is for. */
export function titleWhole({ text, description }: FoundChoice): string {
  return cut(description === undefined ? text : `${text} — ${description}`, LIMITS.choice);
}

/** What somebody types into a choice set with `choices.data`: its dataset is the field's id. */
export async function handleSearch(
  {
    options: { flows, clock },
    choices,
  }: { options: Pick<TeamsOptions, 'flows' | 'clock'>; choices: ShownChoices },
  turn: TurnContext,
): Promise<void> {
  const { activity } = turn;
  const { queryText, dataset } = (activity.value ?? {}) as { queryText?: unknown; dataset?: unknown };
  const speaker = speakerOf(activity);
  const isAsked = typeof queryText === 'string' && typeof dataset === 'string' && speaker.userId !== '';
  const { field, customer } = splitCustomer(typeof dataset === 'string' ? dataset : '');
  const waiting = new AbortController();
  const found = isAsked
    ? await Promise.race([
        flows.search(field, speaker, queryText, customer),
        clock.sleep(INVOKE_ANSWER_MS, waiting.signal).then(() => []),
      ])
    : [];
  waiting.abort();
  const shown = found.slice(0, MOST_CHOICES);
  const results = shown.map((choice) => {
    const { value, text, isNamesake, isPassing } = choice;
    const isTwin = shown.filter((each) => each.text === text).length > 1;
    return {
      title: isTwin || isNamesake || isPassing ? titleWhole(choice) : cut(text, LIMITS.choice),
      value,
    };
  });
  if (typeof dataset === 'string') choices.noteChoices(activity.conversation.id, dataset, results);
  const body = {
    statusCode: 200,
    type: 'application/vnd.microsoft.search.searchResponse',
    value: { results },
  };
  await answer(turn, body);
}
