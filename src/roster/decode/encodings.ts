import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { decodeUtf8OrWindows } from './utf8OrWindows.ts';
import { FILE_WORDS } from './words.ts';

const names = FILE_WORDS.encodings;

/** Letters that are not the same bytes in every encoding. */
export const BEYOND_ASCII = /[^\0-\x7f]/;

/** A way to read bytes as letters, as people choose it. */
export interface Encoding {
  id: string;
  /** What people call it. */
  name: string;
}

/**
 * What files of people come in that are not UTF-8, those that Excel writes first: code pages of Windows, of DOS and of
 * the old Mac, and what East Asian systems write. As Western European, what is UTF-8 is read as that. https://encoding.spec.whatwg.org, "Names and labels".
 */
export const ENCODINGS: readonly Encoding[] = [
  { id: 'win1252', name: names.western },
  { id: 'win1250', name: names.central },
  { id: 'win1251', name: 'Cyrillic' },
  { id: 'win1253', name: 'Greek' },
  { id: 'win1254', name: 'Turkish' },
  { id: 'win1257', name: 'Baltic' },
  { id: 'win1255', name: 'Hebrew' },
  { id: 'win1256', name: 'Arabic' },
  { id: 'win1258', name: 'Vietnamese' },
  { id: 'euc-kr', name: 'Korean' },
  { id: 'win874', name: 'Thai' },
  { id: 'macroman', name: 'Mac' },
  { id: 'cp850', name: names.westernDos },
  { id: 'cp852', name: names.centralDos },
  { id: 'cp866', name: names.cyrillicDos },
  { id: 'koi8-r', name: 'Cyrillic (KOI8)' },
  { id: 'shift_jis', name: 'Japanese' },
  { id: 'gb18030', name: names.chineseSimplified },
  { id: 'big5', name: names.chineseTraditional },
  { id: 'iso88592', name: names.centralIso },
  { id: 'iso885915', name: names.westernIso },
  { id: 'euc-jp', name: names.japaneseEuc },
];

/** How a file that is not UTF-8 is read at first. */
export const DEFAULT_ENCODING = 'win1252';

/** True for what a form may send. */
export function isEncoding(id: string): boolean {
  return ENCODINGS.some((each) => each.id === id);
}

/** True for a cell of bytes, each as the character with its number, that is not in UTF-8. */
export function isInOther(bytes: string): boolean {
  return BEYOND_ASCII.test(bytes) && !/[^\0-\xff]/.test(bytes) && !isUtf8(Buffer.from(bytes, 'latin1'));
}

/**
 * Bytes, each as the character with its number, → the text that they are. What is undefined becomes U+FFFD.
 *
 * @param keepsUtf8 what is UTF-8 as a whole is read as that in any encoding
 */
export function decodeCell(bytes: string, encoding: string, keepsUtf8 = false): string {
  // What a web page spells out, `&#345;`, is a letter already.
  if (!BEYOND_ASCII.test(bytes) || /[^\0-\xff]/.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  if (keepsUtf8 && isUtf8(buffer)) return buffer.toString('utf8');
  return encoding === DEFAULT_ENCODING ? decodeUtf8OrWindows(buffer).text : iconv.decode(buffer, encoding);
}
