import { RollcallError } from '../domain/errors.ts';

/** A file's text, and whether its encoding had to be guessed. */
export interface DecodedFile {
  text: string;
  guessed: boolean;
}

const SAVE_AS_CSV = 'In Excel choose File, Save as, "CSV UTF-8 (Comma delimited)", and send that file.';

function startsWith(bytes: Uint8Array, ...magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** Reads all of it, and stops at the cap whatever the sender says about the size. */
export async function readCapped(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes) {
      const allowed = `${Math.floor((maxBytes / (1024 * 1024)) * 10) / 10} MB`;
      throw new RollcallError('FILE_TOO_LARGE', `The file is larger than ${allowed}.`, {
        next: `Split it into files of at most ${allowed}, or remove what is not about people.`,
        detail: { maxBytes },
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuseOtherKinds(bytes: Uint8Array): void {
  // ZIP is what .xlsx is made of; the other is the container of .xls.
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw new RollcallError('FILE_IS_EXCEL', 'This is an Excel workbook or a ZIP file, not a CSV.', {
      next: SAVE_AS_CSV,
    });
  }
}

function decodeWith(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The refusal of a file with nothing in it. */
export function fileEmpty(): RollcallError {
  return new RollcallError('FILE_EMPTY', 'The file is empty.', {
    next: 'Fill in the template and send it again. "template" sends you one.',
  });
}

function refuseNotText(): RollcallError {
  return new RollcallError('FILE_NOT_TEXT', 'The file is not text: it holds bytes that no CSV has.', {
    next: SAVE_AS_CSV,
  });
}

/**
 * UTF-8 with or without a byte order mark, UTF-16 with one ("Unicode Text" in Excel), and Windows-1252 where it is
 * none of them. Throws RollcallError FILE_EMPTY, FILE_IS_EXCEL, FILE_IS_HTML, FILE_NOT_TEXT.
 */
export function decodeFile(bytes: Uint8Array): DecodedFile {
  refuseOtherKinds(bytes);
  const utf16 = startsWith(bytes, 0xff, 0xfe) ? 'utf-16le' : startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : '';
  const certain = decodeWith(utf16 || 'utf-8', bytes);
  const text = certain ?? (utf16 === '' ? decodeWith('windows-1252', bytes) : undefined);
  if (text === undefined || text.includes('\0')) throw refuseNotText();
  if (text.trim() === '') throw fileEmpty();
  if (/^\s*<(?:!doctype|!--|html|head|body|script|meta|\?xml)/i.test(text)) {
    throw new RollcallError('FILE_IS_HTML', 'This is a web page, not a CSV.', {
      next: 'It is often a sign-in page saved in place of the file. Download the CSV again while signed in, and send that.',
    });
  }
  return { text, guessed: certain === undefined };
}
