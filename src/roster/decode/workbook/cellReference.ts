/** The widest export of people that we know of has some 130 columns; a spreadsheet can have 16,384. */
export const MAX_COLUMNS = 2_000;

/** `AB12` → 27; undefined without one, which means: the next. */
export function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
