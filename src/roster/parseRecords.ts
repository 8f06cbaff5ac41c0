import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { RollcallError } from '../domain/errors.ts';
import { sniffDelimiter } from './sniffDelimiter.ts';

/**
 * The longest legal row is some 3,000 characters, 12 kB at four bytes each; the rest is room for columns that are
 * ignored. More than this is nearly always a quotation mark that was never closed.
 */
const MAX_RECORD_BYTES = 64 * 1024;
/** Between two pieces the process answers other people; a piece takes a few milliseconds. */
const PIECE_CHARACTERS = 64 * 1024;
/** Excel writes and hides this first line. */
const SEP_LINE = /^"?sep=([,;\t|])"?(?:\r\n|\r|\n|$)/i;

async function* piecesOf(text: string): AsyncGenerator<Buffer> {
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + PIECE_CHARACTERS, text.length);
    // A character outside the basic plane is two units, which must stay together.
    if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end = Math.min(end + 1, text.length);
    yield Buffer.from(text.slice(start, end), 'utf8');
    start = end;
    await setImmediate();
  }
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
    `In row ${row} a quotation mark stands in the middle of a value.`,
    `Remove it in row ${row}, or put the whole value in quotation marks and double the ones inside, and send the file again.`,
  );
}

/**
 * The file's records, blank ones included, so that counting them gives the row a spreadsheet shows. Comma,
 * semicolon, tab or pipe; any line ending, also several in one file. Throws RollcallError FILE_NOT_UNDERSTOOD with the row.
 */
export async function* parseRecords(text: string): AsyncGenerator<string[]> {
  const sepLine = SEP_LINE.exec(text);
  const body = sepLine === null ? text : text.slice(sepLine[0].length);
  const parser = parse({
    delimiter: sepLine?.[1] ?? sniffDelimiter(body.slice(0, MAX_RECORD_BYTES)),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: MAX_RECORD_BYTES,
    trim: true,
  });
  const pieces = Readable.from(piecesOf(body));
  pieces.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of pieces.pipe(parser)) yield record as string[];
  } catch (error) {
    throw error instanceof CsvError ? explain(error) : error;
  } finally {
    pieces.destroy();
  }
}
