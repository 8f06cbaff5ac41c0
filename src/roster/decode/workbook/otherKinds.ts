import { RollcallError } from '../../../domain/errors.ts';
import type { ZipEntry } from './readZip.ts';

/** How to save a file so that every letter of it is certain. */
export const SAVE_AS_CSV =
  'In Excel choose File, Save as, "CSV UTF-8 (Comma delimited)", and send that file.';
const SAVE_AS_WORKBOOK = 'In Excel choose File, Save as, "Excel Workbook (.xlsx)", and send that file.';
/** Nothing but an OLE container (MS-CFB) begins like this: .xls, .doc, and what Excel encrypts with a password. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
/** The stream that holds an encrypted workbook (MS-OFFCRYPTO, 2.3.4.4). */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

function refuse(code: 'FILE_IS_EXCEL' | 'FILE_IS_OTHER', message: string, next: string): RollcallError {
  return new RollcallError(code, message, { done: 'Nobody was read.', next });
}

/** True for the start of an OLE container, whose kind only the whole of it tells. */
export function isOle(start: Uint8Array): boolean {
  return OLE.equals(start.subarray(0, OLE.length));
}

/** What to say to a file of the old Office formats, or one that is protected by a password. */
export function refuseOle(bytes: Buffer): RollcallError {
  if (bytes.includes(ENCRYPTED)) {
    const next =
      'In Excel choose File, Info, Protect Workbook, remove the password, save, and send it again.';
    return refuse('FILE_IS_EXCEL', 'The workbook is protected by a password, so it cannot be read.', next);
  }
  return refuse('FILE_IS_EXCEL', 'This is an old Excel workbook (.xls).', SAVE_AS_WORKBOOK);
}

/** Starts of files that people take for lists, with what they are and the way out. */
const KINDS: readonly { start: string; message: string; next: string }[] = [
  {
    start: '%PDF-',
    message: 'This is a PDF, from which people cannot be read with certainty.',
    next: 'Send the list that it was made of, as an .xlsx or a CSV.',
  },
  {
    start: '{\\rtf',
    message: 'This is a text document (.rtf).',
    next: `Copy its table into Excel. ${SAVE_AS_WORKBOOK}`,
  },
  {
    start: '\x1f\x8b',
    message: 'This is a compressed file (.gz).',
    next: 'Unpack it, and send the CSV or .xlsx inside.',
  },
  { start: '\x89PNG', message: 'This is a picture.', next: 'Send the list itself, as an .xlsx or a CSV.' },
  {
    start: '\xff\xd8\xff',
    message: 'This is a picture.',
    next: 'Send the list itself, as an .xlsx or a CSV.',
  },
];

/** Throws RollcallError FILE_IS_OTHER for the start of a file that is certainly no list. */
export function refuseOtherKind(start: Buffer): void {
  const text = start.toString('latin1', 0, 8);
  const kind = KINDS.find((each) => text.startsWith(each.start));
  if (kind !== undefined) throw refuse('FILE_IS_OTHER', kind.message, kind.next);
}

/** What is in an archive that is no .xlsx, by the names in it, and the way out. */
const ARCHIVES: readonly { inside: RegExp; what: string; next: string }[] = [
  {
    inside: /^index\/.*\.iwa$|^index\.zip$/i,
    what: 'a Numbers document',
    next: 'In Numbers choose File, Export To, Excel, and send that file.',
  },
  { inside: /^xl\/workbook\.bin$/i, what: 'a binary Excel workbook (.xlsb)', next: SAVE_AS_WORKBOOK },
  {
    inside: /^word\//i,
    what: 'a Word document',
    next: `Copy its table into Excel. ${SAVE_AS_WORKBOOK}`,
  },
  {
    inside: /^ppt\//i,
    what: 'a PowerPoint presentation',
    next: `Copy its table into Excel. ${SAVE_AS_WORKBOOK}`,
  },
  {
    inside: /^content\.xml$/i,
    what: 'an OpenDocument file (.ods)',
    next: 'In LibreOffice choose File, Save As, "Excel 2007–365 (.xlsx)", and send that file.',
  },
];

/** Throws RollcallError FILE_IS_EXCEL or FILE_IS_OTHER for an archive that is no .xlsx, or that is encrypted. */
export function refuseOtherArchive(entries: readonly ZipEntry[]): void {
  if (entries.some(({ isEncrypted }) => isEncrypted)) {
    const next = 'Unpack it with its password, and send the file inside.';
    throw refuse('FILE_IS_OTHER', 'The archive is protected by a password, so it cannot be read.', next);
  }
  const names = entries.map(({ name }) => name.replace(/^\//, ''));
  const found = ARCHIVES.find(({ inside }) => names.some((name) => inside.test(name)));
  if (found !== undefined) {
    const code = found.what.includes('Excel') ? 'FILE_IS_EXCEL' : 'FILE_IS_OTHER';
    throw refuse(code, `This is ${found.what}.`, found.next);
  }
  if (!names.some((name) => /^(?:xl\/|\[content_types\]\.xml$)/i.test(name))) {
    throw refuse('FILE_IS_OTHER', 'This is a ZIP file.', 'Unpack it, and send the CSV or .xlsx inside.');
  }
}
