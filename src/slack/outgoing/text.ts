import { take } from '../../flows/words.ts';

/** A typed value as it goes back into its input: nothing changed, only too much of it left off. */
export function keepValue(text: string, length: number): string {
  return text.length <= length ? text : take(text, length);
}

/** Slack: "Formatting text for app surfaces": these three and no others. */
function escapeMrkdwn(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * Our own words with marks in them. What is put in is escaped, and is a number or a word of ours: text from people
 * and files goes into plain_text or rich_text, where nothing is a mark.
 */
export function mrkdwn(words: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return words.reduce((text, word, index) => {
    const value = values[index];
    return text + word + (value === undefined ? '' : escapeMrkdwn(String(value)));
  }, '');
}
