import type { PersonProperty } from '../domain/terms.ts';
import type { ColumnMeaning } from './columns.ts';
import { foldHeader, indexWords, LIKELY_NAMES } from './headerWords.ts';
import { mentionsPassword } from './passwordHeaders.ts';

type Meaning = ColumnMeaning | undefined;

const LIKELY = indexWords(LIKELY_NAMES);
/** With one of these in it, a column is about somebody or something else than the person to create. */
const ABOUT_OTHERS =
  /manager|supervisor|vorgesetzt|responsable|jefe|chef|contact|kontakt|company|firma|parent|previous|former|emergency|notfall/i;
/** A shorter word inside a header says too little. */
const MIN_PART = 4;
/** Words for a name, which is the whole one or the rest of one, as the other columns have it. */
const WHOLE_OR_LAST = new Set(['name', 'nom', 'naam', 'namn', 'navn']);
const WHOLE_OR_FIRST = new Set(['nombre', 'nome', 'jmeno']);

/** Every run of neighboring words in a header, the longest first. */
function listParts(header: string): string[] {
  const words = header.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '');
  const parts = words.flatMap((_, from) =>
    words.slice(from).map((__, index) => foldHeader(words.slice(from, from + index + 1).join(''))),
  );
  return parts.filter(({ length }) => length >= MIN_PART).sort((a, b) => b.length - a.length);
}

function guessName(word: string, known: readonly Meaning[]): PersonProperty | undefined {
  if (WHOLE_OR_LAST.has(word)) {
    return known.includes('givenName') && !known.includes('surname') ? 'surname' : 'displayName';
  }
  if (WHOLE_OR_FIRST.has(word)) return known.includes('surname') ? 'givenName' : 'displayName';
  return LIKELY.get(word);
}

/**
 * What the columns without a certain meaning probably hold: by words that often mean it, then by words inside the
 * header. Nothing is guessed twice.
 *
 * @param certain one for each column
 * @param find what a whole word certainly means
 */
export function guessMeanings(
  columns: readonly string[],
  certain: readonly Meaning[],
  find: (word: string) => Meaning,
): Meaning[] {
  const meanings = [...certain];
  const take = (index: number, meaning: Meaning): void => {
    if (meaning !== undefined && !meanings.includes(meaning)) meanings[index] = meaning;
  };
  const open = (index: number): boolean => meanings[index] === undefined;
  for (const [index, column] of columns.entries()) {
    if (open(index)) take(index, guessName(foldHeader(column), certain));
  }
  for (const [index, column] of columns.entries()) {
    if (!open(index) || ABOUT_OTHERS.test(column) || mentionsPassword(column)) continue;
    if (/[;|\t]/.test(column)) continue;
    const parts = listParts(column);
    const found = [...parts.map(find), ...parts.map((part) => guessName(part, meanings))];
    take(
      index,
      found.find((meaning) => meaning !== undefined && !meanings.includes(meaning)),
    );
  }
  return meanings;
}
