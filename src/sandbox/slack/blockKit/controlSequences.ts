import { isObject, pointer, problem } from './shape.ts';

/** `<!here>`, `<@U1>`, `<#C1>`, `<https://…|words>`, `<mailto:…>` (Slack: formatting message text). */
const CONTROL_SEQUENCE = /<(?:[!@#]|[a-z][a-z0-9+.-]*:)[^<>]*>/i;

/** Objects whose `text` Slack reads as markup. */
const MARKUP_TYPES = ['mrkdwn', 'markdown'];

/** Every text inside a payload that Slack would read a mention or a link out of, each as one problem. */
export function findControlSequences(value: unknown, at: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((each, index) => findControlSequences(each, pointer(at, index)));
  }
  if (!isObject(value)) return [];
  const problems = Object.entries(value).flatMap(([key, each]) =>
    findControlSequences(each, pointer(at, key)),
  );
  const { type, text } = value;
  if (
    MARKUP_TYPES.some((markup) => markup === type) &&
    typeof text === 'string' &&
    CONTROL_SEQUENCE.test(text)
  ) {
    problems.push(problem('control sequence', pointer(at, 'text')));
  }
  return problems;
}
