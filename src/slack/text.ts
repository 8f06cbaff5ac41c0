/**
 * Controls and line breaks become spaces. Marks that turn the writing direction around go: with them a name could
 * make the words after it read as something else.
 */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
}

/** At most `length` UTF-16 units, never half a character. */
function take(text: string, length: number): string {
  const half = text.charCodeAt(length - 1);
  return text.slice(0, half >= 0xd800 && half <= 0xdbff ? length - 1 : length);
}

/** One line of at most `length`; what was cut shows as an ellipsis. */
export function cut(text: string, length: number): string {
  const line = oneLine(text);
  return line.length <= length ? line : `${take(line, length - 1)}…`;
}

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

/** `1 person`, `12 people`. */
export function count(n: number, one: string, many: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}
