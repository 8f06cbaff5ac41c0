import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** Bytes of the character in UTF-8 that begins with this one; 1 for a byte that begins none. */
export function lengthOf(lead: number): number {
  if (lead >= 0xf0 && lead < 0xf8) return 4;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xc0 && lead < 0xe0 ? 2 : 1;
}

/** Text of bytes, and how many characters of it beyond ASCII are UTF-8, and how many bytes are none. */
export interface EitherText {
  text: string;
  inUtf8: number;
  inWindows: number;
}

/**
 * The five bytes that Windows-1252 leaves undefined become U+FFFD: text with them is in another encoding. Not by
 * TextDecoder, which takes Windows-1252 for Latin-1 from Node 20.18.3 on (nodejs/node#56542, #60888). A no-break space
 * after a small letter gets a word joiner, lest it is trimmed as a blank: in code pages 850 and 852 it is an á.
 */
function decodeWindows(bytes: Buffer, before: string): string {
  const text = `${before}${iconv.decode(bytes, 'win1252')}`;
  return text.replace(/(?<=[a-z])\u00a0/g, '\u00a0\u2060').slice(before.length);
}

/**
 * Reads each character as UTF-8 where it is that, and as Windows-1252 where not: lists are put together from several
 * files. Text in Windows-1252 alone has no pairs such as `Ã©`, which would be taken for UTF-8.
 *
 * @param before the character that stands before
 */
export function decodeUtf8OrWindows(bytes: Buffer, before = ''): EitherText {
  let text = '';
  let [inUtf8, inWindows, from, at] = [0, 0, 0, 0];
  const takeWindows = (): void => {
    if (at > from) text += decodeWindows(bytes.subarray(from, at), text.slice(-1) || before);
  };
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const end = at + lengthOf(lead);
    if (end > at + 1 && end <= bytes.length && isUtf8(bytes.subarray(at, end))) {
      takeWindows();
      text += bytes.toString('utf8', at, end);
      inUtf8++;
      at = end;
      from = end;
    } else {
      if (lead >= 0x80) inWindows++;
      at++;
    }
  }
  takeWindows();
  return { text, inUtf8, inWindows };
}
