import { RollcallError } from '../domain/errors.ts';
import { SeveralSheets } from './decode/workbook/readWorkbook.ts';
import { holdPieces } from './holdPieces.ts';
import { READING_WORDS } from './words.ts';

/** A sheet that may be the one that is meant, or why it cannot be. */
export type SheetRead<Reading extends object> = { name: string } & (Reading | { refusal: RollcallError });

/** The sheets of a workbook of which several may be meant. */
export interface SheetsRead<Reading extends object> {
  sheets: readonly SheetRead<Reading>[];
  /** Names of those that were not read. */
  more: readonly string[];
}

/** Sheets that are read to be asked about: nobody chooses among more. */
const MOST_SHEETS = 10;

/**
 * Reads a file by `read`, and of a workbook of which several sheets may be meant each of the first ten. Throws the refusal
 * of the first one when none can be; errors of `source` and other errors of `read` pass through.
 *
 * @param read throws SeveralSheets when no sheet is named and one has to be
 */
export async function readEachSheet<Reading extends object>(
  source: AsyncIterable<Uint8Array>,
  read: (source: AsyncIterable<Uint8Array>, sheet?: string) => Promise<Reading>,
): Promise<Reading | SheetsRead<Reading>> {
  const { hold, again } = holdPieces(source);
  try {
    return await read(hold());
  } catch (error) {
    if (!(error instanceof SeveralSheets)) throw error;
    const readable: ({ name: string } & Reading)[] = [];
    const refused: { name: string; refusal: RollcallError }[] = [];
    const sheets: SheetRead<Reading>[] = [];
    for (const name of error.names.slice(0, MOST_SHEETS)) {
      try {
        const one = { name, ...(await read(again(), name)) };
        readable.push(one);
        sheets.push(one);
      } catch (refusal) {
        if (!(refusal instanceof RollcallError)) throw refusal;
        refused.push({ name, refusal });
        sheets.push({ name, refusal });
      }
    }
    const [only] = readable;
    if (only === undefined) throw refused[0]?.refusal ?? error;
    // The others are notes, or a chart's numbers.
    if (readable.length === 1 && refused.every(({ refusal }) => refusal.code === 'FILE_HEADER_UNKNOWN')) {
      return only;
    }
    return { sheets, more: error.names.slice(MOST_SHEETS) };
  }
}

/** Sheets that cannot be chosen, and why. */
export function listOthers<Reading extends object>({
  sheets,
  more,
}: SheetsRead<Reading>): { name: string; reason: string }[] {
  return [
    ...sheets.flatMap((one) => ('refusal' in one ? [{ name: one.name, reason: one.refusal.message }] : [])),
    ...more.map((name) => ({ name, reason: READING_WORDS.otherSheet })),
  ];
}
