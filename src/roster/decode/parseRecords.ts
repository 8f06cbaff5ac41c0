import { StringDecoder } from 'node:string_decoder';
import { setImmediate } from 'node:timers/promises';
import { RollcallError } from '../../domain/errors.ts';
import { cutRecord, MAX_RECORD_LENGTH } from './cutRecord.ts';
import { beginsJson, readJson } from './readJson.ts';
import { beginsMarkup, createMarkupReader } from './readMarkup.ts';
import { refuseOtherText } from './refuseOtherText.ts';
import { sniffDelimiter } from './sniffDelimiter.ts';
import { FILE_WORDS } from './words.ts';

/** Excel writes and hides this first line. */
const SEP_LINE = /^"?sep=([,;\t|])"?(?:\r\n|\r|\n|$)/i;

const PLAIN = { isMarkup: false, hidden: [] };

/** Takes one row; `isUnsure`: a quotation mark stands where none can, so that what the row means is a guess. */
export type TakeRecord = (record: string[], isUnsure: boolean) => void;

async function* decode(pieces: AsyncGenerator<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  for await (const piece of pieces) yield decoder.write(piece);
  yield decoder.end();
}

/** Enough of the text to tell its separator by: its first pieces. */
async function readStart(pieces: AsyncGenerator<string>): Promise<string> {
  let start = '';
  while (start.length < MAX_RECORD_LENGTH) {
    const { done, value } = await pieces.next();
    if (done === true) break;
    start += value;
  }
  return start;
}

/** Some hundred rows: the first rows of a process take several times as long as later ones. */
const START_PIECE = 8 * 1024;

async function* joinPieces(start: string, pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  for (let at = 0; at < start.length; at += START_PIECE) {
    yield start.slice(at, at + START_PIECE);
    await setImmediate();
  }
  yield* pieces;
}

function refuseLong(row: number): RollcallError {
  const { message, next } = FILE_WORDS.longRow;
  return new RollcallError('FILE_NOT_UNDERSTOOD', message(row, MAX_RECORD_LENGTH / 1024), {
    next: next(row),
    detail: { row },
  });
}

/**
 * Hands over a file's records, blank ones included, so that counting them gives the row a spreadsheet shows. Comma,
 * semicolon, tab or pipe; any line ending, also several in one file; or a list of objects in JSON, or the tables of a web
 * page, of which it answers the rows that are hidden. A row whose quotation marks do not fit is read as
 * well as can be, and said to be unsure. Throws RollcallError FILE_NOT_UNDERSTOOD with the row that is too long,
 * FILE_IS_HTML, FILE_IS_OTHER, and what the pieces or `take` throw.
 *
 * @param pieces UTF-8 without a byte order mark
 */
export async function parseRecords(
  pieces: AsyncGenerator<Buffer>,
  take: TakeRecord,
): Promise<{ isMarkup: boolean; hidden: readonly number[] }> {
  const texts = decode(pieces);
  try {
    const start = await readStart(texts);
    const head = start.slice(0, MAX_RECORD_LENGTH);
    if (beginsJson(head)) {
      let text = start;
      for await (const more of texts) text += more;
      for (const record of readJson(text)) take(record, false);
      return PLAIN;
    }
    refuseOtherText(head);
    if (beginsMarkup(head)) {
      const reader = createMarkupReader((record) => take(record, false));
      for await (const text of joinPieces(start, texts)) reader.push(text);
      return { isMarkup: true, ...reader.end() };
    }
    const sepLine = SEP_LINE.exec(head);
    const delimiter = sepLine?.[1] ?? sniffDelimiter(head);
    // To look for the header in all first lines takes some ten milliseconds.
    await setImmediate();
    let row = 0;
    let rest = '';
    const takeAll = (isWhole: boolean): void => {
      let at = 0;
      while (at < rest.length) {
        const record = cutRecord(rest, at, delimiter, isWhole);
        if ((record?.next ?? rest.length) - at > MAX_RECORD_LENGTH) throw refuseLong(row + 1);
        if (record === undefined) break;
        row++;
        at = record.next;
        take(record.cells, record.isUnsure);
      }
      rest = rest.slice(at);
    };
    for await (const text of joinPieces(start.slice(sepLine?.[0].length ?? 0), texts)) {
      rest += text;
      takeAll(false);
    }
    takeAll(true);
    return PLAIN;
  } finally {
    // A refusal ends the download too.
    await texts.return(undefined);
    await pieces.return(undefined);
  }
}
