import { recognizeHeader } from '../columns/columns.ts';
import { splitWhole } from '../rows/splitWhole.ts';
import { type CutRecord, cutRecord } from './cutRecord.ts';

/** How far down a header is looked for: titles, logos' alternative text and dates take a few lines at most. */
export const MAX_ROWS_ABOVE_HEADER = 20;
const DELIMITERS = [',', ';', '\t', '|'];

/** The first lines that are not blank. */
function cutFirstLines(text: string, delimiter: string): CutRecord[] {
  const lines: CutRecord[] = [];
  for (let at = 0; at < text.length && lines.length <= MAX_ROWS_ABOVE_HEADER; ) {
    const line = cutRecord(text, at, delimiter, true);
    if (line === undefined) break;
    if (line.cells.some((cell) => cell !== '')) lines.push(line);
    at = line.next;
  }
  return lines;
}

function withoutEmptyEnd(cells: readonly string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => /[^,;|\t]/.test(cell)) + 1);
}

/** More than any line has cells. */
const SURE = 1_000_000;

/** No cell of a header is an address as a whole; to look for words in every row of people takes long. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;

type Recognize = (cells: readonly string[]) => ReturnType<typeof recognizeHeader>;

/** The same line is tried with each separator, and comes apart in the same way with most. */
function createRecognition(): Recognize {
  const known = new Map<string, ReturnType<Recognize>>();
  return (cells) => {
    if (cells.some((cell) => ADDRESS.test(cell))) return undefined;
    const key = JSON.stringify(cells);
    if (!known.has(key)) known.set(key, recognizeHeader(cells));
    return known.get(key);
  };
}

function weighLine({ cells: all, isUnsure }: CutRecord, recognize: Recognize): number {
  const cells = withoutEmptyEnd(all);
  // A whole row in quotation marks, and separators behind it.
  const ways = isUnsure ? [] : cells.length > 1 ? [cells] : splitWhole(cells);
  const header = ways.map(recognize).find((each) => each !== undefined);
  if (header === undefined) {
    // The comma of `Lima, Ada;ada.lima@contoso.com`.
    if (cells.some((cell) => /[,;\t|][^\s,;|<@]{1,64}@/.test(cell))) return cells.length - 0.5;
    // A lone "Name;" has nothing behind its separator.
    return cells.length + (cells.length > 0 && all.length > cells.length ? 0.5 : 0);
  }
  // "Name, Vorname;E-Mail" cut at its comma.
  if (cells.length > 1 && cells.some((cell) => /[;\t|]/.test(cell))) return cells.length + SURE / 2;
  return cells.length + (header.guesses.size === 0 && !header.composesNames ? 2 * SURE : SURE);
}

/** The share of the lines that come apart into as many cells as most others do. */
function weighEvenness(lines: readonly CutRecord[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of lines)
    if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / Math.max(1, lines.length);
}

/**
 * The separator that gives a known header, or else one that can be guessed; or else the one that cuts the most lines into
 * the same number of cells, and of those the one that gives the most cells. Comma, semicolon, tab or pipe.
 *
 * @param start the file's first characters, all of its first lines among them
 */
export function sniffDelimiter(start: string): string {
  const recognize = createRecognition();
  const ways = DELIMITERS.map((delimiter) => {
    const lines = cutFirstLines(start, delimiter);
    const weight = Math.max(0, ...lines.map((line) => weighLine(line, recognize)));
    return { delimiter, weight, evenness: weighEvenness(lines) };
  });
  const best = Math.max(...ways.map(({ weight }) => weight));
  const evenest = Math.max(...ways.map(({ evenness }) => evenness));
  // "HR, Payroll" in one row has a comma in it, and tells nothing about the others.
  const likely = best < SURE / 2 ? ways.filter(({ evenness }) => evenness === evenest) : ways;
  const most = Math.max(...likely.map(({ weight }) => weight));
  return likely.find(({ weight }) => weight === most)?.delimiter ?? ',';
}
