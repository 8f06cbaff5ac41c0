import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { decodeUtf8OrWindows, lengthOf } from './utf8OrWindows.ts';

/** Turns a file's bytes, in pieces of any size, into the same text in UTF-8. */
export interface Transcoder {
  push(piece: Buffer): Buffer;
  /** What was held back for its other half. */
  end(): Buffer;
  /** How the text was read, once all of it was. `mixed`: UTF-8, with some bytes that are none, read as Windows-1252. */
  kind(): 'certain' | 'guessed' | 'mixed';
}

const NOTHING: Buffer = Buffer.alloc(0);

/** In bytes of UTF-8. */
const LONGEST_CHARACTER = 4;

/** Where a character begins that the end cuts off; the length when none is. */
function startOfCut(bytes: Buffer): number {
  for (let start = bytes.length - 1; start >= Math.max(0, bytes.length - 3); start--) {
    const byte = bytes[start] ?? 0;
    if (byte >= 0xc0) return start + lengthOf(byte) > bytes.length ? start : bytes.length;
    if (byte < 0x80) return bytes.length;
  }
  return bytes.length;
}

/**
 * UTF-8, and Windows-1252 for what is none. It is a guess where more bytes are none than characters are UTF-8: in
 * other encodings, such as GB18030, some pairs look like UTF-8.
 */
export function createUtf8Transcoder(): Transcoder {
  let inUtf8 = 0;
  let inWindows = 0;
  let before = '';
  let held: Buffer = NOTHING;

  function transcode(bytes: Buffer): Buffer {
    if (isAscii(bytes)) {
      before = bytes.toString('latin1', bytes.length - 1) || before;
      return bytes;
    }
    if (isUtf8(bytes)) {
      for (let at = 0; at < bytes.length; at++) if ((bytes[at] ?? 0) >= 0xc0) inUtf8++;
      before = bytes.toString('utf8', bytes.length - LONGEST_CHARACTER).slice(-1);
      return bytes;
    }
    const either = decodeUtf8OrWindows(bytes, before);
    inUtf8 += either.inUtf8;
    inWindows += either.inWindows;
    before = either.text.slice(-1);
    return Buffer.from(either.text);
  }

  function take(piece: Buffer, whole: boolean): Buffer {
    const bytes = held.length === 0 ? piece : Buffer.concat([held, piece]);
    const cut = whole ? bytes.length : startOfCut(bytes);
    held = bytes.subarray(cut);
    return transcode(bytes.subarray(0, cut));
  }

  return {
    push: (piece) => take(piece, false),
    end: () => take(NOTHING, true),
    kind: () => (inWindows === 0 ? 'certain' : inWindows > inUtf8 ? 'guessed' : 'mixed'),
  };
}

/** UTF-16, whose byte order mark said so. Throws TypeError for what is none. */
export function createUtf16Transcoder(encoding: 'utf-16le' | 'utf-16be'): Transcoder {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return {
    push: (piece) => Buffer.from(decoder.decode(piece, { stream: true })),
    end: () => Buffer.from(decoder.decode()),
    kind: () => 'certain',
  };
}

/** The encoding that the file itself names. What is undefined in it becomes U+FFFD. */
export function createNamedTranscoder(encoding: string): Transcoder {
  const decoder = iconv.getDecoder(encoding);
  return {
    push: (piece) => Buffer.from(decoder.write(piece)),
    end: () => Buffer.from(decoder.end() ?? ''),
    kind: () => 'certain',
  };
}
