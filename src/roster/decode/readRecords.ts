import { RollcallError } from '../../domain/errors.ts';
import { type DecodedFile, decodeFile, fileEmpty, readCapped } from './decodeFile.ts';
import { BEYOND_ASCII } from './encodings.ts';
import { parseRecords } from './parseRecords.ts';
import { refuseMarkup } from './readMarkup.ts';
import { FILE_WORDS } from './words.ts';
import { isOle, refuseOle, refuseOtherKind } from './workbook/otherKinds.ts';
import { readWorkbook, type SheetChoice, type SheetReading } from './workbook/readWorkbook.ts';

/** ZIP is what .xlsx is made of (APPNOTE.TXT 4.3.7). */
const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
/** The longest mark that tells a kind of file. */
const MARK_BYTES = 8;

/** How a file was read, and what was made of it. */
export interface RecordsReading<Result> {
  result: Result;
  /** How certain its letters are. */
  kind: ReturnType<DecodedFile['kind']>;
  /** Of a workbook only. */
  workbook?: SheetReading;
}

/** The same pieces, the first long enough to tell the kind of file. */
async function* joinStart(pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (start === undefined) yield piece;
    else {
      start = Buffer.concat([start, piece]);
      if (start.length < MARK_BYTES) continue;
      yield start;
      start = undefined;
    }
  }
  if (start !== undefined) yield start;
}

async function* putBack(start: Buffer, pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield start;
  yield* pieces;
}

/** More rows than a header may stand under. */
const MOST_LOOKED_AT = 100;

/** A header that is not known may be one in another encoding, if there are letters in it that are written otherwise there: then the refusal says so, and how to save the file. */
function explainHeader(
  error: unknown,
  kind: ReturnType<DecodedFile['kind']>,
  isMarkup: boolean,
  plainRows: ReadonlySet<unknown>,
): unknown {
  const isHeader = error instanceof RollcallError && error.code === 'FILE_HEADER_UNKNOWN';
  const isEmpty = error instanceof RollcallError && error.code === 'FILE_EMPTY';
  if (isMarkup && (isHeader || isEmpty)) return refuseMarkup();
  if (!isHeader || kind !== 'guessed' || plainRows.has(error.detail?.row)) return error;
  const message = `${error.message} ${FILE_WORDS.encoding.headerToo}`;
  return new RollcallError(error.code, message, { next: FILE_WORDS.saveAsCsv, detail: error.detail });
}

async function collect(start: Buffer, pieces: AsyncGenerator<Buffer>): Promise<Buffer> {
  const all = [start];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

/** Makes something of a file's records. */
export interface Collector<Result> {
  take(record: string[], isUnsure: boolean): void;
  finish(): Result;
}

/**
 * Hands over the records of a CSV or of a workbook's sheet, blank ones included, so that counting them gives the row
 * a spreadsheet shows. Throws RollcallError with a FILE_ code, and what `source` or the collector throw.
 */
export async function readRecords<Result>(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
  { take, finish }: Collector<Result>,
  choice: SheetChoice,
): Promise<RecordsReading<Result>> {
  const pieces = joinStart(readCapped(source, maxBytes));
  try {
    const { value: start } = await pieces.next();
    if (start === undefined) throw fileEmpty();
    if (isOle(start)) throw refuseOle(await collect(start, pieces));
    if (ZIP.equals(start.subarray(0, ZIP.length))) {
      const workbook = await readWorkbook(
        await collect(start, pieces),
        (record) => take(record, false),
        choice,
      );
      return { kind: 'certain', workbook, result: finish() };
    }
    refuseOtherKind(start);
    const file = decodeFile(putBack(start, pieces));
    let isMarkup = false;
    let row = 0;
    const plainRows = new Set<number>();
    const takeAndLook: typeof take = (record, isUnsure) => {
      row += 1;
      if (row <= MOST_LOOKED_AT && !record.some((cell) => BEYOND_ASCII.test(cell))) plainRows.add(row);
      take(record, isUnsure);
    };
    try {
      const { hidden, ...parsed } = await parseRecords(file.pieces, takeAndLook);
      isMarkup = parsed.isMarkup;
      const workbook =
        hidden.length === 0 ? {} : { workbook: { sheet: '', withoutResult: undefined, hidden } };
      return { kind: file.kind(), result: finish(), ...workbook };
    } catch (error) {
      throw explainHeader(error, file.kind(), isMarkup, plainRows);
    }
  } finally {
    // A refusal ends the download too.
    await pieces.return(undefined);
  }
}
