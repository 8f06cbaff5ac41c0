import { recognizeHeader } from '../columns/columns.ts';

/** How far down a header is looked for: titles, logos' alternative text and dates take a few lines at most. */
export const MAX_ROWS_ABOVE_HEADER = 20;
const DELIMITERS = [',', ';', '\t', '|'];

/** The first lines, cut at every delimiter and line end outside quotation marks. */
function splitFirstLines(text: string, delimiter: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === delimiter) {
      cells.push(cell.trim());
      cell = '';
    } else if (!quoted && (character === '\n' || character === '\r')) {
      const line = [...cells, cell.trim()];
      if (line.some((each) => each !== '')) lines.push(line);
      if (lines.length > MAX_ROWS_ABOVE_HEADER) return lines;
      cells = [];
      cell = '';
    } else cell += character;
  }
  return [...lines, [...cells, cell.trim()]];
}

function withoutEmptyEnd(cells: readonly string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => /[^,;|\t]/.test(cell)) + 1);
}

/** More than any line has cells. */
const SURE = 1_000_000;

function weighLine(cells: readonly string[]): number {
  const header = cells.length > 1 ? recognizeHeader(cells) : undefined;
  if (header === undefined) return cells.length;
  return cells.length + (header.guesses.size === 0 && !header.composesNames ? 2 * SURE : SURE);
}

/**
 * The separator that gives a known header, or else one that can be guessed, or else the one that cuts one line into
 * the most cells. Comma, semicolon, tab or pipe.
 *
 * @param start the file's first characters, all of its first lines among them
 */
export function sniffDelimiter(start: string): string {
  const weights = DELIMITERS.map((delimiter) => {
    const lines = splitFirstLines(start, delimiter).map(withoutEmptyEnd);
    return Math.max(...lines.map(weighLine));
  });
  return DELIMITERS[weights.indexOf(Math.max(...weights))] ?? ',';
}
