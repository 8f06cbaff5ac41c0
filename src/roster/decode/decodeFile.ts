import { isAscii, isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import iconv from 'iconv-lite';
import { RollcallError } from '../../domain/errors.ts';
import {
  createNamedTranscoder,
  createUtf8Transcoder,
  createUtf16Transcoder,
  type Transcoder,
} from './detectEncoding.ts';
import { beginsMarkup } from './readMarkup.ts';
import { FILE_WORDS } from './words.ts';

/** Between two pieces the process answers other people; a piece takes a few milliseconds. */
const PIECE_BYTES = 32 * 1024;
/** The longest mark that tells an encoding. */
const MARK_BYTES = 4;

/** A file's text as it arrives. */
export interface DecodedFile {
  /** UTF-8 without a byte order mark. */
  pieces: AsyncGenerator<Buffer>;
  /** How it was read; meant for after the last piece. */
  kind(): ReturnType<Transcoder['kind']>;
}

function startsWith(bytes: Uint8Array, ...magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/**
 * The pieces of a source, each of a bearable size, up to the cap whatever the sender says about the size. They throw
 * RollcallError FILE_TOO_LARGE, and what `source` throws.
 */
export async function* readCapped(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes) {
      const allowed = `${Math.floor((maxBytes / (1024 * 1024)) * 10) / 10} MB`;
      throw new RollcallError('FILE_TOO_LARGE', FILE_WORDS.tooLarge.message(allowed), {
        next: FILE_WORDS.tooLarge.next(allowed),
        detail: { maxBytes },
      });
    }
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
      yield bytes.subarray(start, start + PIECE_BYTES);
      await setImmediate();
    }
  }
}

/** The refusal of a file with nothing in it. */
export function fileEmpty(): RollcallError {
  const { message, next } = FILE_WORDS.empty;
  return new RollcallError('FILE_EMPTY', message, { next });
}

/** The refusal of a file without people below its header. */
export function refuseNoRows(isResults: boolean): RollcallError {
  const { message, ...more } = isResults ? FILE_WORDS.allCreated : FILE_WORDS.noRows;
  return new RollcallError('FILE_NO_ROWS', message, more);
}

/** The refusal of a file with more people than the policy allows. */
export function refuseTooMany(maxRows: number): RollcallError {
  const { message, next } = FILE_WORDS.tooMany;
  return new RollcallError('FILE_TOO_MANY_ROWS', message(maxRows), {
    next: next(maxRows),
    detail: { maxRows },
  });
}

function refuseNotText(): RollcallError {
  return new RollcallError('FILE_NOT_TEXT', FILE_WORDS.notText, {
    next: FILE_WORDS.saveAsCsv,
  });
}

/** A header begins with ASCII in nearly every file; every second byte of it is zero in UTF-16. */
function findUnmarkedUtf16(start: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [...start.subarray(0, MARK_BYTES)].map((byte) => (byte === 0 ? '0' : 'x')).join('');
  if (zeros === 'x0x0') return 'utf-16le';
  return zeros === '0x0x' ? 'utf-16be' : undefined;
}

/** `charset=windows-1250` of a web page, and `encoding="shift_jis"` of XML. */
const CHARSET = /(?:charset|encoding)=["']?([\w-]{2,40})/i;
/** Browsers look no further for it (HTML Living Standard, "Prescan a byte stream to determine its encoding"). */
const CHARSET_WITHIN = 1_024;

/** The encoding that a web page says it is in; undefined where it says none, or is UTF-8 whatever it says. */
function findCharset(start: Buffer): string | undefined {
  const text = start.toString('latin1');
  if (!beginsMarkup(text)) return undefined;
  const charset = CHARSET.exec(text.slice(0, CHARSET_WITHIN))?.[1]?.toLowerCase();
  if (charset === undefined || /^utf-?8$/.test(charset) || !iconv.encodingExists(charset)) return undefined;
  // A letter may be cut at the end.
  const isInUtf8 = [0, 1, 2, 3].some((cut) => isUtf8(start.subarray(0, start.length - cut)));
  if (isInUtf8 && !isAscii(start)) return undefined;
  // Browsers read the one as the other (https://encoding.spec.whatwg.org, "Names and labels").
  return /^(?:iso-?8859-1|latin1|us-ascii|ascii)$/.test(charset) ? 'win1252' : charset;
}

function transcoderFor(start: Buffer): { transcoder: Transcoder; markBytes: number } {
  if (startsWith(start, 0xff, 0xfe)) return { transcoder: createUtf16Transcoder('utf-16le'), markBytes: 2 };
  if (startsWith(start, 0xfe, 0xff)) return { transcoder: createUtf16Transcoder('utf-16be'), markBytes: 2 };
  const wide = findUnmarkedUtf16(start);
  if (wide !== undefined) return { transcoder: createUtf16Transcoder(wide), markBytes: 0 };
  if (startsWith(start, 0xef, 0xbb, 0xbf)) return { transcoder: createUtf8Transcoder(), markBytes: 3 };
  const said = findCharset(start);
  const transcoder = said === undefined ? createUtf8Transcoder() : createNamedTranscoder(said);
  return { transcoder, markBytes: 0 };
}

function textOf(transcode: () => Buffer): Buffer {
  let text: Buffer;
  try {
    text = transcode();
  } catch {
    throw refuseNotText();
  }
  if (text.includes(0)) throw refuseNotText();
  return text;
}

/**
 * UTF-8 and UTF-16 ("Unicode Text" in Excel) with or without a byte order mark, and Windows-1252 where it is none of
 * them, decoded while it arrives. The pieces throw RollcallError FILE_NOT_TEXT, and what `source` throws.
 *
 * @param source the first piece holds the whole mark that tells the encoding
 */
export function decodeFile(source: AsyncIterable<Buffer>): DecodedFile {
  let transcoder: Transcoder | undefined;
  async function* decode(): AsyncGenerator<Buffer> {
    for await (const piece of source) {
      let bytes = piece;
      if (transcoder === undefined) {
        const { transcoder: fitting, markBytes } = transcoderFor(piece);
        transcoder = fitting;
        bytes = piece.subarray(markBytes);
        // The mark itself says that it is UTF-8.
        if (markBytes === 3) fitting.push(piece.subarray(0, markBytes));
      }
      const { push } = transcoder;
      yield textOf(() => push(bytes));
    }
    const rest = transcoder;
    if (rest !== undefined) yield textOf(() => rest.end());
  }
  return { pieces: decode(), kind: () => transcoder?.kind() ?? 'certain' };
}
