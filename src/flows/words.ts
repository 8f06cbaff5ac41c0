/** Wording that both chats share. None of it is markup: each room still escapes for its own. */

/**
 * Controls and line breaks become spaces. Marks that turn the writing direction around go: with them a name could
 * make the words after it read as something else.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
}

/** At most `length` UTF-16 units, never half a character. */
export function take(text: string, length: number): string {
  const half = text.charCodeAt(length - 1);
  return text.slice(0, half >= 0xd800 && half <= 0xdbff ? length - 1 : length);
}

/** One line of at most `length`; what was cut shows as an ellipsis. */
export function cut(text: string, length: number): string {
  const line = oneLine(text);
  return line.length <= length ? line : `${take(line, length - 1)}…`;
}

/** `1 person`, `12 people`. */
export function count(n: number, one: string, many: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}

/** `about 40 s left`, `about 3 min left`. */
export function describeTime(seconds: number): string {
  return seconds < 90
    ? `about ${Math.max(1, Math.round(seconds))} s left`
    : `about ${Math.round(seconds / 60)} min left`;
}

const BAR_CELLS = 20;

/** How far something is, in 20 block characters. */
export function drawBar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.min(BAR_CELLS, Math.floor((done / total) * BAR_CELLS));
  return '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
}
