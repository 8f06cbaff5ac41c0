import { oneLine } from '../../flows/words.ts';

/**
 * Text that is safe where Teams reads markdown (labels, choice titles, TextBlocks): no link, emphasis, code,
 * mention or date macro survives. Text from people and files goes into TextRuns instead, which are literal.
 */
export function escapeText(text: string): string {
  return oneLine(text)
    .replace(/[\\[\]*_`~<]/g, (character) => `\\${character}`)
    .replaceAll('{{', '{ {');
}
