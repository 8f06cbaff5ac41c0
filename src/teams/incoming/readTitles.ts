import type { Activity } from 'botbuilder';
import type { FoundChoice, RawInput } from '../../flows/action.ts';
import { NO_CHOICE } from '../../flows/formFields.ts';
import { cut } from '../../flows/words.ts';
import { joinCustomer } from '../outgoing/cardsCustomer.ts';
import { LIMITS } from '../outgoing/limits.ts';
import { speakerOf } from './identify.ts';
import type { InvokeContext } from './invokes.ts';
import { titleWhole } from './search.ts';

/** Ids of the directory, one or two of them, and of presets: values, which nobody has to search for. */
const VALUE = /^(?:[0-9a-f-]{36}(?:\/[0-9a-f-]{36})?|preset_[\w-]{1,40})$/i;

/** Between a choice's name and what tells it apart. */
const DASH = ' — ';

/** Titles of one field that are searched for; a person picks fewer. Of more, the rest is asked for again. */
const MOST_SEARCHES = 10;

/** What to search for: the title may be all name, or the name and what tells it apart. */
function namesIn(title: string): string[] {
  const whole = title.replace(/…$/, '');
  const at = whole.lastIndexOf(DASH);
  return at > 0 ? [whole, whole.slice(0, at)] : [whole];
}

/** The choices among those found that a title of before may stand for. */
function choicesFor(title: string, found: readonly FoundChoice[]): { title: string; value: string }[] {
  return found.flatMap((choice) => {
    const { text, value, isPassing } = choice;
    // How many seats were left when it was shown, and whose approval it needs, are words after the name.
    const isSame = isPassing === true && title.startsWith(`${text}${DASH}`);
    const titles = [cut(text, LIMITS.choice), cut(text, LIMITS.value), titleWhole(choice)];
    return [...titles, ...(isSame ? [title] : [])].map((each) => ({ title: each, value }));
  });
}

/**
 * Puts values in the place of titles that this process has not offered, because it started after they were shown. Phones
 * send titles of choices that are searched for alone (AdaptiveCards issues 8821 and 9271), so the same search finds what
 * they stand for. What it does not find stays as it came, and the form asks for it again.
 */
export async function readTitles(
  { options: { flows }, choices }: InvokeContext,
  activity: Activity,
  input: RawInput,
): Promise<RawInput> {
  const { id } = activity.conversation;
  const speaker = speakerOf(activity);
  const { customer } = input;
  const read = Object.entries(input.fields ?? {}).map(async ([field, sent]) => {
    if (typeof sent !== 'string' || !flows.isSearched(field)) return [field, sent] as const;
    const offered = joinCustomer(field, customer);
    const titles = choices
      .listUnknown(id, offered, sent)
      .map((part) => part.trim())
      .filter((part) => part !== '' && part !== NO_CHOICE && !VALUE.test(part))
      .slice(0, MOST_SEARCHES);
    await Promise.all(
      titles.map(async (title) => {
        for (const name of namesIn(title)) {
          const found = await flows.search(field, speaker, name, customer);
          choices.noteChoices(id, offered, choicesFor(title, found));
          if (found.length > 0) return;
        }
      }),
    );
    return [field, choices.readValue(id, offered, sent)] as const;
  });
  return { ...input, fields: Object.fromEntries(await Promise.all(read)) };
}
