import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** Turns a file's bytes, in pieces of any size, into the same text in UTF-8. */
export interface Transcoder {
  push(piece: Buffer): Buffer;
  /** What was held back for its other half. */
  end(): Buffer;
  /** How the text was read, once all of it was. `mixed`: UTF-8 with bytes that are none, which became U+FFFD. */
  kind(): 'certain' | 'guessed' | 'mixed';
}

const NOTHING: Buffer = Buffer.alloc(0);

/** Bytes of the character that begins with this one; 1 for a byte that begins none. */
function lengthOf(lead: number): number {
  if (lead >= 0xf0 && lead < 0xf8) return 4;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xc0 && lead < 0xe0 ? 2 : 1;
}

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
 * The five bytes that Windows-1252 leaves undefined become U+FFFD: text with them is in another encoding. Not by
 * TextDecoder, which takes Windows-1252 for Latin-1 from Node 20.18.3 on (nodejs/node#56542, #60888). A no-break space
 * after a small letter gets a word joiner, lest it is trimmed as a blank: in code pages 850 and 852 it is an á.
 */
function createWindowsDecoder(): (bytes: Buffer) => Buffer {
  let before = '';
  return (bytes) => {
    const text = iconv.decode(bytes, 'win1252');
    const kept = `${before}${text}`.replace(/(?<=[a-z])\u00a0/g, '\u00a0\u2060').slice(before.length);
    before = text.slice(-1);
    return Buffer.from(kept);
  };
}

/**
 * UTF-8, or Windows-1252 when the first character beyond ASCII is not UTF-8. That one decides, so that a file is
 * read while it arrives: text in Windows-1252 that looks like UTF-8 would have to begin its accents with a pair
 * such as `Ã©`.
 */
export function createUtf8Transcoder(): Transcoder {
  const fromWindows = createWindowsDecoder();
  const utf8 = new TextDecoder();
  let encoding: 'open' | 'utf-8' | 'windows-1252' = 'open';
  let mixed = false;
  let held: Buffer = NOTHING;

  function decide(bytes: Buffer, whole: boolean): Buffer {
    const first = bytes.findIndex((byte) => byte >= 0x80);
    const end = first + lengthOf(bytes[first] ?? 0);
    const rest = bytes.subarray(first + 1, end);
    if (end > bytes.length && !whole && rest.every((byte) => byte >= 0x80 && byte < 0xc0)) {
      held = bytes.subarray(first);
      return bytes.subarray(0, first);
    }
    encoding = end <= bytes.length && isUtf8(bytes.subarray(first, end)) ? 'utf-8' : 'windows-1252';
    return transcode(bytes, whole);
  }

  function transcode(bytes: Buffer, whole: boolean): Buffer {
    if (encoding === 'windows-1252') return fromWindows(bytes);
    if (isAscii(bytes)) return bytes;
    if (encoding === 'open') return decide(bytes, whole);
    const cut = whole ? bytes.length : startOfCut(bytes);
    held = bytes.subarray(cut);
    const body = bytes.subarray(0, cut);
    if (isUtf8(body)) return body;
    mixed = true;
    return Buffer.from(utf8.decode(body));
  }

  function take(piece: Buffer, whole: boolean): Buffer {
    const bytes = held.length === 0 ? piece : Buffer.concat([held, piece]);
    held = NOTHING;
    return transcode(bytes, whole);
  }

  return {
    push: (piece) => take(piece, false),
    end: () => take(NOTHING, true),
    kind: () => (encoding === 'windows-1252' ? 'guessed' : mixed ? 'mixed' : 'certain'),
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
