import { RollcallError } from '../../../domain/errors.ts';
import { FILE_WORDS } from '../words.ts';
import type { ZipEntry } from './readZip.ts';

const words = FILE_WORDS.kinds;
/** What a file is, and the way out. */
type Kind = (typeof words)[keyof typeof words];

/** Nothing but an OLE container (MS-CFB) begins like this: .xls, .doc, and what Excel encrypts with a password. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
/** The stream that holds an encrypted workbook (MS-OFFCRYPTO, 2.3.4.4). */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

function refuse(code: 'FILE_IS_EXCEL' | 'FILE_IS_OTHER', { message, next }: Kind): RollcallError {
  return new RollcallError(code, message, { done: FILE_WORDS.nothingRead, next });
}

/** True for the start of an OLE container, whose kind only the whole of it tells. */
export function isOle(start: Uint8Array): boolean {
  return OLE.equals(start.subarray(0, OLE.length));
}

/** What to say to a file of the old Office formats, or one that is protected by a password. */
export function refuseOle(bytes: Buffer): RollcallError {
  return refuse('FILE_IS_EXCEL', bytes.includes(ENCRYPTED) ? words.locked : words.xls);
}

/** Starts of files that people take for lists. */
const KINDS: readonly { start: string; kind: Kind }[] = [
  { start: '%PDF-', kind: words.pdf },
  { start: '{\\rtf', kind: words.rtf },
  { start: '\x1f\x8b', kind: words.gzip },
  { start: '\x89PNG', kind: words.picture },
  { start: '\xff\xd8\xff', kind: words.picture },
];

/** Throws RollcallError FILE_IS_OTHER for the start of a file that is certainly no list. */
export function refuseOtherKind(start: Buffer): void {
  const text = start.toString('latin1', 0, 8);
  const found = KINDS.find((each) => text.startsWith(each.start));
  if (found !== undefined) throw refuse('FILE_IS_OTHER', found.kind);
}

/** What is in an archive that is no .xlsx, by the names in it. */
const ARCHIVES: readonly { inside: RegExp; kind: Kind }[] = [
  { inside: /^index\/.*\.iwa$|^index\.zip$/i, kind: words.numbers },
  { inside: /^xl\/workbook\.bin$/i, kind: words.xlsb },
  { inside: /^word\//i, kind: words.word },
  { inside: /^ppt\//i, kind: words.powerPoint },
  { inside: /^content\.xml$/i, kind: words.openDocument },
];

/** Throws RollcallError FILE_IS_EXCEL or FILE_IS_OTHER for an archive that is no .xlsx, or that is encrypted. */
export function refuseOtherArchive(entries: readonly ZipEntry[]): void {
  if (entries.some(({ isEncrypted }) => isEncrypted)) {
    throw refuse('FILE_IS_OTHER', words.lockedArchive);
  }
  const names = entries.map(({ name }) => name.replace(/^\//, ''));
  const found = ARCHIVES.find(({ inside }) => names.some((name) => inside.test(name)));
  if (found !== undefined) {
    throw refuse(found.kind === words.xlsb ? 'FILE_IS_EXCEL' : 'FILE_IS_OTHER', found.kind);
  }
  if (!names.some((name) => /^(?:xl\/|\[content_types\]\.xml$)/i.test(name))) {
    throw refuse('FILE_IS_OTHER', words.zip);
  }
}
