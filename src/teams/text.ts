/**
 * Text that is safe where Teams reads markdown (labels, choice titles, TextBlocks): no link, emphasis, code,
 * mention or date macro survives. Text from people and files goes into TextRuns instead, which are literal.
 */
export function escapeText(text: string): string {
  return oneLine(text)
    .replace(/[\\[\]*_`~<]/g, (character) => `\\${character}`)
    .replaceAll('{{', '{ {');
}

/** Control characters and line breaks become spaces. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** At most `length` characters; what was cut shows as an ellipsis. */
export function cut(text: string, length: number): string {
  const characters = [...oneLine(text)];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}

/** `1 person`, `12 people`. */
export function count(n: number, one: string, many: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}
