import { foldToAscii } from './names/userName.ts';

/** Names are cut here before they are compared: the work grows with the square of the length. */
const LONGEST = 64;
/** A typing slip in a name: one letter in four, which keeps `E3` and `E5` apart. */
const LETTERS_PER_SLIP = 4;

/** Letters to change, add or drop to get from one to the other (Levenshtein). */
export function distanceBetween(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const change = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}

function fold(text: string): string {
  return foldToAscii(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, LONGEST);
}

/** The only one of these; undefined for none, and for several that differ. */
function onlyOne(names: readonly string[]): string | undefined {
  const distinct = [...new Set(names)];
  return distinct.length === 1 ? distinct[0] : undefined;
}

/**
 * The name that somebody most likely meant: the same but for case, accents and blanks; else the only one that has
 * what was typed in it; else the only one a typing slip away. Undefined when there is none or a choice.
 */
export function findNearest(typed: string, names: readonly string[]): string | undefined {
  const wanted = fold(typed);
  if (wanted === '') return undefined;
  const folded = names.map((name) => ({ name, folded: fold(name) }));
  const same = folded.filter((one) => one.folded === wanted);
  if (same.length > 0) return onlyOne(same.map(({ name }) => name));
  const holds = folded.filter((one) => one.folded.includes(wanted));
  if (holds.length > 0) return onlyOne(holds.map(({ name }) => name));
  const slips = Math.floor(wanted.length / LETTERS_PER_SLIP);
  const near = folded.filter((one) => distanceBetween(wanted, one.folded) <= slips);
  return onlyOne(near.map(({ name }) => name));
}
