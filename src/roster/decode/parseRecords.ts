import { finished } from 'node:stream/promises';
import { CsvError, type Parser, parse } from 'csv-parse';
import { RollcallError } from '../../domain/errors.ts';
import { refuseMarkup } from './decodeFile.ts';
import { refuseOtherText } from './refuseOtherText.ts';
import { sniffDelimiter } from './sniffDelimiter.ts';

/**
 * The longest legal row is some 3,000 characters, 12 kB at four bytes each; the rest is room for columns that are
 * ignored. More than this is nearly always a quotation mark that was never closed.
 */
const MAX_RECORD_BYTES = 64 * 1024;
/** Excel writes and hides this first line. */
const SEP_LINE = /^"?sep=([,;\t|])"?(?:\r\n|\r|\n|$)/i;

/** Enough of the text to tell its separator by: its first pieces. */
async function readStart(pieces: AsyncGenerator<Buffer>): Promise<Buffer> {
  const start: Buffer[] = [];
  for (let size = 0; size < MAX_RECORD_BYTES; ) {
    const { done, value } = await pieces.next();
    if (done === true) break;
    start.push(value);
    size += value.length;
  }
  return Buffer.concat(start);
}

async function* joinPieces(start: Buffer, pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  for await (const piece of pieces) if (piece.length > 0) yield piece;
}

function explain(error: CsvError): RollcallError {
  const row = Number(error.records ?? 0) + 1;
  const refuse = (message: string, next: string): RollcallError =>
    new RollcallError('FILE_NOT_UNDERSTOOD', message, { next, detail: { row, reason: error.code } });
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return refuse(
      `In row ${row} a quotation mark is opened and never closed.`,
      `Close or remove the quotation mark in row ${row}, and send the file again.`,
    );
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return refuse(
      `Row ${row} is longer than ${MAX_RECORD_BYTES / 1024} kB.`,
      `Look in row ${row} for a quotation mark that is not closed, or for a very long value, and send the file again.`,
    );
  }
  return refuse(
    `In row ${row} text stands right after a closing quotation mark.`,
    `Remove it in row ${row}, or put the whole value in quotation marks and double the ones inside, and send the file again.`,
  );
}

function createParser(delimiter: string): Parser {
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: MAX_RECORD_BYTES,
    // A mark in the middle of a value is a part of it: ="0170", and Ada "AJ" Lima.
    relax_quotes: true,
    trim: true,
  });
  // Each write and the end report it; without a listener it would end the process.
  parser.on('error', () => {});
  return parser;
}

async function writePiece(parser: Parser, piece: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    parser.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * Hands over a file's records, blank ones included, so that counting them gives the row a spreadsheet shows. Comma,
 * semicolon, tab or pipe; any line ending, also several in one file. Throws RollcallError FILE_NOT_UNDERSTOOD with the
 * row, FILE_IS_HTML, FILE_IS_OTHER, and what the pieces or `take` throw.
 *
 * @param pieces UTF-8 without a byte order mark
 */
export async function parseRecords(
  pieces: AsyncGenerator<Buffer>,
  take: (record: string[]) => void,
): Promise<void> {
  try {
    const start = await readStart(pieces);
    const text = start.toString('utf8', 0, MAX_RECORD_BYTES);
    refuseMarkup(text);
    refuseOtherText(text);
    const sepLine = SEP_LINE.exec(text);
    const parser = createParser(sepLine?.[1] ?? sniffDelimiter(text));
    let refusal: { error: unknown } | undefined;
    // Less than half the time of iterating over the parser, which makes each record a promise.
    parser.on('data', (record: string[]) => {
      if (refusal !== undefined) return;
      try {
        take(record);
      } catch (error) {
        refusal = { error };
      }
    });
    const throwRefusal = (): void => {
      if (refusal !== undefined) throw refusal.error;
    };
    const body = joinPieces(start.subarray(sepLine?.[0].length ?? 0), pieces);
    for await (const piece of body) {
      await writePiece(parser, piece);
      throwRefusal();
    }
    parser.end();
    await finished(parser);
    throwRefusal();
  } catch (error) {
    throw error instanceof CsvError ? explain(error) : error;
  } finally {
    // A refusal ends the download too.
    await pieces.return(undefined);
  }
}
